"""The people in somebody's care."""

from django.urls import path

from steadyback.clinic.views import careful, people, still

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/still/<slug:shown>/", still.people_still, name="people_still"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/still/<slug:page>/<slug:shown>/", still.person_still, name="person_still"),
    path("people/<uuid:person_id>/leave/", people.leave, name="leave_person"),
    path("people/<uuid:person_id>/careful/", careful.careful, name="careful"),
]
