from django.urls import path

from steadyback.web.views import camera

urlpatterns = [
    path("camera/", camera.camera, name="camera"),
    path("camera/<slug:exercise_id>/", camera.camera, name="camera_exercise"),
    path("coach/core-<str:name>.zip", camera.coach_core, name="coach_core"),
]
