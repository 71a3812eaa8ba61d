"""Where a person starts: irritability and level 0-3 (PL-01, PL-02; amendments 2)."""

from datetime import date

from steadyback.programme.rules import thresholds, whole
from steadyback.records.clearance import ClearanceLimits
from steadyback.records.reasons import Reason
from steadyback.records.screening import Baseline, Disposition, ScreeningOutcome

HIGH, MODERATE, LOW = "high", "moderate", "low"
_NOT_CAUTION = frozenset({"ACTIVE"})


def irritability(baseline: Baseline) -> str:
    """PL-01: "high", "moderate" or "low". A missing or impossible value is high."""
    settle, average, rest = baseline.settle_h, baseline.pain_average, baseline.pain_rest
    if settle is None or average is None or rest is None:
        return HIGH
    if not settle >= 0 or not 0 <= average <= 10 or not 0 <= rest <= 10:
        return HIGH
    settle_high, settle_moderate = thresholds("PL-01.settle_h")
    average_high, average_moderate = thresholds("PL-01.pain_average")
    if settle > settle_high or average >= average_high or rest >= whole("PL-01.pain_rest"):
        return HIGH
    return MODERATE if settle >= settle_moderate or average >= average_moderate else LOW


def _by_irritability(baseline: Baseline) -> tuple[int, Reason]:
    found = irritability(baseline)
    level = {HIGH: 0, MODERATE: 1, LOW: 3}[found]
    values = {"settle_h": baseline.settle_h, "pain_average": baseline.pain_average, "pain_rest": baseline.pain_rest}
    return level, Reason("PL-01", {"irritability": found, **values})


def _from_high_to_low(value: float, bounds: tuple[int | float, ...]) -> int:
    for level, bound in enumerate(bounds):
        if value >= bound:
            return level
    return len(bounds)


def _by_function(baseline: Baseline) -> tuple[int, Reason]:
    """RMDQ when there is one, else the mean of three own activities; the lower when both are there; neither: 0."""
    levels = []
    mean = None
    if baseline.rmdq is not None:
        known = 0 <= baseline.rmdq <= 24
        levels.append(_from_high_to_low(baseline.rmdq, thresholds("PL-02.rmdq")) if known else 0)
    scores = [score for _, score in baseline.activities]
    if scores:
        mean = sum(scores) / len(scores)
        known = all(0 <= score <= 10 for score in scores)
        levels.append(_from_high_to_low(mean, thresholds("PL-02.activities")) if known else 0)
    values = {"rmdq": baseline.rmdq, "activities_mean": None if mean is None else round(mean, 2)}
    return min(levels, default=0), Reason("PL-02.function", values)


def _by_activity(baseline: Baseline) -> tuple[int, Reason]:
    minutes = baseline.active_min_per_week
    low, high = thresholds("PL-02.active_min")
    level = 1 if minutes is None or minutes < low else 2 if minutes < high else 3
    return level, Reason("PL-02.activity", {"active_min_per_week": minutes})


def _caps(outcome: ScreeningOutcome, year_of_birth: int | None, today: date) -> list[tuple[int, Reason]]:
    caps = []
    caution = outcome.disposition is not Disposition.CLEAR or bool(outcome.flags - _NOT_CAUTION)
    if caution:
        caps.append((whole("PL-02.caution_cap"), Reason("PL-02.caution", {"flags": ",".join(sorted(outcome.flags))})))
    old_age, cap = (int(value) for value in thresholds("PL-02.age_or_fall"))
    age = None if year_of_birth is None else today.year - year_of_birth
    if age is None or not 0 <= age < old_age:
        caps.append((cap, Reason("PL-02.age", {"age": age})))
    if "BALANCE" in outcome.flags:
        caps.append((cap, Reason("PL-02.fall", {"fall_or_unsteady": True})))
    return caps


def start_level(
    baseline: Baseline,
    outcome: ScreeningOutcome,
    year_of_birth: int | None,
    today: date,
    limits: ClearanceLimits | None = None,
) -> tuple[int, tuple[Reason, ...]]:
    """PL-02: the lowest of irritability, function, activity and the caps, with every factor as a reason.

    A specialist's starting dose (amendments 3) is one more cap.

    The first reason is rule PL-02 with the level; the next name the factors, the deciding ones with "decides".
    """
    factors = [_by_irritability(baseline), _by_function(baseline), _by_activity(baseline)]
    factors += _caps(outcome, year_of_birth, today)
    if limits is not None and limits.starting_level is not None:
        factors.append(starting_cap(limits.starting_level))
    level = min(value for value, _ in factors)
    reasons = [Reason("PL-02", {"level": level})]
    for value, reason in factors:
        reasons.append(Reason(reason.rule, {**reason.values, "allows": value, "decides": value == level}))
    return level, tuple(reasons)


def starting_cap(starting_level: int) -> tuple[int, Reason]:
    """The specialist's starting dose as a cap on the level; below 0 counts as 0."""
    return max(0, starting_level), Reason("G-03.limits", {"starting_level": starting_level})
