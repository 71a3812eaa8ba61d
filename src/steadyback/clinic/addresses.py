"""The e-mail address by which somebody signs in, and changing it. Nothing is sent to it, so nothing confirms it."""

from allauth.account.models import EmailAddress
from django.db import transaction

from steadyback.clinic import sign_ins
from steadyback.clinic.audit import note_here
from steadyback.clinic.models import Patient, User


class TakenError(Exception):
    """Another account has this address."""


@transaction.atomic
def change(user: User, address: str, *, keep: str | None = None) -> None:
    """Sign in by this address from now on; every browser but the one with the session key `keep` is signed out.

    The row in the audit holds no address; a patient reads that it was changed, and by whom. Raises TakenError.
    """
    address = address.strip().lower()
    others = User.objects.exclude(pk=user.pk)
    if others.filter(email__iexact=address).exists() or (
        EmailAddress.objects.exclude(user=user).filter(email__iexact=address).exists()
    ):
        raise TakenError
    User.objects.filter(pk=user.pk).update(email=address)
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    patient = Patient.objects.filter(user=user).first()
    note_here(
        "address_changed", person=patient.person_id if patient is not None else None, detail={"account": str(user.id)}
    )
    sign_ins.end_all(user, but=keep)
