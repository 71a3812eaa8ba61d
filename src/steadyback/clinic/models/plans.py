"""What carers changed of a person's plan, and the choices that they keep to use again."""

import uuid

from django.db import models

from steadyback.clinic.models.accounts import User
from steadyback.web.models import Person


class PlanEdit(models.Model):
    """Who made one of a person's dated choices. `entry` is its row in the table that `kind` names (web/told.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="plan_edits")
    carer = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="plan_edits")
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    kind = models.CharField(max_length=16)
    entry = models.UUIDField()

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.kind} by {self.by_name}"


class PlanTemplate(models.Model):
    """Choices to use again: for each slot an exercise with sets and repetitions, minutes of cardio, and an order.

    It holds nothing of the person whose plan it came from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="plan_templates")
    made_at = models.DateTimeField()
    choices = models.JSONField()

    class Meta:
        ordering = ["name", "made_at"]

    def __str__(self) -> str:
        return self.name
