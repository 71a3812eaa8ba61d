"""The specialist's answer, and what to take to them."""

from django.urls import path

from steadyback.web.views import clearance, summary

urlpatterns = [
    path("summary/", summary.summary, name="summary"),
    path("clearance/", clearance.clearance, name="clearance"),
]
