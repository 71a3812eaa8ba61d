"""`steadyback analyse`: what somebody did in a recorded video."""

import argparse
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from time import monotonic
from typing import Final

from steadyback import api
from steadyback.cli import CommandError, UsageError
from steadyback.coaching import Abstained, Repetition
from steadyback.exercises import load_catalogue
from steadyback.video import MODELS

PROGRESS_EVERY_S: Final = 0.5
REASONS: Final = {
    "no_person": "nobody was found",
    "unreadable": "the landmarks were not readable",
    "out_of_picture": "part of the body was out of the picture",
    "wrong_view": "not seen from the view this exercise needs",
}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "analyse",
        help="count the repetitions in a recorded video",
        description="Count the repetitions of one exercise in a recorded video. Nothing leaves this computer.",
    )
    parser.add_argument("video", type=Path, metavar="VIDEO", help="a video file, or a landmark file (.npz)")
    parser.add_argument("--exercise", required=True, metavar="ID", help="which exercise it shows, such as bridge")
    parser.add_argument("--side", choices=("auto", "left", "right"), default="auto", help="count only this leg or arm")
    parser.add_argument("--model", choices=MODELS, default="full", help="lite is faster, heavy slower (default: full)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result as JSON")
    parser.add_argument("--landmarks", type=Path, metavar="FILE.npz", help="keep what the model saw")
    parser.add_argument("--progress", action="store_true", help="show progress also where stderr is no terminal")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Analyse one recording; UsageError for a wrong call, CommandError for a recording that cannot be analysed."""
    _check_outputs(args)
    progress = Progress() if args.progress or sys.stderr.isatty() else None
    try:
        analysis = api.analyse_video(
            args.video,
            args.exercise,
            model=args.model,
            side=args.side,
            landmarks_path=args.landmarks,
            on_progress=progress.show if progress else None,
        )
    except api.UnknownExerciseError as error:
        raise UsageError(_unknown(args.exercise)) from error
    except api.NotCountableError as error:
        raise UsageError(
            f"{args.exercise} is guided by a timer: a camera cannot count it. "
            f"`steadyback exercises {args.exercise}` shows more."
        ) from error
    except api.VideoError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(
            f"{args.landmarks or args.video}: {error.strerror or error}. Nothing was written."
        ) from error
    finally:
        if progress:
            progress.end()
    print("\n".join(_report(analysis)))
    if args.json is not None:
        _write_json(analysis, args.json)
    return 0


def _check_outputs(args: argparse.Namespace) -> None:
    """Refuse to write over what is read, or where nothing can be written, before the long work begins."""
    outputs = [path for path in (args.json, args.landmarks) if path is not None]
    for path in outputs:
        if path.resolve() == args.video.resolve():
            raise UsageError(f"{path} is the recording itself; choose another name for the result")
        if path.is_dir():
            raise UsageError(f"{path} is a folder; give a file name")
        if not path.absolute().parent.is_dir():
            raise UsageError(f"there is no folder {path.absolute().parent} to write {path.name} into")
    if len(outputs) == 2 and outputs[0].resolve() == outputs[1].resolve():
        raise UsageError(f"{outputs[0]} cannot hold both results; give two names")


def _unknown(exercise_id: str) -> str:
    near = get_close_matches(exercise_id.lower(), load_catalogue().ids, n=3, cutoff=0.5)
    advice = f"Did you mean {' or '.join(near)}?" if near else "`steadyback exercises` lists them all."
    return f"there is no exercise {exercise_id!r}. {advice}"


def _write_json(analysis: api.Analysis, path: Path) -> None:
    try:
        analysis.write_json(path)
    except OSError as error:
        raise CommandError(f"{path}: cannot be written ({error.strerror or error})") from error
    print(f"Written: {path}")


def _report(analysis: api.Analysis) -> Iterator[str]:
    """The result as lines for a person."""
    exercise = load_catalogue()[analysis.exercise]
    yield f"{exercise.name} ({exercise.id}): {_counted(analysis)}"
    yield (
        f"{analysis.frames} pictures, {analysis.duration_s:.1f} s, somebody seen in "
        f"{analysis.tracked_fraction:.0%} of them, model {analysis.model}"
    )
    if analysis.repetitions:
        yield ""
        yield f"{'no.':>4}  {'side':<8}{'start':>8}{'farthest':>10}{'end':>8}{'range':>8}"
        yield from map(_row, analysis.repetitions)
    if analysis.holds:
        yield ""
        yield "Held:"
        yield from (
            f"  {_side(hold.side):<8}{hold.start_s:>8.2f} s to {hold.end_s:.2f} s, {hold.hold_s:.1f} s"
            for hold in analysis.holds
        )
    if analysis.abstained:
        yield ""
        yield "Not counted in these times:"
        yield from map(_abstained, analysis.abstained)


def _counted(analysis: api.Analysis) -> str:
    if analysis.holds and not analysis.repetitions:
        times = "once" if len(analysis.holds) == 1 else f"{len(analysis.holds)} times"
        return f"held {times}, {sum(hold.hold_s for hold in analysis.holds):.1f} s"
    unfinished = len(analysis.repetitions) - analysis.count
    words = "1 repetition" if analysis.count == 1 else f"{analysis.count} repetitions"
    sides = [repetition.side for repetition in analysis.repetitions if repetition.complete]
    if "left" in sides or "right" in sides:
        words += f" (left {sides.count('left')}, right {sides.count('right')})"
    return words + (f", and {unfinished} not seen to the end" if unfinished else "")


def _row(repetition: Repetition) -> str:
    number = str(repetition.index) if repetition.complete else "-"
    times = f"{repetition.start_s:>8.2f}{repetition.peak_s:>10.2f}{repetition.end_s:>8.2f}"
    note = "" if repetition.complete else "  not seen to the end"
    return f"{number:>4}  {_side(repetition.side):<8}{times}{repetition.range_deg:>6.0f}\N{DEGREE SIGN} {note}".rstrip()


def _abstained(abstained: Abstained) -> str:
    return f"  {abstained.from_s:>8.2f} s to {abstained.to_s:.2f} s: {REASONS[abstained.reason]}"


def _side(side: str) -> str:
    return "?" if side == "unknown" else side


class Progress:
    """One line on stderr that says how far the work is; at most two updates a second."""

    def __init__(self) -> None:
        self._began_s = self._shown_s = monotonic()
        self._shown = False
        self._in_place = sys.stderr.isatty()

    def show(self, done: int, expected: int | None) -> None:
        """Called for each frame."""
        now_s = monotonic()
        if now_s - self._shown_s < PROGRESS_EVERY_S:
            return
        self._shown_s, self._shown = now_s, True
        share = f"{min(1.0, done / expected):4.0%} " if expected else ""
        line = f"{share}{done} pictures, {done / (now_s - self._began_s):.0f} a second"
        print(
            f"\r{line:<60}" if self._in_place else line, end="" if self._in_place else "\n", file=sys.stderr, flush=True
        )

    def end(self) -> None:
        """Leave the line."""
        if self._shown and self._in_place:
            print(file=sys.stderr)
