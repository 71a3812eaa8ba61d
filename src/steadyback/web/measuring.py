"""A person's outcomes: what was measured since the beginning, what a change means, and when it is asked again (4.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from steadyback.outcomes.change import ChangeFound, Meaning, change_of, is_due
from steadyback.outcomes.measures import Measure, load_measures
from steadyback.records.codec import from_json
from steadyback.records.outcomes import Measurement
from steadyback.records.screening import Baseline
from steadyback.web import told
from steadyback.web.history import begun_on
from steadyback.web.measure_chart import Chart, chart_of
from steadyback.web.models import Person, Score

# What the product asks in its own words, in this order. The others are totals that somebody enters.
OWN = ("pain", "activities", "global_change")
HEALTH_QUESTIONS, WEEKLY_QUESTIONS = "health_questions", "weekly_questions"

NAMES: Mapping[str, str] = {
    "pain": _("Back pain over a week, 0 to 10"),
    "activities": _("Your own activities, how hard they are, 0 to 10"),
    "global_change": _("All in all, compared with the beginning, -5 to 5"),
    "rmdq": _("Roland-Morris total, 0 to 24"),
    "odi": _("Oswestry total, 0 to 100 per cent"),
    "tsk_11": _("Tampa scale total, 11 to 44"),
}
SOURCES: Mapping[str, str] = {
    HEALTH_QUESTIONS: _("health questions"),
    WEEKLY_QUESTIONS: _("weekly questions"),
    "": _("asked here"),
}
MEANINGS: Mapping[Meaning, str] = {
    Meaning.TOO_EARLY: _("One score so far. A single day says little; the weeks do."),
    Meaning.WITHIN_ERROR: _("From %(first)s to %(last)s. A change this small can be chance."),
    Meaning.BETTER: _("From %(first)s to %(last)s: a little better, and not yet enough to be called meaningful."),
    Meaning.WORSE: _("From %(first)s to %(last)s: a little worse, and not enough to be called meaningful."),
    Meaning.MEANINGFULLY_BETTER: _("From %(first)s to %(last)s: a meaningful change for the better."),
    Meaning.MEANINGFULLY_WORSE: _("From %(first)s to %(last)s: clearly worse. Talk about it with your clinician."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One score as a line of the table; `row` is there when it was entered here and can be taken back."""

    score: Measurement
    source: str
    row: Score | None


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure with everything known of it."""

    measure: Measure
    name: str
    lines: tuple[Line, ...]
    chart: Chart | None
    change: ChangeFound
    meaning: str
    rule: str


def measured(person: Person) -> tuple[Measured, ...]:
    """Every measure with at least one score: ours first, then the totals, in the order of the table."""
    lines: dict[str, list[Line]] = {}
    for line in sorted(_lines(person), key=lambda one: one.score.on):
        lines.setdefault(line.score.measure, []).append(line)
    return tuple(_measured(load_measures()[name], lines[name]) for name in load_measures() if name in lines)


def _lines(person: Person) -> list[Line]:
    entered = [Line(told.measurement(row), _source(row.source), row) for row in told.scores(person)]
    taken = {(line.score.measure, line.score.on) for line in entered}
    asked = [
        Line(Measurement("pain", on, said.pain_average, WEEKLY_QUESTIONS), _source(WEEKLY_QUESTIONS), None)
        for on, said in told.weekly_answers(person).items()
        if said.pain_average is not None
    ]
    asked += [Line(one, _source(one.source), None) for one in _at_the_beginning(person)]
    return [*entered, *(line for line in asked if (line.score.measure, line.score.on) not in taken)]


def _at_the_beginning(person: Person) -> list[Measurement]:
    """What the first health questions told: later ones are only confirmed, and no measurement of their day."""
    first = person.screenings.filter(outcome__isnull=False, completed_on__isnull=False).order_by("changed_at").first()
    if first is None or first.completed_on is None:
        return []
    baseline = from_json(Baseline, first.baseline)
    hard = [score for _name, score in baseline.activities]
    found: dict[str, float | None] = {
        "pain": baseline.pain_average,
        "activities": sum(hard) / len(hard) if hard else None,
        "rmdq": baseline.rmdq,
    }
    told_then = [
        Measurement(name, first.completed_on, float(value), HEALTH_QUESTIONS)
        for name, value in found.items()
        if value is not None
    ]
    return [one for one in told_then if _fits(one)]


def _fits(score: Measurement) -> bool:
    """Whether the measure has such a score: one that it has not says nothing."""
    measure = load_measures()[score.measure]
    return measure.lowest <= score.value <= measure.highest


def _source(code: str) -> str:
    return gettext(SOURCES[code]) if code in SOURCES else code


def _measured(measure: Measure, lines: list[Line]) -> Measured:
    scores = [line.score for line in lines]
    change = change_of(scores)
    assert change is not None
    return Measured(
        measure=measure,
        name=gettext(NAMES.get(measure.id, measure.name)),
        lines=tuple(reversed(lines)),
        chart=chart_of(measure, scores),
        change=change,
        meaning=gettext(MEANINGS[change.meaning])
        % {"first": f"{round(change.first.value, 1):g}", "last": f"{round(change.last.value, 1):g}"},
        rule=_rule(measure),
    )


def _rule(measure: Measure) -> str:
    """What has to be so before a change is called meaningful."""
    values = {"points": f"{measure.meaningful:g}", "error": f"{measure.error:g}"}
    if measure.share is None:
        return gettext("Called meaningful from %(points)s points on. Up to %(error)s can be chance.") % values
    values["percent"] = f"{round(measure.share * 100)}"
    return (
        gettext("Called meaningful only from %(points)s points and %(percent)s %% on. Up to %(error)s can be chance.")
        % values
    )


def known_activities(person: Person, baseline: Baseline) -> tuple[str, ...]:
    """Up to three own activities by name: as they were scored last, else as they were named at screening."""
    rows = [row for row in told.scores(person) if row.measure == "activities" and row.parts]
    if rows:
        return tuple(str(name) for name, _score in rows[-1].parts)
    return tuple(name for name, _score in baseline.activities if name.strip())


def is_asked(person: Person, today: date) -> bool:
    """Whether it is time again: the beginning, weeks 6 and 12, then every three months."""
    begun = begun_on(person)
    if begun is None:
        return False
    days = {row.on for row in told.scores(person) if row.measure in OWN}
    if {one.measure for one in _at_the_beginning(person)} >= {"pain", "activities"}:
        days.add(begun)
    return is_due(begun, today, [max(on, begun) for on in days])
