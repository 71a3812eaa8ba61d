"""A guided session: the script that leads it, the events it leaves, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from steadyback.records.plan import Dose
from steadyback.records.reasons import Reason

EVENT_SCHEMA_VERSION = 1


class StopAnswer(StrEnum):
    """What was felt when STOP was pressed (amendments 4)."""

    BREAK = "break"
    CRAMP = "cramp"
    MORE_PAIN = "more_pain"
    SHARP_OR_SPREADING = "sharp_or_spreading"
    NUMB_OR_WEAK = "numb_or_weak"
    CHEST_FAINT_BREATHLESS = "chest_faint_breathless"
    FELL = "fell"
    PREGNANCY_OR_BULGE = "pregnancy_or_bulge"


class PainOutcome(StrEnum):
    """M-01 ... M-06. Ordered from mildest to most serious."""

    CONTINUE = "CONTINUE"
    REDUCE = "REDUCE"
    STOP_EXERCISE = "STOP_EXERCISE"
    END_SESSION = "END_SESSION"
    STOP_TRIAGE = "STOP_TRIAGE"
    EMERGENCY = "EMERGENCY"


class StartOutcome(StrEnum):
    """S-01 ... S-06."""

    GO = "GO"
    GENTLE = "GENTLE"
    SKIP_ADVISE = "SKIP_ADVISE"
    REFER = "REFER"
    POSTPONE = "POSTPONE"
    RESCREEN = "RESCREEN"
    STOP_TRIAGE = "STOP_TRIAGE"
    EMERGENCY = "EMERGENCY"


@dataclass(frozen=True, slots=True)
class PainDecision:
    """What a pain report or a STOP answer leads to, by which rule, with the advice code to show."""

    outcome: PainOutcome
    reasons: tuple[Reason, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class ScriptPhase:
    """One phase of a repetition: seconds, breath and words. angles: name -> target degrees, for the figure."""

    id: str
    kind: str
    duration_s: float
    breathing: str
    say: str
    angles: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """One thing done in a session.

    kind: "transition" (say lines one after the other), "exercise" (sets x sides x reps), "cardio" (timed segments:
    phases hold their seconds). slot as in the plan. sides: ("both",), ("left", "right") done one after the other, or
    with alternate=True left and right in turn. asks: which questions follow ("pain", "effort", "reps_left").
    easier: the same slot made easier, or None. lines: spoken set-up sentences, or the transition's steps.
    line_seconds, line_positions: time and position for each line of a transition, else empty.
    variant: the form that is done and shown where it is not the usual one: another of the exercise's positions, or a
    variant of it.
    """

    index: int
    kind: str
    slot: str
    exercise_id: str
    name: str
    position: str
    lines: tuple[str, ...]
    line_seconds: tuple[float, ...] = ()
    line_positions: tuple[str, ...] = ()
    phases: tuple[ScriptPhase, ...] = ()
    sides: tuple[str, ...] = ("both",)
    alternate: bool = False
    dose: Dose = field(default_factory=Dose)
    watch: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    asks: tuple[str, ...] = ("pain",)
    easier: "ScriptStep | None" = None
    variant: str = ""


@dataclass(frozen=True, slots=True)
class SessionScript:
    """What leads one session, complete before it starts so that it works without a network.

    pain_table[p] is the decision for "more pain" at NPRS p (0-10); stop_table maps each StopAnswer to its decision
    (MORE_PAIN is decided by pain_table). After FELL the follow-up "Did you land hard, does anything new hurt, or are
    you not sure?" is asked, and fall_table maps "yes", "no" and "unsure" to the decision that counts.
    max_stops: the exercise stop that ends the session (M-04).
    """

    schema_version: int
    kind: str
    start: StartOutcome
    pain_before: int
    pain_limit: int
    tummy_cue: str
    steps: tuple[ScriptStep, ...]
    pain_table: tuple[PainDecision, ...]
    stop_table: Mapping[StopAnswer, PainDecision]
    minutes: int
    reasons: tuple[Reason, ...]
    rules_sha256: str
    catalogue_sha256: str
    max_stops: int = 2
    fall_table: Mapping[str, PainDecision] = field(default_factory=dict)


class EventKind(StrEnum):
    """Everything that a session can say of itself. The fields of `data` are in event.schema.json."""

    SESSION_OPENED = "session_opened"
    STEP_STARTED = "step_started"
    REPETITION_COMPLETED = "repetition_completed"
    HOLD_COMPLETED = "hold_completed"
    SET_COMPLETED = "set_completed"
    SIDE_SWITCHED = "side_switched"
    REST_SHORTENED = "rest_shortened"
    SEGMENT_PROGRESSED = "segment_progressed"
    SEGMENT_COMPLETED = "segment_completed"
    STEP_COMPLETED = "step_completed"
    STEP_SKIPPED = "step_skipped"
    STEP_REPEATED = "step_repeated"
    EASIER_CHOSEN = "easier_chosen"
    PAUSED = "paused"
    RESUMED = "resumed"
    STOP_PRESSED = "stop_pressed"
    STOP_ANSWERED = "stop_answered"
    PAIN_REPORTED = "pain_reported"
    EFFORT_REPORTED = "effort_reported"
    REPS_LEFT_REPORTED = "reps_left_reported"
    TALK_TEST_REPORTED = "talk_test_reported"
    SESSION_ENDED = "session_ended"
    CORRECTED = "corrected"
    CUE_GIVEN = "cue_given"
    ADJUSTMENT_SEEN = "adjustment_seen"
    COACHING_PAUSED = "coaching_paused"
    COACHING_RESUMED = "coaching_resumed"
    ASKED_ALL_RIGHT = "asked_all_right"
    ANSWERED_ALL_RIGHT = "answered_all_right"
    FEWER_CHOSEN = "fewer_chosen"


class AllRightAnswer(StrEnum):
    """What followed "Are you all right?" (amendments 4). NONE is no answer, and says nothing about the person."""

    YES = "yes"
    HELP = "help"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. seq counts per client from 1 without gaps; media_time_s is time in the session.

    supersedes: the (client_id, seq) of the event that this one corrects.
    """

    session_id: str
    client_id: str
    seq: int
    occurred_at: datetime
    zone: str
    media_time_s: float
    kind: EventKind
    data: Mapping[str, Any] = field(default_factory=dict)
    supersedes: tuple[str, int] | None = None
    schema_version: int = EVENT_SCHEMA_VERSION


class SessionStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED_TO_ASK = "stopped_to_ask"
    FINISHED = "finished"
    ENDED_BY_RULE = "ended_by_rule"
    ENDED_EARLY = "ended_early"


@dataclass(frozen=True, slots=True)
class SessionPosition:
    """The next thing to do: step index, and within it set, side and repetition, all from 0."""

    step: int = 0
    set: int = 0
    side: int = 0
    repetition: int = 0
    segment: int = 0
    segment_elapsed_s: float = 0.0


@dataclass(frozen=True, slots=True)
class StepSummary:
    """What was done of one step. done is "full", "part", "skipped", "stopped" or "not_reached".

    pain is the highest that was reported for the step, None when only "the same or less" or nothing was said.
    reps_left: how many more could have been done well. talk_test is "sing", "sentences" or "words".
    repetitions_seen, hold_seen_s: what a camera saw of them; the rest was led by time. adjustments: what was seen to
    adjust, code -> how often. praised: something that was adjusted went well after it. unseen_s: how long the camera
    was on and could not see the person well. adjusted: the codes of each seen repetition that had something to adjust.
    """

    index: int
    exercise_id: str
    done: str
    repetitions: int = 0
    repetitions_planned: int = 0
    hold_s: float = 0.0
    active_s: float = 0.0
    pain: int | None = None
    effort: int | None = None
    reps_left: int | None = None
    talk_test: str | None = None
    repetitions_seen: int = 0
    hold_seen_s: float = 0.0
    adjustments: Mapping[str, int] = field(default_factory=dict)
    praised: bool = False
    unseen_s: float = 0.0
    adjusted: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """Everything the programme may know about one session, folded from its events.

    stop_unanswered: STOP was pressed and what was felt is not known yet, whether or not the session is over.
    all_right_unanswered: the person left the picture, and nobody has said since that they are all right.
    fewer_reps: repetitions a side that a watcher asked for in the step at hand, fewer than planned; None as planned.
    """

    session_id: str
    status: SessionStatus
    position: SessionPosition
    steps: tuple[StepSummary, ...]
    stops: int
    decisions: tuple[PainDecision, ...]
    pain_before: int
    pain_max: int | None
    pain_after: int | None
    active_s: float
    using_easier: frozenset[int] = frozenset()
    stop_unanswered: bool = False
    all_right_unanswered: bool = False
    fewer_reps: int | None = None
