"""What opens without an account: answering by a one-time link, the public key, and what a document is worth now."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from steadyback.clinic import clearance as rules
from steadyback.clinic.access import own_person
from steadyback.clinic.alerts import tell_of_link
from steadyback.clinic.audit import note_looked_by_link
from steadyback.clinic.clearance import came_by_link
from steadyback.clinic.clearance_form import LinkForm
from steadyback.clinic.clearance_rows import row_of
from steadyback.clinic.models import Clearance
from steadyback.clinic.passport import fingerprint, public_pem
from steadyback.clinic.requests import LinkError, open_link
from steadyback.clinic.signing_key import public_keys
from steadyback.web import clock
from steadyback.web.standing import standing_of
from steadyback.web.summary_page import build_summary

_STATUS = {"unknown": 404, "expired": 410, "used": 410, "cancelled": 410, "own": 403}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The summary and the form, for whoever holds the link; it takes one answer."""
    try:
        asked = open_link(secret, clock.now())
    except LinkError as error:
        return _refused(request, error.code)
    person = asked.person
    own = own_person(request)
    if own is not None and own.id == person.id:
        return _refused(request, "own")
    standing = standing_of(person, clock.today(person))
    if standing.screening is None:
        return _refused(request, "expired")
    form = LinkForm(standing, None, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = rules.issue(standing, form.approval(), form.reasons(), form.signer(), asked)
                tell_of_link(person, made.id, clock.now())
        except rules.AnsweredError:
            return _refused(request, "used")
        made = Clearance.objects.select_related("record").get(id=made.id)
        return render(request, "clinic/answer_done.html", {"row": row_of(made, standing.today)})
    note_looked_by_link(person, asked.id)
    context = {
        "name": person.patient.user.name,
        "standing": standing,
        "summary": build_summary(standing),
        "form": form,
        "until": asked.expires_at,
    }
    return render(request, "clinic/answer.html", context, status=422 if request.method == "POST" else 200)


def _refused(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "clinic/answer_refused.html", {"code": code}, status=_STATUS[code])


@require_safe
def clearance_key(request: HttpRequest) -> HttpResponse:
    """The clinic's public keys, to check documents with; the one that signs now first."""
    keys = public_keys(settings.DATA)
    name = f"steadyback-{fingerprint(keys[0])}.pem"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(b"".join(map(public_pem, keys)), content_type="application/x-pem-file", headers=headers)


@require_safe
def clearance_status(request: HttpRequest, clearance_id: UUID) -> HttpResponse:
    """What a document is worth today, for whoever holds it; nothing else of it."""
    found = Clearance.objects.select_related("ended", "record", "person").filter(id=clearance_id).first()
    if found is None:
        raise Http404
    state = rules.state_of(found, clock.today(found.person))
    return render(request, "clinic/clearance_status.html", {"state": state.value, "by_link": came_by_link(found)})
