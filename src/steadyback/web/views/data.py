"""Your data: take everything along as one file, or restore it where nothing has been entered yet."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from steadyback.web import clock, transfer
from steadyback.web.access import current_person
from steadyback.web.models import Person

LARGEST_BYTES = 2 * 1024 * 1024
_ZIP = b"PK\x03\x04"


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_http_methods(["GET"])
@never_cache
def data_export(request: HttpRequest) -> HttpResponse:
    """Everything the person has, as a file to keep."""
    now = clock.now()
    text = transfer.export_text(current_person(request), now)
    return HttpResponse(
        text,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="steadyback-export-{now:%Y-%m-%d-%H%M%S}.json"'},
    )


@require_POST
def data_import(request: HttpRequest) -> HttpResponse:
    """Restore an export. A file that does not fit is refused with its place, and nothing is changed."""
    upload = request.FILES.get("file")
    if upload is None:
        return _page(request, _("Please choose a file first."), 400)
    if upload.read(len(_ZIP)) == _ZIP:
        text = _("This is the zip with everything in it. Open it and choose the file steadyback-export.json from it.")
        return _page(request, text, 422)
    upload.seek(0)
    if (upload.size or 0) > LARGEST_BYTES:
        text = _("This file is larger than 2 MB. Use the command “steadyback import FILE” for it.")
        return _page(request, text, 413)
    try:
        transfer.import_text(upload.read(), _own_account(request))
    except transfer.TransferError as error:
        text = _("The file was not restored and nothing was changed. In the file: %(fault)s") % {"fault": error}
        return _page(request, text, 422)
    return redirect(f"{reverse('data')}?restored=1")


def _own_account(request: HttpRequest) -> Person | None:
    """The person that a file goes to in a clinic; None where the whole installation is one person's."""
    return current_person(request) if settings.CLINIC else None


def _page(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    current_person(request)
    context = {
        "error": error,
        "can_import": not transfer.holds_something(_own_account(request)),
        "clinic": settings.CLINIC,
        "has_team_words": current_person(request).team_words.exists(),
        "restored": "restored" in request.GET and not error,
    }
    return render(request, "web/data.html", context, status=status)
