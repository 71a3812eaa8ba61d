"""When somebody should look, who, and how soon (R-01..R-11, specification 3.10). Nothing here gives an all clear."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from steadyback.programme.rules import load_referrals, threshold, thresholds, whole
from steadyback.records.decisions import Referral
from steadyback.records.history import LegSymptoms
from steadyback.records.reasons import Reason

# Rules of a session or of the check before it, and the referral that each of them is.
_SIGNS = {
    "R-01": "R-01", "S-01": "R-01", "A08": "R-01", "A09": "R-01", "M-01": "R-09", "R-09": "R-09",
    "M-02": "R-02", "S-02": "R-02", "R-02": "R-02", "R-10": "R-10",
}  # fmt: skip
_LEG_FLAGS = frozenset({"RADIC_STABLE", "RADIC_NOT_EXAMINED"})


def referral(rule: str, on: date, *reasons: Reason) -> Referral:
    row = load_referrals()[rule]
    return Referral(rule, row.to, row.within_h, on, reasons)


def is_urgent(one: Referral) -> bool:
    """Whether the dose waits for it: open, and not routine."""
    return one.is_open and one.within_h is not None


def from_signs(rules: Iterable[str], on: date) -> tuple[Referral, ...]:
    """R-01, R-02, R-09, R-10: what a session or the check before it has found."""
    found: dict[str, Referral] = {}
    for rule in sorted(rules):
        if rule in _SIGNS:
            found.setdefault(_SIGNS[rule], referral(_SIGNS[rule], on, Reason(rule)))
    return tuple(found.values())


def high_pain(before_sessions: Sequence[tuple[date, int]], today: date) -> Referral | None:
    """R-03: a pain of 8 or more before exercise on three of the last seven days."""
    pain, days = thresholds("S-04.pain")[0], whole("R-03.days")
    on = {day for day, score in before_sessions if score >= pain and 0 <= (today - day).days < 7}
    return referral("R-03", today, Reason("R-03", {"pain": pain, "days": len(on)})) if len(on) >= days else None


def worse_function(totals: Sequence[float], today: date) -> Referral | None:
    """R-04: a Roland-Morris total well above the best one."""
    if len(totals) < 2 or totals[-1] - min(totals) < threshold("R-04.rmdq"):
        return None
    return referral("R-04", today, Reason("R-04", {"now": totals[-1], "best": min(totals)}))


@dataclass(frozen=True, slots=True)
class Compared:
    """Beginning and now of pain and function. rmdq is 0-24, activities a mean 0-10; None is not known."""

    pain: tuple[float | None, float | None]
    rmdq: tuple[float | None, float | None]
    activities: tuple[float | None, float | None]


def no_change(weeks: int, compared: Compared, today: date) -> Referral | None:
    """R-05 at week 6, R-06 at week 12: pain and function have both not fallen. What is not known has not fallen."""
    rules = {whole("R-05.week"): "R-05", whole("R-06.week"): "R-06"}
    if weeks not in rules:
        return None
    pain_fall, rmdq_fall, share = thresholds("R-05.fall")
    if _fell(compared.pain, pain_fall, share):
        return None
    if compared.rmdq[1] is not None:
        function, enough = compared.rmdq, rmdq_fall
    else:
        function, enough = compared.activities, threshold("R-05.activities")
    if _fell(function, enough, share):
        return None
    rule = rules[weeks]
    values = {"weeks": weeks, "pain_before": compared.pain[0], "pain_now": compared.pain[1]}
    return referral(rule, today, Reason(rule, {**values, "before": function[0], "now": function[1]}))


def _fell(values: tuple[float | None, float | None], enough: float, share: float) -> bool:
    before, now = values
    if before is None or now is None:
        return False
    return before - now >= enough or now <= before * (1 - share) + 1e-9


def leg_worse(answer: LegSymptoms | None, today: date) -> Referral | None:
    """R-07: pain below the knee that is worse, at any time."""
    if answer is not LegSymptoms.WORSE:
        return None
    return referral("R-07.worse", today, Reason("R-07.worse", {"leg": answer.value}))


def leg_not_better(weeks: int, answer: LegSymptoms | None, flags: frozenset[str], today: date) -> Referral | None:
    """R-07: pain below the knee that is not better at six weeks."""
    better = (LegSymptoms.NONE, LegSymptoms.BETTER)
    has_leg_pain = bool(flags & _LEG_FLAGS) or answer in (LegSymptoms.SAME, LegSymptoms.WORSE)
    if weeks != whole("R-07.week") or not has_leg_pain or answer in better:
        return None
    return referral("R-07", today, Reason("R-07", {"weeks": weeks, "leg": answer.value if answer else None}))


def poor_form(scores: Mapping[str, Sequence[float]], today: date) -> dict[str, Referral]:
    """R-08: form below 0.6 in three sessions of one exercise. By the exercise, which is made easier meanwhile."""
    low, sessions = thresholds("R-08.form")
    found = {}
    for exercise_id, forms in scores.items():
        count = sum(form < low for form in forms)
        if count >= sessions:
            reason = Reason("R-08", {"exercise": exercise_id, "sessions": count})
            found[exercise_id] = referral("R-08", today, reason)
    return found


def sliders_for_long(over: frozenset[str], since: date | None, today: date) -> Referral | None:
    """R-11: three or more yellow flags over their threshold for four weeks. A note for talking, nothing more."""
    days = timedelta(days=int(thresholds("R-11.sliders")[1]))
    if since is None or not many_sliders(over) or today - since < days:
        return None
    return referral("R-11", today, Reason("R-11", {"sliders": ",".join(sorted(over)), "since": since.isoformat()}))


def many_sliders(over: frozenset[str]) -> bool:
    return len(over) >= thresholds("R-11.sliders")[0]
