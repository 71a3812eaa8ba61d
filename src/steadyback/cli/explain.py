"""`steadyback explain`: what held on a day, and why, from the person's own data."""

import argparse
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from steadyback.cli import CommandError, UsageError
from steadyback.cli.only_person import only_person

if TYPE_CHECKING:
    from steadyback.programme.versions import Programme
    from steadyback.records.reasons import Reason


_OUTCOMES = {
    "EMERGENCY": "help comes first",
    "STOP_TRIAGE": "waits until you have been seen",
    "REFER": "waits until somebody had a look",
    "FLARE": "gentle days",
    "REGRESS": "lighter",
    "DELOAD": "easy week",
    "HOLD": "stays as it is",
    "PROGRESS": "a step more",
}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("explain", help="say why the plan of a day was what it was")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="the day (default: today in your time zone)")
    parser.add_argument("--data", type=Path, help="folder of the data (default: STEADYBACK_DATA or your data folder)")
    parser.add_argument("--json", action="store_true", help="print JSON with every rule and its values")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the day. UsageError for a date that is none, CommandError where there is nothing to explain."""
    on = _date(args.date) if args.date else None
    if args.data is not None:
        os.environ["STEADYBACK_DATA"] = str(args.data)
    person = only_person("explain")
    from steadyback.programme.versions import HistoryError
    from steadyback.web import clock
    from steadyback.web.history import programme_on
    from steadyback.web.standing import standing_of

    today = clock.today(person)
    on = on or today
    if on > today:
        raise UsageError(f"--date is {on}; allowed: up to today, {today}")
    standing = standing_of(person, today)
    try:
        programme = programme_on(standing, on)
    except HistoryError as error:
        raise CommandError(str(error)) from error
    if programme is None:
        raise CommandError(f"there was no plan on {on}. The first one is made when you open your week")
    gate = standing.gate.reasons if on == today else ()
    print(json.dumps(_as_json(programme, gate), indent=2) if args.json else "\n".join(_lines(programme, gate)))
    return 0


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--date is {text!r}; write it as 2026-11-23") from None


def _lines(programme: "Programme", gate: "tuple[Reason, ...]") -> Iterator[str]:
    course, amounts = programme.course, programme.versions[-1].amounts
    yield f"{programme.today}, week {programme.week_number} (from {programme.week_starts_on}), level {amounts.level}"
    yield from _because((*gate, *course.level_reasons, *amounts.reasons))
    yield f"Heart and lungs: {amounts.cardio_minutes} minutes on {amounts.cardio_days} days"
    yield from _because(amounts.reasons_for("cardio"))
    yield f"Strength on {amounts.strength_days} days:"
    for exercise_id, work in amounts.work:
        yield f"  {course.catalogue[exercise_id].name}: {work.sets} x {work.reps}"
        yield from _because(amounts.reasons_for(exercise_id))
    yield from _days(programme)
    decided = programme.decided_on(programme.today)
    yield "Decided on this day:" if decided else "Nothing was decided on this day."
    for one in decided:
        changes = ", ".join(f"{change.what} {change.before} to {change.after}" for change in one.changes)
        subject = course.catalogue[one.subject].name if one.subject in course.catalogue else one.subject
        yield f"  {subject}: {_OUTCOMES[one.outcome.value]}{f' ({changes})' if changes else ''}"
        yield from _because(one.reasons)
    for found in programme.referrals:
        if found.is_open:
            within = f"within {found.within_h} hours" if found.within_h is not None else "at the next chance"
            yield f"Show it to: {found.to}, {within} ({found.rule}, since {found.raised_on})"
            yield from _because(found.reasons)
    if programme.rescreen is not None:
        yield "All health questions are asked again:"
        yield from _because((programme.rescreen,))


def _days(programme: "Programme") -> Iterator[str]:
    """What the person changed about the days of this week: moved, ill, away."""
    from steadyback.programme.versions import week_of
    from steadyback.records.clearance import GateDecision, GateStatus

    week = week_of(programme, gate=GateDecision(GateStatus.OPEN, ()))
    told = [one for one in week.reasons if one.rule in ("PL-04.moved", "PL-04.stays")] if week else []
    free = [reason for _, reason in programme.free_days]
    if told or free:
        yield "Days of this week:"
        yield from _because((*told, *free))


def _because(reasons: "tuple[Reason, ...]") -> Iterator[str]:
    """The same sentences as on the pages, each with its rule, evidence and values."""
    from steadyback.web.why import explanation

    for reason in reasons:
        said = explanation(reason)
        values = " ".join(f"{name}={value}" for name, value in reason.values.items() if value is not None)
        marks = f"{said.evidence}, default" if said.default else said.evidence
        yield f"      {said.text} [{said.rule}{f'; {marks}' if marks else ''}{f'; {values}' if values else ''}]"


def _as_json(programme: "Programme", gate: "tuple[Reason, ...]") -> dict[str, Any]:
    from steadyback.records.codec import to_json

    return {
        "date": programme.today.isoformat(),
        "week": programme.week_number,
        "gate": to_json(gate),
        "level_reasons": to_json(programme.course.level_reasons),
        "amounts": to_json(programme.versions[-1].amounts),
        "decisions": to_json(programme.decided_on(programme.today)),
        "moves": to_json(programme.moves),
        "free_days": to_json(tuple(reason for _, reason in programme.free_days)),
        "referrals": to_json(tuple(one for one in programme.referrals if one.is_open)),
        "rescreen": to_json(programme.rescreen),
    }
