"""A new red flag ends the clearance at once and tells the clinician, in the transaction that found it.

The gate closes by itself whatever happens here (standing._overtaken, G-01, G-03); this keeps the document and its
clinician abreast of it.
"""

import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models.signals import post_save

from steadyback.clinic.alerts import CLEARANCE_REVOKED, raise_alert
from steadyback.clinic.clearance import State, approval_of, current, revoke, state_of
from steadyback.clinic.models import Clearance
from steadyback.programme.gate import covered
from steadyback.records.codec import from_json
from steadyback.records.screening import Concern, Disposition, ScreeningOutcome
from steadyback.web import clock
from steadyback.web.models import Hold, Person, Screening

HOLD, NEW_CONCERN = "hold", "new_concern"
log = logging.getLogger(__name__)


def connect() -> None:
    post_save.connect(_hold_saved, sender=Hold, dispatch_uid="clearance watches holds")
    post_save.connect(_screening_saved, sender=Screening, dispatch_uid="clearance watches screenings")


def _hold_saved(instance: Hold, created: bool, raw: bool = False, **_more: Any) -> None:
    if created and not raw and _is_serious(from_json(Concern, instance.concern)):
        _end(instance.person, HOLD)


def _screening_saved(instance: Screening, raw: bool = False, **_more: Any) -> None:
    if raw or instance.outcome is None:
        return
    clearance = current(instance.person)
    if clearance is None:
        return
    approval = approval_of(clearance)
    found = from_json(ScreeningOutcome, instance.outcome).concerns
    if any(_is_serious(concern) and not covered(concern, approval) for concern in found):
        _end(instance.person, NEW_CONCERN, clearance)


def _end(person: Person, because: str, clearance: Clearance | None = None) -> None:
    """What was found has to be kept even where this fails: the gate is closed by what was found, not by this."""
    try:
        with transaction.atomic():
            one = clearance or current(person)
            counts = one is not None and state_of(one, clock.today(person)) is State.COUNTS
            if one is not None and counts and revoke(one, because):
                raise_alert(person, CLEARANCE_REVOKED, f"clearance:{one.id}", one.issued_by, clock.now())
    except DatabaseError:
        log.exception("a clearance could not be ended")


def _is_serious(concern: Concern) -> bool:
    return concern.disposition.severity >= Disposition.CLINICIAN_FIRST.severity
