"""What the weeks ask somebody to look at (R-03 to R-08, R-11): shown to the person; R-03 and X-01 close exercise."""

from steadyback.programme.versions import Programme
from steadyback.records.decisions import Referral
from steadyback.records.screening import Concern, Disposition, Urgency
from steadyback.web.history import programme_of
from steadyback.web.standing import Standing, raise_hold, standing_of

_SOURCE = "programme"
# A flare-up that lasts, comes back or stays strong, and pain of 8 on several days: a clinician before more exercise.
_HELD = {"R-03": (Disposition.CLINICIAN_FIRST, Urgency.DAYS)}


def with_referrals(standing: Standing) -> tuple[Standing, Programme | None]:
    """The standing after what the weeks have found, and the programme behind it (None behind a closed gate)."""
    programme = programme_of(standing) if standing.is_open else None
    if programme is None:
        return standing, None
    raised = [_ask_all_again(standing, programme), *(_hold(standing, one) for one in programme.course.open_referrals())]
    return (standing_of(standing.person, standing.today), None) if any(raised) else (standing, programme)


def notes(programme: Programme | None) -> tuple[Referral, ...]:
    """Open referrals that keep nothing closed: they are shown until somebody looked or all questions were asked."""
    open_ones = programme.course.open_referrals() if programme else []
    return tuple(one for one in open_ones if one.rule not in _HELD)


def in_flare(programme: Programme | None) -> bool:
    return programme is not None and programme.course.flare is not None


def _ask_all_again(standing: Standing, programme: Programme) -> bool:
    """X-01: after a long flare-up or a long gap every health question comes first, until it was answered."""
    why = programme.rescreen
    if why is None or standing.person.holds.filter(concern__rule=why.rule, closed_at__isnull=True).exists():
        return False
    raise_hold(standing.person, Concern(why.rule, Disposition.CAUTION, None, standing.today), _SOURCE, reasons=(why,))
    return True


def _hold(standing: Standing, found: Referral) -> bool:
    """Close the gate for a referral, once. False when it keeps nothing closed or was held before."""
    if found.rule not in _HELD:
        return False
    rows = standing.person.holds.filter(concern__rule=found.rule, raised_at__date__gte=found.raised_on)
    if rows.exists():
        return False
    raise_hold(standing.person, Concern(found.rule, *_HELD[found.rule], standing.today), _SOURCE, reasons=found.reasons)
    return True
