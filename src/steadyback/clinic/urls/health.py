"""For whoever keeps the clinic running."""

from django.urls import path

from steadyback.clinic.views import health

urlpatterns = [
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
]
