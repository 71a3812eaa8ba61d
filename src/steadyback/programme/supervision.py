"""What a trainer or clinician who watches a session may change in it: only towards less (P12, H26).

More than planned is decided between sessions, by the programme within the specialist's limits, never while somebody
moves. STOP and pause are not decided here: they are always allowed.
"""

from steadyback.programme.session_acceptance import OVER, Standing, in_use
from steadyback.records.reasons import Reason
from steadyback.records.session import SessionScript, SessionStatus


def why_not_easier(script: SessionScript, record: Standing, step: int) -> Reason | None:
    """None where this step may be made easier now, else the rule that forbids it."""
    refusal = _why_not_now(script, record, step)
    if refusal is not None:
        return refusal
    if script.steps[step].easier is None or step in record.using_easier:
        return Reason("PL-05", {"step": step, "easier": "none"})
    return None


def why_not_fewer(script: SessionScript, record: Standing, step: int, reps: int) -> Reason | None:
    """None where this step may be done with `reps` repetitions a side, else the rule that forbids it."""
    refusal = _why_not_now(script, record, step)
    if refusal is not None:
        return refusal
    done_now = in_use(script, record, step)
    if done_now.kind != "exercise":
        return Reason("PL-03", {"kind": done_now.kind})
    if reps < 1:
        return Reason("PL-03", {"reps": reps, "least": 1})
    if reps > done_now.dose.reps:
        return Reason("P12", {"reps": reps, "planned": done_now.dose.reps})
    return None


def _why_not_now(script: SessionScript, record: Standing, step: int) -> Reason | None:
    """A change fits only the step at hand of a session that goes on, and not while somebody is asked what they felt."""
    if record.status in OVER:
        return Reason("P12", {"status": record.status.value})
    if record.status is SessionStatus.STOPPED_TO_ASK:
        return Reason("M-04", {"status": record.status.value})
    if step != record.position.step or not 0 <= step < len(script.steps):
        return Reason("P12", {"step": step, "at": record.position.step})
    return None
