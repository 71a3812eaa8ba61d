"""Watching along: one person, and several at once. The sockets have a table of their own, `clinic/live/doors.py`."""

from django.urls import path

from steadyback.clinic.views import live

urlpatterns = [
    path("live/asked/", live.asked, name="live_asked"),
    path("live/asked/line/", live.asked_line, name="live_asked_line"),
    path("live/", live.several, name="live"),
    path("people/<uuid:person_id>/live/", live.person_live, name="person_live"),
]
