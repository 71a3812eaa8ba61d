"""The clinician's page about clearance: what the person answered, and the clinician's own answer, signed."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from steadyback.clinic import clearance as rules
from steadyback.clinic.access import seen
from steadyback.clinic.clearance_form import ClinicianForm
from steadyback.clinic.clearance_rows import rows_of
from steadyback.clinic.licences import need_valid
from steadyback.clinic.models import Clearance
from steadyback.clinic.passport_pdf import as_pdf
from steadyback.clinic.requests import open_requests
from steadyback.web import clock
from steadyback.web.models import Person
from steadyback.web.result_page import findings
from steadyback.web.standing import APPROVING, standing_of
from steadyback.web.summary_page import build_summary

__all__ = ["as_file", "end", "person_clearance", "person_clearance_json", "person_clearance_pdf"]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_clearance(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show the summary and take an answer. Nothing can be approved before there is a screening to approve."""
    found = seen(request)
    person = found.person
    standing = standing_of(person, clock.today(person))
    form = ClinicianForm(standing, found.carer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and standing.screening is not None and form.is_valid():
        approval = form.approval()
        if approval.status in APPROVING:
            need_valid(found.carer, found.role)
        rules.issue(standing, approval, form.reasons(), form.signer())
        messages.success(request, _("Signed. It counts from now on."), extra_tags="care")
        return redirect("person_clearance", person_id=person.id)
    rows = rows_of(list(person.clearances.select_related("ended", "record").order_by("-version")), standing.today)
    context = {
        "name": person.patient.user.name,
        "person_id": person.id,
        "standing": standing,
        "summary": build_summary(standing) if standing.screening is not None else None,
        "form": form,
        "rows": rows,
        "current": rows[0] if rows else None,
        "waiting": [one for one in findings(standing) if one.waiting],
        "asked": [one for one in open_requests(person) if one.carer_id == found.carer.id],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "clinic/clearance.html", context, status=status)


class EndForm(forms.Form):
    words = forms.CharField(max_length=500)


@require_POST
def end(request: HttpRequest, person_id: UUID, clearance_id: UUID) -> HttpResponse:
    """Take a clearance back, with a reason; a clinician of this person may, whoever gave it."""
    found = seen(request)
    form = EndForm(request.POST)
    if form.is_valid():
        one = clearance_of(found.person, clearance_id)
        rules.revoke(one, rules.BY_CLINICIAN, by=found.carer, words=form.cleaned_data["words"])
    else:
        messages.error(request, _("Please write why it is taken back."), extra_tags="care")
    return redirect("person_clearance", person_id=person_id)


@require_safe
def person_clearance_pdf(request: HttpRequest, person_id: UUID, clearance_id: UUID) -> HttpResponse:
    return as_file(clearance_of(seen(request).person, clearance_id), "pdf")


@require_safe
def person_clearance_json(request: HttpRequest, person_id: UUID, clearance_id: UUID) -> HttpResponse:
    return as_file(clearance_of(seen(request).person, clearance_id), "json")


def clearance_of(person: Person, clearance_id: UUID) -> Clearance:
    """A clearance of this person; a stranger's is not there."""
    found = person.clearances.select_related("ended", "record").filter(id=clearance_id).first()
    if found is None:
        raise Http404
    return found


def as_file(one: Clearance, kind: str) -> HttpResponse:
    """The document as a file: what was signed, or a sheet of paper that says the same."""
    body = as_pdf(one, settings.DATA) if kind == "pdf" else one.text.encode()
    name = f"clearance-{one.version}-{one.issued_at:%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type=f"application/{kind}", headers=headers)
