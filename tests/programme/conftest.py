"""A healthy person's answers, an ordinary week and an ordinary session, to be changed by one thing at a time."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from steadyback.exercises import Catalogue, load_catalogue, load_transitions
from steadyback.programme.screening import evaluate, load_screening
from steadyback.programme.session_script import build_script
from steadyback.programme.weekly_plan import build_week
from steadyback.records.clearance import ClearanceLimits
from steadyback.records.plan import PlannedSession, Preferences, WeeklyPlan
from steadyback.records.screening import Answer, Baseline, ScreeningAnswers, ScreeningOutcome
from steadyback.records.session import Event, EventKind, ScriptStep, SessionScript, StartOutcome

TODAY = date(2026, 11, 23)
ORDINARY = Preferences()
EASY = Baseline(pain_average=2, pain_rest=1, pain_worst=4, settle_h=0.5, rmdq=2, active_min_per_week=200)


def healthy(changes: Mapping[str, str] = {}, facts: Mapping[str, Any] = {}) -> ScreeningAnswers:
    answers = dict.fromkeys(load_screening().items, Answer.NO)
    answers |= {"E13": Answer.YES, "C07": Answer.YES}
    answers |= {key: Answer(value) for key, value in changes.items()}
    known = {"year_of_birth": 1985, "first_episode": "no", "pain_began": "longer", "pregnancy_gate": "no"}
    return ScreeningAnswers(answers, {**known, **facts})


@pytest.fixture(scope="session")
def answers() -> Callable[..., ScreeningAnswers]:
    """Every question answered the harmless way, changed by the given answers and facts."""
    return healthy


@pytest.fixture(scope="session")
def screened() -> Callable[..., ScreeningOutcome]:
    """What those answers come to on a day."""

    def screen(changes: Mapping[str, str] = {}, facts: Mapping[str, Any] = {}, today: date = TODAY) -> ScreeningOutcome:
        return evaluate(healthy(changes, facts), today)

    return screen


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def week(catalogue: Catalogue) -> Callable[..., WeeklyPlan]:
    """A week from Monday 23 November 2026."""

    def build(
        level: int = 1,
        flags: frozenset[str] = frozenset(),
        preferences: Preferences = ORDINARY,
        baseline: Baseline = EASY,
        limits: ClearanceLimits | None = None,
        starts_on: date = TODAY,
        **more: Any,
    ) -> WeeklyPlan:
        return build_week(
            starts_on=starts_on,
            level=level,
            flags=frozenset(flags),
            baseline=baseline,
            preferences=preferences,
            limits=limits,
            catalogue=catalogue,
            **more,
        )

    return build


@pytest.fixture(scope="session")
def session_of(week: Callable[..., WeeklyPlan]) -> Callable[..., PlannedSession]:
    """The first session of a kind in that week."""

    def first(kind: str = "strength", **options: Any) -> PlannedSession:
        plan = week(**options)
        return next(one for day in plan.days for one in day.sessions if one.kind == kind)

    return first


@pytest.fixture(scope="session")
def script_of(week: Callable[..., WeeklyPlan], catalogue: Catalogue) -> Callable[..., SessionScript]:
    """The script of that session."""

    def build(
        kind: str = "strength",
        start: StartOutcome = StartOutcome.GO,
        pain_before: int = 2,
        pain_mode: str = "brief_strict",
        preferences: Preferences = ORDINARY,
        limits: ClearanceLimits | None = None,
        flags: frozenset[str] = frozenset(),
        flags_today: frozenset[str] | None = None,
        **options: Any,
    ) -> SessionScript:
        plan = week(preferences=preferences, limits=limits, flags=flags, **options)
        planned = next(one for day in plan.days for one in day.sessions if one.kind == kind)
        return build_script(
            planned,
            start=start,
            pain_before=pain_before,
            pain_mode=pain_mode,
            preferences=preferences,
            limits=limits,
            flags=plan.flags if flags_today is None else flags_today,
            catalogue=catalogue,
            transitions=load_transitions(),
        )

    return build


@pytest.fixture(scope="session")
def reference() -> ModuleType:
    """The clinical reference model beside the repository."""
    file = Path(__file__).resolve().parents[3] / "shared" / "clinical" / "rules_reference.py"
    if not file.is_file():
        pytest.skip("the reference model beside the repository is not there")
    spec = spec_from_file_location("rules_reference", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Log:
    """Events of one client as the player leaves them, numbered and timed."""

    def __init__(self, client_id: str = "tab-1") -> None:
        self.client_id = client_id
        self.events: list[Event] = []
        self.media_s = 0.0

    def add(self, kind: str, /, supersedes: tuple[str, int] | None = None, took_s: float = 1.0, **data: Any) -> Event:
        self.media_s += took_s
        event = Event(
            session_id="s1",
            client_id=self.client_id,
            seq=len(self.events) + 1,
            occurred_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
            zone="Europe/London",
            media_time_s=self.media_s,
            kind=EventKind(kind),
            data=data,
            supersedes=supersedes,
        )
        self.events.append(event)
        return event

    def repetitions(self, step: ScriptStep, upto: int = 10_000) -> None:
        """The work of a step in the player's order, or only its first repetitions."""
        left = upto
        for work_set in range(step.dose.sets):
            reps, sides = range(step.dose.reps), range(len(step.sides))
            places = [(s, r) for r in reps for s in sides] if step.alternate else [(s, r) for s in sides for r in reps]
            for side, repetition in places:
                if left == 0:
                    return
                left -= 1
                where = {"step": step.index, "set": work_set, "side": side, "repetition": repetition}
                self.add("repetition_completed", took_s=sum(phase.duration_s for phase in step.phases), **where)
            self.add("set_completed", step=step.index, set=work_set)

    def whole_step(self, step: ScriptStep) -> None:
        self.add("step_started", step=step.index)
        if step.kind == "exercise":
            self.repetitions(step)
        if step.kind == "cardio":
            for segment, phase in enumerate(step.phases):
                where = {"step": step.index, "segment": segment, "elapsed_s": phase.duration_s}
                self.add("segment_completed", took_s=phase.duration_s, **where)
        self.add("step_completed", step=step.index)
        if "pain" in step.asks:
            self.add("pain_reported", step=step.index, pain=None, when="step")
        if "effort" in step.asks:
            self.add("effort_reported", step=step.index, effort=4)

    def whole_session(self, script: SessionScript) -> None:
        self.add("session_opened")
        for step in script.steps:
            self.whole_step(step)
        self.add("pain_reported", step=None, pain=2, when="end")
        self.add("session_ended", how="finished")


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture(scope="session")
def new_log() -> type[Log]:
    """For tests that need many logs."""
    return Log
