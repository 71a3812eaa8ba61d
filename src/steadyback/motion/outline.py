"""A movement as a flat drawing of paths (SVG), which prints sharply at any size and in grey."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from steadyback.motion.arrows import arrows_of
from steadyback.motion.body import PARTS
from steadyback.motion.joints import Floats
from steadyback.motion.picture import scene_of, seen_groups
from steadyback.motion.raster import NOTHING
from steadyback.motion.shapes import THING_GROUP
from steadyback.motion.stills import COLUMNS, FINER, LABEL_PX, LABEL_ROWS, PANEL, Moment, View, arrow_px, seen_rows

TINTS: Final = {"skin": "#f1dccd", "shirt": "#8fc3c7", "leggings": "#7f8799", "hair": "#4b4440", "eyes": "#ffffff",
                "iris": "#3e2a1c"}  # fmt: skip
THING: Final = "#e1ece6"
INK: Final = "#1b2333"
TEAL: Final = "#0e7c86"
ROUGH_PX: Final = 0.9
SMALLEST_PX: Final = 24
SHORTEST_LINE_PX: Final = 16


def drawing(view: View, moments: Sequence[Moment], title: str) -> str:
    """The whole SVG: every panel as paths, with its label as text."""
    columns = min(len(moments), COLUMNS)
    rows = -(-len(moments) // columns)
    top, bottom = seen_rows(view, moments)
    high = bottom - top + LABEL_ROWS
    width, height = columns * PANEL[0], rows * high
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="sans-serif">',
        f"<title>{escape(title)}</title>",
        f'<clipPath id="panel"><rect y="{top}" width="{PANEL[0]}" height="{bottom - top}"/></clipPath>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for at, moment in enumerate(moments):
        row, column = divmod(at, columns)
        lines.append(f'<g transform="translate({column * PANEL[0]} {row * high - top})"><g clip-path="url(#panel)">')
        lines += _panel(view, moment)
        lines.append("</g>")
        lines.append(
            f'<text x="{PANEL[0] / 2:g}" y="{top + high - LABEL_ROWS + LABEL_PX:g}" text-anchor="middle" '
            f'font-size="{LABEL_PX}" fill="{INK}">{escape(moment.label)}</text></g>'
        )
    return "\n".join([*lines, "</svg>", ""])


def _panel(view: View, moment: Moment) -> Iterator[str]:
    posed = view.clip.posed(view.body, moment.phase, moment.progress)
    scene = scene_of(view.clip, view.body, posed, view.camera)
    groups, edges = seen_groups(scene, view.camera)
    for mesh in scene.clear:
        hull: Any = cv2.convexHull(view.camera.seen(mesh.places)[0].astype(np.float32))[:, 0]
        yield f'<path d="{_straight(hull)}" fill="{THING}" opacity="0.7"/>'
    near_edge = cv2.dilate(edges.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    lines: list[str] = []
    for group in np.unique(groups[groups != NOTHING])[::-1]:
        thing = bool(group >= THING_GROUP)
        outlines = _outlines((groups == group) & ~edges)
        fill = THING if thing else TINTS[PARTS[int(group) % len(PARTS)]]
        closed = " ".join(_path(_simple(outline, closed=True), thing, closed=True) for outline in outlines)
        if closed:
            yield f'<path d="{closed}" fill="{fill}" fill-rule="evenodd" stroke="{fill}" stroke-width="1.6"/>'
        for outline in outlines:
            lines += [_path(_simple(run, closed=False), thing, closed=False) for run in _runs(outline, near_edge)]
    yield f'<path d="{" ".join(lines)}" fill="none" stroke="{INK}" stroke-width="1.7" stroke-linecap="round" ' \
          f'stroke-linejoin="round"/>'  # fmt: skip
    if moment.arrows:
        for places in arrows_of(view.clip, view.body, moment.phase):
            yield from _arrow(*arrow_px(places, view.camera))


def _arrow(line: Floats, head: Floats) -> Iterator[str]:
    way, tip = _curve(line[::2], closed=False), _straight(head)
    yield f'<path d="{way}" fill="none" stroke="#ffffff" stroke-width="10" stroke-linecap="round"/>'
    yield f'<path d="{tip}" fill="#ffffff" stroke="#ffffff" stroke-width="5" stroke-linejoin="round"/>'
    yield f'<path d="{way}" fill="none" stroke="{TEAL}" stroke-width="6" stroke-linecap="round"/>'
    yield f'<path d="{tip}" fill="{TEAL}"/>'


def _outlines(mask: NDArray[np.bool_]) -> list[Floats]:
    """The contours (N,2) of an area and of its holes, in pixels."""
    found: Sequence[Any] = cv2.findContours(mask.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)[0]
    return [one[:, 0].astype(float) for one in found if cv2.contourArea(one) >= SMALLEST_PX]


def _runs(outline: Floats, near_edge: NDArray[np.bool_]) -> Iterator[Floats]:
    """The stretches of a contour that lie beside a line."""
    columns, rows = outline.astype(int).T
    beside = near_edge[rows, columns]
    if beside.all():
        yield np.vstack([outline, outline[:1]])
        return
    begin = int(np.flatnonzero(~beside)[0])
    beside, outline = np.roll(beside, -begin), np.roll(outline, -begin, axis=0)
    turns = np.flatnonzero(np.diff(np.concatenate([[False], beside, [False]]).astype(int)))
    for start, end in zip(turns[::2], turns[1::2], strict=True):
        if end - start >= SHORTEST_LINE_PX:
            yield outline[start:end]


def _simple(points: Floats, *, closed: bool) -> Floats:
    """Fewer points of the same line."""
    found: Any = cv2.approxPolyDP(points.astype(np.float32)[:, None], ROUGH_PX, closed)
    return np.asarray(found[:, 0], float)


def _path(points: Floats, straight: bool, *, closed: bool) -> str:
    return _straight(points, closed=closed) if straight else _curve(points, closed=closed)


def _curve(points: Floats, *, closed: bool) -> str:
    """A soft line past the points, through the middles between them."""
    places = points / FINER
    if len(places) < 3:
        return _straight(points, closed=closed)
    middles = (places + np.roll(places, -1, axis=0)) / 2
    if closed:
        steps = [f"Q{_at(places[at])} {_at(middles[at])}" for at in range(len(places))]
        return f"M{_at(middles[-1])}{''.join(steps)}Z"
    steps = [f"Q{_at(places[at])} {_at(middles[at])}" for at in range(1, len(places) - 2)]
    return f"M{_at(places[0])}{''.join(steps)}Q{_at(places[-2])} {_at(places[-1])}"


def _straight(points: Floats, *, closed: bool = True) -> str:
    return f"M{'L'.join(_at(point) for point in points / FINER)}{'Z' if closed else ''}"


def _at(point: Floats) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
