"""`steadyback analyse`: what somebody did in a recorded video."""

import argparse
import sys
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path
from time import monotonic
from typing import Final

from steadyback import api
from steadyback.cli import CommandError, UsageError
from steadyback.coaching import Abstained, Repetition, motion_of
from steadyback.exercises import load_catalogue
from steadyback.video import MODELS

PROGRESS_EVERY_S: Final = 0.5
SUFFIXES: Final = (".mp4", ".mov", ".m4v", ".webm", ".mkv", ".avi", ".npz", ".lmk1")
"""What counts as a recording in a folder; a single file may be called anything."""
INCOMPLETE: Final = {"hidden": "not seen to the end", "small_range": "too small to be counted"}
REASONS: Final = {
    "no_person": "nobody was found",
    "unreadable": "the landmarks were not readable",
    "out_of_picture": "part of the body was out of the picture",
    "wrong_view": "not seen from the view this exercise needs",
    "several_people": "more than one person was in the picture",
    "camera_moved": "the camera moved",
    "unsteady": "the landmarks flickered",
}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "analyse",
        help="count the repetitions in a recorded video",
        description="Count the repetitions in a recorded video, or in every recording of a folder, and see what to "
        "adjust. Nothing leaves this computer.",
    )
    parser.add_argument(
        "recording", type=Path, metavar="FILE", help="a video, landmarks (.npz, .lmk1), or a folder of them"
    )
    parser.add_argument(
        "--exercise", metavar="ID", help="which exercise it shows, such as bridge; without it any repetition is counted"
    )
    parser.add_argument("--side", choices=("auto", "left", "right"), default="auto", help="count only this leg or arm")
    parser.add_argument("--model", choices=MODELS, default="full", help="lite is faster, heavy slower (default: full)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result as JSON; for a folder, into which")
    parser.add_argument("--csv", type=Path, metavar="FILE.csv", help="write repetitions, holds and faults as a table")
    parser.add_argument("--trc", type=Path, metavar="FILE.trc", help="write the landmarks in metres for OpenSim")
    parser.add_argument("--annotated", type=Path, metavar="FILE.mp4", help="write a copy of the video to look at")
    parser.add_argument("--landmarks", type=Path, metavar="FILE.npz", help="keep what the model saw")
    parser.add_argument("--progress", action="store_true", help="show progress also where stderr is no terminal")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Analyse one recording or a folder; UsageError for a wrong call, CommandError for what cannot be analysed."""
    check_exercise(args.exercise, args.side)
    if args.recording.is_dir():
        return run_folder(args)
    check_outputs(args)
    analysis = analysed(args, args.recording)
    print("\n".join(_report(analysis)))
    for path, write in ((args.json, analysis.write_json), (args.csv, analysis.write_csv)):
        if path is not None:
            written(path, write)
    for path in (args.trc, args.annotated, args.landmarks):
        if path is not None:
            print(f"Written: {path}")
    return 0


def analysed(args: argparse.Namespace, recording: Path) -> api.Analysis:
    progress = Progress() if args.progress or sys.stderr.isatty() else None
    try:
        return api.analyse_video(
            recording,
            args.exercise,
            model=args.model,
            side=args.side,
            landmarks_path=args.landmarks,
            trc_path=args.trc,
            annotated_path=args.annotated,
            on_progress=progress.show if progress else None,
        )
    except api.VideoError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        where = error.filename or recording
        raise CommandError(f"{where}: {error.strerror or error}. The result was not written.") from error
    finally:
        if progress:
            progress.end()


def run_folder(args: argparse.Namespace) -> int:
    """Every recording of a folder: one line and one JSON file each. Ends with 1 if one of them could not be read."""
    for name in ("csv", "trc", "annotated", "landmarks"):
        if getattr(args, name) is not None:
            raise UsageError(f"--{name} is for one recording; give a file, not the folder {args.recording}")
    folder = args.recording if args.json is None else args.json
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder} to write the results into")
    recordings = sorted(path for path in args.recording.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    if not recordings:
        raise UsageError(f"{args.recording}: no recording in it ({', '.join(SUFFIXES)})")
    widest = max(len(path.name) for path in recordings)
    print(f"{'recording':<{widest}}  {'length':>8}  {'seen':>5}  result")
    unread = 0
    for recording in recordings:
        try:
            analysis = analysed(args, recording)
            written(folder / f"{recording.name}.json", analysis.write_json, quietly=True)
        except CommandError as error:
            unread += 1
            print(f"{recording.name:<{widest}}  {'':>8}  {'':>5}  not analysed")
            print(f"steadyback analyse: {error}", file=sys.stderr)
            continue
        result = _counted(analysis) + (", unsure" if analysis.is_unsure else "")
        print(
            f"{recording.name:<{widest}}  {analysis.duration_s:>6.1f} s  {analysis.tracked_fraction:>5.0%}  {result}",
            flush=True,
        )
    print(f"{len(recordings) - unread} of {len(recordings)} analysed, results in {folder}")
    return 1 if unread else 0


def check_exercise(exercise_id: str | None, side: str) -> None:
    """Refuse an exercise that is unknown or led by a timer before the long work begins."""
    if exercise_id is None:
        if side != "auto":
            raise UsageError(f"--side {side} needs --exercise: without it the sides are not told apart")
        return
    try:
        motion_of(load_catalogue()[exercise_id])
    except api.UnknownExerciseError as error:
        raise UsageError(_unknown(exercise_id)) from error
    except api.NotCountableError as error:
        raise UsageError(
            f"{exercise_id} is guided by a timer: a camera cannot count it. "
            f"`steadyback exercises {exercise_id}` shows more."
        ) from error


def check_outputs(args: argparse.Namespace) -> None:
    """Refuse to write over what is read, or where nothing can be written, before the long work begins."""
    outputs = [path for path in (args.json, args.csv, args.trc, args.annotated, args.landmarks) if path is not None]
    for path in outputs:
        if path.resolve() == args.recording.resolve():
            raise UsageError(f"{path} is the recording itself; choose another name for the result")
        if path.is_dir():
            raise UsageError(f"{path} is a folder; give a file name")
        if not path.absolute().parent.is_dir():
            raise UsageError(f"there is no folder {path.absolute().parent} to write {path.name} into")
    names = [path.resolve() for path in outputs]
    for path in outputs:
        if names.count(path.resolve()) > 1:
            raise UsageError(f"{path} cannot hold both results; give two names")


def written(path: Path, write: Callable[[Path], None], *, quietly: bool = False) -> None:
    try:
        write(path)
    except OSError as error:
        raise CommandError(f"{path}: cannot be written ({error.strerror or error})") from error
    if not quietly:
        print(f"Written: {path}")


def _unknown(exercise_id: str) -> str:
    near = get_close_matches(exercise_id.lower(), load_catalogue().ids, n=3, cutoff=0.5)
    advice = f"Did you mean {' or '.join(near)}?" if near else "`steadyback exercises` lists them all."
    return f"there is no exercise {exercise_id!r}. {advice}"


def _report(analysis: api.Analysis) -> Iterator[str]:
    """The result as lines for a person."""
    yield f"{_title(analysis)}: {_counted(analysis)}"
    if analysis.is_unsure:
        yield (
            "Not sure: these movements differ a lot from one another, so they may not be repetitions. "
            "Name the exercise with --exercise, or film only the exercise."
        )
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
    if analysis.faults:
        yield ""
        yield "To adjust:"
        yield from _adjustments(analysis)
    if analysis.abstained:
        yield ""
        yield "Not counted in these times:"
        yield from map(_abstained, analysis.abstained)


def _title(analysis: api.Analysis) -> str:
    if analysis.exercise is not None:
        exercise = load_catalogue()[analysis.exercise]
        return f"{exercise.name} ({exercise.id})"
    joint = f", most movement in the {analysis.joint_followed}" if analysis.joint_followed else ""
    return f"Exercise not named{joint}"


def _adjustments(analysis: api.Analysis) -> Iterator[str]:
    """What to do differently, in the words of the exercise, with the times it was seen."""
    cues = {rule.id: rule.cue for rule in load_catalogue()[analysis.exercise or ""].faults}
    for fault in analysis.faults or ():
        yield f"  {fault.from_s:>8.2f} s to {fault.to_s:.2f} s: {cues[fault.code]} ({fault.code})"


def _counted(analysis: api.Analysis) -> str:
    if analysis.holds and not analysis.repetitions:
        times = "once" if len(analysis.holds) == 1 else f"{len(analysis.holds)} times"
        return f"held {times}, {sum(hold.hold_s for hold in analysis.holds):.1f} s"
    reasons = [repetition.why_incomplete for repetition in analysis.repetitions if not repetition.complete]
    words = "1 repetition" if analysis.count == 1 else f"{analysis.count} repetitions"
    sides = [repetition.side for repetition in analysis.repetitions if repetition.complete]
    if "left" in sides or "right" in sides:
        words += f" (left {sides.count('left')}, right {sides.count('right')})"
    told = [f"{reasons.count(why)} {INCOMPLETE[why]}" for why in INCOMPLETE if why in reasons]
    return ", and ".join([words, *told])


def _row(repetition: Repetition) -> str:
    number = str(repetition.index) if repetition.complete else "-"
    times = f"{repetition.start_s:>8.2f}{repetition.peak_s:>10.2f}{repetition.end_s:>8.2f}"
    note = "" if repetition.why_incomplete is None else f"  {INCOMPLETE[repetition.why_incomplete]}"
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
