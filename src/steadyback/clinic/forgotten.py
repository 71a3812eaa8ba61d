"""A forgotten password. A clinic sends no e-mail, so whoever runs its machine makes the link and hands it over."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from steadyback.clinic.audit import note
from steadyback.clinic.links import address_of
from steadyback.clinic.models import User


@transaction.atomic
def link_for_new_password(user: User) -> str:
    """A link that sets a new password, once, within `PASSWORD_RESET_TIMEOUT`. That it was made stands in the audit."""
    note("password_link_made", actor=None, detail={"account": str(user.id)})
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return address_of(reverse("account_reset_password_from_key", kwargs=key))
