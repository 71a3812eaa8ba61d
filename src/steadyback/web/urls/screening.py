"""Screening, its result, and the emergency with its way back."""

from django.urls import path

from steadyback.web.views import emergency, screening

urlpatterns = [
    path("screening/", screening.start, name="screening"),
    path("screening/read-back/", screening.read_back_page, name="screening_read_back"),
    path("screening/result/", screening.result, name="screening_result"),
    path("screening/<slug:screen_id>/", screening.screen, name="screening_screen"),
    path("screening/<slug:screen_id>/more/", screening.more, name="screening_more"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("back/", emergency.back, name="emergency_back"),
]
