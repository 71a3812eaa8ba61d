"""What stands before every page: only our own origin gets in, and storage faults are told plainly."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.translation import gettext as _

from steadyback.web.storage_faults import answer, fault_of

GetResponse = Callable[[HttpRequest], HttpResponse]


class SameOriginOnly:
    """Refuse a foreign page that talks to our address; browsers set Origin and Sec-Fetch-Site."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        origin = request.headers.get("Origin")
        if origin and origin != f"{request.scheme}://{request.get_host()}":
            return HttpResponseForbidden(_("This request came from another site, so it was refused."))
        navigates = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.method == "GET"
        if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site") and not navigates:
            return HttpResponseForbidden(_("This request came from another site, so it was refused."))
        return self.get_response(request)


class Permissions:
    """Of what a browser can open up, our pages may ask for the camera; nothing that they embed may ask for anything."""

    POLICY = "camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), payment=()"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = self.POLICY
        return response


class StorageFaults:
    """A full disk or a busy database is said plainly. The transaction was rolled back, so nothing is half-written."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        fault = fault_of(exception)
        return None if fault is None else answer(request, fault)
