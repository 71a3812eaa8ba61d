"""Labelled clips and their landmarks, for the benches. Nothing here is part of the product."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from steadyback.coaching import Event, Repetition, RepetitionCounter
from steadyback.exercises import load_catalogue
from steadyback.pose import LandmarkFrame
from steadyback.video.landmark_file import LandmarkFile


@dataclass(frozen=True)
class Clip:
    """One clip: its frames, and what somebody saw in it by eye (`labels.yaml`)."""

    name: str
    frames: tuple[LandmarkFrame, ...]
    label: Mapping[str, Any]

    @property
    def exercise(self) -> str:
        return str(self.label["exercise"])

    @property
    def is_in_catalogue(self) -> bool:
        return not self.exercise.startswith("other:")

    def between(self, from_s: float, to_s: float) -> tuple[LandmarkFrame, ...]:
        return tuple(frame for frame in self.frames if from_s <= frame.t_s <= to_s)


def load_clips(folder: Path) -> Iterator[Clip]:
    """Every labelled clip of a folder that holds `labels.yaml` and `NAME.npz`."""
    labels = yaml.safe_load((folder / "labels.yaml").read_text("utf-8"))["clips"]
    for name, label in labels.items():
        yield Clip(name, tuple(LandmarkFile(folder / f"{name}.npz")), label)


def events_of(frames: tuple[LandmarkFrame, ...], exercise: str) -> list[Event]:
    counter = RepetitionCounter(load_catalogue()[exercise])
    return [event for frame in frames for event in counter.push(frame)] + list(counter.finish())


def counted_in(frames: tuple[LandmarkFrame, ...], exercise: str) -> int:
    """Complete repetitions of an exercise in some frames."""
    return sum(isinstance(event, Repetition) and event.complete for event in events_of(frames, exercise))


def table(header: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """Columns aligned, as plain text."""
    cells = [header, *(tuple(map(str, row)) for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(header))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)
