"""Who looked at what of mine, and who did what: a patient's own part of the audit."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from steadyback.clinic.audit_words import told
from steadyback.clinic.models import AuditRow
from steadyback.web import clock
from steadyback.web.access import current_person

ROWS = 50


@require_safe
def care_log(request: HttpRequest) -> HttpResponse:
    person = current_person(request)
    pages = Paginator(AuditRow.objects.filter(person=person.id).order_by("-seq"), ROWS)
    page = pages.get_page(request.GET.get("page"))
    zone = clock.zone_of(person)
    return render(request, "clinic/care_log.html", {"page": page, "rows": told(list(page)), "zone": zone.key})
