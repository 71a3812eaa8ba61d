"""A carer's own licences and competences, and the operator's look at them."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from steadyback.clinic import licences
from steadyback.clinic.access import roles_of
from steadyback.clinic.models import Licence, User
from steadyback.clinic.roles import CARERS, Role
from steadyback.clinic.words import role_words
from steadyback.web import clock


class LicenceForm(forms.Form):
    role = forms.ChoiceField(label=_("For which of your roles?"))
    name = forms.CharField(
        label=_("What is it?"), max_length=120, help_text=_("Such as: trainer's licence B, first aid.")
    )
    number = forms.CharField(label=_("Its number, if it has one"), max_length=60, required=False)
    expires_on = forms.DateField(
        label=_("Its last day, if it ends"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: object, roles: list[Role], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, role_words(role)) for role in roles]


@require_http_methods(["GET", "HEAD", "POST"])
def own_licences(request: HttpRequest) -> HttpResponse:
    """What a carer may call themselves and know. Renewing is writing the same name down again."""
    assert isinstance(request.user, User)
    roles = sorted(roles_of(request.user) & CARERS)
    form = LicenceForm(request.POST if request.method == "POST" else None, roles=roles, label_suffix="")
    if request.method == "POST" and form.is_valid():
        if request.user.licences.count() < licences.MOST:
            said = form.cleaned_data
            licences.write_down(request.user, Role(said["role"]), said["name"], said["number"], said["expires_on"])
            return redirect("own_licences")
        form.add_error("name", _("There are too many already; ask an operator."))
    rows = _rows(request.user)
    context = {"form": form, "rows": rows, "expired": any(row["state"] == "expired" for row in rows)}
    return render(request, "clinic/own_licences.html", context, status=422 if form.errors else 200)


@require_safe
def all_licences(request: HttpRequest) -> HttpResponse:
    """Everybody's, for the operator; what has run out comes first."""
    found = []
    for user in User.objects.filter(licences__isnull=False).distinct().order_by("name"):
        found += [{"user": user, **row} for row in _rows(user)]
    found.sort(key=lambda row: ("expired", "soon", "valid").index(str(row["state"])))
    return render(request, "clinic/all_licences.html", {"rows": found})


@require_POST
def licence_seen(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """The operator has seen the paper, or takes a row away that should not be there."""
    assert isinstance(request.user, User)
    row = get_object_or_404(Licence, id=licence_id)
    if request.POST.get("remove") == "yes":
        licences.take_away(row)
    else:
        licences.mark_seen(row, request.user)
    return redirect("all_licences")


def _rows(user: User) -> list[dict[str, object]]:
    today = clock.now().date()
    return [
        {"licence": one.row, "state": one.state, "role": role_words(one.row.role)}
        for one in licences.held_by(user, today)
    ]
