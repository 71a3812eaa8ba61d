"""Clearance: what a patient asked, the signed answers, how they ended, and who must know."""

import uuid

from django.db import models

from steadyback.clinic.models.accounts import User
from steadyback.web.models import ApprovalRecord, Person


class ClearanceRequest(models.Model):
    """A patient asks for an answer: of a clinician here, or by a link for one without an account.

    Only the hash of a link's secret is kept. `answered_at`: an answer was given; a link lets nobody in after that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="clearance_requests")
    asked_at = models.DateTimeField()
    carer = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="clearance_requests")
    secret_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - null keeps it unique
    label = models.CharField(max_length=120, blank=True, default="")
    expires_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"request {self.id}"


class Clearance(models.Model):
    """One signed answer. Never changed; a later one replaces it, and an ending is a row of its own.

    `text`: the whole file as it was signed. `record`: what the planner reads, made in the same transaction.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="clearances")
    version = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="clearances_issued")
    request = models.OneToOneField(ClearanceRequest, on_delete=models.SET_NULL, null=True, related_name="clearance")
    record = models.OneToOneField(ApprovalRecord, on_delete=models.CASCADE, related_name="clearance")
    text = models.TextField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="one_clearance_per_version")]

    def __str__(self) -> str:
        return f"clearance {self.id} version {self.version}"


class ClearanceEnded(models.Model):
    """A clearance was taken back: by its clinician, or by something serious that was found after it."""

    clearance = models.OneToOneField(Clearance, on_delete=models.CASCADE, related_name="ended")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    because = models.CharField(max_length=32)
    words = models.CharField(max_length=500, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.clearance_id} ended: {self.because}"


class Alert(models.Model):
    """Something that a clinician must see and say so. `key`: what raised it; one alert for each."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=32)
    key = models.CharField(max_length=64)
    raised_at = models.DateTimeField()
    first = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="alerts_first")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["raised_at"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_alert_per_cause")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
