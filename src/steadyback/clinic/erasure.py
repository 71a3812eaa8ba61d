"""Erasing a person: all their records, their account and its keys are destroyed; the audit's chain stays whole.

Rows of the audit hold ids without foreign keys, so they go on telling that somebody looked at something, and nothing
tells any more who that was.
"""

from django.db import transaction

from steadyback.clinic import access, sign_ins
from steadyback.clinic.audit import note_here
from steadyback.clinic.models import Invitation, Patient, SkeletonKeeping, User
from steadyback.clinic.overwriting import overwrite_what_is_deleted, shorten_the_log
from steadyback.clinic.roles import Role
from steadyback.web import clock, planning


def erase(patient: Patient) -> None:
    """Destroy everything of a patient. An account that has another role stays with that role alone."""
    overwrite_what_is_deleted()
    with transaction.atomic():
        person, user, now = patient.person, patient.user, clock.now()
        note_here("erased", person=person)
        for relation in person.care.filter(ended_at=None):
            access.end(relation, now)
        access.end_role(user, Role.PATIENT, now)
        # Whoever invited them may have written their name beside it.
        Invitation.objects.filter(used_by=user).delete()
        # First the key: what is left of recordings anywhere cannot be read without it.
        SkeletonKeeping.objects.filter(person=person).delete()
        # Plans and checks are kept from being deleted under a session, so sessions go first.
        person.sessions.all().delete()
        planning.forget(person)
        person.delete()
        if not access.roles_of(user):
            _delete_account(user)
    shorten_the_log()


def _delete_account(user: User) -> None:
    """The account with its addresses, passkeys and codes, and every browser in which it is signed in."""
    sign_ins.end_all(user)
    user.delete()
