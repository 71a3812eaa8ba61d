"""A guided session: the check before it, its page, what follows it, and its JSON interface."""

from django.urls import path

from steadyback.web.views import session_api, session_check, session_done, session_page, session_scores, session_triage

urlpatterns = [
    path("session/check/<uuid:check_id>/", session_check.session_check_result, name="session_check_result"),
    path("session/<uuid:session_id>/scores/", session_scores.session_scores, name="session_scores"),
    path("session/check/<uuid:check_id>/triage/", session_triage.check_triage, name="session_check_triage"),
    path("session/check/<str:on>/<str:kind>/", session_check.session_check, name="session_check"),
    path("session/<uuid:session_id>/", session_page.session_page, name="session"),
    path("session/<uuid:session_id>/end/", session_check.session_end_early, name="session_end"),
    path("session/<uuid:session_id>/triage/", session_triage.session_triage, name="session_triage"),
    path("session/<uuid:session_id>/done/", session_done.session_done, name="session_done"),
    path("api/sessions/<uuid:session_id>/", session_api.session_state_view, name="api_session"),
    path("api/sessions/<uuid:session_id>/camera/", session_api.camera, name="api_session_camera"),
    path("api/sessions/<uuid:session_id>/lease/", session_api.lease, name="api_session_lease"),
    path("api/sessions/<uuid:session_id>/events/", session_api.events, name="api_session_events"),
]
