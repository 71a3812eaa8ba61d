"""Pain over days and weeks: the usual pain, the next morning (N-01..N-03) and the week (W-01); specification 3.7."""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

from steadyback.programme.rules import thresholds, whole
from steadyback.records.decisions import Outcome
from steadyback.records.reasons import Reason

NPRS = range(11)
Scores = Sequence[tuple[date, int]]
Finding = tuple[Outcome, Reason]
WEEK = timedelta(days=7)


def is_pain(value: float | None) -> bool:
    """Whether this is a pain score from 0 to 10."""
    return value is not None and not isinstance(value, bool) and 0 <= value <= 10


def usual_pain(mornings: Scores, before: date, pain_before: int | None) -> float | None:
    """b: the median of the last seven mornings before a day, else the pain before the session, else not known."""
    earlier = [pain for on, pain in mornings if on < before][-whole("N-00.usual") :]
    if earlier:
        return float(median(earlier))
    return float(pain_before) if pain_before is not None and is_pain(pain_before) else None


def next_morning(morning: int | None, usual: float | None) -> Finding | None:
    """N-01 lowers what was done last, N-02 keeps it, N-03 is None. A morning that is not told keeps it (P14)."""
    if morning is None or usual is None or not is_pain(morning) or not is_pain(usual):
        return Outcome.HOLD, Reason("P14", {"missing": "morning", "morning": morning})
    values = {"morning": morning, "usual": usual}
    rise, high = thresholds("N-01.pain")
    if morning - usual >= rise or (morning > high and morning > usual):
        return Outcome.REGRESS, Reason("N-01", values)
    rise, from_pain = thresholds("N-02.pain")
    if morning - usual >= rise and morning >= from_pain:
        return Outcome.HOLD, Reason("N-02", values)
    return None


def weekly_pain(before: float | None, now: float | None) -> Finding | None:
    """W-01 for the weekly mean against the week before; None when it is not rising. Not known keeps the dose (P14)."""
    if before is None or now is None or not is_pain(before) or not is_pain(now):
        return Outcome.HOLD, Reason("P14", {"missing": "weekly"})
    worse, more = thresholds("W-01.rise")
    values = {"before": round(before, 2), "now": round(now, 2)}
    if now - before >= worse:
        return Outcome.REGRESS, Reason("W-01.worse", values)
    if now - before >= more:
        return Outcome.HOLD, Reason("W-01", values)
    return None


def morning_mean(mornings: Scores, ends_on: date) -> float | None:
    """The mean of the mornings of the seven days before a day; None with fewer than three."""
    pains = [pain for on, pain in mornings if ends_on - WEEK <= on < ends_on]
    return sum(pains) / len(pains) if len(pains) >= whole("W-01.mornings") else None
