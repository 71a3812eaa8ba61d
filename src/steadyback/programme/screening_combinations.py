"""Combination rules K01-K12 and the flags that follow from facts (specification 1.4, amendments 2)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from steadyback.programme.dates import add_months
from steadyback.programme.rules import whole
from steadyback.programme.screening_definition import as_date
from steadyback.programme.screening_items import Asked
from steadyback.records.reasons import Reason, Value
from steadyback.records.screening import Answer, Disposition, Urgency

NOT_EXAMINED_FLAG = "RADIC_NOT_EXAMINED"
"""Set by K08: only walking, brace and hip work until a clinician has examined the leg."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a combination rule adds. disposition CLEAR adds flags or notes only. lasting: as for an item."""

    reason: Reason
    disposition: Disposition = Disposition.CLEAR
    urgency: Urgency | None = None
    flags: frozenset[str] = frozenset()
    notes: tuple[str, ...] = field(default=())
    lasting: bool = False


def _fired(asked: Asked, rule: str, *item_ids: str) -> Reason:
    values: dict[str, Value] = {key: asked.answers.answers[key].value for key in item_ids if asked.counts(key)}
    return Reason(rule, values)


def k01(asked: Asked) -> Finding | None:
    """Cancer with weight loss, constant pain or new mid-back pain."""
    if asked.counts("B02") and any(asked.counts(key) for key in ("B03", "B04", "B13")):
        reason = _fired(asked, "K01", "B02", "B03", "B04", "B13")
        return Finding(reason, Disposition.CLINICIAN_FIRST, Urgency.SAME_DAY)
    return None


def k02(asked: Asked) -> Finding | None:
    """Cancer with signs in both legs, a weaker leg or unsteadiness: possible pressure on the cord."""
    if asked.counts("B02") and any(asked.counts(key) for key in ("A05", "A06", "A07")):
        return Finding(_fired(asked, "K02", "B02", "A05", "A06", "A07"), Disposition.EMERGENCY, Urgency.NOW)
    return None


def k03(asked: Asked) -> Finding | None:
    """Fever with weak immunity or a recent operation or injection: possible spinal infection."""
    if asked.counts("B05") and (asked.counts("B06") or asked.counts("B08")):
        return Finding(_fired(asked, "K03", "B05", "B06", "B08"), Disposition.EMERGENCY, Urgency.NOW)
    return None


def k04(asked: Asked) -> Finding | None:
    """Weight loss with fever."""
    if asked.counts("B03") and asked.counts("B05"):
        return Finding(_fired(asked, "K04", "B03", "B05"), Disposition.CLINICIAN_FIRST, Urgency.SAME_DAY)
    return None


def k05(asked: Asked) -> Finding | None:
    """Known heart, vessel, metabolic or kidney disease and not surely active."""
    if asked.counts("C05") and asked.answers.answers.get("C07") is not Answer.YES:
        reason = _fired(asked, "K05", "C05")
        return Finding(reason, Disposition.CLINICIAN_FIRST, Urgency.DAYS, notes=("stay_as_active",), lasting=True)
    return None


def k06(asked: Asked) -> Finding | None:
    """Known disease and active: moderate effort only."""
    if asked.counts("C05") and asked.answers.answers.get("C07") is Answer.YES:
        return Finding(_fired(asked, "K06", "C05"), Disposition.CAUTION, notes=("moderate_only",))
    return None


def k07(asked: Asked) -> Finding | None:
    """From 14 weeks of pregnancy, counted on by the calendar; weeks that are not known count as later.

    Full weeks may have up to 6 days on top, so the next week may begin on the day after they were given.
    """
    if not asked.counts("D01"):
        return None
    weeks, stated_on = asked.fact("pregnancy_weeks"), as_date(asked.fact("pregnancy_weeks_on"))
    now: int | None = None
    if isinstance(weeks, int) and stated_on is not None and stated_on <= asked.today:
        now = weeks + ((asked.today - stated_on).days + 6) // 7
    if now is not None and now < whole("K07.weeks"):
        return None
    return Finding(Reason("K07", {"weeks": now}), Disposition.CAUTION, flags=frozenset({"PREG_T2T3"}))


def k08(asked: Asked) -> Finding | None:
    """Pain or tingling below the knee that no clinician has examined; after 14 days the clinician comes first.

    It lasts: the days count on from the screening that found it first.
    """
    if asked.counts("E04") and asked.fact("E04.examined") != "yes":
        reason, flags = Reason("K08", {"examined": asked.fact("E04.examined")}), frozenset({NOT_EXAMINED_FLAG})
        return Finding(reason, Disposition.CAUTION, Urgency.FOURTEEN_DAYS, flags, lasting=True)
    return None


def k09(asked: Asked) -> Finding | None:
    """From 70 with a first back pain of under 6 weeks. What is not known counts as so."""
    old = asked.age is None or asked.age >= whole("K09.age")
    first, began = asked.fact("first_episode"), asked.fact("pain_began")
    if old and first != "no" and began in (None, "within_6_weeks", "unsure"):
        reason = Reason("K09", {"age": asked.age, "first_episode": first, "pain_began": began})
        return Finding(reason, Disposition.CLINICIAN_FIRST, Urgency.DAYS)
    return None


def k10(asked: Asked) -> Finding | None:
    """Cannot, or may not be able to, get down to the floor and up again."""
    if asked.counts("E13"):
        reason = Reason("K10", {"E13": asked.answers.answers["E13"].value})
        return Finding(reason, Disposition.CAUTION, flags=frozenset({"FLOOR_UNABLE"}))
    return None


def k11(asked: Asked) -> Finding | None:
    """Prefers not to say about sexual feeling: the safety card again, then on."""
    if asked.answers.answers.get("A04") is Answer.PREFER_NOT:
        return Finding(Reason("K11", {"A04": Answer.PREFER_NOT.value}), notes=("safety_card",))
    return None


def k12(asked: Asked) -> Finding | None:
    """Thin bones or 65 and over: offer balance work. BALANCE itself comes only from E12."""
    if asked.counts("E01") or asked.counts("E02") or asked.age is None or asked.age >= whole("K12.age"):
        return Finding(Reason("K12", {"age": asked.age}), notes=("balance_work",))
    return None


def under_age(asked: Asked) -> Finding | None:
    """B12 from the year of birth, when that alone shows an age under 18."""
    if asked.age is not None and asked.age < whole("B12.age") and not asked.counts("B12"):
        return Finding(Reason("B12", {"age": asked.age}), Disposition.CLINICIAN_FIRST, Urgency.DAYS, lasting=True)
    return None


def recent_fusion(asked: Asked) -> Finding | None:
    """SPINE_FUSION_RECENT for 12 months after a fusion; what is not known counts as recent (E03)."""
    operated = asked.counts("E03") or (asked.counts("B08") and asked.fact("B08.kind") != "injection")
    if not operated or asked.fact("spine_fusion") == "no":
        return None
    on = as_date(asked.fact("spine_operation_on"))
    if on is not None and on <= asked.today and asked.today >= add_months(on, whole("E03.fusion_months")):
        return None
    reason = Reason("E03", {"fusion": asked.fact("spine_fusion"), "operation_on": on.isoformat() if on else None})
    return Finding(reason, Disposition.CAUTION, flags=frozenset({"SPINE_SURG_PAST", "SPINE_FUSION_RECENT"}))


COMBINATIONS: tuple[Callable[[Asked], Finding | None], ...] = (
    k01, k02, k03, k04, k05, k06, k07, k08, k09, k10, k11, k12, under_age, recent_fusion,
)  # fmt: skip


def findings(asked: Asked) -> tuple[Finding, ...]:
    """Every combination rule that fires, in the order of the table."""
    return tuple(found for rule in COMBINATIONS if (found := rule(asked)) is not None)
