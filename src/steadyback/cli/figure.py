"""`steadyback figure`: a picture, a flat drawing or a film of an exercise, to print or to show."""

import argparse
import sys
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from steadyback.api import write_whole
from steadyback.cli import CommandError, UsageError
from steadyback.cli.analyse import Progress
from steadyback.exercises import Exercise, load_catalogue, load_transitions

if TYPE_CHECKING:
    from steadyback.motion.recorded import RecordedClip
    from steadyback.motion.stills import Moment, View

BODIES: Final = ("woman_45", "man_40", "woman_70", "man_60")
VIEWS: Final = ("side", "front", "top")
FORMATS: Final = (".png", ".svg", ".mp4")
FPS: Final = 25
WAYS: Final = {"way_down": "down_to_floor", "way_up": "up_from_floor"}
LAST_STEP_S: Final = 1.0
"""A way down or up stands still for so long at its end before the film is over."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "figure",
        help="draw an exercise as a picture, a drawing or a film",
        description="Draw an exercise: a picture (.png) or a flat drawing (.svg) of its start and end side by side, "
        "with arrows, or a film (.mp4) of one repetition at its own tempo, which can be repeated without a break.",
    )
    parser.add_argument(
        "exercise",
        metavar="EXERCISE",
        help="such as bird_dog; with a variant mcgill_curl_up.elbows_lifted; a way to the floor such as way_down_none",
    )
    parser.add_argument("-o", dest="output", type=Path, required=True, metavar="FILE", help="out.png, out.svg, out.mp4")
    parser.add_argument("--side", choices=("left", "right"), default="right", help="the side that works")
    parser.add_argument("--body", choices=BODIES, default=BODIES[0], help="who shows it (default: %(default)s)")
    parser.add_argument("--view", choices=VIEWS, help="where one looks from (default: where it is seen best)")
    parser.add_argument("--phase", metavar="P", help="only the end of this phase, such as hold")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Draw and write. UsageError for a wrong call, CommandError for what cannot be drawn or written here."""
    _check_output(args.output, args.phase)
    name, _, variant = args.exercise.partition(".")
    exercise = None if name.startswith("way_") else _exercise(name, variant)
    text = _recorded(args.exercise, args.body)
    try:
        from steadyback.motion.recorded import read_clip
        from steadyback.motion.stills import FILM, FINER, PANEL, view_of
    except ImportError as error:
        raise CommandError(
            f'drawing needs the video extra: pip install "steadyback[video]" (not found: {error.name or error})'
        ) from error
    clip = read_clip(text)
    width, height = FILM if args.output.suffix.lower() == ".mp4" else PANEL
    stays = exercise is not None and exercise.sides == "alternate"
    view = view_of(clip, args.side, args.view or "", (width * FINER, height * FINER), stays=stays)
    write = _writer(args, exercise, view)
    try:
        write_whole(args.output, write)
    except OSError as error:
        raise CommandError(f"{args.output}: cannot be written ({error.strerror or error})") from error
    print(f"Written: {args.output}")
    if clip.side == "both" and args.side == "left":
        print("Both sides do the same here; the person only faces the other way.")
    return 0


def _check_output(path: Path, phase: str | None) -> None:
    if path.suffix.lower() not in FORMATS:
        raise UsageError(f"{path}: give a name that ends with {', '.join(FORMATS)}")
    if path.is_dir():
        raise UsageError(f"{path} is a folder; give a file name")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {path.absolute().parent} to write {path.name} into")
    if phase is not None and path.suffix.lower() == ".mp4":
        raise UsageError("a film shows the whole repetition: leave --phase out, or write a .png or .svg")


def _exercise(name: str, variant: str) -> Exercise:
    catalogue = load_catalogue()
    if name not in catalogue:
        near = get_close_matches(name.lower(), catalogue.ids, n=3, cutoff=0.5)
        advice = f"Did you mean {' or '.join(near)}?" if near else "`steadyback exercises` lists them all."
        raise UsageError(f"there is no exercise {name!r}. {advice}")
    exercise = catalogue[name]
    variants = () if exercise.motion is None else tuple(exercise.motion.variants)
    if variant and variant not in variants:
        known = f"it has {', '.join(f'{name}.{one}' for one in variants)}" if variants else f"there is only {name}"
        raise UsageError(f"{name} has no variant {variant!r} that is drawn; {known}")
    return exercise


def _recorded(name: str, body: str) -> str:
    """The text of the recorded movement."""
    folder = _clips()
    found = folder / f"{name}.{body}.json"
    if found.is_file():
        return found.read_text(encoding="utf-8")
    bodies = [one for one in BODIES if (folder / f"{name}.{one}.json").is_file()]
    if bodies:
        raise UsageError(f"{name} is not drawn with {body}; choose --body {' or '.join(bodies)}")
    ways = sorted({one.name.partition(".")[0] for one in folder.iterdir() if one.name.startswith("way_")})
    raise UsageError(f"nothing is drawn for {name!r}. Give an exercise, or one of {', '.join(ways)}")


def _clips() -> Traversable:
    return files("steadyback") / "web" / "static" / "figures" / "clips"


def _writer(args: argparse.Namespace, exercise: Exercise | None, view: "View") -> Callable[[Any], object]:
    """What writes the file, chosen by its name."""
    kind = args.output.suffix.lower()
    if kind == ".mp4":
        return lambda file: _write_film(file, exercise, view)
    moments = _moments(args.phase, exercise, view.clip)
    if kind == ".svg":
        from steadyback.motion.outline import drawing

        title = exercise.name if exercise is not None else args.exercise.replace("_", " ")
        return lambda file: file.write(drawing(view, moments, title).encode())
    return lambda file: _write_picture(file, view, moments)


def _moments(phase: str | None, exercise: Exercise | None, clip: "RecordedClip") -> "tuple[Moment, ...]":
    from steadyback.motion.stills import Moment, start_and_end, steps_of

    if phase is not None:
        known = [one.id for one in clip.phases]
        if phase not in known:
            raise UsageError(f"{clip.exercise} has no phase {phase!r}; it has {', '.join(known)}")
        return (Moment(phase.replace("_", " ").capitalize(), phase, 1.0),)
    return steps_of(clip) if exercise is None else start_and_end(exercise)


def _write_picture(file: Any, view: "View", moments: "tuple[Moment, ...]") -> None:
    from PIL import Image

    from steadyback.motion.stills import still

    Image.fromarray(still(view, moments)).save(file, "PNG", optimize=True)


def _write_film(file: Any, exercise: Exercise | None, view: "View") -> None:
    from steadyback.motion.stills import film_pictures, film_plan
    from steadyback.video import VideoError
    from steadyback.video.film_file import write_film

    plan = film_plan(view.clip, _seconds(exercise, view.clip), FPS)
    if exercise is None:
        plan += [(view.clip.phases[-1].id, 1.0)] * round(LAST_STEP_S * FPS)
    progress = Progress() if sys.stderr.isatty() else None

    def told() -> Iterator[Any]:
        for done, picture in enumerate(film_pictures(view, plan), 1):
            if progress is not None:
                progress.show(done, len(plan))
            yield picture

    try:
        write_film(file, told(), FPS)
    except VideoError as error:
        raise CommandError(str(error)) from error
    finally:
        if progress is not None:
            progress.end()


def _seconds(exercise: Exercise | None, clip: "RecordedClip") -> dict[str, float]:
    """How long each phase lasts by itself."""
    if exercise is not None:
        return {phase.id: phase.duration_s.target for phase in exercise.phases}
    way, _, support = clip.exercise.rpartition("_")
    steps = load_transitions()[WAYS[way]][support]
    return {phase.id: step.seconds for phase, step in zip(clip.phases, steps, strict=True)}
