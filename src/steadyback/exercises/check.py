"""What must be true of every exercise beyond its shape, one small check each.

Sources: specification 2.4 and 2.6, amendments 4 to 6. `CHECKS` is the list; the wording rules are in
`steadyback.exercises.wording`, the sweep over combinations of flags in `steadyback.exercises.coverage`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from steadyback.exercises.model import AngleBand, CardioDosage, Exercise, RepetitionDosage
from steadyback.exercises.movement import Movement
from steadyback.exercises.problem import Problem
from steadyback.exercises.vocabulary import ARTICLE_ORDER, HIGHEST_TIER, METRIC_UNITS, POSITIONS_RULED_OUT
from steadyback.exercises.wording import check_wording

# Below this half width a band would be tighter than a single camera can judge (specification 2.1, meta).
TOLERANCE_FLOOR_DEG = 10
_HARDEST_ARTICLE_TIER = 1

Finding = tuple[str, str, str]
Check = Callable[[Exercise], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Known:
    """The names an exercise may refer to."""

    flags: frozenset[str]
    sources: frozenset[str]


def check_exercise(exercise: Exercise, file: str, known: Known) -> Iterator[Problem]:
    """Every problem of one exercise taken by itself."""
    for check in CHECKS:
        for key, found, allowed in check(exercise):
            yield Problem(file, key, found, allowed)
    for key, found, allowed in file_name_is_the_id(exercise, file):
        yield Problem(file, key, found, allowed)
    for key, found, allowed in names_are_known(exercise, known):
        yield Problem(file, key, found, allowed)


def check_together(exercises: Sequence[Exercise], aliases: Mapping[str, str]) -> Iterator[Problem]:
    """Every problem between exercises: double ids, neighbours, replacements, aliases, missing article exercises."""
    by_id = {exercise.id: exercise for exercise in exercises}
    yield from ids_are_unique(exercises)
    for exercise in exercises:
        file = f"{exercise.id}.toml"
        for key, found, allowed in neighbours_fit(exercise, by_id):
            yield Problem(file, key, found, allowed)
        for key, found, allowed in replacements_fit(exercise, by_id):
            yield Problem(file, key, found, allowed)
    yield from aliases_lead_somewhere(by_id, aliases)
    yield from article_is_complete(by_id)


def file_name_is_the_id(exercise: Exercise, file: str) -> Iterator[Finding]:
    if file != f"{exercise.id}.toml":
        yield "id", exercise.id, f"{file.removesuffix('.toml')}, as the file is called"


def names_are_known(exercise: Exercise, known: Known) -> Iterator[Finding]:
    """Flags and sources must be in the register: a misspelt flag would exclude nobody."""
    flags = {
        "contra_flags": exercise.contra_flags,
        "caution_flags": exercise.caution_flags,
        "modify": exercise.modify,
        "instead": exercise.instead,
    }
    for key, named in flags.items():
        for flag in sorted(set(named) - known.flags):
            yield key, flag, ", ".join(sorted(known.flags))
    for source in sorted(set(exercise.sources) - known.sources):
        yield "sources", source, ", ".join(sorted(known.sources))


def flag_is_not_in_both_lists(exercise: Exercise) -> Iterator[Finding]:
    for flag in sorted(exercise.contra_flags & exercise.caution_flags):
        yield "caution_flags", flag, "flags that are not in contra_flags already"


def positions_exclude_those_who_cannot(exercise: Exercise) -> Iterator[Finding]:
    """Nobody is offered an exercise that they could only do in a position which they cannot take."""
    for flag, positions in POSITIONS_RULED_OUT.items():
        if flag not in exercise.contra_flags and positions.issuperset(exercise.positions):
            found = f"no {flag}, with {', '.join(exercise.positions)} only"
            yield "contra_flags", found, f"{flag}, or a position that suits"


def advanced_work_needs_permission(exercise: Exercise) -> Iterator[Finding]:
    """Tier 4 needs a clinician's or trainer's permission (meta, tier key)."""
    if exercise.tier == HIGHEST_TIER and "NO_CLINICIAN_OK" not in exercise.contra_flags:
        yield "contra_flags", "no NO_CLINICIAN_OK", f"NO_CLINICIAN_OK for every exercise of tier {HIGHEST_TIER}"


def article_exercises_start_easy(exercise: Exercise) -> Iterator[Finding]:
    if exercise.origin == "article" and exercise.tier > _HARDEST_ARTICLE_TIER:
        yield "tier", str(exercise.tier), f"0 to {_HARDEST_ARTICLE_TIER} for an exercise of the article"
    if (exercise.origin == "article") != (exercise.id in ARTICLE_ORDER):
        yield "origin", exercise.origin, f"article for {', '.join(ARTICLE_ORDER)}, and for no other"


def durations_are_ordered(exercise: Exercise) -> Iterator[Finding]:
    for phase in exercise.phases:
        lasts = phase.duration_s
        if not lasts.min <= lasts.target <= lasts.max or lasts.max == 0:
            found = f"{lasts.min:g}, {lasts.target:g}, {lasts.max:g}"
            yield f"phases.{phase.id}.duration_s", found, "min <= target <= max, and max above 0"


def _all_bands(exercise: Exercise) -> Iterator[tuple[str, AngleBand]]:
    for phase in exercise.phases:
        for angle, band in phase.angles.items():
            yield f"phases.{phase.id}.angles.{angle}", band
    for variant in exercise.variants:
        for angle, band in variant.angles.items():
            yield f"variants.{variant.id}.angles.{angle}", band


def bands_hold_their_target(exercise: Exercise) -> Iterator[Finding]:
    for key, band in _all_bands(exercise):
        if not band.min <= band.target <= band.max or band.min == band.max:
            yield key, f"target {band.target:g} in [{band.min:g}..{band.max:g}]", "min <= target <= max, min < max"


def bands_are_wide_enough(exercise: Exercise) -> Iterator[Finding]:
    """An absolute band under +/-10 degrees judges what one camera cannot see (specification 2.1)."""
    for key, band in _all_bands(exercise):
        half = (band.max - band.min) / 2
        if not band.relative and half < TOLERANCE_FLOOR_DEG:
            allowed = f"+/-{TOLERANCE_FLOOR_DEG} degrees or more, or relative = true"
            yield key, f"+/-{half:g} degrees, not relative", allowed


def thresholds_stay_outside_hold_bands(exercise: Exercise) -> Iterator[Finding]:
    """What the hold accepts must not be called an adjustment by a fault rule on the same angle."""
    for fault in exercise.faults:
        for phase in exercise.phases:
            band = phase.angles.get(fault.metric)
            if phase.kind != "hold" or band is None or not isinstance(fault.value, int | float):
                continue
            inside = (fault.op == ">" and fault.value < band.max) or (fault.op == "<" and fault.value > band.min)
            if inside:
                found = f"{fault.metric} {fault.op} {fault.value:g}"
                allowed = f"a threshold outside [{band.min:g}..{band.max:g}], which the phase {phase.id} accepts"
                yield f"faults.{fault.id}", found, allowed


def faults_use_their_units(exercise: Exercise) -> Iterator[Finding]:
    for fault in exercise.faults:
        unit = METRIC_UNITS[fault.metric]
        if fault.unit != unit:
            yield f"faults.{fault.id}.unit", fault.unit, f"{unit}, the unit of {fault.metric}"
        kind = {"bool": bool, "enum": str}.get(unit)
        fits = isinstance(fault.value, kind) if kind else not isinstance(fault.value, bool | str)
        if not fits:
            yield f"faults.{fault.id}.value", repr(fault.value), f"a value in the unit {unit}"
        if kind and fault.op in ("<", ">"):
            yield f"faults.{fault.id}.op", fault.op, f"== or != for a value in the unit {unit}"


def questions_are_not_measured(exercise: Exercise) -> Iterator[Finding]:
    """What only the person can tell is never claimed to be measured (specification 2.3)."""
    for fault in exercise.faults:
        asked = fault.metric.startswith("self_report_") or fault.metric == "rpe" or "symptom" in fault.metric
        if asked and fault.measurable in ("yes", "proxy"):
            yield f"faults.{fault.id}.measurable", fault.measurable, "self_report or no: the camera cannot see this"


def parts_have_their_own_ids(exercise: Exercise) -> Iterator[Finding]:
    ids = {
        "phases": [phase.id for phase in exercise.phases],
        "faults": [fault.id for fault in exercise.faults],
        "variants": [variant.id for variant in exercise.variants],
    }
    for key, given in ids.items():
        for double in sorted({part for part in given if given.count(part) > 1}):
            yield key, f"{double} more than once", "each id once"


def repetitions_begin_ready(exercise: Exercise) -> Iterator[Finding]:
    """A repetition begins in the ready phase, the only one of its kind, and then moves."""
    kinds = [phase.kind for phase in exercise.phases]
    if isinstance(exercise.dosage, CardioDosage):
        if "steady" not in kinds or kinds[0] != "steady":
            yield "phases", ", ".join(kinds), "a steady phase first, for cardio"
        return
    if kinds[0] != "ready" or kinds.count("ready") > 1 or "steady" in kinds:
        yield "phases", ", ".join(kinds), "ready first and only once, nothing steady, for repetitions"
    if len(kinds) < 2:
        yield "phases", ", ".join(kinds), "at least one phase after ready"


def cardio_is_dosed_in_minutes(exercise: Exercise) -> Iterator[Finding]:
    is_cardio = exercise.category == "cardio"
    if is_cardio != isinstance(exercise.dosage, CardioDosage) or is_cardio != ("cardio" in exercise.slots):
        yield "dosage", type(exercise.dosage).__name__, "minutes for the category and slot cardio, and only there"


def dose_is_in_its_range(exercise: Exercise) -> Iterator[Finding]:
    dose = exercise.dosage
    if isinstance(dose, RepetitionDosage):
        ranged = {
            "sets": (dose.sets, dose.sets_range),
            "reps": (dose.reps, dose.reps_range),
            "hold_s": (dose.hold_s, dose.hold_range_s),
        }
    else:
        ranged = {
            "minutes": (dose.minutes, dose.minutes_range),
            "per_week": (dose.per_week, dose.per_week_range),
        }
    for key, (value, (low, high)) in ranged.items():
        if not low <= value <= high:
            yield f"dosage.{key}", f"{value:g}", f"{low:g} to {high:g}, its range"


def holds_agree(exercise: Exercise) -> Iterator[Finding]:
    """`dosage.hold_s` governs (amendments 4); a phase or tempo that says otherwise would mislead."""
    dose = exercise.dosage
    if not isinstance(dose, RepetitionDosage):
        return
    if exercise.tempo is not None and exercise.tempo.hold != dose.hold_s:
        yield "tempo.hold", f"{exercise.tempo.hold:g}", f"{dose.hold_s:g}, the dosage's hold_s"
    holds = [phase for phase in exercise.phases if phase.kind == "hold"]
    for phase in holds:
        if phase.duration_s.target != dose.hold_s:
            key = f"phases.{phase.id}.duration_s.target"
            yield key, f"{phase.duration_s.target:g}", f"{dose.hold_s:g}, the dosage's hold_s"
    if exercise.category == "stretch" and not holds:
        yield "phases", "no hold", "a hold in every stretch"


def tempo_is_given_where_it_is_paced(exercise: Exercise) -> Iterator[Finding]:
    if exercise.tempo is None and exercise.category in ("strength", "motor_control"):
        yield "tempo", "nothing", "lift, hold, lower and rest in seconds"


def camera_is_complete(exercise: Exercise) -> Iterator[Finding]:
    camera = exercise.camera
    placed = {
        "lens_height_cm": camera.lens_height_cm,
        "distance_m": camera.distance_m,
        "orientation": camera.orientation,
        "must_see": camera.must_see or None,
    }
    for key, value in placed.items():
        if camera.view == "none" and value is not None:
            yield f"camera.{key}", str(value), "nothing where the view is none"
        if camera.view != "none" and value is None:
            yield f"camera.{key}", "nothing", f"a value for the view {camera.view}"
    if camera.view == "none" and camera.coaching != "timer_only":
        yield "camera.coaching", camera.coaching, "timer_only where the view is none"


def sides_fit_the_angles(exercise: Exercise) -> Iterator[Finding]:
    """A moving side only exists where the sides take turns."""
    if exercise.sides in ("one_side_at_a_time", "alternate"):
        return
    keys = [key for key, _band in _all_bands(exercise)]
    keys += [f"faults.{fault.id}.metric {fault.metric}" for fault in exercise.faults]
    for key in keys:
        if key.endswith((".m", ".s")):
            yield key, f"a moving side with sides = {exercise.sides}", "one_side_at_a_time or alternate, or .b"


def variants_are_no_easier_way_round(exercise: Exercise) -> Iterator[Finding]:
    """A harder variant keeps its own tier: it may not come in below the exercise by more than one step.

    Nobody's flag leads to a harder variant, and `modify` tells whoever is led to one.
    """
    for variant in exercise.variants:
        for flag in sorted(variant.flags - exercise.modify.keys()):
            yield f"variants.{variant.id}.flags", flag, f"a flag of modify: {', '.join(sorted(exercise.modify))}"
        if variant.flags and variant.tier > exercise.tier:
            yield f"variants.{variant.id}.tier", str(variant.tier), f"{exercise.tier} or less, as a flag leads to it"
        if variant.tier < exercise.tier - 1:
            yield f"variants.{variant.id}.tier", str(variant.tier), f"{exercise.tier - 1} or more"


def movement_fits(exercise: Exercise) -> Iterator[Finding]:
    """The figure's keyframes belong to phases, variants and positions, and aim where the coach accepts it."""
    if exercise.motion is None:
        return
    phases = {phase.id: phase for phase in exercise.phases}
    forms = (*(variant.id for variant in exercise.variants), *exercise.positions[1:])
    for variant in sorted(set(exercise.motion.variants) - set(forms)):
        yield f"motion.variants.{variant}", variant, ", ".join(forms) or "no variant: the exercise has none"
    for place, movement in (("motion", exercise.motion), *_movements_of_variants(exercise)):
        for name, key in movement.keys.items():
            if name not in phases:
                yield f"{place}.keys.{name}", name, ", ".join(phases)
                continue
            if key.cycle_s is not None and phases[name].kind != "steady":
                yield f"{place}.keys.{name}.cycle_s", f"{key.cycle_s:g}", "nothing: only a steady phase goes round"
            for angle, degrees in key.angles.items():
                band = phases[name].angles.get(angle)
                if place == "motion" and band is not None and not band.min <= degrees <= band.max:
                    yield (
                        f"{place}.keys.{name}.angles.{angle}",
                        f"{degrees:g}",
                        f"{band.min:g} to {band.max:g}, its band",
                    )


def _movements_of_variants(exercise: Exercise) -> Iterator[tuple[str, Movement]]:
    for name, movement in exercise.motion.variants.items() if exercise.motion else ():
        yield f"motion.variants.{name}", movement


CHECKS: tuple[Check, ...] = (
    movement_fits,
    flag_is_not_in_both_lists,
    positions_exclude_those_who_cannot,
    advanced_work_needs_permission,
    article_exercises_start_easy,
    durations_are_ordered,
    bands_hold_their_target,
    bands_are_wide_enough,
    thresholds_stay_outside_hold_bands,
    faults_use_their_units,
    questions_are_not_measured,
    parts_have_their_own_ids,
    repetitions_begin_ready,
    cardio_is_dosed_in_minutes,
    dose_is_in_its_range,
    holds_agree,
    tempo_is_given_where_it_is_paced,
    camera_is_complete,
    sides_fit_the_angles,
    variants_are_no_easier_way_round,
    check_wording,
)


def ids_are_unique(exercises: Sequence[Exercise]) -> Iterator[Problem]:
    seen: set[str] = set()
    for exercise in exercises:
        if exercise.id in seen:
            yield Problem(f"{exercise.id}.toml", "id", f"{exercise.id} in two files", "each id once")
        seen.add(exercise.id)


def neighbours_fit(exercise: Exercise, by_id: Mapping[str, Exercise]) -> Iterator[Finding]:
    """Neighbours exist; the easier one is never of a higher tier, the harder one never of a lower."""
    for key, neighbour in (("easier", exercise.easier), ("harder", exercise.harder)):
        if neighbour.id is None:
            continue
        other = by_id.get(neighbour.id)
        if other is None or other.id == exercise.id:
            yield f"{key}.id", neighbour.id, "the id of another exercise of the catalogue"
        elif key == "easier" and other.tier > exercise.tier:
            yield f"{key}.id", f"{other.id} of tier {other.tier}", f"tier {exercise.tier} or lower"
        elif key == "harder" and other.tier < exercise.tier:
            yield f"{key}.id", f"{other.id} of tier {other.tier}", f"tier {exercise.tier} or higher"


def replacements_fit(exercise: Exercise, by_id: Mapping[str, Exercise]) -> Iterator[Finding]:
    """What is done instead because of a flag must exist, and that flag must not exclude it too."""
    for flag, ids in exercise.instead.items():
        for other_id in ids:
            other = by_id.get(other_id)
            if other is None or other.id == exercise.id:
                yield f"instead.{flag}", other_id, "the id of another exercise of the catalogue"
            elif flag in other.contra_flags:
                yield f"instead.{flag}", f"{other_id}, which {flag} excludes", f"an exercise that {flag} allows"


def aliases_lead_somewhere(by_id: Mapping[str, Exercise], aliases: Mapping[str, str]) -> Iterator[Problem]:
    for former, current in aliases.items():
        if former in by_id or current not in by_id:
            allowed = "a former id that no exercise has now, and an id that one has"
            yield Problem("register.toml", f"aliases.{former}", current, allowed)


def article_is_complete(by_id: Mapping[str, Exercise]) -> Iterator[Problem]:
    for exercise_id in ARTICLE_ORDER:
        if exercise_id not in by_id:
            yield Problem(f"{exercise_id}.toml", "file", "no such file", "every exercise of the article is there")
