"""The words of the clinic: roles, and what a patient can show."""

from enum import StrEnum


class Role(StrEnum):
    PATIENT = "patient"
    TRAINER = "trainer"
    CLINICIAN = "clinician"
    OPERATOR = "operator"


class Scope(StrEnum):
    """What a patient agrees to show to one carer; each is given and withdrawn by itself.

    A trainer's RECORDS are adherence, form, pain and function; screening answers, pregnancy and mood are the
    clinician's alone (specification 6, data minimisation by role). FIGURE are the recordings of their moving figure,
    of the sessions of which they kept one; it needs RECORDS beside it.
    """

    PLAN = "plan"
    RECORDS = "records"
    LIVE = "live"
    MESSAGES = "messages"
    FIGURE = "figure"


CARERS = frozenset({Role.TRAINER, Role.CLINICIAN})
