"""The specialist's answer: what counts now, writing a new one down, and what was said before."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from steadyback.programme.gate import approval_expires_on, approval_status
from steadyback.records.clearance import Approval, ApprovalStatus
from steadyback.records.codec import from_json
from steadyback.web import clock
from steadyback.web.access import current_person
from steadyback.web.answers import record_answer
from steadyback.web.clearance_form import ClearanceForm, limits_in_words, role_words
from steadyback.web.result_page import findings
from steadyback.web.standing import APPROVING, Standing, standing_of


@require_http_methods(["GET", "HEAD", "POST"])
def clearance(request: HttpRequest) -> HttpResponse:
    """Show and record. Nothing can be approved before there is a screening to approve."""
    person = current_person(request)
    standing = standing_of(person, clock.today(person))
    if standing.screening is None:
        return HttpResponseRedirect(reverse("screening"))
    form = ClearanceForm(standing, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        record_answer(person, form.approval())
        return HttpResponseRedirect(reverse("clearance"))
    records = list(person.approvals.order_by("-recorded_at"))
    history = [_row(from_json(Approval, record.approval), standing) for record in records]
    context = {
        "form": form,
        "standing": standing,
        "current": history[0] if history and standing.approval else None,
        "ended": bool(history) and standing.approval is None,
        "history": history,
        "waiting": [one for one in findings(standing) if one.waiting],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "web/clearance.html", context, status=status)


def _row(approval: Approval, standing: Standing) -> dict[str, object]:
    status = approval_status(approval, standing.today)
    return {
        "approval": approval,
        "status": _status_words(approval, status),
        "counts": status in APPROVING,
        "role": role_words().get(approval.by_role, approval.by_role),
        "limits": limits_in_words(approval.limits),
        "ends_on": approval_expires_on(approval) if approval.status in APPROVING else None,
    }


def _status_words(approval: Approval, status: ApprovalStatus) -> str:
    if status is ApprovalStatus.DECLINED and approval.review_on:
        return _("Not yet")
    return {
        ApprovalStatus.APPROVED: _("You may start"),
        ApprovalStatus.APPROVED_WITH_LIMITS: _("You may start, with limits"),
        ApprovalStatus.DECLINED: _("Not for now"),
        ApprovalStatus.EXPIRED: _("Has ended"),
    }.get(status, _("Does not count"))
