"""Pain and STOP during a session (M-01..M-06, specification 3.6 with amendments 4).

Limit L: `brief_strict` takes the pain at the start plus 1, between 2 and 5; `monitored` takes 5; with a start pain of
6 or more L is that pain, at most 8. A clinician's limit only tightens. Missing or impossible input stops the exercise.
"""

from collections.abc import Mapping
from types import MappingProxyType

from steadyback.programme.rules import threshold, thresholds, whole
from steadyback.records.reasons import Reason
from steadyback.records.screening import Answer
from steadyback.records.session import PainDecision, PainOutcome, StopAnswer

BRIEF_STRICT = "brief_strict"
MONITORED = "monitored"
NPRS = range(11)
TRIAGE_ITEMS = ("A01", "A02", "A03", "A04", "A05", "A06", "A07")


def pain_limit(mode: str, p0: int, clinician_limit: int | None = None) -> int:
    """L, the highest pain (NPRS) with which an exercise goes on. An unknown mode counts as `brief_strict`."""
    lowest, highest, above = (int(value) for value in thresholds("M-04.strict_limit"))
    if p0 >= whole("S-05.pain"):
        limit = min(p0, int(thresholds("S-04.pain")[0]))
    elif mode == MONITORED:
        limit = whole("M-04.monitored_limit")
    else:
        limit = min(highest, max(lowest, p0 + above))
    return limit if clinician_limit is None else max(0, min(limit, clinician_limit))


def decide_pain(mode: str, p0: int, p: int | None, clinician_limit: int | None = None) -> PainDecision:
    """M-04, M-05, M-06 for one report of more pain: stop the exercise, do less of it, or carry on."""
    if p is None or p not in NPRS or p0 not in NPRS:
        return PainDecision(PainOutcome.STOP_EXERCISE, (Reason("P14", {"p0": p0, "p": p}),), "session.stop_exercise")
    limit = pain_limit(mode, p0, clinician_limit)
    values = {"p0": p0, "p": p, "limit": limit}
    if p > limit:
        return PainDecision(PainOutcome.STOP_EXERCISE, (Reason("M-04", values),), "session.stop_exercise")
    from_pain, rise = thresholds("M-05.pain")
    risen = p - p0 >= rise if mode == MONITORED else p > p0
    if p >= from_pain and risen:
        return PainDecision(PainOutcome.REDUCE, (Reason("M-05", values),), "session.less")
    return PainDecision(PainOutcome.CONTINUE, (Reason("M-06", values),), "session.carry_on")


def pain_table(mode: str, p0: int, clinician_limit: int | None = None) -> tuple[PainDecision, ...]:
    """The decision for every pain 0-10, so that the player needs no rule of its own."""
    return tuple(decide_pain(mode, p0, p, clinician_limit) for p in NPRS)


def _stop(outcome: PainOutcome, rule: str, answer: StopAnswer, advice: str) -> tuple[StopAnswer, PainDecision]:
    return answer, PainDecision(outcome, (Reason(rule, {"felt": answer.value}),), advice)


_STOP_TABLE: Mapping[StopAnswer, PainDecision] = MappingProxyType(
    dict(
        (
            _stop(PainOutcome.CONTINUE, "M-06", StopAnswer.BREAK, "session.break"),
            _stop(PainOutcome.CONTINUE, "M-06", StopAnswer.CRAMP, "session.cramp"),
            _stop(PainOutcome.STOP_EXERCISE, "M-03", StopAnswer.SHARP_OR_SPREADING, "session.sharp"),
            _stop(PainOutcome.STOP_TRIAGE, "M-02", StopAnswer.NUMB_OR_WEAK, "session.triage"),
            _stop(PainOutcome.EMERGENCY, "M-01", StopAnswer.CHEST_FAINT_BREATHLESS, "emergency.A10"),
            _stop(PainOutcome.END_SESSION, "FALL", StopAnswer.FELL, "session.fall_ask"),
            _stop(PainOutcome.END_SESSION, "R-10", StopAnswer.PREGNANCY_OR_BULGE, "session.pregnancy"),
        )
    )
)


def stop_table() -> Mapping[StopAnswer, PainDecision]:
    """The decision for every answer to "What did you feel?" but MORE_PAIN, which the pain table decides.

    FELL ends the session and asks the follow-up question of `fall_table`.
    """
    return _STOP_TABLE


def decide_fall(hurt: str | None) -> PainDecision:
    """After a fall: "yes" or "unsure" to a hard landing or new pain is A08; only a clear "no" is not.

    Anything else, also no answer, counts as not sure.
    """
    if hurt == Answer.NO.value:
        return PainDecision(PainOutcome.END_SESSION, (Reason("FALL", {"hurt": "no"}),), "session.fall_end")
    return PainDecision(PainOutcome.EMERGENCY, (Reason("A08", {"hurt": hurt}),), "emergency.A08")


def fall_table() -> Mapping[str, PainDecision]:
    """The decision for yes, no and unsure after "I fell"."""
    return {answer.value: decide_fall(answer.value) for answer in (Answer.YES, Answer.NO, Answer.UNSURE)}


def decide_stop(
    answer: StopAnswer,
    *,
    mode: str,
    p0: int,
    p: int | None = None,
    hurt_by_fall: str | None = None,
    clinician_limit: int | None = None,
) -> PainDecision:
    """What follows from STOP: M-01, M-02, M-03, then the pain (M-04..M-06), a fall, or a sign in pregnancy (R-10)."""
    if answer is StopAnswer.MORE_PAIN:
        return decide_pain(mode, p0, p, clinician_limit)
    if answer is StopAnswer.FELL:
        return decide_fall(hurt_by_fall)
    return _STOP_TABLE[answer]


def decide_triage(answers: Mapping[str, Answer]) -> PainDecision:
    """After new numbness or weakness: any A01-A07 not clearly no is an emergency (R-01), else see a clinician today.

    A04 "prefer not to say" alone is no emergency (K11). A question that is missing counts as yes.
    """
    open_items = [item for item in TRIAGE_ITEMS if not _cleared(item, answers.get(item))]
    if open_items:
        advice = "emergency.A07" if open_items == ["A07"] else "emergency.CES"
        return PainDecision(PainOutcome.EMERGENCY, (Reason("R-01", {"items": ",".join(open_items)}),), advice)
    return PainDecision(PainOutcome.STOP_TRIAGE, (Reason("R-02"),), "session.see_today")


def _cleared(item: str, answer: Answer | None) -> bool:
    return answer is Answer.NO or (item == "A04" and answer is Answer.PREFER_NOT)


def stops_that_end(stops: int) -> bool:
    """M-04: whether this many stopped exercises end the session."""
    return stops >= threshold("M-04.stops")


def too_many_stops(stops: int) -> PainDecision:
    """M-04: the decision that ends the session."""
    return PainDecision(PainOutcome.END_SESSION, (Reason("M-04", {"stops": stops}),), "session.end")
