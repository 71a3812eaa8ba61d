"""Where a person is in a flare-up or on the way back from one (F-02 to F-04), for pages. Decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from steadyback.programme.rules import thresholds, whole
from steadyback.programme.versions import Programme
from steadyback.records.reasons import Reason
from steadyback.web import labels

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the way back: so many sessions at a share of the usual amount; the last has no number."""

    percent: int
    sessions: int
    is_now: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class WayBack:
    """The stages for one kind of session."""

    kind: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class FlareView:
    """day: 1 on the day it began. good_mornings: so far, of `mornings_needed`, at `calm_at` of 10 or less."""

    began_on: date
    day: int
    gentle_until: date
    calm_at: float
    good_mornings: int
    mornings_needed: int
    reasons: tuple[Reason, ...]


def flare_view(programme: Programme | None) -> FlareView | None:
    """The flare-up that runs, None where there is none."""
    if programme is None or programme.course.flare is None:
        return None
    flare = programme.course.flare
    running, above = thresholds("F-03.mornings")
    calm_at = flare.usual + above
    known = dict(programme.course.mornings)
    good, on = 0, programme.today
    while on > flare.began_on and known.get(on, calm_at + 1) <= calm_at and good < running:
        good, on = good + 1, on - DAY
    return FlareView(
        began_on=flare.began_on,
        day=flare.day(programme.today) + 1,
        gentle_until=flare.began_on + DAY * whole("F-02.days"),
        calm_at=calm_at,
        good_mornings=good,
        mornings_needed=int(running),
        reasons=_began(programme, flare.began_on),
    )


def way_back(programme: Programme | None) -> tuple[WayBack, ...]:
    """What is still to come after a flare-up, by kind of session; empty when all is as before."""
    if programme is None or programme.course.flare is not None:
        return ()
    after: Mapping[str, int] = programme.course.after_flare
    return tuple(WayBack(labels.say(labels.KINDS, kind), _stages(after[kind])) for kind in sorted(after))


def _stages(done: int) -> tuple[Stage, ...]:
    each = whole("F-04.sessions")
    stages = []
    for index, share in enumerate(thresholds("F-04.shares")):
        first = index * each
        stages.append(Stage(round(share * 100), each, first <= done < first + each, done >= first + each))
    return (*stages, Stage(100, 0, done >= len(stages) * each, False))


def _began(programme: Programme, on: date) -> tuple[Reason, ...]:
    found = [one.reasons for one in programme.decided_on(on) if one.subject == "flare"]
    return found[0] if found else ()
