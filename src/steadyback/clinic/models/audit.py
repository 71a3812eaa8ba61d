"""Who did or saw what about whom: rows that are only ever added, each holding the hash of the one before."""

import uuid

from django.db import models


class AuditRow(models.Model):
    """One thing that somebody did or saw. Ids only, without foreign keys: erasing somebody leaves the chain whole.

    `actor`: the account, None for the program itself or somebody without an account. `detail`: codes, never words of
    a person and nothing of their health. `before`: the hash of the row before it, `row_hash`: over all of this row.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=48)
    actor: "models.UUIDField[uuid.UUID | None, uuid.UUID | None]" = models.UUIDField(null=True)
    person: "models.UUIDField[uuid.UUID | None, uuid.UUID | None]" = models.UUIDField(null=True)
    where = models.CharField(max_length=64, blank=True, default="")
    detail = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    row_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["person", "at"], name="audit_of_a_person")]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"
