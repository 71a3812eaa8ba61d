"""Guided tests for pages: what may be done today, how a test is led, and what its results say (specification 4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from steadyback.exercises import load_catalogue
from steadyback.outcomes.change import Meaning
from steadyback.outcomes.physical_results import change_of_test, side_difference
from steadyback.outcomes.physical_tests import (
    DayOfTest,
    PhysicalTest,
    TypicalRange,
    load_physical_tests,
    typical_range,
    why_not_test,
)
from steadyback.programme.pain_monitoring import pain_limit
from steadyback.programme.rules import whole
from steadyback.programme.versions import Programme
from steadyback.records.clearance import ClearanceLimits
from steadyback.records.codec import from_json
from steadyback.records.history import Mark
from steadyback.records.outcomes import PhysicalTestResult
from steadyback.records.person import PersonalSettings
from steadyback.records.reasons import Reason
from steadyback.records.session import StartOutcome
from steadyback.web import clock, told
from steadyback.web.models import GuidedTest, Person
from steadyback.web.session_store import illness_pause
from steadyback.web.standing import Standing


@dataclass(frozen=True, slots=True)
class Offer:
    """One test, and what is against it today."""

    test: PhysicalTest
    against: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class SideResult:
    """The results of one side: the last one, what changed since the first, and every one of them."""

    side: str
    last: PhysicalTestResult
    change: str
    rows: tuple[GuidedTest, ...]

    @property
    def seen_percent(self) -> int | None:
        """Of the last one, how much of it the camera saw; None where it was taken by clock or by hand."""
        return round(100 * self.last.sight.tracked_share) if self.last.sight else None


@dataclass(frozen=True, slots=True)
class HistoryOfTest:
    test: PhysicalTest
    sides: tuple[SideResult, ...]
    difference: float | None
    typical: TypicalRange | None


def check_that_counts(person: Person) -> told.CheckAsTold | None:
    """The latest check of today, while it is fresh and let a whole session begin: then a test may be done."""
    last = next(reversed(told.checks(person)), None)
    if last is None or last.check.on != clock.today(person):
        return None
    fresh = (clock.now() - last.check.checked_at).total_seconds() < whole("S-06.away_h") * 3600
    return last if fresh and last.decision.get("outcome") == StartOutcome.GO.value else None


def offers(standing: Standing, programme: Programme | None, *, someone_there: bool) -> list[Offer]:
    """Every test with what is against it. Without weeks or a fresh check nothing is offered (P14)."""
    today = day_of_test(standing, programme, someone_there=someone_there)
    return [Offer(test, why_not_test(test, today, load_catalogue())) for test in load_physical_tests().values()]


def day_of_test(standing: Standing, programme: Programme | None, *, someone_there: bool) -> DayOfTest:
    person, limits = standing.person, standing.limits or ClearanceLimits()
    check = check_that_counts(person)
    before = check.pain if check is not None else None
    mode = from_json(PersonalSettings, person.settings).pain_mode.value
    marks = told.marks(person).get(standing.today, frozenset())
    return DayOfTest(
        gate=standing.gate,
        flags=programme.course.person.flags if programme is not None else standing.flags,
        level=programme.course.level_today if programme is not None else 0,
        pain_now=_pain_now(standing, before),
        pain_limit=pain_limit(mode, before, limits.pain_limit) if before is not None else 0,
        limits=limits,
        in_flare=programme is not None and programme.course.flare is not None,
        ill=Mark.ILL in marks or illness_pause(person) is not None,
        someone_there=someone_there,
    )


def _pain_now(standing: Standing, before: int | None) -> int | None:
    """The highest pain that was told today around tests: what a test stirred up counts for the next one."""
    if before is None:
        return None
    today = [row.result for row in told.test_results(standing.person) if row.on == standing.today and row.result]
    return max([before, *(int(one["pain_after"]) for one in today if one["pain_after"] is not None)])


def results(standing: Standing) -> list[HistoryOfTest]:
    """Every test that was done, in the order of the tests."""
    by_test: dict[str, list[GuidedTest]] = {}
    for row in told.test_results(standing.person):
        by_test.setdefault(row.test, []).append(row)
    return [_history(test, by_test[name], standing) for name, test in load_physical_tests().items() if name in by_test]


def _history(test: PhysicalTest, rows: Sequence[GuidedTest], standing: Standing) -> HistoryOfTest:
    found = [from_json(PhysicalTestResult, row.result) for row in rows]
    sides = []
    for side in test.sides:
        own = [one for one in found if one.side == side]
        if own:
            sides.append(SideResult(side, own[-1], _change_words(test, own), tuple(r for r in rows if r.side == side)))
    return HistoryOfTest(test, tuple(sides), side_difference(found), typical_range(test.id, _age(standing)))


def _age(standing: Standing) -> int | None:
    year = standing.answers.facts.get("year_of_birth")
    return standing.today.year - year if isinstance(year, int) and not isinstance(year, bool) else None


def _change_words(test: PhysicalTest, own: Sequence[PhysicalTestResult]) -> str:
    change = change_of_test(own)
    assert change is not None
    values = {"first": f"{change.first.value:g}", "last": f"{change.last.value:g}", "unit": _(test.unit)}
    words = {
        Meaning.TOO_EARLY: _("One result so far. The next one, some weeks on, says more."),
        Meaning.WITHIN_ERROR: _("From %(first)s to %(last)s %(unit)s. A change this small can be chance."),
        Meaning.BETTER: _("From %(first)s to %(last)s %(unit)s: better than chance can explain."),
        Meaning.WORSE: _("From %(first)s to %(last)s %(unit)s: less than before. One day says little."),
    }
    return words[change.meaning] % values


def side_words(side: str) -> str:
    return {"left": _("Left side"), "right": _("Right side")}.get(side, "")


def result_words(row: GuidedTest) -> str:
    """One result as a sentence, also one that was taken back."""
    test = load_physical_tests().get(row.test)
    name = _(test.name) if test else row.test
    values = {"name": name, "side": side_words(row.side), "unit": _(test.unit) if test else ""}
    if row.result is None:
        return _("%(name)s %(side)s: taken back") % values
    return _("%(name)s %(side)s: %(value)s %(unit)s") % {**values, "value": f"{row.result['value']:g}"}
