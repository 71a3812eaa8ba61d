"""Storage only: who is who, who cares for whom, and what was agreed. No rule lives here."""

from steadyback.clinic.models.accounts import Patient, RoleHeld, User
from steadyback.clinic.models.attention import AttentionSummary
from steadyback.clinic.models.audit import AuditRow
from steadyback.clinic.models.care import CareRelation, Consent, Invitation
from steadyback.clinic.models.clearance import Alert, Clearance, ClearanceEnded, ClearanceRequest
from steadyback.clinic.models.licences import Licence
from steadyback.clinic.models.plans import PlanEdit, PlanTemplate
from steadyback.clinic.models.reviews import SessionComment, SignOff
from steadyback.clinic.models.skeletons import SkeletonKeeping, SkeletonPart, SkeletonRecording
from steadyback.clinic.models.words_between import CarerNote, Message, ReminderWish

__all__ = [
    "Alert",
    "AttentionSummary",
    "AuditRow",
    "CareRelation",
    "CarerNote",
    "Clearance",
    "ClearanceEnded",
    "ClearanceRequest",
    "Consent",
    "Invitation",
    "Licence",
    "Message",
    "Patient",
    "PlanEdit",
    "PlanTemplate",
    "ReminderWish",
    "RoleHeld",
    "SessionComment",
    "SignOff",
    "SkeletonKeeping",
    "SkeletonPart",
    "SkeletonRecording",
    "User",
]
