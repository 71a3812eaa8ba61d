"""The people in somebody's care."""

from django.urls import path

from steadyback.clinic.views import people

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/leave/", people.leave, name="leave_person"),
]
