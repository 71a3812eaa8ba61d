"""What carers say of a session: what they looked at and signed off, and comments pinned to a moment."""

import uuid

from django.db import models

from steadyback.clinic.models.accounts import User
from steadyback.web.models import Session


class SignOff(models.Model):
    """A carer looked at one exercise of a session; the latest of a carer and step counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="sign_offs")
    step = models.PositiveIntegerField()
    exercise_id = models.CharField(max_length=64)
    carer = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="sign_offs")
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=16)
    signed_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["signed_at"]

    def __str__(self) -> str:
        return f"{self.exercise_id} by {self.by_name}"


class SessionComment(models.Model):
    """A word to the person about one moment of a session. `at_s`: seconds since it was opened; null for the whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="comments")
    carer = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="session_comments")
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    at_s = models.FloatField(null=True)
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["at_s", "written_at"]

    def __str__(self) -> str:
        return f"comment by {self.by_name}"
