"""The six weekly questions (specification 3.1) as a form: every answer is one tap, nothing is chosen beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from steadyback.programme.screening_combinations import NOT_EXAMINED_FLAG
from steadyback.programme.versions import Programme
from steadyback.records.history import LegSymptoms, WeeklyAnswers
from steadyback.records.screening import Baseline
from steadyback.web import told
from steadyback.web.diary import Entry
from steadyback.web.standing import Standing

WEEK = timedelta(days=7)
SCALE = tuple((number, str(number)) for number in range(11))
# From 0, too much, to 10, fine. Nothing done is an answer of its own and says nothing of how it felt.
FELT = (
    ("10", gettext_lazy("Fine")),
    ("7", gettext_lazy("About right")),
    ("3", gettext_lazy("A bit much")),
    ("0", gettext_lazy("Too much")),
    ("none", gettext_lazy("I did none")),
)
LEG = (
    (LegSymptoms.NONE.value, gettext_lazy("It is gone")),
    (LegSymptoms.BETTER.value, gettext_lazy("Better")),
    (LegSymptoms.SAME.value, gettext_lazy("The same")),
    (LegSymptoms.WORSE.value, gettext_lazy("Worse")),
)
LEG_FLAGS = frozenset({"RADIC_STABLE", NOT_EXAMINED_FLAG})
CHOOSE_NUMBER = gettext_lazy("Choose a number from 0 to 10.")
CHOOSE_ONE = gettext_lazy("Choose one of these.")


def _number(label: Any) -> forms.TypedChoiceField:
    errors = dict.fromkeys(("required", "invalid_choice"), CHOOSE_NUMBER)
    return forms.TypedChoiceField(
        label=label, choices=SCALE, coerce=int, widget=forms.RadioSelect, error_messages=errors
    )


def _words(label: Any, choices: tuple[tuple[str, Any], ...]) -> forms.ChoiceField:
    errors = dict.fromkeys(("required", "invalid_choice"), CHOOSE_ONE)
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors)


class WeeklyForm(forms.Form):
    """`asks_leg`: pain or tingling below the knee is asked about too. `answers` gives the record."""

    pain_average = _number(gettext_lazy("Your back pain this week, on average"))
    pain_worst = _number(gettext_lazy("Your back pain at its worst this week"))
    function = _number(gettext_lazy("How hard were your own activities this week?"))
    sure_of_moving = _number(gettext_lazy("How sure are you that moving is safe for your back?"))
    low_or_worried = _number(gettext_lazy("How low or worried have you felt this week?"))
    sessions_felt = _words(gettext_lazy("How did your sessions feel?"), FELT)
    leg = _words(gettext_lazy("Pain or tingling below your knee, compared with the beginning"), LEG)

    def __init__(
        self, data: QueryDict | None = None, *, asks_leg: bool, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        if not asks_leg:
            del self.fields["leg"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        average, worst = found.get("pain_average"), found.get("pain_worst")
        if average is not None and worst is not None and worst < average:
            self.add_error("pain_worst", _("The worst cannot be less than the average. Please check both numbers."))
        return found

    def answers(self) -> WeeklyAnswers:
        found = self.cleaned_data
        felt, leg = found["sessions_felt"], found.get("leg")
        return WeeklyAnswers(
            pain_average=found["pain_average"],
            pain_worst=found["pain_worst"],
            function=float(found["function"]),
            sure_of_moving=found["sure_of_moving"],
            low_or_worried=found["low_or_worried"],
            sessions_felt=None if felt == "none" else int(felt),
            leg=LegSymptoms(leg) if leg else None,
        )


def initial_of(said: WeeklyAnswers | None) -> dict[str, Any]:
    """The form's fields for answers that were given before; nothing where there are none."""
    if said is None:
        return {}
    return {
        "pain_average": said.pain_average,
        "pain_worst": said.pain_worst,
        "function": None if said.function is None else round(said.function),
        "sure_of_moving": said.sure_of_moving,
        "low_or_worried": said.low_or_worried,
        "sessions_felt": "none" if said.sessions_felt is None else str(said.sessions_felt),
        "leg": said.leg.value if said.leg else None,
    }


def asks_leg(standing: Standing) -> bool:
    """Whether the leg is asked about: the health answers told of pain or tingling below the knee."""
    return bool(standing.flags & LEG_FLAGS)


def asked_on(standing: Standing, programme: Programme | None) -> date | None:
    """The day on which the questions of the week that ended were answered or are asked; None in the first week.

    They are asked once, from the first morning of a new week on. The answer counts from the day on which it is given.
    """
    if programme is None or programme.week_number < 2:
        return None
    given = [on for on in told.weekly_answers(standing.person) if programme.week_starts_on <= on <= standing.today]
    return max(given, default=standing.today)


def is_due(standing: Standing, programme: Programme | None) -> bool:
    on = asked_on(standing, programme)
    return on is not None and on not in told.weekly_answers(standing.person)


@dataclass(frozen=True, slots=True)
class WeekBehind:
    """What the product already knows of the seven days that are asked about: it need not be asked."""

    starts_on: date
    sessions: int
    minutes: int


def week_behind(starts_on: date, entries: list[Entry]) -> WeekBehind:
    behind = [one for one in entries if starts_on - WEEK <= one.on < starts_on and one.counts]
    return WeekBehind(starts_on - WEEK, len(behind), sum(one.minutes for one in behind))


def own_activities(baseline: Baseline) -> tuple[str, ...]:
    """The activities that the person named at screening, in their words."""
    return tuple(name for name, _difficulty in baseline.activities if name.strip())
