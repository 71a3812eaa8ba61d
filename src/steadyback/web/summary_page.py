"""What stands on the summary for the clinician. Field terms beside plain words; every answer with its item id."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from steadyback.exercises import Exercise, load_catalogue
from steadyback.outcomes.change import ChangeFound
from steadyback.programme.pain_monitoring import pain_limit
from steadyback.programme.screening import load_screening
from steadyback.programme.starting_level import irritability
from steadyback.records.codec import from_json
from steadyback.records.person import PersonalSettings
from steadyback.records.plan import Preferences, WeeklyPlan
from steadyback.records.screening import Answer
from steadyback.web import labels
from steadyback.web.dose_words import dose_words
from steadyback.web.history import programme_of
from steadyback.web.measuring import measured
from steadyback.web.planning import build_plan, preferences_of
from steadyback.web.result_page import Finding, findings
from steadyback.web.screening_questions import answer_words
from steadyback.web.standing import Standing
from steadyback.web.why import explain


@dataclass(frozen=True, slots=True)
class Line:
    """A word or value with its name: "Pain on average (NPRS)", "4 of 10"."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class PlannedKind:
    """One kind of session: how often in the first week, how long, and each exercise with its dose."""

    name: str
    days: int
    minutes: int
    exercises: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """positive: every answer that is not the quiet one, with its id. planned: the first week if the answer is yes."""

    year_of_birth: int | None
    screened_on: date | None
    findings: tuple[Finding, ...]
    positive: tuple[Line, ...]
    flags: tuple[Line, ...]
    baseline: tuple[Line, ...]
    talk_about: tuple[str, ...]
    level: int
    level_words: str
    pain_words: str
    planned: tuple[PlannedKind, ...]
    measured: tuple[Line, ...] = ()
    referred: tuple[Line, ...] = ()


def build_summary(standing: Standing) -> Summary:
    """Everything of the screening that counts. `standing` must have one."""
    assert standing.outcome is not None
    preferences = preferences_of(standing.person) or Preferences()
    plan, level_reasons = build_plan(standing, preferences, standing.today)
    definition = load_screening()
    return Summary(
        year_of_birth=year_of_birth(standing),
        screened_on=standing.screened_on,
        findings=findings(standing),
        positive=_positive(standing),
        flags=tuple(Line(flag, labels.say(labels.FLAGS, flag)) for flag in sorted(standing.flags)),
        baseline=_baseline(standing),
        talk_about=tuple(
            f"{key}: {_(definition.sliders[key].question)} {standing.answers.sliders[key]}/10"
            for key in standing.outcome.yellow_over
        ),
        level=plan.level,
        level_words=explain(level_reasons[0]),
        pain_words=_pain_words(standing),
        planned=_planned(plan),
        measured=_measured_since(standing),
        referred=_referred(standing),
    )


def _measured_since(standing: Standing) -> tuple[Line, ...]:
    """Outcomes since the beginning, where there is more than one day of a measure."""
    found = [one for one in measured(standing.person) if one.change.first.on != one.change.last.on]
    return tuple(Line(one.name, f"{one.meaning} {_days_of(one.change)}") for one in found)


def _days_of(change: ChangeFound) -> str:
    values = {"first": date_format(change.first.on, "j M Y"), "last": date_format(change.last.on, "j M Y")}
    return _("(%(first)s and %(last)s)") % values


def _referred(standing: Standing) -> tuple[Line, ...]:
    """What the weeks have noticed and nobody has looked at yet (3.10)."""
    programme = programme_of(standing)
    open_ones = programme.course.open_referrals() if programme is not None else []
    return tuple(
        Line(f"{one.rule}, {date_format(one.raised_on, 'j M Y')}", explain(one.reasons[0])) for one in open_ones
    )


def year_of_birth(standing: Standing) -> int | None:
    year = standing.answers.facts.get("year_of_birth")
    return year if isinstance(year, int) else None


def _positive(standing: Standing) -> tuple[Line, ...]:
    """Answers with their cautious meaning, in the order asked, with follow-ups. A04 too: a clinician may see it.

    What stands among the findings is not said twice, unless follow-ups belong to it.
    """
    concerns = {concern.rule for concern in standing.concerns}
    definition, answers, words = load_screening(), standing.answers, answer_words()
    lines = []
    for key, item in definition.items.items():
        if not (item.asked_when(answers) and item.counts(answers)):
            continue
        facts = [text for fact in item.follow_ups if (text := _fact_words(fact, standing))]
        if key in concerns and not facts:
            continue
        given = words[answers.answers.get(key, Answer.UNSURE)]
        lines.append(Line(f"{key} {_(item.question)}", "; ".join([given, *facts])))
    return tuple(lines)


def _fact_words(key: str, standing: Standing) -> str:
    fact, value = load_screening().facts[key], standing.answers.facts.get(key)
    if value is None or value is False or not fact.asked_when(standing.answers):
        return ""
    if value is True:
        return _(fact.question)
    said = _(dict(fact.choices)[str(value)]) if str(value) in dict(fact.choices) else str(value)
    return f"{_(fact.question)} {said}"


def _baseline(standing: Standing) -> tuple[Line, ...]:
    base = standing.baseline
    unknown = _("not answered")

    def of_ten(value: int | None) -> str:
        return unknown if value is None else _("%(value)s of 10") % {"value": value}

    lines = [
        Line(_("Pain on average, last 7 days (NPRS)"), of_ten(base.pain_average)),
        Line(_("Pain at rest"), of_ten(base.pain_rest)),
        Line(_("Pain at its worst"), of_ten(base.pain_worst)),
        Line(_("Irritability (PL-01)"), irritability(base)),
        Line(
            _("Moderate activity"),
            unknown
            if base.active_min_per_week is None
            else _("%(minutes)s min a week") % {"minutes": base.active_min_per_week},
        ),
    ]
    if base.rmdq is not None:
        lines.append(Line(_("RMDQ, entered by hand"), _("%(score)s of 24") % {"score": base.rmdq}))
    lines += [Line(name, of_ten(difficulty)) for name, difficulty in base.activities]
    return tuple(lines)


def _pain_words(standing: Standing) -> str:
    """The pain limit of this person's mode, at their average pain (M-04); none when they did not say."""
    pain = standing.baseline.pain_average
    if pain is None:
        return ""
    settings = from_json(PersonalSettings, standing.person.settings)
    limit = pain_limit(settings.pain_mode.value, pain, standing.limits.pain_limit if standing.limits else None)
    said = _("Pain limit (%(mode)s): with a pain of %(pain)s at the start, an exercise stops above %(limit)s of 10.")
    return said % {"mode": settings.pain_mode.value, "pain": pain, "limit": limit}


def _planned(plan: WeeklyPlan) -> tuple[PlannedKind, ...]:
    """Each kind of session once, with how many days it comes."""
    catalogue = load_catalogue()
    sessions = [session for day in plan.days for session in day.sessions]
    kinds = dict.fromkeys(session.kind for session in sessions)
    rows = []
    for kind in kinds:
        same = [session for session in sessions if session.kind == kind]
        lines = tuple(
            Line(
                _both_names(catalogue[one.exercise_id]),
                dose_words(catalogue[one.exercise_id], one.dose),
            )
            for one in same[0].exercises
        )
        rows.append(PlannedKind(labels.say(labels.KINDS, kind), len(same), same[0].minutes, lines))
    return tuple(rows)


def _both_names(exercise: Exercise) -> str:
    """The plain name with the field's term beside it."""
    plain, clinical = _(exercise.name), exercise.clinical_name
    return plain if plain.lower() == clinical.lower() else f"{plain} ({clinical})"
