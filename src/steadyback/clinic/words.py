"""Roles and consents in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from steadyback.clinic.roles import Role, Scope

_ROLES: dict[str, Promise] = {
    Role.PATIENT.value: _("patient"),
    Role.TRAINER.value: _("trainer"),
    Role.CLINICIAN.value: _("clinician"),
    Role.OPERATOR.value: _("operator"),
}
SCOPES: dict[Scope, tuple[Promise, Promise]] = {
    Scope.PLAN: (_("My plan"), _("The exercises of my week, with their amounts, and my specialist's limits.")),
    Scope.RECORDS: (
        _("My records"),
        _(
            "What I did, how it felt, my pain and my measures. "
            "A clinician also sees my health answers; a trainer does not."
        ),
    ),
    Scope.LIVE: (
        _("Watching along"),
        _(
            "While I exercise, and only when I switch it on: a moving stick figure, where my session stands, "
            "and the pain and effort that I tell. Never pictures."
        ),
    ),
    Scope.MESSAGES: (_("Messages"), _("We can write to each other here.")),
    Scope.FIGURE: (
        _("My moving figure, afterwards"),
        _(
            "Only of sessions in which I keep it: points of my body as a moving stick figure, beside my records. "
            "Never pictures. It needs “My records” too."
        ),
    ),
}


def role_words(role: str) -> str:
    return str(_ROLES.get(role, role))
