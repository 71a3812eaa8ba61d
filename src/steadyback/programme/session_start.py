"""The seven-tap check and the pain now: whether a session may start today (S-01..S-06, specification 1.7, 3.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from steadyback.programme.rules import thresholds, whole
from steadyback.records.reasons import Reason
from steadyback.records.screening import Concern, Disposition, Urgency
from steadyback.records.session import StartOutcome

CHECK_ITEMS = ("R1", "R2", "R3", "R4", "R5", "R6", "R7")
MAY_START = (StartOutcome.GO, StartOutcome.GENTLE)

_HOLDS = {
    "R1": (Disposition.EMERGENCY, Urgency.NOW),
    "R2": (Disposition.EMERGENCY, Urgency.NOW),
    "R4": (Disposition.EMERGENCY, Urgency.NOW),
    "A08": (Disposition.EMERGENCY, Urgency.NOW),
    "A09": (Disposition.EMERGENCY, Urgency.NOW),
    "R-02": (Disposition.CLINICIAN_FIRST, Urgency.SAME_DAY),
    "R-03": (Disposition.CLINICIAN_FIRST, Urgency.DAYS),
}


@dataclass(frozen=True, slots=True)
class StartDecision:
    """How today starts. concerns are rule ids that become holds; `advice` is the code of what to say."""

    outcome: StartOutcome
    reasons: tuple[Reason, ...]
    concerns: tuple[str, ...]
    advice: str

    def holds(self, on: date) -> tuple[Concern, ...]:
        """The concerns as open holds, raised on a day."""
        return tuple(Concern(rule, *_HOLDS[rule], on) for rule in self.concerns)


def decide_start(
    check: Mapping[str, bool | None],
    pain_before: int | None,
    *,
    fever: bool | None,
    high_pain_days: int,
    very_ill: bool | None = None,
    clinician_limit: int | None = None,
) -> StartDecision:
    """The first rule that applies decides. GO needs seven clear answers of no, no fever and a pain below 6.

    check: R1 ... R7, None or missing for not answered. fever: feverish or ill today, where it is asked apart from R5.
    very_ill: the A09 question, asked when R5 is yes (shaking chills, confusion, very ill). high_pain_days: earlier
    days in a row with a pain of 8 or more. clinician_limit: the pain above which a specialist said to stop (M-04).
    Whatever is not answered keeps the session from starting (P14).
    """
    for found in (_signs(check, very_ill), _illness_or_change(check, fever), _open(check, pain_before)):
        if found is not None:
            return found
    assert pain_before is not None
    decision = _by_pain(pain_before, high_pain_days)
    if decision.outcome in MAY_START and clinician_limit is not None and pain_before > clinician_limit:
        reason = Reason("M-04", {"pain_before": pain_before, "limit": clinician_limit})
        return StartDecision(StartOutcome.SKIP_ADVISE, (reason,), (), "start.SKIP_ADVISE")
    return decision


def _signs(check: Mapping[str, bool | None], very_ill: bool | None) -> StartDecision | None:
    """S-01, R6 as A08, A09, and S-02."""
    signs = tuple(item for item in ("R4", "R1", "R2") if check.get(item) is True)
    if signs:
        advice = "emergency.A10" if signs[0] == "R4" else "emergency.CES"
        reason = Reason("S-01", {"yes": ",".join(signs)})
        return StartDecision(StartOutcome.EMERGENCY, (reason,), signs, advice)
    if check.get("R6") is True:
        return StartDecision(StartOutcome.EMERGENCY, (Reason("A08", {"yes": "R6"}),), ("A08",), "emergency.A08")
    if very_ill is True:
        return StartDecision(StartOutcome.EMERGENCY, (Reason("A09", {"yes": "R5"}),), ("A09",), "emergency.A09")
    if check.get("R3") is True:
        return StartDecision(StartOutcome.STOP_TRIAGE, (Reason("S-02", {"yes": "R3"}),), ("R-02",), "start.STOP_TRIAGE")
    return None


def _illness_or_change(check: Mapping[str, bool | None], fever: bool | None) -> StartDecision | None:
    """S-03 and R7."""
    if fever is True or check.get("R5") is True:
        return StartDecision(StartOutcome.POSTPONE, (Reason("S-03", {"fever": True}),), (), "start.POSTPONE")
    if check.get("R7") is True:
        return StartDecision(StartOutcome.RESCREEN, (Reason("X-01", {"yes": "R7"}),), (), "start.RESCREEN")
    return None


def _open(check: Mapping[str, bool | None], pain_before: int | None) -> StartDecision | None:
    """P14: something is not answered, or the pain is not a number from 0 to 10."""
    missing = [item for item in CHECK_ITEMS if check.get(item) is not False]
    if pain_before is None or pain_before not in range(11):
        missing.append("pain_before")
    if not missing:
        return None
    reason = Reason("P14", {"missing": ",".join(missing)})
    return StartDecision(StartOutcome.POSTPONE, (reason,), (), "start.incomplete")


def _by_pain(pain_before: int, high_pain_days: int) -> StartDecision:
    """S-04, S-05, S-06."""
    very_high, days = (int(value) for value in thresholds("S-04.pain"))
    values = {"pain_before": pain_before, "high_pain_days": high_pain_days}
    if pain_before >= very_high and high_pain_days >= days:
        return StartDecision(StartOutcome.REFER, (Reason("S-04", values),), ("R-03",), "start.REFER")
    if pain_before >= very_high:
        return StartDecision(StartOutcome.SKIP_ADVISE, (Reason("S-04", values),), (), "start.SKIP_ADVISE")
    if pain_before >= whole("S-05.pain"):
        return StartDecision(StartOutcome.GENTLE, (Reason("S-05", values),), (), "start.GENTLE")
    return StartDecision(StartOutcome.GO, (Reason("S-06", values),), (), "start.GO")


def asks_again(left_for: timedelta) -> bool:
    """S-06: whether a session was left for so long that the seven taps come first."""
    return left_for > timedelta(hours=whole("S-06.away_h"))


def pain_to_read_back(pain: int, earlier_today: Iterable[int]) -> int | None:
    """The earlier score of the same day that differs so much that the new one is read back first; None when none does.

    With several it is the one furthest away.
    """
    furthest = max(earlier_today, key=lambda earlier: abs(earlier - pain), default=pain)
    return furthest if abs(furthest - pain) >= whole("S-04.read_back") else None
