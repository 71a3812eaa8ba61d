"""What carers do with one of their people: the plan, sessions, messages."""

from django.urls import path

from steadyback.clinic.views import plan

urlpatterns = [path("people/<uuid:person_id>/plan/", plan.person_plan, name="person_plan")]
