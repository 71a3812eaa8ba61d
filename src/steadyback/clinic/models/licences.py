"""What carers may call themselves and know, with the day on which it ends."""

import uuid

from django.db import models

from steadyback.clinic.models.accounts import User


class Licence(models.Model):
    """A licence or a competence of a carer. expires_on: the last day on which it counts, null for no end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="licences")
    role = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=60, blank=True, default="")
    expires_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="licences_seen")

    class Meta:
        ordering = ["expires_on", "name"]

    def __str__(self) -> str:
        return self.name
