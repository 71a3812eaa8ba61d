"""Checking a document for whoever was handed one: whether it is genuine, and what it is worth now."""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from steadyback.clinic import clearance as rules
from steadyback.clinic.clearance import State
from steadyback.clinic.models import Clearance
from steadyback.clinic.passport import LARGEST_BYTES, Checked, PassportError, Standing, verify
from steadyback.clinic.signing_key import public_keys
from steadyback.web import clock

_STATUS = {
    "valid": HTTPStatus.OK,
    "no_clearance": HTTPStatus.OK,
    "expired": HTTPStatus.GONE,
    "revoked": HTTPStatus.GONE,
    "replaced": HTTPStatus.GONE,
    "gone": HTTPStatus.GONE,
    "forged": HTTPStatus.UNPROCESSABLE_ENTITY,
    "other_key": HTTPStatus.UNPROCESSABLE_ENTITY,
    "no_file": HTTPStatus.BAD_REQUEST,
    "no_passport": HTTPStatus.BAD_REQUEST,
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def clearance_check(request: HttpRequest) -> HttpResponse:
    """Take a file and say what it is worth; nothing of it is kept, and nothing is shown that is not in it."""
    found, by_link = _found(request) if request.method == "POST" else ("", False)
    context = {"found": found, "by_link": by_link}
    return render(request, "clinic/clearance_check.html", context, status=_STATUS.get(found, HTTPStatus.OK))


def _found(request: HttpRequest) -> tuple[str, bool]:
    """What the file is worth, and whether a genuine one came by a link."""
    file = request.FILES.get("file")
    if file is None:
        return "no_file", False
    if (file.size or 0) > LARGEST_BYTES:
        return "too_large", False
    try:
        checked = verify(file.read(), public_keys(settings.DATA), clock.now().date())
    except PassportError:
        return "no_passport", False
    genuine = checked.approval is not None
    now = _now(checked) if checked.standing is Standing.VALID else checked.standing.value
    return now, genuine and not checked.document.get("signed_in_account")


def _now(checked: Checked) -> str:
    """What a genuine document is worth in this clinic now; "gone" when its person was erased."""
    found = Clearance.objects.select_related("ended", "record", "person").filter(id=_id_of(checked)).first()
    if found is None:
        return "gone"
    state = rules.state_of(found, clock.today(found.person))
    return "valid" if state is State.COUNTS else state.value


def _id_of(checked: Checked) -> UUID:
    return UUID(str(checked.document["id"]))
