"""Make a clinic ready: everything the personal product needs, and a way in for the first operator."""

import os
from importlib.util import find_spec

from steadyback.clinic.logs import STYLES
from steadyback.web.startup import StartupError
from steadyback.web.startup import prepare as prepare_storage

NEEDED = ("allauth", "channels", "cryptography", "psycopg", "redis", "reportlab", "segno", "websockets")


def prepare() -> None:
    """Raises StartupError with a sentence for whoever starts it."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise StartupError(f"a clinic needs more parts ({', '.join(missing)}): pip install 'steadyback[clinic]'")
    log = os.environ.get("STEADYBACK_LOG", "text")
    if log not in STYLES:
        raise StartupError(f"STEADYBACK_LOG is {log!r}; allowed: {' or '.join(STYLES)}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "steadyback.clinic.settings"
    prepare_storage()
    _put_in_order()


def _put_in_order() -> None:
    from steadyback.clinic.housekeeping import put_in_order

    put_in_order()


def first_operator_link() -> str | None:
    """A one-time link that makes the first operator, or None where there is one."""
    from django.urls import reverse

    from steadyback.clinic.access import operators
    from steadyback.clinic.invitations import invite
    from steadyback.clinic.links import address_of
    from steadyback.clinic.roles import Role
    from steadyback.web import clock

    if operators():
        return None
    return address_of(reverse("join", args=[invite(None, Role.OPERATOR, clock.now())]))
