"""A patient's own page of who helps them, what each may see, and ending it at once."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from steadyback.clinic import access, licences, messaging
from steadyback.clinic.invitations import invite_carer
from steadyback.clinic.links import Link, link_to
from steadyback.clinic.models import CareRelation, User
from steadyback.clinic.roles import Role, Scope
from steadyback.clinic.words import SCOPES, role_words
from steadyback.web import clock
from steadyback.web.access import current_person


class ShowForm(forms.Form):
    """What this carer may see. Nothing is ticked by itself."""

    scopes = forms.MultipleChoiceField(
        label=_("What may they see?"),
        required=False,
        choices=[(scope.value, words[0]) for scope, words in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    def chosen(self) -> frozenset[Scope]:
        """As ticked; without the records nothing beside them."""
        chosen = frozenset(Scope(value) for value in self.cleaned_data["scopes"])
        return chosen if Scope.RECORDS in chosen else chosen - {Scope.FIGURE}


class InviteForm(ShowForm):
    carer_role = forms.ChoiceField(
        label=_("Who are they?"),
        choices=[(Role.TRAINER.value, _("My trainer")), (Role.CLINICIAN.value, _("My doctor, physio or specialist"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )
    field_order = ["carer_role", "scopes"]


@require_safe
def care(request: HttpRequest) -> HttpResponse:
    person = current_person(request)
    unread, today = messaging.unread_for_person(person), clock.today(person)
    relations = list(person.care.filter(ended_at=None).select_related("carer"))
    shown = access.shown_by(relations)
    rows = [
        {
            **_row(relation, shown[relation.id]),
            "unread": unread.get(relation.id, 0),
            "expired": licences.expired_for(relation.carer, Role(relation.role), today),
        }
        for relation in relations
    ]
    return render(request, "clinic/care.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def care_with(request: HttpRequest, relation_id: UUID) -> HttpResponse:
    relation = _own(request, relation_id)
    shown = access.shown_by([relation])[relation.id]
    before = {"scopes": [scope.value for scope in Scope if scope in shown]}
    form = ShowForm(request.POST if request.method == "POST" else None, initial=before, label_suffix="")
    if request.method == "POST" and form.is_valid():
        access.show(relation, form.chosen(), clock.now())
        return redirect("care")
    context = {"row": _row(relation, shown), "form": form, "scopes": _choices(form)}
    return render(request, "clinic/care_with.html", context, status=422 if form.errors else 200)


@require_POST
def care_end(request: HttpRequest, relation_id: UUID) -> HttpResponse:
    access.end(_own(request, relation_id), clock.now())
    return redirect("care")


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """A link for a carer who works here, with what they will see."""
    person = current_person(request)
    form = InviteForm(request.POST if request.method == "POST" else None, label_suffix="")
    link: Link | None = None
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        role = Role(form.cleaned_data["carer_role"])
        secret = invite_carer(person, request.user, role, form.chosen(), clock.now())
        link = link_to(reverse("join", args=[secret]))
    context = {"form": form, "scopes": _choices(form), "link": link}
    return render(request, "clinic/care_invite.html", context, status=422 if form.errors else 200)


def _own(request: HttpRequest, relation_id: UUID) -> CareRelation:
    """An open relation of the patient who asks; a stranger's is not there."""
    found = current_person(request).care.filter(id=relation_id, ended_at=None).select_related("carer").first()
    if found is None:
        raise Http404
    return found


def _row(relation: CareRelation, shown: frozenset[Scope]) -> dict[str, object]:
    return {
        "relation": relation,
        "name": relation.carer.name,
        "role": role_words(relation.role),
        "shows": [words[0] for scope, words in SCOPES.items() if scope in shown],
    }


def _choices(form: ShowForm) -> list[dict[str, object]]:
    chosen = form["scopes"].value() or []
    return [
        {"value": scope.value, "label": label, "help": help_text, "on": scope.value in chosen}
        for scope, (label, help_text) in SCOPES.items()
    ]
