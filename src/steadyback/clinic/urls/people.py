"""The people in somebody's care."""

from django.urls import path

from steadyback.clinic.views import careful, people

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/leave/", people.leave, name="leave_person"),
    path("people/<uuid:person_id>/careful/", careful.careful, name="careful"),
]
