"""Many people over many weeks: what came of them, and every promise that was broken on the way."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from steadyback.records.decisions import Outcome
from steadyback.simulation.invariants import broken
from steadyback.simulation.life import Life, Lived
from steadyback.simulation.people import KINDS, VirtualPerson

BEGUN_ON = date(2024, 2, 12)
_KEPT_DAYS = 8
_REFERRED = (("unsteady", 6, "R-08"), ("worried", 6, "R-11"), ("leg that nobody examined", 13, "R-07"))


@dataclass(slots=True)
class Outline:
    """One person's months in a few numbers. The lists have one entry a week: level, total repetitions, pain."""

    kind: str
    levels: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)
    pains: list[float] = field(default_factory=list)
    rules: Counter[str] = field(default_factory=Counter)
    referrals: tuple[str, ...] = ()
    sessions: int = 0
    flares: int = 0
    broken: list[str] = field(default_factory=list)

    @property
    def highest_level(self) -> int:
        return max(self.levels, default=0)


def live_through(person: VirtualPerson, weeks: int) -> Outline:
    """One person from the first day to the last."""
    life, outline = Life.begun(person), Outline(person.kind.name)
    days: list[Lived] = []
    for offset in range(weeks * 7):
        on = person.begun_on + timedelta(days=offset)
        days = [*days[-_KEPT_DAYS:], life.live(on)]
        outline.broken += [f"{on} {what}" for what in broken(life, days)]
        outline.sessions += len(days[-1].facts.sessions)
        for one in life.course.decisions:
            if one.outcome is not Outcome.HOLD or one.changes:
                outline.rules.update({reason.rule for reason in one.reasons})
        if offset % 7 == 6:
            outline.levels.append(life.course.level)
            outline.totals.append(sum(work.volume for _, work in days[-1].amounts.work))
            outline.minutes.append(days[-1].amounts.cardio_minutes * days[-1].amounts.cardio_days)
            outline.pains.append(person.pain)
    outline.referrals = tuple(one.rule for one in life.course.referrals)
    outline.flares = len(life.course.flares)
    outline.broken += _promises(outline, weeks)
    return outline


def _promises(outline: Outline, weeks: int) -> Iterator[str]:
    """What must be true of a whole life of some kinds."""
    if outline.kind == "steady improver" and weeks >= 26 and outline.highest_level < 3:
        yield f"3.8: a steady improver came to level {outline.highest_level} only"
    if outline.kind == "clinician's limits" and outline.highest_level > 1:
        yield "P12: above the specialist's level"
    for kind, from_week, rule in _REFERRED:
        if outline.kind == kind and weeks >= from_week and rule not in outline.referrals:
            yield f"{rule}: nobody was asked to look within {from_week} weeks"
    if outline.kind == "skips everything" and outline.sessions:
        yield "the one who skips everything did a session"


def kinds() -> tuple[str, ...]:
    return tuple(kind.name for kind in KINDS)
