from django.urls import path

from steadyback.web.views import morning, progress

urlpatterns = [
    path("progress/", progress.progress, name="progress"),
    path("progress/morning/", morning.morning, name="morning"),
]
