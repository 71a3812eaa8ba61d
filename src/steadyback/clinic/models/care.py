"""Invitations, care relations and what a patient agreed to show."""

import uuid

from django.db import models

from steadyback.clinic.models.accounts import User
from steadyback.web.models import Person


class Invitation(models.Model):
    """A link that lets one person in, once, until it expires. Only the hash of its secret is kept.

    `role`: what the one who accepts becomes; empty when it only opens a care relation. `carer` or `person`: the other
    side of the relation that accepting opens. `scopes`: what a patient's own invitation agrees to show.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=120, blank=True, default="")
    role = models.CharField(max_length=16, blank=True, default="")
    carer = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="invitations_to_care")
    carer_role = models.CharField(max_length=16, blank=True, default="")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="invitations")
    scopes = models.JSONField(default=list)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="invitations_made")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="invitations_used")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"invitation {self.id}"


class CareRelation(models.Model):
    """One carer in one role for one person, until either side ends it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="care")
    carer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="care")
    role = models.CharField(max_length=16)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["began_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "carer", "role"], condition=models.Q(ended_at=None), name="one_open_relation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.carer_id} for {self.person_id}"


class Consent(models.Model):
    """One thing that the patient shows to one carer, from when until when. A renewed consent is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    relation = models.ForeignKey(CareRelation, on_delete=models.CASCADE, related_name="consents")
    scope = models.CharField(max_length=16)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["given_at"]

    def __str__(self) -> str:
        return f"{self.scope} since {self.given_at}"
