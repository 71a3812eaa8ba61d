"""Flare-ups: entered, kept gentle, left, returned from (F-01..F-05, specification 3.9)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from steadyback.programme.pain_course import Scores, is_pain
from steadyback.programme.rules import threshold, thresholds, whole
from steadyback.records.reasons import Reason

DAY = timedelta(days=1)
_HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Flare:
    """One flare-up: since when, and the usual pain that it is measured against."""

    began_on: date
    usual: float

    def day(self, today: date) -> int:
        """0 on the day it began."""
        return (today - self.began_on).days


def flare_begins(today: date, told: bool, readings: Mapping[date, int], usual: float | None) -> Reason | None:
    """F-01: the person says so, or the highest pain of each day has been well above the usual for long enough."""
    if told:
        return Reason("F-01", {"told": True})
    rise, hours = thresholds("F-01.pain")
    days = [today - DAY * back for back in range(math.ceil(hours / _HOURS_A_DAY) + 1)]
    if usual is None or any(day not in readings for day in days):
        return None
    lowest = min(readings[day] for day in days)
    return Reason("F-01", {"pain": lowest, "usual": usual}) if lowest - usual >= rise else None


def flare_ends(flare: Flare, mornings: Scores, today: date) -> Reason | None:
    """F-03: two mornings running near the usual, and not before the days of F-02 are over.

    A morning without an answer is no good morning.
    """
    running, above = thresholds("F-03.mornings")
    if flare.day(today) <= whole("F-02.days"):
        return None
    known = dict(mornings)
    wanted = [today - DAY * back for back in range(int(running))]
    if any(day not in known or day <= flare.began_on for day in wanted):
        return None
    worst = max(known[day] for day in wanted)
    calm = is_pain(worst) and worst <= flare.usual + above
    return Reason("F-03", {"mornings": int(running), "pain": worst, "usual": flare.usual}) if calm else None


def return_share(sessions: int | None) -> float | None:
    """F-04: the share of the dose after so many sessions since the flare-up; None is the whole dose again."""
    if sessions is None:
        return None
    shares = thresholds("F-04.shares")
    stage = sessions // whole("F-04.sessions")
    return float(shares[stage]) if stage < len(shares) else None


def too_long(flare: Flare | None, today: date) -> Reason | None:
    """F-05 and X-01: a flare-up of more than seven days."""
    if flare is None or flare.day(today) <= threshold("F-05.days"):
        return None
    return Reason("F-05", {"days": flare.day(today)})


def too_many(began: Sequence[date], today: date) -> Reason | None:
    """F-05: the third flare-up in six weeks."""
    most, days = (int(value) for value in thresholds("F-05.flares"))
    recent = [on for on in began if (today - on).days < days]
    return Reason("F-05", {"flares": len(recent), "days": days}) if len(recent) >= most else None


def too_strong(flare: Flare | None, readings: Mapping[date, int], today: date) -> Reason | None:
    """F-05: pain of 8 or more for 72 hours of a flare-up."""
    if flare is None:
        return None
    pain, hours = thresholds("F-05.pain")
    days = [today - DAY * back for back in range(math.ceil(hours / _HOURS_A_DAY) + 1)]
    strong = all(readings.get(day, 0) >= pain for day in days)
    return Reason("F-05", {"pain": min(readings[day] for day in days), "hours": hours}) if strong else None
