"""Who lives in the simulation: kinds of people, each with a hidden body that the rules never see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from steadyback.programme.screening import evaluate, load_screening, read_baseline
from steadyback.records.clearance import Approval, ApprovalStatus, ClearanceLimits
from steadyback.records.history import Circumstances, LegSymptoms
from steadyback.records.plan import Preferences
from steadyback.records.screening import Answer, Concern, Disposition, ScreeningAnswers


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of person. Pain is NPRS; slope is its change a week; strength is what effort 4 of 10 moves.

    attends: chance of doing a planned session. answers: chance of answering a question. flare: chance a day.
    away: (day, days) without anything. red_flag_day: the day on which a warning sign is told. relapse: (day, rise of
    pain). form: what a camera sees of the first floor exercise. ill: chance a day. moves: chance of moving a day.
    """

    name: str
    pain: tuple[float, float] = (3.0, 5.0)
    slope: float = -0.15
    floor: float = 0.5
    noise: float = 0.35
    attends: float = 0.95
    answers: float = 0.97
    flare: float = 0.0
    pushes: float = 0.0
    growth: float = 0.035
    away: tuple[int, int] = (0, 0)
    red_flag_day: int | None = None
    yes: tuple[str, ...] = ()
    facts: Mapping[str, str | int] = field(default_factory=dict)
    limits: ClearanceLimits = field(default_factory=ClearanceLimits)
    leg: LegSymptoms | None = None
    relapse: tuple[int, float] = (0, 0.0)
    form: float | None = None
    ill: float = 0.0
    moves: float = 0.0


KINDS: tuple[Kind, ...] = (
    Kind("steady improver", slope=-0.35, noise=0.2, attends=1.0, answers=1.0),
    Kind("flarer", flare=0.02, slope=-0.08),
    Kind("non-responder", pain=(4.5, 5.5), slope=0.0, floor=4.0, noise=0.25, answers=1.0),
    Kind("over-doer", pushes=0.5, attends=1.0),
    Kind("misser", attends=0.5, answers=0.6),
    Kind("away for two weeks", away=(60, 16)),
    Kind("away for five weeks", away=(50, 36)),
    Kind("skips everything", attends=0.0, answers=0.0),
    Kind("worsener with a red flag", slope=0.25, floor=3.0, red_flag_day=45),
    Kind("leg pain getting worse", slope=0.1, yes=("E04",), facts={"E04.examined": "yes"}, leg=LegSymptoms.WORSE),
    Kind("pregnant", yes=("D01",), facts={"pregnancy_gate": "yes", "pregnancy_weeks": 16}),
    Kind("thin bones", yes=("E01",)),
    Kind("cannot kneel", yes=("E10",), facts={"E10.KNEE_KNEEL": "yes"}),
    Kind("cannot reach the floor", yes=(), facts={"year_of_birth": 1948}),
    Kind("clinician's limits", limits=ClearanceLimits(frozenset({"bridge"}), frozenset(), 1, 3, True, True)),
    Kind("worried", facts={"sliders": 8}),
    Kind("falls back", relapse=(66, 4.0), slope=-0.3),
    Kind("unsteady", form=0.5),
    Kind("leg that nobody examined", yes=("E04",), facts={"E04.examined": "no"}, leg=LegSymptoms.SAME),
    Kind("ill and busy", ill=0.02, moves=0.15),
)


@dataclass(slots=True)
class VirtualPerson:
    """One person with the body that the kind and chance gave them. `load` is what training has left in the back."""

    kind: Kind
    chance: Random
    begun_on: date
    pain: float
    strength: float
    load: float = 0.0
    flare_left: int = 0
    flare_size: float = 0.0
    visits: int = 0
    examined: bool = False

    @classmethod
    def born(cls, kind: Kind, seed: str, begun_on: date) -> "VirtualPerson":
        chance = Random(seed)  # noqa: S311
        return cls(kind, chance, begun_on, chance.uniform(*kind.pain), chance.uniform(9.0, 13.0))

    def wakes(self, on: date) -> None:
        """The body moves on by a day."""
        kind, chance = self.kind, self.chance
        self.pain = max(kind.floor, min(9.5, self.pain + kind.slope / 7))
        if kind.relapse[0] and (on - self.begun_on).days == kind.relapse[0]:
            self.pain = min(9.5, self.pain + kind.relapse[1])
        self.load *= 0.35
        self.flare_left = max(0, self.flare_left - 1)
        if not self.flare_left and chance.random() < kind.flare:
            self.flare_left, self.flare_size = chance.randint(3, 11), chance.uniform(2.0, 4.5)

    def feels(self) -> int:
        """Pain now, 0-10."""
        flare = self.flare_size if self.flare_left else 0.0
        return max(0, min(10, round(self.pain + self.load + flare + self.chance.gauss(0, self.kind.noise))))

    def is_away(self, on: date) -> bool:
        first, days = self.kind.away
        return bool(days) and first <= (on - self.begun_on).days < first + days

    def will(self, chance: float) -> bool:
        return self.chance.random() < chance

    def circumstances(self, on: date, *, screened: bool, earlier: tuple[Concern, ...] = ()) -> Circumstances:
        """What this person would answer at a full screening on a day, after one that had found `earlier`."""
        answers = self.answers(on)
        return Circumstances(
            outcome=evaluate(answers, on, began_on=on, earlier=earlier),
            baseline=read_baseline(answers),
            year_of_birth=int(str(answers.facts["year_of_birth"])),
            limits=self.kind.limits,
            preferences=Preferences(),
            sliders=dict(answers.sliders),
            screened=screened,
        )

    def answers(self, on: date) -> ScreeningAnswers:
        answers = dict.fromkeys(load_screening().items, Answer.NO)
        answers |= {"E13": Answer.YES, "C07": Answer.YES}
        answers |= dict.fromkeys(self.kind.yes, Answer.YES)
        if self.kind.name == "cannot reach the floor":
            answers["E13"] = Answer.NO
        pain = self.feels()
        facts: dict[str, str | int] = {
            "year_of_birth": 1980,
            "first_episode": "no",
            "pain_began": "longer",
            "pregnancy_gate": "no",
            "pain_average": pain,
            "pain_rest": max(0, min(4, pain - 2)),
            "pain_worst": min(10, pain + 2),
            "settle": "under_24h",
            "active_min_per_week": 90,
            "rmdq": max(0, min(24, round(pain * 1.6))),
        }
        facts |= {name: value for name, value in self.kind.facts.items() if name != "sliders"}
        if self.examined:
            facts["E04.examined"] = "yes"
        if "pregnancy_weeks" in facts:
            facts["pregnancy_weeks"] = min(40, int(facts["pregnancy_weeks"]) + (on - self.begun_on).days // 7)
        calm = {name: 2 if slider.is_over(8) else 8 for name, slider in load_screening().sliders.items()}
        worried = {name: 10 - value for name, value in calm.items()}
        return ScreeningAnswers(answers, facts, worried if "sliders" in self.kind.facts else calm)


def agreed(now: Circumstances, on: date) -> Approval:
    """A specialist who has seen this screening agrees, within the limits of the person."""
    limited = now.limits != ClearanceLimits()
    status = ApprovalStatus.APPROVED_WITH_LIMITS if limited else ApprovalStatus.APPROVED
    serious = Disposition.CLINICIAN_FIRST.severity
    covers = frozenset(one.rule for one in now.outcome.concerns if one.disposition.severity >= serious)
    return Approval(status, "Dr Ada", "specialist", on, "simulated", covers, now.limits)


def population(people: int, seed: int, begun_on: date) -> list[VirtualPerson]:
    """So many people, the kinds in turn. The same seed gives the same people."""
    return [
        VirtualPerson.born(KINDS[index % len(KINDS)], f"{seed}/{index}", begun_on + timedelta(days=index % 7))
        for index in range(people)
    ]
