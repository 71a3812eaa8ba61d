"""What the list of people last found about each of them."""

from django.db import models

from steadyback.web.models import Person


class AttentionSummary(models.Model):
    """The needs of a person on a day, made from rows that `key` names: as long as it is the same they still hold."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="attention")
    today = models.DateField()
    key = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    needs = models.JSONField()

    def __str__(self) -> str:
        return f"attention of {self.person_id} on {self.today}"
