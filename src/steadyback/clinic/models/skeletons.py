"""A person's moving figure of a session, kept because they asked for it: enciphered points of a body, for some days."""

import uuid

from django.db import models

from steadyback.web.models import Person, Session

KEPT_DAYS = 28
"""How long a recording is kept unless the person chooses otherwise (a default of ours)."""


class SkeletonKeeping(models.Model):
    """One person's key, itself enciphered with the installation's, and how long their recordings are kept.

    Without this row nothing that was recorded of them can be read, wherever a copy of it is.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="skeleton_keeping")
    sealed_key = models.BinaryField()
    keep_days = models.PositiveSmallIntegerField(default=KEPT_DAYS)

    def __str__(self) -> str:
        return f"kept for {self.keep_days} days"


class SkeletonRecording(models.Model):
    """That a person wants the figure of this session kept. `stopped_at`: when they wanted no more of it kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="skeleton")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skeletons")
    agreed_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    frames = models.PositiveIntegerField(default=0)
    packed_bytes = models.PositiveIntegerField(default=0)
    until_ms = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["agreed_at"]

    def __str__(self) -> str:
        return f"figure of session {self.session_id}"


class SkeletonPart(models.Model):
    """Some seconds of a recording: LMK1 messages one after the other, compressed, enciphered. Times of the session."""

    recording = models.ForeignKey(SkeletonRecording, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    from_ms = models.PositiveIntegerField()
    to_ms = models.PositiveIntegerField()
    frames = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["recording", "number"], name="one_part_per_number")]

    def __str__(self) -> str:
        return f"part {self.number} of {self.recording_id}"
