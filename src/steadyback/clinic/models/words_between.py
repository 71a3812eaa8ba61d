"""What people of a clinic write to each other, and when somebody wants to be reminded."""

import uuid

from django.db import models

from steadyback.clinic.models.accounts import User
from steadyback.clinic.models.care import CareRelation
from steadyback.web.models import Person


class Message(models.Model):
    """One message of a care relation. It belongs to the relation and is closed with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    relation = models.ForeignKey(CareRelation, on_delete=models.CASCADE, related_name="messages")
    from_carer = models.BooleanField()
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    text = models.CharField(max_length=2000)

    class Meta:
        ordering = ["sent_at"]
        indexes = [models.Index(fields=["relation", "read_at"], name="unread_messages")]

    def __str__(self) -> str:
        return f"message of {self.sent_at}"


class CarerNote(models.Model):
    """A note about how it goes: for the person alone, or for their clinicians too. The person reads both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="carer_notes")
    carer = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="notes_written")
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=16)
    for_clinician = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    text = models.CharField(max_length=1000)

    class Meta:
        ordering = ["written_at"]

    def __str__(self) -> str:
        return f"note by {self.by_name}"


class ReminderWish(models.Model):
    """When a person wants to be reminded of what the day holds. Without a row they are not."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="reminder")
    from_hour = models.PositiveSmallIntegerField(default=9)
    until_hour = models.PositiveSmallIntegerField(default=20)
    in_flare = models.BooleanField(default=False)
    put_away_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"reminder of {self.person_id}"
