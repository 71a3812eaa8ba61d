"""Storage only: rows hold records as JSON; `store` turns them into domain records and back. No rule lives here."""

import uuid

from django.db import models


class Person(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField()
    zone = models.CharField(max_length=64, default="UTC")
    notices_acknowledged_at = models.DateTimeField(null=True)
    rehearsed_at = models.DateTimeField(null=True)
    settings = models.JSONField(default=dict)
    preferences = models.JSONField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class Screening(models.Model):
    """One screening from its first answer to its outcome. `confirmed_at`: serious answers were read back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="screenings")
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    done_screens = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    baseline = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(null=True)
    completed_on = models.DateField(null=True)
    outcome = models.JSONField(null=True)

    class Meta:
        ordering = ["started_at"]

    def __str__(self) -> str:
        return f"screening {self.id}"


class Hold(models.Model):
    """A concern raised outside screening (a stop rule, the check before a session) and how it ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holds")
    raised_at = models.DateTimeField()
    source = models.CharField(max_length=32)
    session = models.ForeignKey("Session", on_delete=models.SET_NULL, null=True)
    concern = models.JSONField()
    reasons = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)
    closed_because = models.JSONField(null=True)

    class Meta:
        ordering = ["raised_at"]

    def __str__(self) -> str:
        return f"hold {self.id}"


class EmergencyVisit(models.Model):
    """The way back from EMERGENCY in personal mode: who saw the person, when, and what they said (amendments 2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="emergency_visits")
    recorded_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    seen_by = models.CharField(max_length=200)
    what_they_said = models.TextField()

    class Meta:
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"visit {self.id}"


class ApprovalRecord(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="approvals")
    recorded_at = models.DateTimeField()
    approval = models.JSONField()

    class Meta:
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"approval {self.id}"


class Plan(models.Model):
    """Plans are versions: a new one never overwrites an older."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="plans")
    made_at = models.DateTimeField()
    starts_on = models.DateField()
    because = models.CharField(max_length=64)
    plan = models.JSONField()

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"plan from {self.starts_on}"


class SessionCheck(models.Model):
    """The seven taps and the pain score before a session, and what they led to. `follow_up`: the answers asked next."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="checks")
    checked_at = models.DateTimeField()
    on = models.DateField()
    answers = models.JSONField()
    pain_before = models.IntegerField(null=True)
    decision = models.JSONField()
    follow_up = models.JSONField(null=True)

    class Meta:
        ordering = ["checked_at"]

    def __str__(self) -> str:
        return f"check on {self.on}"


class Session(models.Model):
    """One guided session. `record` is the fold of its events, kept so that pages need not fold again.

    `follow_up`: what was asked after a stop (the answers and what they led to), null until answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sessions")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sessions")
    check_before = models.OneToOneField(SessionCheck, on_delete=models.PROTECT, related_name="session")
    on = models.DateField()
    kind = models.CharField(max_length=16)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=32)
    script = models.JSONField()
    record = models.JSONField()
    lease_client = models.CharField(max_length=64, blank=True, default="")
    lease_until = models.DateTimeField(null=True)
    follow_up = models.JSONField(null=True)

    class Meta:
        ordering = ["opened_at"]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"


class SessionEvent(models.Model):
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="events")
    client_id = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=32)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["session", "client_id", "seq"], name="one_event_per_seq")]

    def __str__(self) -> str:
        return f"{self.client_id}:{self.seq} {self.kind}"


class ElsewhereActivity(models.Model):
    """'I did it elsewhere': minutes, effort and pain in the person's own words of numbers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="elsewhere")
    recorded_at = models.DateTimeField()
    on = models.DateField()
    kind = models.CharField(max_length=16)
    exercise_id = models.CharField(max_length=64, blank=True, default="")
    minutes = models.PositiveIntegerField()
    effort = models.PositiveIntegerField(null=True)
    pain = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.kind} elsewhere on {self.on}"


class Correction(models.Model):
    """A later word on an entry: another pain before a session ("check"), or an activity taken back ("elsewhere").

    `entry` is the row spoken of and `on` its day; `decision`: what a graver pain would have led to. The latest of an
    entry counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="corrections")
    recorded_at = models.DateTimeField()
    on = models.DateField()
    kind = models.CharField(max_length=16)
    entry = models.UUIDField()
    pain = models.PositiveIntegerField(null=True)
    decision = models.JSONField(null=True)

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.on} corrected"


class MorningPain(models.Model):
    """Pain on the morning after. A correction is a new row; the latest of a day counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mornings")
    recorded_at = models.DateTimeField()
    on = models.DateField()
    pain = models.PositiveIntegerField()

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"morning of {self.on}"


class WeeklyCheck(models.Model):
    """The six questions about a week (specification 3.1). A correction is a new row; the latest of a day counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="weekly_checks")
    recorded_at = models.DateTimeField()
    on = models.DateField()
    answers = models.JSONField()

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"week told on {self.on}"


class DayMark(models.Model):
    """Ill, a flare-up or away, said of a day. The latest of a day and mark counts, also when it takes it back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="day_marks")
    recorded_at = models.DateTimeField()
    on = models.DateField()
    mark = models.CharField(max_length=16)
    taken_back = models.BooleanField(default=False)

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.mark} on {self.on}"


class Score(models.Model):
    """One measured outcome (specification 4). `value` null takes it back; `parts`: the activities behind a mean.

    The latest of a day and measure counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="scores")
    recorded_at = models.DateTimeField()
    on = models.DateField()
    measure = models.CharField(max_length=32)
    value = models.FloatField(null=True)
    source = models.CharField(max_length=200, blank=True, default="")
    parts = models.JSONField(default=list)

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.measure} on {self.on}"


class ExerciseChoice(models.Model):
    """Another allowed exercise for a slot, from a day on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="exercise_choices")
    recorded_at = models.DateTimeField()
    on = models.DateField()
    slot = models.CharField(max_length=32)
    exercise_id = models.CharField(max_length=64)

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.exercise_id} from {self.on}"


class DoseChoice(models.Model):
    """Another dose for a slot, from a day on: sets and repetitions of an exercise, or minutes where it is cardio."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="dose_choices")
    recorded_at = models.DateTimeField()
    on = models.DateField()
    slot = models.CharField(max_length=32)
    dose = models.JSONField()

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"dose for {self.slot} from {self.on}"


class OrderChoice(models.Model):
    """Another order of the strength exercises, from a day on: their slots as they follow each other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="order_choices")
    recorded_at = models.DateTimeField()
    on = models.DateField()
    slots = models.JSONField()

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"order from {self.on}"


class MovedDay(models.Model):
    """Two days of a week change places, told on a day. Telling it again moves them back; all count, in their order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="moved_days")
    recorded_at = models.DateTimeField()
    on = models.DateField()
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.from_on} and {self.to_on} change places"


class GuidedTest(models.Model):
    """One guided test of one side (specification 4.2). `result` null takes it back; the latest of a day counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guided_tests")
    recorded_at = models.DateTimeField()
    on = models.DateField()
    test = models.CharField(max_length=32)
    side = models.CharField(max_length=8, blank=True, default="")
    result = models.JSONField(null=True)

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.test} on {self.on}"


class ReferralReview(models.Model):
    """Somebody looked at what the weeks had referred: who, when and what they said. It counts from the day told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="referral_reviews")
    recorded_at = models.DateTimeField()
    on = models.DateField()
    seen_on = models.DateField()
    role = models.CharField(max_length=32)
    seen_by = models.CharField(max_length=200)
    what_they_said = models.TextField()
    rules = models.JSONField(default=list)

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"looked at on {self.seen_on}"


class TeamWord(models.Model):
    """Something that a team wrote to a person or the person to them, brought along in a file from a clinic.

    kind: "message", "note", "comment" or "sign_off" of a session, "plan_change". `by_role`: "patient" for the person's
    own. `to_name`: to whom a message went. `at_s`: the moment of the session that a comment is about.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="team_words")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="team_words")
    kind = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=16)
    to_name = models.CharField(max_length=120, blank=True, default="")
    at_s = models.FloatField(null=True)
    exercise_id = models.CharField(max_length=64, blank=True, default="")
    text = models.CharField(max_length=2000, blank=True, default="")

    class Meta:
        ordering = ["written_at"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.written_at}"
