"""`steadyback exercises`: list, show and check the catalogue."""

import argparse
import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from steadyback.cli import CommandError, UsageError
from steadyback.exercises import CardioDosage, Catalogue, CatalogueError, Exercise, load_catalogue, spoken
from steadyback.exercises.catalogue import check_folder, packaged_folder
from steadyback.exercises.model import AngleBand, FaultRule, Phase
from steadyback.exercises.vocabulary import HIGHEST_TIER, POSITIONS, SLOTS

_WIDTH = 96
_PACKAGED = ""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "exercises",
        help="list, show and check the exercises",
        description="List the exercises, show one, or check the whole catalogue.",
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="show everything about this exercise")
    parser.add_argument("--level", type=int, choices=range(HIGHEST_TIER + 1), help="only this level")
    parser.add_argument("--position", choices=POSITIONS, help="only what can be done in this position")
    parser.add_argument("--slot", choices=SLOTS, help="only what can fill this place in a session")
    parser.add_argument("--search", metavar="WORDS", help="only what has all these words in its names or muscles")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--check",
        nargs="?",
        const=_PACKAGED,
        metavar="FOLDER",
        help="check every exercise file, of FOLDER or of this installation; exit 1 when anything is wrong",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked; UsageError for a wrong call, CommandError for a catalogue that cannot be used."""
    filtered = any(value is not None for value in (args.level, args.position, args.slot, args.search))
    if args.check is not None:
        if args.id is not None or filtered or args.json:
            raise UsageError("--check takes a folder and nothing else")
        return _check(args.check)
    if args.id is not None and filtered:
        raise UsageError("give an ID or filters, not both")
    try:
        catalogue = load_catalogue()
    except CatalogueError as error:
        raise CommandError(f"the catalogue cannot be used:\n{error}") from error
    if args.id is not None:
        exercise = _find(catalogue, args.id)
        print(_as_json(asdict(exercise)) if args.json else "\n".join(_page(exercise, catalogue)))
        return 0
    found = [exercise for exercise in catalogue if _matches(exercise, args)]
    if args.json:
        print(_as_json([asdict(exercise) for exercise in found]))
    else:
        print("\n".join(_table(found)) if found else "No exercise matches. Leave out a filter to see more.")
    return 0


def _check(folder: str) -> int:
    if folder != _PACKAGED and not Path(folder).is_dir():
        raise UsageError(f"there is no folder {folder}")
    try:
        problems = check_folder(packaged_folder() if folder == _PACKAGED else Path(folder))
    except CatalogueError as error:
        problems = error.problems
    if not problems:
        where = "this installation" if folder == _PACKAGED else folder
        print(f"The exercises of {where} are in order.")
        return 0
    for problem in problems:
        print(problem)
    plural = "problem" if len(problems) == 1 else "problems"
    raise CommandError(f"{len(problems)} {plural} found")


def _find(catalogue: Catalogue, wanted: str) -> Exercise:
    if wanted in catalogue:
        return catalogue[wanted]
    by_name = {
        name.lower(): exercise.id
        for exercise in catalogue
        for name in (exercise.name, exercise.clinical_name, *exercise.synonyms, exercise.id)
    }
    near = [by_name[name] for name in get_close_matches(wanted.lower(), by_name, n=5, cutoff=0.5)]
    near += [exercise_id for name, exercise_id in by_name.items() if wanted.lower() in name]
    suggestions = list(dict.fromkeys(near))[:5]
    hint = f"did you mean {', '.join(suggestions)}?" if suggestions else "`steadyback exercises` lists them all"
    raise UsageError(f"there is no exercise {wanted!r}; {hint}")


def _matches(exercise: Exercise, args: argparse.Namespace) -> bool:
    if args.level is not None and exercise.tier != args.level:
        return False
    if args.position is not None and args.position not in exercise.positions:
        return False
    if args.slot is not None and args.slot not in exercise.slots:
        return False
    searched = " ".join(
        (
            exercise.id,
            exercise.name,
            exercise.clinical_name,
            exercise.summary,
            *exercise.synonyms,
            *exercise.targets_primary,
            *exercise.targets_secondary,
        )
    ).lower()
    return all(word in searched for word in (args.search or "").lower().split())


def _table(exercises: list[Exercise]) -> Iterator[str]:
    rows = [("ID", "NAME", "LEVEL", "SLOTS", "POSITION")]
    rows += [
        (exercise.id, exercise.name, str(exercise.tier), ", ".join(exercise.slots), ", ".join(exercise.positions))
        for exercise in exercises
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _as_json(value: dict[str, Any] | list[dict[str, Any]]) -> str:
    """Sets, wherever they stand, become lists in alphabetical order."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=sorted)


def _page(exercise: Exercise, catalogue: Catalogue) -> Iterator[str]:
    """Everything about one exercise, for reading in a terminal."""
    yield exercise.name
    yield "=" * len(exercise.name)
    yield from _paragraph(exercise.summary)
    yield ""
    yield from _facts(exercise)
    yield from _section("Set-up", (f"{number}. {text}" for number, text in enumerate(exercise.setup, start=1)))
    yield from _section("Phases", (line for phase in exercise.phases for line in _phase(phase)))
    yield from _section("What to watch", (f"- {text}" for text in exercise.watch))
    yield from _section(
        "What to adjust, and what is said", (line for fault in exercise.faults for line in _fault(fault))
    )
    yield from _section("Variants", (f"- {v.id} (level {v.tier}): {v.say}" for v in exercise.variants))
    yield from _section("Left out for", _flag_lines(exercise, exercise.contra_flags, catalogue))
    yield from _section("With care for", _flag_lines(exercise, exercise.caution_flags, catalogue))
    others = set(exercise.modify) - exercise.contra_flags - exercise.caution_flags
    yield from _section("Good to know for", _flag_lines(exercise, frozenset(others), catalogue))
    yield from _section("Also", (f"- {text}" for text in exercise.cautions))
    if exercise.article_note:
        yield from _section("Where we differ from the article", [exercise.article_note])
    yield from _section("Sources", (f"- {key}: {catalogue.sources[key]}" for key in exercise.sources))


def _facts(exercise: Exercise) -> Iterator[str]:
    evidence = exercise.evidence
    camera = exercise.camera
    facts = {
        "id": exercise.id,
        "clinical name": exercise.clinical_name,
        "also called": ", ".join(exercise.synonyms),
        "from": exercise.origin,
        "kind": exercise.category,
        "level": str(exercise.tier),
        "slots": ", ".join(exercise.slots),
        "position": ", ".join(exercise.positions),
        "sides": exercise.sides + (f" ({exercise.sides_note})" if exercise.sides_note else ""),
        "works on": ", ".join(exercise.targets_primary),
        "helped by": ", ".join(exercise.targets_secondary),
        "spine load": exercise.spine_load,
        "dose": _dose(exercise),
        "tempo": _tempo(exercise),
        "camera": _camera(exercise),
        "camera note": camera.note or "",
        "easier": _neighbour(exercise.easier.id, exercise.easier.note),
        "harder": _neighbour(exercise.harder.id, exercise.harder.note),
        "evidence": f"selection {evidence.selection}, dose {evidence.dosage}, angles {evidence.angles}, "
        f"cues {evidence.faults} (E research, C guideline or expert, B the article, D our default)",
    }
    for label, value in facts.items():
        if value:
            yield from _wrapped(f"{label:<14}{value}", " " * 14)


def _dose(exercise: Exercise) -> str:
    dose = exercise.dosage
    if isinstance(dose, CardioDosage):
        return (
            f"{dose.minutes} min ({_range(dose.minutes_range)}), {dose.per_week} days a week "
            f"({_range(dose.per_week_range)}), effort {_range(dose.effort)} of 10, {dose.talk_test} [{dose.evidence}]"
        )
    return (
        f"{dose.sets} x {dose.reps} (sets {_range(dose.sets_range)}, repetitions {_range(dose.reps_range)}), "
        f"hold {dose.hold_s:g} s ({_range(dose.hold_range_s)}), rest {dose.rest_s:g} s, "
        f"{dose.per_week} days a week [{dose.evidence}]"
    )


def _range(pair: tuple[float, float]) -> str:
    return f"{pair[0]:g}-{pair[1]:g}"


def _tempo(exercise: Exercise) -> str:
    tempo = exercise.tempo
    if tempo is None:
        return ""
    return f"out {tempo.lift:g} s, hold {tempo.hold:g} s, back {tempo.lower:g} s, pause {tempo.rest:g} s"


def _camera(exercise: Exercise) -> str:
    camera = exercise.camera
    if camera.lens_height_cm is None or camera.distance_m is None:
        return f"none, {camera.coaching}"
    return (
        f"{camera.view}, {camera.orientation}, lens {_range(camera.lens_height_cm)} cm, "
        f"{_range(camera.distance_m)} m away, {camera.coaching}; must see {', '.join(camera.must_see)}"
    )


def _neighbour(exercise_id: str | None, note: str | None) -> str:
    return ", or: ".join(part for part in (exercise_id, note) if part)


def _phase(phase: Phase) -> Iterator[str]:
    lasts = phase.duration_s
    seconds = f"{lasts.target:g} s ({lasts.min:g}-{lasts.max:g})"
    yield f"- {phase.id} ({phase.kind}), {seconds}, breath: {phase.breathing}. {spoken(phase.say, 'brace')}"
    if phase.angles:
        yield "  " + "; ".join(f"{angle} {_band(band)}" for angle, band in phase.angles.items())


def _band(band: AngleBand) -> str:
    return f"{band.target:g} [{band.min:g}..{band.max:g}]" + (" from set-up" if band.relative else "")


def _fault(fault: FaultRule) -> Iterator[str]:
    value = str(fault.value).lower() if isinstance(fault.value, bool) else f"{fault.value}"
    rule = f"{fault.metric} {fault.op} {value} {fault.unit}"
    lasting = f" for {fault.for_ms} ms" if fault.for_ms else ""
    yield f"- {spoken(fault.cue, 'brace')}"
    yield f"  {fault.id}: {rule}{lasting} ({fault.severity}, measurable: {fault.measurable})"
    if fault.note:
        yield f"  note: {fault.note}"


def _flag_lines(exercise: Exercise, flags: frozenset[str], catalogue: Catalogue) -> Iterator[str]:
    for flag in sorted(flags):
        told = catalogue.caution(exercise, flag)
        instead = exercise.instead.get(flag, ())
        line = f"- {flag} ({catalogue.flags[flag]})"
        line += f": {spoken(told, 'brace')}" if told else ""
        line += f" Instead: {', '.join(instead)}." if instead else ""
        yield line


def _section(title: str, lines: "Iterator[str] | list[str]") -> Iterator[str]:
    """A heading and its lines; nothing at all where there are no lines."""
    first = True
    for line in lines:
        if first:
            yield ""
            yield title
            first = False
        yield from _wrapped(spoken(line, "brace"), "  ")


def _paragraph(text: str) -> Iterator[str]:
    yield from _wrapped(spoken(text, "brace"), "")


def _wrapped(text: str, indent: str) -> Iterator[str]:
    yield from textwrap.wrap(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
