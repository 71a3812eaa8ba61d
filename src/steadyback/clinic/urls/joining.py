"""Invitations, from both sides."""

from django.urls import path

from steadyback.clinic.views import invitations, joining

urlpatterns = [
    path("join/", joining.accept, name="join_accept"),
    path("join/<str:secret>/", joining.join, name="join"),
    path("clinic/invitations/", invitations.invitations, name="invitations"),
    path("clinic/invitations/<uuid:invitation_id>/cancel/", invitations.cancel, name="invitation_cancel"),
]
