"""Which exercises are right for a person, and why the others are not (specification 1.6, amendments 1, 5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from steadyback.exercises import Catalogue, Exercise
from steadyback.exercises.vocabulary import POSITIONS_RULED_OUT
from steadyback.programme.screening_combinations import NOT_EXAMINED_FLAG
from steadyback.records.clearance import ClearanceLimits
from steadyback.records.plan import Dose, LeftOut, PlannedExercise
from steadyback.records.reasons import Reason

# K08: walking, brace and hip work only, until a clinician has examined the leg.
K08_EXERCISES = frozenset(
    {"walk", "abdominal_brace", "side_lying_hip_abduction", "clamshell", "standing_hip_abduction"}
)
_FACE_DOWN = frozenset({"prone", "prone_elbow"})


@dataclass(frozen=True, slots=True)
class Person:
    """What decides about exercises: flags, the specialist's limits, positions avoided, the highest tier today."""

    flags: frozenset[str]
    limits: ClearanceLimits
    positions_avoided: frozenset[str]
    highest_tier: int

    def why_not(self, exercise: Exercise) -> tuple[Reason, ...]:
        """Every reason against an exercise; empty when it may be offered."""
        against = [Reason("1.6", {"flag": flag}) for flag in sorted(exercise.contra_flags & self.flags)]
        if NOT_EXAMINED_FLAG in self.flags and exercise.id not in K08_EXERCISES:
            against.append(Reason("K08", {"examined": False}))
        against += self._against_limits(exercise)
        if self.position_for(exercise) is None:
            against.append(Reason("PL-05.position", {"positions": ",".join(exercise.positions)}))
        if exercise.tier > self.highest_tier:
            against.append(Reason("PL-03.highest_tier", {"tier": exercise.tier, "highest": self.highest_tier}))
        return tuple(against)

    def _against_limits(self, exercise: Exercise) -> list[Reason]:
        against = []
        if exercise.id in self.limits.excluded_exercises:
            against.append(Reason("G-03.limits", {"excluded": exercise.id}))
        if self.limits.no_loaded_bending and _bends_under_load(exercise):
            against.append(Reason("G-03.limits", {"no_loaded_bending": True}))
        return against

    @property
    def positions_ruled_out(self) -> frozenset[str]:
        """Every position that flags, the specialist or the person rule out."""
        ruled_out = self.positions_avoided | self.limits.excluded_positions
        if self.limits.no_lying_face_down:
            ruled_out |= _FACE_DOWN
        for flag in self.flags & POSITIONS_RULED_OUT.keys():
            ruled_out |= POSITIONS_RULED_OUT[flag]
        return ruled_out

    def position_for(self, exercise: Exercise) -> str | None:
        """The first of the exercise's positions that this person can take, None when there is none."""
        ruled_out = self.positions_ruled_out
        return next((position for position in exercise.positions if position not in ruled_out), None)

    def modifications(self, exercise: Exercise) -> tuple[str, ...]:
        """The flags for which the exercise is adapted, in a stable order."""
        return tuple(sorted((exercise.caution_flags | exercise.modify.keys()) & self.flags))

    def easier_than(self, exercise: Exercise, catalogue: Catalogue) -> tuple[str | None, str]:
        """The catalogue's easier neighbour and the position this person does it in; (None, "") when it is not right."""
        easier = exercise.easier.id
        if easier is None or self.why_not(catalogue[easier]):
            return None, ""
        return easier, self.position_for(catalogue[easier]) or ""

    def plan(
        self,
        exercise: Exercise,
        slot: str,
        dose: Dose,
        reasons: tuple[Reason, ...],
        catalogue: Catalogue,
        replaces: tuple[LeftOut, ...] = (),
    ) -> PlannedExercise:
        """The exercise as this person does it: position, easier neighbour, and what must be adapted."""
        easier_id, easier_position = self.easier_than(exercise, catalogue)
        return PlannedExercise(
            exercise.id,
            slot,
            dose,
            reasons,
            replaces=replaces,
            easier_id=easier_id,
            modify=self.modifications(exercise),
            position=self.position_for(exercise) or "",
            easier_position=easier_position,
            easier_modify=self.modifications(catalogue[easier_id]) if easier_id else (),
        )

    def up_to_tier(self, tier: int) -> "Person":
        """The same person with a lower ceiling."""
        return Person(self.flags, self.limits, self.positions_avoided, min(self.highest_tier, tier))


def _bends_under_load(exercise: Exercise) -> bool:
    return exercise.spine_load == "flexion_loaded" or (
        exercise.spine_load.startswith("flexion") and exercise.category == "strength"
    )


def in_order(exercises: Iterable[Exercise], first: str | None = None) -> list[Exercise]:
    """The order of choice for a slot: the article's own, what the person wants, the lowest tier from 1, then 0, id.

    `first` is the person's own choice, where there is one (amendments 1).
    """
    return sorted(exercises, key=lambda one: (one.origin != "article", one.id != first, one.tier < 1, one.tier, one.id))


def choose(catalogue: Catalogue, slots: tuple[str, ...], person: Person, taken: frozenset[str]) -> dict[str, Exercise]:
    """One exercise for each slot, none for two. The first choice of an earlier slot goes before that of a later one,
    unless a later slot would then stay empty for which there is an exercise.
    """
    options = {
        slot: [one for one in in_order(catalogue.in_slot(slot)) if one.id not in taken and not person.why_not(one)]
        for slot in slots
    }
    chosen: dict[str, Exercise] = {}
    for index, slot in enumerate(slots):
        used = frozenset(one.id for one in chosen.values())
        later = slots[index + 1 :]
        best = _most_filled(later, options, used)
        free = [one for one in options[slot] if one.id not in used]
        for one in free:
            if _most_filled(later, options, used | {one.id}) >= best:
                chosen[slot] = one
                break
        else:
            if free:
                chosen[slot] = free[0]
    return chosen


def _most_filled(slots: tuple[str, ...], options: dict[str, list[Exercise]], used: frozenset[str]) -> int:
    """How many of these slots can be filled at most without using an exercise twice."""
    holder: dict[str, str] = {}

    def place(slot: str, seen: set[str]) -> bool:
        for one in options[slot]:
            if one.id in used or one.id in seen:
                continue
            seen.add(one.id)
            if one.id not in holder or place(holder[one.id], seen):
                holder[one.id] = slot
                return True
        return False

    return sum(place(slot, set()) for slot in slots)
