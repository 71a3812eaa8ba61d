"""Turns the reasons not to judge into news: closed, open, and somebody who has been gone for a while."""

from typing import Final

from steadyback.coaching.events import CoachEvent, GateClosed, GateOpened, PersonLeft
from steadyback.coaching.limits import limit

TOLD_AFTER_S: Final = limit("gate.told_after")
GONE_S: Final = limit("gate.gone")
WAS_THERE_S: Final = limit("gate.was_there")
NOBODY: Final = ("no_person", "unreadable", "not_yet_seen")
"""Reasons that say nothing about somebody being there."""


class GateReport:
    """`push(time, reason)` gives what is news; a single lost frame is none.

    Somebody who was there, judged or not, and then is not for a while has left; that is told once, and only while they
    are `expected`.
    """

    def __init__(self) -> None:
        self.expected = True
        self._told: str | None = "not_yet_seen"
        self._now: str | None = "not_yet_seen"
        self._since_s = 0.0
        self._there_since_s: float | None = None
        self._was_there = False

    def push(self, t_s: float, reason: str | None) -> list[CoachEvent]:
        if reason != self._now or t_s < self._since_s:
            self._now, self._since_s = reason, t_s
        events: list[CoachEvent] = []
        if self._now != self._told and t_s - self._since_s >= TOLD_AFTER_S:
            self._told = self._now
            events.append(
                GateOpened(round(t_s, 3)) if self._now is None else GateClosed(round(self._since_s, 3), self._now)
            )
        self._see(t_s, reason)
        if reason == "no_person" and self._was_there and self.expected and t_s - self._since_s >= GONE_S:
            self._was_there = False
            events.append(PersonLeft(round(t_s, 3), round(self._since_s, 3)))
        return events

    def _see(self, t_s: float, reason: str | None) -> None:
        if reason in NOBODY:
            self._there_since_s = None
            return
        if self._there_since_s is None or t_s < self._there_since_s:
            self._there_since_s = t_s
        self._was_there = self._was_there or reason is None or t_s - self._there_since_s >= WAS_THERE_S
