"""Draws a moment of a movement: light, soft shadow and thin lines between what lies one behind the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from steadyback.motion.body import PARTS, Body, Posed
from steadyback.motion.camera import Camera
from steadyback.motion.joints import Floats
from steadyback.motion.raster import NOTHING, Seen, seen_triangles, shares_in
from steadyback.motion.recorded import RecordedClip
from steadyback.motion.shapes import THING_GROUP, Mesh, body_mesh, joined, linear, prop_meshes

Picture = NDArray[np.uint8]
PAPER: Final = (251, 250, 247)
INK: Final = (27, 35, 51)
SKY: Final = np.array([1.0, 1.0, 1.0]) * 1.9 / np.pi
GROUND: Final = linear((180, 188, 190)) * 1.9 / np.pi
SUN: Final = linear((255, 244, 230)) * 1.65 / np.pi
SHADOW_PX: Final = 640
SHADOW_REACH_M: Final = 1.7
SHADOW_BIAS_M: Final = 0.014
SHADOW_DARK: Final = 0.26
JUMP_M: Final = 0.035
"""Two places of the body beside each other in the picture that are so far apart in depth get a line between them."""
LIMB_JUMP_M: Final = 0.012
"""The same between two limbs."""
LINE: Final = 0.45


@dataclass(frozen=True)
class Scene:
    """What is seen of one moment: the solid mesh, what shines through, and where the sun stands (unit, from there)."""

    solid: Mesh
    clear: tuple[Mesh, ...]
    sun: Floats
    middle: Floats


def scene_of(clip: RecordedClip, body: Body, posed: Posed, camera: Camera) -> Scene:
    """The body with its props. The sun stands behind the viewer, to one side and high."""
    props = [mesh for prop in clip.props for mesh in prop_meshes(prop, body, posed)]
    solid = joined([body_mesh(body, posed), *(mesh for mesh in props if mesh.opacity == 1)])
    towards = -camera.axes[2] * [1, 0, 1]
    towards = towards / max(float(np.linalg.norm(towards)), 1e-6)
    sun = towards + camera.axes[0] * 0.6 + np.array([0.0, 2.6, 0.0])
    middle = posed.heads[0].mean(0) * [1, 0, 1]
    return Scene(solid, tuple(mesh for mesh in props if mesh.opacity < 1), sun / np.linalg.norm(sun), middle)


def draw(scene: Scene, camera: Camera, *, lines: bool = True, backdrop: Floats | None = None) -> Picture:
    """RGB (H,W,3) of the camera's size; without a `backdrop` (H,W,3, light) it stands on paper."""
    width, height = camera.size
    seen = _seen(scene.solid, camera)
    shadow = _Shadow(scene)
    light = np.tile(linear(PAPER), (height, width, 1)) if backdrop is None else backdrop.copy()
    _floor_shadow(light, scene, seen, camera, shadow)
    rows, columns = np.nonzero(seen.triangle != NOTHING)
    chosen = seen.triangle[rows, columns]
    places, normals = _points(scene.solid, camera, chosen, rows, columns)
    light[rows, columns] = _lit(scene, camera, chosen, places, normals, shadow)
    for mesh in scene.clear:
        _over(light, mesh, camera, seen)
    if lines:
        _rule(light, edges_of(scene.solid, seen))
    return _srgb(light)


def smaller(picture: Picture, times: int) -> Picture:
    """Each square of `times` x `times` pixels as one, so that edges are soft."""
    height, width = picture.shape[0] // times, picture.shape[1] // times
    cut = picture[: height * times, : width * times].reshape(height, times, width, times, 3)
    return np.asarray(np.round(cut.astype(np.float32).mean((1, 3))), np.uint8)


def seen_groups(scene: Scene, camera: Camera) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """For each pixel the group of the solid thing there (H,W), NOTHING for none; and where a line belongs (H,W)."""
    seen = _seen(scene.solid, camera)
    groups = np.where(seen.triangle == NOTHING, NOTHING, scene.solid.groups[seen.triangle])
    return groups.astype(np.int32), edges_of(scene.solid, seen)


def edges_of(mesh: Mesh, seen: Seen) -> NDArray[np.bool_]:
    """Where one thing ends before another: another cloth or thing, another limb, the same limb much farther away."""
    nothing = seen.triangle == NOTHING
    group = np.where(nothing, NOTHING, mesh.groups[seen.triangle])
    cloth = np.where(nothing | (group >= THING_GROUP), group, group % len(PARTS))
    away = 1 / np.maximum(seen.nearness, 0.02)
    found = np.zeros(group.shape, bool)
    for one, other in ((np.s_[:-1, :], np.s_[1:, :]), (np.s_[:, :-1], np.s_[:, 1:])):
        jump = np.abs(away[one] - away[other])
        found[one] |= (cloth[one] != cloth[other]) | (jump > JUMP_M)
        found[one] |= (group[one] != group[other]) & (jump > LIMB_JUMP_M)
    return found


def _seen(mesh: Mesh, camera: Camera) -> Seen:
    pixels, nearness = camera.seen(mesh.places)
    corners, near = pixels[mesh.triangles], nearness[mesh.triangles]
    one, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    behind = (one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0] >= 0) & ~mesh.two_sided
    return seen_triangles(corners, np.where(behind[:, None], 0.0, near), camera.size)


def _points(
    mesh: Mesh, camera: Camera, chosen: NDArray[np.int32], rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """Place and normal (N,3) of what is seen in these pixels."""
    corners = mesh.triangles[chosen]
    pixels, nearness = camera.seen(mesh.places)
    shares = shares_in(pixels[corners], np.stack([columns + 0.5, rows + 0.5], 1)) * nearness[corners]
    shares /= shares.sum(1, keepdims=True)
    places = np.einsum("nc,ncx->nx", shares, mesh.places[corners])
    normals = np.einsum("nc,ncx->nx", shares, mesh.normals[corners])
    return places, normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)


def _lit(
    scene: Scene, camera: Camera, chosen: NDArray[np.int32], places: Floats, normals: Floats, shadow: "_Shadow"
) -> Floats:
    """A dull surface under a bright sky and one warm light."""
    to_camera = camera.place - places
    away = (normals * to_camera).sum(1) < 0
    normals = np.where((away & scene.solid.two_sided[chosen])[:, None], -normals, normals)
    up = 0.5 * normals[:, 1:2] + 0.5
    sun = np.clip(normals @ scene.sun, 0, 1) * (1 - shadow.at(places + normals * 0.012))
    return np.asarray(scene.solid.colours[chosen] * (GROUND * (1 - up) + SKY * up + SUN * sun[:, None]))


class _Shadow:
    """How far the light reaches: the scene as the sun sees it."""

    def __init__(self, scene: Scene) -> None:
        back = scene.sun
        right = np.cross([0.0, 1.0, 0.0], back)
        right = right / max(float(np.linalg.norm(right)), 1e-6)
        self.axes = np.stack([right, -np.cross(back, right), -back])
        self.middle = scene.middle
        mesh = scene.solid
        flat, away = self._flat(mesh.places)
        self.far = float(away.max()) + 1.0
        nearness = self.far - away
        seen = seen_triangles(flat[mesh.triangles], nearness[mesh.triangles], (SHADOW_PX, SHADOW_PX))
        self.nearness = seen.nearness

    def _flat(self, places: Floats) -> tuple[Floats, Floats]:
        turned = (places - self.middle) @ self.axes.T
        return (turned[:, :2] / SHADOW_REACH_M + 1) * SHADOW_PX / 2, turned[:, 2]

    def at(self, places: Floats) -> Floats:
        """0 in the light to 1 in the shadow (N,), soft at its edge."""
        flat, away = self._flat(places)
        here = self.far - away + SHADOW_BIAS_M
        column, row = np.clip(flat.T, 3, SHADOW_PX - 4)
        found = np.zeros(len(places))
        steps = (-2.2, -1.1, 0.0, 1.1, 2.2)
        for x in steps:
            for y in steps:
                found += self.nearness[(row + y).astype(np.intp), (column + x).astype(np.intp)] > here
        return np.asarray(found / len(steps) ** 2)


def _floor_shadow(light: Floats, scene: Scene, seen: Seen, camera: Camera, shadow: "_Shadow") -> None:
    """On the floor beside the mat, where the scene's shadow can fall at all."""
    places = scene.solid.places
    fallen = places - scene.sun * (places[:, 1] / scene.sun[1])[:, None]
    pixels = camera.seen(fallen)[0]
    low = np.clip(pixels.min(0) - 8, 0, camera.size).astype(int)
    high = np.clip(pixels.max(0) + 8, 0, camera.size).astype(int)
    rows, columns = np.nonzero(seen.triangle[low[1] : high[1], low[0] : high[0]] == NOTHING)
    rows, columns = rows + low[1], columns + low[0]
    rays = camera.rays(np.stack([columns + 0.5, rows + 0.5], 1))
    down = rays[:, 1] < -1e-3
    rows, columns, rays = rows[down], columns[down], rays[down]
    floor = camera.place - rays * (camera.place[1] / rays[:, 1])[:, None]
    light[rows, columns] *= 1 - SHADOW_DARK * shadow.at(floor)[:, None]


def _over(light: Floats, mesh: Mesh, camera: Camera, seen: Seen) -> None:
    """Something that one can see through, before what is farther away."""
    own = _seen(mesh, camera)
    rows, columns = np.nonzero((own.triangle != NOTHING) & (own.nearness > seen.nearness))
    colour = mesh.colours[own.triangle[rows, columns]]
    light[rows, columns] = light[rows, columns] * (1 - mesh.opacity) + colour * mesh.opacity


def _rule(light: Floats, edges: NDArray[np.bool_]) -> None:
    """Thin lines: darker on what is light, lighter on what is dark, so that they are seen in grey as well."""
    rows, columns = np.nonzero(edges)
    below = light[rows, columns]
    dark = below.mean(1, keepdims=True) < 0.06
    light[rows, columns] = np.where(dark, below * 1.6 + 0.03, below * (1 - LINE) + linear(INK) * LINE)


def _srgb(light: Floats) -> Picture:
    share = np.clip(light, 0, 1).astype(np.float32)
    curve = np.where(share <= 0.0031308, share * 12.92, 1.055 * np.maximum(share, 1e-9) ** (1 / 2.4) - 0.055)
    return np.asarray(np.round(curve * 255), np.uint8)


def side_by_side(pictures: Sequence[Picture], columns: int) -> Picture:
    """Equal pictures in rows of `columns`; what is missing in the last row is paper."""
    height, width, _ = pictures[0].shape
    rows = -(-len(pictures) // columns)
    sheet = np.tile(np.array(PAPER, np.uint8), (rows * height, columns * width, 1))
    for at, picture in enumerate(pictures):
        row, column = divmod(at, columns)
        sheet[row * height : (row + 1) * height, column * width : (column + 1) * width] = picture
    return sheet
