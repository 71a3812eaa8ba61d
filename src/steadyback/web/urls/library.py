from django.urls import path

from steadyback.web.views import library

urlpatterns = [
    path("exercises/", library.library, name="library"),
    path("exercises/<slug:exercise_id>/", library.exercise, name="exercise"),
]
