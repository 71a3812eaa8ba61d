"""What carers do with one of their people: the plan, sessions, messages."""

from django.urls import path

from steadyback.clinic.views import plan, sessions, written

urlpatterns = [
    path("people/<uuid:person_id>/plan/", plan.person_plan, name="person_plan"),
    path("people/<uuid:person_id>/sessions/", sessions.person_sessions, name="person_sessions"),
    path("people/<uuid:person_id>/sessions/<uuid:session_id>/", sessions.person_session, name="person_session"),
    path("care/notes/<uuid:note_id>/read/", written.note_read, name="note_read"),
]
