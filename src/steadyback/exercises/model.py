"""What an exercise is: the words and numbers of one file of the catalogue, frozen.

Angles in degrees, times in seconds, lengths in torso lengths (mid-shoulder to mid-hip at set-up); joint names and
signs as in specification 2.1. Suffix `.m` is the moving side, `.s` the other side, `.b` the mean of both.
Texts are English source texts: the layers above translate them. A text may hold the placeholder `{tummy}`;
`steadyback.exercises.spoken` puts the person's chosen cue in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from steadyback.exercises.movement import Movement


@dataclass(frozen=True, slots=True)
class AngleBand:
    """What is accepted for one angle: coach towards `target`, accept `min` to `max` (degrees).

    With `relative` the angle is measured as its change from the set-up, so a constant camera bias cancels.
    """

    target: float
    min: float
    max: float
    relative: bool = False


@dataclass(frozen=True, slots=True)
class PhaseDuration:
    """How long a phase takes, in seconds; `dosage.hold_s` governs the length of a hold (amendments 4)."""

    min: float
    target: float
    max: float


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a repetition: what to say, how to breathe, where the joints should be at its end."""

    id: str
    kind: str
    duration_s: PhaseDuration
    breathing: str
    say: str
    angles: Mapping[str, AngleBand] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Tempo:
    """The pace of one repetition in seconds: the way out, the hold, the way back, the pause before the next."""

    lift: float
    hold: float
    lower: float
    rest: float


@dataclass(frozen=True, slots=True)
class RepetitionDosage:
    """Base dose of a repetition or hold exercise. Repetitions are per side (amendments 4)."""

    sets: int
    sets_range: tuple[int, int]
    reps: int
    reps_range: tuple[int, int]
    hold_s: float
    hold_range_s: tuple[float, float]
    rest_s: float
    per_week: int
    evidence: str


@dataclass(frozen=True, slots=True)
class CardioDosage:
    """Base dose of a cardio exercise. Minutes are totals with warm-up and cool-down inside (amendments 1)."""

    minutes: int
    minutes_range: tuple[int, int]
    per_week: int
    per_week_range: tuple[int, int]
    effort: tuple[int, int]
    talk_test: str
    evidence: str


@dataclass(frozen=True, slots=True)
class CameraEntry:
    """Where the camera stands for this exercise, and how far it may coach (specification 2.2)."""

    view: str
    lens_height_cm: tuple[float, float] | None
    distance_m: tuple[float, float] | None
    orientation: str | None
    must_see: tuple[str, ...]
    coaching: str
    note: str | None


@dataclass(frozen=True, slots=True)
class FaultRule:
    """What to adjust, and the short calm cue that says so: `metric op value unit` for at least `for_ms`."""

    id: str
    metric: str
    op: str
    value: float | bool | str
    unit: str
    for_ms: int
    severity: str
    measurable: str
    cue: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The easier or harder exercise: an id of the catalogue, or a note where there is no such entry, or neither."""

    id: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to do the same exercise, with the tier it belongs to and the bands that change.

    `flags`: who has one of them is told by `modify` to do it in this way.
    """

    id: str
    tier: int
    say: str
    angles: Mapping[str, AngleBand] = field(hash=False)
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Letters of specification 2.1: E research, C guideline or expert, B the article, D our default."""

    selection: str
    dosage: str
    angles: str
    faults: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of the catalogue.

    `positions` starts with the usual one. `contra_flags`: never offered to a person with one of them.
    `caution_flags`: offered, with the sentence that `modify` has for the flag (`Catalogue.caution` always has one).
    `instead`: for a flag, what to do in place of this exercise. `article_note` is the honest note where the article
    was corrected (specification 5).
    """

    id: str
    name: str
    clinical_name: str
    synonyms: tuple[str, ...]
    origin: str
    category: str
    tier: int
    slots: tuple[str, ...]
    positions: tuple[str, ...]
    targets_primary: tuple[str, ...]
    targets_secondary: tuple[str, ...]
    spine_load: str
    camera: CameraEntry
    summary: str
    setup: tuple[str, ...]
    phases: tuple[Phase, ...]
    watch: tuple[str, ...]
    tempo: Tempo | None
    sides: str
    sides_note: str | None
    dosage: RepetitionDosage | CardioDosage
    faults: tuple[FaultRule, ...]
    variants: tuple[Variant, ...]
    easier: Neighbour
    harder: Neighbour
    contra_flags: frozenset[str]
    caution_flags: frozenset[str]
    modify: Mapping[str, str] = field(hash=False)
    instead: Mapping[str, tuple[str, ...]] = field(hash=False)
    cautions: tuple[str, ...]
    sources: tuple[str, ...]
    evidence: Evidence
    article_note: str | None
    motion: Movement | None = None

    @property
    def peak_phase(self) -> str:
        """The phase whose end shows the exercise best on a still picture."""
        for kinds in (("hold",), ("isometric",), ("concentric", "eccentric"), ("steady",)):
            for phase in self.phases:
                if phase.kind in kinds:
                    return phase.id
        return self.phases[0].id
