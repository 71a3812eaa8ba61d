from django.urls import path

from steadyback.web.views import elsewhere, preferences, week

urlpatterns = [
    path("week/", week.week, name="week"),
    path("week/choices/", preferences.preferences, name="preferences"),
    path("week/elsewhere/", elsewhere.elsewhere, name="elsewhere"),
    path("week/elsewhere/<uuid:activity_id>/remove/", elsewhere.remove, name="elsewhere_remove"),
]
