"""What one person chose for themselves on this installation."""

from dataclasses import dataclass
from enum import StrEnum

from steadyback.records.clearance import Policy


class PainMode(StrEnum):
    BRIEF_STRICT = "brief_strict"
    MONITORED = "monitored"


@dataclass(frozen=True, slots=True)
class PersonalSettings:
    """Policy and pain mode are clinical settings (defaults strict and brief_strict); the rest is comfort.

    voice_rate is the speed of speech, 1.0 normal. Quiet hours are local hours 0-23; equal values mean none.
    """

    policy: Policy = Policy.STRICT
    pain_mode: PainMode = PainMode.BRIEF_STRICT
    country: str = "INT"
    voice_on: bool = True
    tones_on: bool = True
    voice_rate: float = 1.0
    quiet_from_hour: int = 22
    quiet_until_hour: int = 7
