"""Storage only: who is who, who cares for whom, and what was agreed. No rule lives here."""

from steadyback.clinic.models.accounts import Patient, RoleHeld, User
from steadyback.clinic.models.attention import AttentionSummary
from steadyback.clinic.models.audit import AuditRow
from steadyback.clinic.models.care import CareRelation, Consent, Invitation
from steadyback.clinic.models.clearance import Alert, Clearance, ClearanceEnded, ClearanceRequest

__all__ = [
    "Alert",
    "AttentionSummary",
    "AuditRow",
    "CareRelation",
    "Clearance",
    "ClearanceEnded",
    "ClearanceRequest",
    "Consent",
    "Invitation",
    "Patient",
    "RoleHeld",
    "User",
]
