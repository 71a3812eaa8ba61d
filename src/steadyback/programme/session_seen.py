"""What a camera saw of a step, folded from a session's events; what the timer led is never part of it."""

from dataclasses import dataclass, field
from typing import Any, Final

from steadyback.records.session import Event, EventKind

NOT_A_MATTER_OF_SIGHT: Final = frozenset(
    {"off", "starting", "no_camera", "refused", "too_slow", "broken", "no_repetition"}
)
"""Why a camera may not count although it sees the person well, or is not running."""
_SIGHT_IS_OVER = (
    EventKind.COACHING_PAUSED,
    EventKind.COACHING_RESUMED,
    EventKind.STEP_STARTED,
    EventKind.STEP_COMPLETED,
    EventKind.STEP_SKIPPED,
    EventKind.EASIER_CHOSEN,
    EventKind.SESSION_ENDED,
)


@dataclass(slots=True)
class Seen:
    """Of one step: repetitions and seconds of holding that were seen, what was to adjust, and how long not seen."""

    repetitions: int = 0
    hold_s: float = 0.0
    adjustments: dict[str, int] = field(default_factory=dict)
    praised: bool = False
    unseen_s: float = 0.0
    adjusted: list[tuple[str, ...]] = field(default_factory=list)
    _to_adjust: set[str] = field(default_factory=set)
    _unseen_since_s: float | None = None

    def take(self, event: Event, now_s: float) -> None:
        """One accepted event of this step; `now_s` is the session's own clock."""
        data = event.data
        match event.kind:
            case EventKind.REPETITION_COMPLETED:
                self._repetition(seen=data.get("counted_by") == "camera")
            case EventKind.HOLD_COMPLETED:
                self.hold_s += float(data.get("seen_s", 0))
            case EventKind.ADJUSTMENT_SEEN:
                self.adjustments[data["code"]] = self.adjustments.get(data["code"], 0) + 1
                self._to_adjust.add(data["code"])
            case EventKind.CUE_GIVEN:
                self.praised |= data["kind"] == "praise"
            case EventKind.COACHING_PAUSED if data["code"] not in NOT_A_MATTER_OF_SIGHT:
                self._unseen_since_s = now_s

    def _repetition(self, *, seen: bool) -> None:
        """What was to adjust is told before the repetition that it belongs to."""
        self.repetitions += seen
        if seen and self._to_adjust:
            self.adjusted.append(tuple(sorted(self._to_adjust)))
        self._to_adjust.clear()

    def look_away(self, now_s: float) -> None:
        """From here nobody looks for this step any more, or sees it again."""
        if self._unseen_since_s is not None:
            self.unseen_s += now_s - self._unseen_since_s
            self._unseen_since_s = None

    def summary(self) -> dict[str, Any]:
        """The fields of a StepSummary that are about what was seen."""
        return {
            "repetitions_seen": self.repetitions,
            "hold_seen_s": round(self.hold_s, 3),
            "adjustments": dict(self.adjustments),
            "praised": self.praised,
            "unseen_s": round(self.unseen_s, 3),
            "adjusted": tuple(self.adjusted),
        }


def ends_sight(kind: EventKind) -> bool:
    """Whether a spell without sight is over with an event of this kind."""
    return kind in _SIGHT_IS_OVER
