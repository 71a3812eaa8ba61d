"""Triangle meshes with bone weights: cutting, normals, quads to triangles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass
class Mesh:
    """Places (N,3) in metres, bone weights (N,B), triangles (M,3) and, for skin only, texture places (N,2)."""

    places: np.ndarray
    weights: np.ndarray
    triangles: np.ndarray
    uv: np.ndarray | None = None

    def compact(self) -> Mesh:
        """Without the vertices that no triangle uses."""
        used, renumbered = np.unique(self.triangles, return_inverse=True)
        uv = None if self.uv is None else self.uv[used]
        return Mesh(self.places[used], self.weights[used], renumbered.reshape(-1, 3), uv)

    def only(self, kept: np.ndarray) -> Mesh:
        """Only the triangles marked in `kept` (M,)."""
        return Mesh(self.places, self.weights, self.triangles[kept], self.uv).compact()

    def cut(self, field: np.ndarray) -> Mesh:
        """What lies where the field (N,) is not negative; triangles across its zero are cut exactly there."""
        places, weights = list(self.places), list(self.weights)
        uv = None if self.uv is None else list(self.uv)
        cuts: dict[tuple[int, int], int] = {}

        def crossing(a: int, b: int) -> int:
            key = (min(a, b), max(a, b))
            if key not in cuts:
                share = field[a] / (field[a] - field[b])
                places.append(self.places[a] * (1 - share) + self.places[b] * share)
                weights.append(self.weights[a] * (1 - share) + self.weights[b] * share)
                if uv is not None and self.uv is not None:
                    uv.append(self.uv[a] * (1 - share) + self.uv[b] * share)
                cuts[key] = len(places) - 1
            return cuts[key]

        triangles = []
        for corners in self.triangles:
            kept = []
            for a, b in zip(corners, np.roll(corners, -1), strict=True):
                if field[a] >= 0:
                    kept.append(a)
                if (field[a] >= 0) != (field[b] >= 0):
                    kept.append(crossing(a, b))
            triangles += [(kept[0], kept[k], kept[k + 1]) for k in range(1, len(kept) - 1)]
        whole = None if uv is None else np.array(uv)
        return Mesh(np.array(places), np.array(weights), np.array(triangles), whole).compact()

    def normals(self) -> np.ndarray:
        """Outward unit normals (N,3); vertices at the same place share theirs, so that seams do not show."""
        a, b, c = (self.places[self.triangles[:, k]] for k in range(3))
        face = np.cross(b - a, c - a)
        _, same = np.unique(np.round(self.places, 5), axis=0, return_inverse=True)
        same = same.ravel()
        total = np.zeros((same.max() + 1, 3))
        for k in range(3):
            np.add.at(total, same[self.triangles[:, k]], face)
        found = total[same]
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def triangulated(polygons: list[list[int]]) -> np.ndarray:
    fans = [[(p[0], p[k], p[k + 1]) for k in range(1, len(p) - 1)] for p in polygons]
    return np.array([triangle for fan in fans for triangle in fan])


def turn_between(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The shortest rotation matrix that takes one direction to another (not opposite) one."""
    a, b = start / np.linalg.norm(start), end / np.linalg.norm(end)
    x, y, z = np.cross(a, b)
    skew = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + skew + skew @ skew / (1 + a @ b)
