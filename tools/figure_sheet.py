"""Draws the phases of an exercise from three sides, quickly, to look at: python tools/figure_sheet.py EXERCISE -o x.png

Beside each phase stands what the coach would measure there, and how far anything is under the floor.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # many small products: one thread is five times as fast

import cv2
import numpy as np

from steadyback.exercises import load_catalogue
from steadyback.motion.body import BODIES, Body, load_body
from steadyback.motion.landmarks import landmarks_m
from steadyback.motion.measure import picture_axes
from steadyback.motion.performance import NoMovementError, Performance, perform, position_pose
from steadyback.motion.props import placed_props
from steadyback.motion.ways import perform_way

COLOURS = {
    "skin": (122, 152, 204), "shirt": (140, 116, 38), "leggings": (66, 48, 44),
    "hair": (42, 48, 66), "eyes": (240, 240, 240), "iris": (40, 40, 60),
}  # fmt: skip
LIGHT = np.array([0.35, 0.85, 0.4]) / np.linalg.norm([0.35, 0.85, 0.4])
VIEWS = {"side": (0.0, 0.0, 1.0), "front": (1.0, 0.0, 0.0), "top": (0.0, 1.0, 0.0), "back": (-1.0, 0.0, 0.0)}
OBLIQUE = np.array([0.55, 0.45, 0.7])
CELL = (420, 300)


def camera(name: str) -> np.ndarray:
    if name != "oblique":
        return picture_axes(np.array(VIEWS[name]))
    to_camera = OBLIQUE / np.linalg.norm(OBLIQUE)
    right = np.cross([0, 1, 0], to_camera)
    right /= np.linalg.norm(right)
    return np.stack([right, np.cross(-to_camera, right), -to_camera])


class Drawer:
    """Draws poses of one body; all pictures of one view share their scale and middle."""

    def __init__(self, body: Body, performance: Performance | None) -> None:
        self.body = body
        self.props = placed_props(performance) if performance else ()
        self.triangles = np.concatenate(
            [part.triangles + start for part, start in zip(body.parts.values(), self._starts(), strict=True)]
        )
        self.colours = np.concatenate(
            [np.tile(COLOURS[name], (len(part.triangles), 1)) for name, part in body.parts.items()]
        ).astype(float)

    def _starts(self) -> np.ndarray:
        return np.cumsum([0] + [len(part.places) for part in self.body.parts.values()])[:-1]

    def draw(self, vector: np.ndarray, axes: np.ndarray, middle: np.ndarray, px_per_m: float) -> np.ndarray:
        width, height = CELL
        image = np.full((height, width, 3), 244, np.uint8)
        places = self.body.surface(vector)
        self._ground(image, axes, middle, px_per_m)
        seen = (places - middle) @ axes.T
        flat = seen[:, :2] * px_per_m + [width / 2, height / 2]
        corners = places[self.triangles]
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
        facing = normals @ -axes[2]
        shade = 0.45 + 0.55 * np.clip(normals @ LIGHT, 0, 1) + 0.12 * np.clip(facing, 0, 1)
        colours = np.clip(self.colours * shade[:, None], 0, 255)
        depth = seen[:, 2][self.triangles].mean(1)
        polygons = np.round(flat[self.triangles] * 16).astype(np.int32)
        for at in np.argsort(-depth):
            if facing[at] > 0:
                cv2.fillConvexPoly(image, polygons[at], colours[at].tolist(), cv2.LINE_AA, 4)
        self._lines(image, vector, axes, middle, px_per_m)
        return image

    def _ground(self, image: np.ndarray, axes: np.ndarray, middle: np.ndarray, px_per_m: float) -> None:
        for prop in self.props:
            for polygon in prop.outline:
                flat = (np.array(polygon) - middle) @ axes.T[:, :2] * px_per_m + [CELL[0] / 2, CELL[1] / 2]
                cv2.polylines(image, [np.round(flat).astype(np.int32)], True, (150, 165, 120), 1, cv2.LINE_AA)
        floor = np.array([[-3, 0, 0], [3, 0, 0]]) if abs(axes[2, 2]) > 0.5 else np.array([[0, 0, -3], [0, 0, 3]])
        if abs(axes[1, 1]) > 0.95:
            flat = (floor - middle) @ axes.T[:, :2] * px_per_m + [CELL[0] / 2, CELL[1] / 2]
            cv2.polylines(image, [np.round(flat).astype(np.int32)], False, (170, 170, 170), 1, cv2.LINE_AA)

    def _lines(self, image, vector, axes, middle, px_per_m) -> None:
        posed = self.body.pose(vector[None])
        for prop in self.props:
            if prop.through:
                line = prop.line(self.body, posed)[0]
                flat = (line - middle) @ axes.T[:, :2] * px_per_m + [CELL[0] / 2, CELL[1] / 2]
                cv2.polylines(image, [np.round(flat).astype(np.int32)], False, (40, 90, 160), 3, cv2.LINE_AA)


def words(image: np.ndarray, lines: list[str]) -> None:
    for at, line in enumerate(lines):
        cv2.putText(image, line, (6, 14 + 13 * at), cv2.FONT_HERSHEY_SIMPLEX, 0.38, (30, 30, 30), 1, cv2.LINE_AA)


def sheet(
    body: Body, performance: Performance | None, vectors: list[tuple[str, np.ndarray, list[str]]], views: list[str]
) -> np.ndarray:
    drawer = Drawer(body, performance)
    every = np.concatenate([body.surface(vector)[::7] for _, vector, _ in vectors])
    low, high = every.min(0), every.max(0)
    middle = (low + high) / 2
    rows = []
    for name, vector, notes in vectors:
        row = []
        for view in views:
            axes = camera(view)
            span = np.abs((every - middle) @ axes.T[:, :2]).max(0) * 2
            scale = min((CELL[0] - 30) / span[0], (CELL[1] - 30) / span[1])
            image = drawer.draw(vector, axes, middle, scale)
            words(image, [f"{name}  {view}"] + (notes if view == views[0] else []))
            row.append(image)
        rows.append(np.hstack(row))
    return np.vstack(rows)


def report(performance: Performance) -> list[tuple[str, np.ndarray, list[str]]]:
    found = []
    for phase in performance.phases:
        frames = phase.frames
        chosen = [(phase.phase.id, frames[-1])]
        if len(frames) > 2:
            chosen.insert(0, (f"{phase.phase.id} half", frames[len(frames) // 2]))
        for name, vector in chosen:
            seen = landmarks_m(performance.body, performance.body.pose(vector[None]))
            notes = [f"lowest {1000 * performance.body.surface(vector)[:, 1].min():.0f} mm"]
            if name == phase.phase.id:
                notes += [
                    f"{one.name} {float(one.meter(seen)[0]):.0f}, wanted {one.degrees:.0f}"
                    for one in phase.targets
                    if one.weight > 1
                ]
            found.append((name, vector, notes))
    return found


def distinct(rows: list[tuple[str, np.ndarray, list[str]]]) -> list[tuple[str, np.ndarray, list[str]]]:
    kept: list[tuple[str, np.ndarray, list[str]]] = []
    for row in rows:
        if not any(np.abs(row[1] - known[1]).max() < 1e-6 for known in kept):
            kept.append(row)
    return kept


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "exercise", nargs="+", help="ids of exercises or ways (way_down_chair), or of positions with --position"
    )
    parser.add_argument("--position", action="store_true", help="draw positions by themselves")
    parser.add_argument("-o", "--out", required=True)
    parser.add_argument("--body", default="woman_45", choices=BODIES)
    parser.add_argument("--variant", default="")
    parser.add_argument("--views", default="side,front,top,oblique")
    parser.add_argument("--between", action="store_true", help="also half way through each phase (slower)")
    args = parser.parse_args()
    pictures = []
    for name in args.exercise:
        began = time.time()
        if args.position:
            vector, body = position_pose(name, args.body), load_body(args.body)
            notes = [f"lowest {1000 * body.surface(vector)[:, 1].min():.0f} mm"]
            pictures.append(sheet(body, None, [(name, vector, notes)], args.views.split(",")))
            continue
        try:
            if name.startswith("way_"):
                performance = perform_way(name, args.body, keys_only=not args.between)
            else:
                performance = perform(load_catalogue()[name], args.body, args.variant, keys_only=not args.between)
        except (NoMovementError, KeyError) as error:
            print(error, file=sys.stderr)
            return 1
        pictures.append(sheet(performance.body, performance, distinct(report(performance)), args.views.split(",")))
        print(f"{name}: {time.time() - began:.1f} s")
    cv2.imwrite(args.out, np.vstack(pictures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
