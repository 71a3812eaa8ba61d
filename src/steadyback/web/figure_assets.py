"""Which moving figures and still pictures this installation has, and the words of the figure's buttons."""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

WORDS: Mapping[str, str] = {
    "start": _("Start"),
    "end": _("End"),
    "view": _("How the figure is shown"),
    "side": _("Side"),
    "front": _("Front"),
    "top": _("From above"),
    "slow": _("Slow"),
    "arrows": _("Arrows"),
    "to_left": _("Show the left side"),
    "to_right": _("Show the right side"),
    "body": _("Figure"),
    "move": _("Show it moving"),
    "rest": _("Still pictures"),
    "woman_45": _("Woman, 45"),
    "man_40": _("Man, 40"),
    "woman_70": _("Woman, 70"),
    "man_60": _("Man, 60"),
}
# What a page with the views' buttons alone has words for.
SHORT = ("start", "end", "view", "side", "front", "top", "move", "rest")
# The order in which bodies are offered; the first one is shown until somebody chooses.
BODIES = ("woman_45", "man_40", "woman_70", "man_60")


def figure_assets(shown: Collection[str] | None = None) -> dict[str, object]:
    """What `<exercise-figure>` needs to know, as JSON: folder, clips with their bodies (1: all), still pictures, words.

    `shown`: the exercises and ways that the page shows, with their variants and with the views' buttons alone; None:
    everything.
    """

    def is_shown(clip: str) -> bool:
        return shown is None or clip.partition(".")[0] in shown

    everybody = sorted({body for bodies in clips().values() for body in bodies}, key=_place)
    return {
        "url": static("figures/"),
        "bodies": everybody,
        "clips": {name: 1 if bodies == everybody else bodies for name, bodies in clips().items() if is_shown(name)},
        "stills": sorted(filter(is_shown, stills())),
        "words": {key: gettext(WORDS[key]) for key in (WORDS if shown is None else SHORT)},
    }


@cache
def clips() -> dict[str, list[str]]:
    """Name of each recorded movement to the bodies that have both it and their own file."""
    bodies = {file.stem for file in _files("bodies", "glb")}
    found: dict[str, list[str]] = {}
    for file in sorted(_files("clips", "json")):
        name, _dot, body = file.stem.rpartition(".")
        if name and body in bodies:
            found.setdefault(name, []).append(body)
    return {name: sorted(of, key=_place) for name, of in found.items()}


@cache
def stills() -> frozenset[str]:
    """Names of the movements that have pictures of both their start and their end, and of the ways with one a step."""
    names = {file.stem for file in _files("stills", "webp")}
    ways = frozenset(way for way, _dot, step in (name.partition(".step_") for name in names) if step)
    return ways | {name.removesuffix(".start") for name in names if f"{name.removesuffix('.start')}.end" in names}


def still_url(exercise_id: str, variant: str = "") -> str:
    """Address of the picture that shows an exercise, or one form of it, best; "" where there is none."""
    name = f"{exercise_id}.{variant}" if variant else exercise_id
    return static(f"figures/stills/{name}.end.webp") if name in stills() else ""


def _files(folder: str, kind: str) -> list[Path]:
    return list((Path(settings.STATIC_ROOT) / "figures" / folder).glob(f"*.{kind}"))


def _place(body: str) -> tuple[int, str]:
    return (BODIES.index(body) if body in BODIES else len(BODIES), body)
