"""What carers do with one of their people: the plan, sessions, messages."""

from django.urls import path

from steadyback.clinic.views import licences, plan, sessions, written

urlpatterns = [
    path("people/<uuid:person_id>/plan/", plan.person_plan, name="person_plan"),
    path("people/<uuid:person_id>/sessions/", sessions.person_sessions, name="person_sessions"),
    path("people/<uuid:person_id>/sessions/<uuid:session_id>/", sessions.person_session, name="person_session"),
    path("people/<uuid:person_id>/messages/", written.person_messages, name="person_messages"),
    path("people/<uuid:person_id>/notes/", written.person_notes, name="person_notes"),
    path("care/<uuid:relation_id>/messages/", written.care_messages, name="care_messages"),
    path("settings/reminders/", written.reminder, name="reminder"),
    path("settings/reminders/put-away/", written.reminder_put_away, name="reminder_put_away"),
    path("account/licences/", licences.own_licences, name="own_licences"),
    path("clinic/licences/", licences.all_licences, name="all_licences"),
    path("clinic/licences/<uuid:licence_id>/seen/", licences.licence_seen, name="licence_seen"),
    path("care/notes/<uuid:note_id>/read/", written.note_read, name="note_read"),
]
