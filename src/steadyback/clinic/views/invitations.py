"""Inviting people: one at a time or a whole list, each with a link and a QR code that is shown once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from steadyback.clinic import invitations as rules
from steadyback.clinic import licences
from steadyback.clinic.access import roles_of
from steadyback.clinic.links import link_to
from steadyback.clinic.models import Invitation, User
from steadyback.clinic.roles import CARERS, Role
from steadyback.clinic.words import role_words
from steadyback.web import clock

MOST_AT_ONCE = 100


class InvitationForm(forms.Form):
    """Names, a line each, and what they become. What the inviter may choose depends on their own roles."""

    role = forms.ChoiceField(label=gettext_lazy("They come as"), widget=forms.RadioSelect)
    names = forms.CharField(
        label=gettext_lazy("Names, one on each line"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For your own list; each gets a link of their own."),
        error_messages={"required": gettext_lazy("Please write at least one name.")},
    )

    def __init__(self, roles: frozenset[Role], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered = _offered(roles)
        field.initial = offered[0][0] if offered else None

    def clean_names(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(names) > MOST_AT_ONCE:
            raise forms.ValidationError(_("At most %(most)s at once, please.") % {"most": MOST_AT_ONCE})
        if any(len(name) > 120 for name in names):
            raise forms.ValidationError(_("A name here can have 120 letters at most."))
        return names


def _offered(roles: frozenset[Role]) -> list[tuple[str, str]]:
    """What this inviter may make of somebody: into whose care a patient comes, or a role that an operator gives."""
    offered = [
        (f"{Role.PATIENT}:{role}", _("a patient in my care as %(role)s") % {"role": role_words(role)})
        for role in sorted(roles & CARERS)
    ]
    if Role.OPERATOR in roles:
        others = (Role.TRAINER, Role.CLINICIAN, Role.OPERATOR, Role.PATIENT)
        offered += [(f"{role}:", role_words(role)) for role in others]
    return offered


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    # In a role whose licence has run out nobody new comes into one's care; an operator still makes accounts.
    today, held = clock.now().date(), roles_of(request.user)
    run_out = [row for role in sorted(held & CARERS) for row in licences.expired_for(request.user, role, today)]
    roles = held - {Role(row.role) for row in run_out}
    if request.method == "POST" and not roles & (CARERS | {Role.OPERATOR}):
        raise licences.RunOutError(run_out)
    form = InvitationForm(roles, request.POST if request.method == "POST" else None)
    made: list[dict[str, object]] = []
    if request.method == "POST" and form.is_valid():
        role, _colon, as_role = form.cleaned_data["role"].partition(":")
        for name in form.cleaned_data["names"]:
            into = Role(as_role) if as_role else None
            secret = rules.invite(request.user, Role(role), clock.now(), label=name, into_care_as=into)
            made.append({"name": name, "link": link_to(reverse("join", args=[secret]))})
        form = InvitationForm(roles)
    open_ones = request.user.invitations_made.filter(used_at=None, cancelled_at=None, expires_at__gt=clock.now())
    rows = [{"row": row, "role": role_words(row.role or row.carer_role)} for row in open_ones]
    context = {"form": form, "made": made, "rows": rows, "days": rules.LASTS.days, "expired": run_out}
    return render(request, "clinic/invitations.html", context, status=422 if form.errors else 200)


@require_POST
def cancel(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    found = Invitation.objects.filter(id=invitation_id, made_by=request.user.pk).first()
    if found is None:
        raise Http404
    rules.cancel(found, clock.now())
    return redirect("invitations")
