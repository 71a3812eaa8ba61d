"""What has to be seen, and being seen after an emergency."""

from django.urls import path

from steadyback.clinic.views import alerts, emergency

urlpatterns = [
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<uuid:alert_id>/seen/", alerts.alert_seen, name="alert_seen"),
    path("back/", emergency.back, name="emergency_back"),
    path("people/<uuid:person_id>/seen/", emergency.person_seen, name="person_seen"),
]
