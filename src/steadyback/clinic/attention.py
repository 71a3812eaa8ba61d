"""Who needs somebody first, and why (the trainer's and the clinician's list). Pure: what is known of a person goes in,
what needs attention comes out, in its order, and for each role only what that role may know.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from steadyback.clinic.role_view import may_know
from steadyback.clinic.roles import Role, Scope
from steadyback.programme.rules import thresholds
from steadyback.records.clearance import GateDecision, GateStatus
from steadyback.records.decisions import Decision, Referral
from steadyback.records.reasons import Reason, Value

STOPS_FOR = timedelta(days=7)
PAIN_FOR = timedelta(days=3)
FORM_FOR = timedelta(days=14)
EXPIRES_WITHIN = timedelta(days=21)
MISSED_IN_A_WEEK = 2
GAP_DAYS = 7
"""How long something stays on the list, and from when it is on it: defaults of ours."""

PAIN_RULES = frozenset({"N-01", "N-02", "W-01", "W-01.worse"})
CLOSED = frozenset({GateStatus.WAIT_CLINICIAN, GateStatus.SCREENING_NEEDED})


class Kind(StrEnum):
    """What needs attention, the most pressing first. HELD and LOOK are what a trainer is told of the rest."""

    EMERGENCY = "emergency"
    HELD = "held"
    URGENT_REFERRAL = "urgent_referral"
    STOP = "stop"
    PAIN = "pain"
    FLARE = "flare"
    WAITING = "waiting"
    REQUEST = "request"
    REFERRAL = "referral"
    LOOK = "look"
    FORM = "form"
    EXPIRING = "expiring"
    MISSED = "missed"
    MESSAGE = "message"

    @property
    def rank(self) -> int:
        return tuple(Kind).index(self)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that needs attention: its rule and values, since when, and the session it belongs to ("" for none).

    Without a rule it is what is said to somebody who may not know more.
    """

    kind: Kind
    on: date
    rule: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    session: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    on: date
    session: str
    rule: str
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Form 0-1 of the latest session in which a camera could tell."""

    on: date
    session: str
    exercise: str
    share: float


@dataclass(frozen=True, slots=True)
class Known:
    """What the list looks at, of one person on one day. None: not known, or nothing to say."""

    today: date
    gate: GateDecision
    begun: bool = False
    flare_since: date | None = None
    stops: tuple[Stop, ...] = ()
    decisions: tuple[Decision, ...] = ()
    referrals: tuple[Referral, ...] = ()
    forms: tuple[Form, ...] = ()
    clearance_ends: date | None = None
    missed: int = 0
    gap_days: int = 0
    asked_for_clearance: date | None = None


def needs_of(known: Known) -> tuple[Need, ...]:
    """Everything that needs somebody, the most pressing first, the newest of a kind first."""
    found = [*_gate(known), *_referrals(known), *_sessions(known), *_pain(known), *_clearance(known), *_missed(known)]
    return in_order(found)


def in_order(needs: Iterable[Need]) -> tuple[Need, ...]:
    return tuple(sorted(needs, key=lambda one: (one.kind.rank, -one.on.toordinal(), one.rule, one.session)))


def visible(needs: Iterable[Need], role: Role, scopes: frozenset[Scope]) -> tuple[Need, ...]:
    """What this role may know with these consents; the rest as a word that says no more than it must."""
    found: list[Need] = []
    for need in needs:
        if not scopes & _SCOPES[need.kind]:
            continue
        if role is not Role.CLINICIAN and not _for_trainer(need):
            need = Need(_INSTEAD[need.kind], need.on, session=need.session)
        if need not in found:
            found.append(need)
    return in_order(found)


_RECORDS = frozenset({Scope.RECORDS})
_EITHER = frozenset({Scope.PLAN, Scope.RECORDS})
_SCOPES: Mapping[Kind, frozenset[Scope]] = {
    **dict.fromkeys(Kind, _RECORDS),
    **dict.fromkeys((Kind.EMERGENCY, Kind.HELD, Kind.WAITING, Kind.EXPIRING, Kind.REQUEST), _EITHER),
    Kind.MESSAGE: frozenset({Scope.MESSAGES}),
}
_INSTEAD: Mapping[Kind, Kind] = {
    **dict.fromkeys(Kind, Kind.LOOK),
    **dict.fromkeys((Kind.EMERGENCY, Kind.WAITING, Kind.REQUEST), Kind.HELD),
    Kind.STOP: Kind.STOP,
}


def _for_trainer(need: Need) -> bool:
    """Screening, pregnancy, mood and nerve signs are the clinician's alone, and so is why the gate is closed."""
    if need.kind in (Kind.EMERGENCY, Kind.WAITING, Kind.REQUEST):
        return False
    return not need.rule or may_know(Role.TRAINER, need.rule)


def _gate(known: Known) -> list[Need]:
    kind: Kind | None = None
    if known.gate.status is GateStatus.LOCKED_EMERGENCY:
        kind = Kind.EMERGENCY
    elif known.gate.status in CLOSED and known.begun:
        kind = Kind.WAITING
    found = [] if kind is None else [Need(kind, known.today, one.rule, dict(one.values)) for one in known.gate.reasons]
    if known.asked_for_clearance is not None:
        found.append(Need(Kind.REQUEST, known.asked_for_clearance, "G-04"))
    return found


def _referrals(known: Known) -> list[Need]:
    found = []
    for one in known.referrals:
        if one.is_open:
            kind = Kind.REFERRAL if one.within_h is None else Kind.URGENT_REFERRAL
            found.append(Need(kind, one.raised_on, one.rule, {"to": one.to, "within_h": one.within_h}))
    return found


def _sessions(known: Known) -> list[Need]:
    stops = [
        Need(Kind.STOP, one.on, one.rule, {"exercise": one.exercise or None}, one.session)
        for one in known.stops
        if known.today - one.on <= STOPS_FOR
    ]
    low = thresholds("R-08.form")[0]
    forms = [
        Need(Kind.FORM, one.on, "R-08", {"exercise": one.exercise, "percent": round(one.share * 100)}, one.session)
        for one in known.forms
        if one.share < low and known.today - one.on <= FORM_FOR
    ]
    return [*stops, *forms]


def _pain(known: Known) -> list[Need]:
    """The newest word of each rule about rising pain, and a flare-up that goes on."""
    latest: dict[str, tuple[date, Reason]] = {}
    for decision in known.decisions:
        if known.today - decision.on > PAIN_FOR:
            continue
        for reason in decision.reasons:
            if reason.rule in PAIN_RULES:
                latest[reason.rule] = (decision.on, reason)
    found = [Need(Kind.PAIN, on, rule, dict(reason.values)) for rule, (on, reason) in latest.items()]
    if known.flare_since is not None:
        days = (known.today - known.flare_since).days + 1
        found.append(Need(Kind.FLARE, known.flare_since, "F-01", {"days": days}))
    return found


def _clearance(known: Known) -> list[Need]:
    ends = known.clearance_ends
    if ends is None or not timedelta(0) <= ends - known.today <= EXPIRES_WITHIN:
        return []
    return [Need(Kind.EXPIRING, known.today, "X-02", {"days": (ends - known.today).days})]


def _missed(known: Known) -> list[Need]:
    if not known.gate.is_open or not known.begun or known.flare_since is not None:
        return []
    if known.gap_days >= GAP_DAYS:
        return [Need(Kind.MISSED, known.today, "3.8.gap", {"days": known.gap_days})]
    if known.missed >= MISSED_IN_A_WEEK:
        return [Need(Kind.MISSED, known.today, "PL-04", {"missed": known.missed})]
    return []
