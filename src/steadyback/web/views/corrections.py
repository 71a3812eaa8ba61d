"""Correct the pain of a check before exercise; the page after it says what follows."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from steadyback.web import told
from steadyback.web.access import current_person
from steadyback.web.entry_words import entry_words
from steadyback.web.models import Session, SessionCheck
from steadyback.web.session_log import OPEN_STATUSES
from steadyback.web.session_store import correct_check
from steadyback.web.turns import writing_about
from steadyback.web.views.morning import SCALE, whole_pain


@require_http_methods(["GET", "HEAD", "POST"])
def check_pain(request: HttpRequest, check_id: uuid.UUID) -> HttpResponse:
    person = current_person(request)
    check = get_object_or_404(SessionCheck, id=check_id, person=person)
    session = Session.objects.filter(check_before=check, status__in=OPEN_STATUSES).first()
    if session is not None:
        return redirect("session", session_id=session.pk)
    error = ""
    if request.method == "POST":
        pain = whole_pain(request.POST.get("value", ""))
        if pain is not None:
            with writing_about(person):
                row = correct_check(check, pain)
            return redirect("follows", kind="correction", entry_id=row.pk)
        error = _("Choose a number from 0 to 10.")
    now = told.corrections(person, "check").get(check.pk)
    said = now.pain if now else check.pain_before
    context = {"check": check, "words": entry_words(now or check), "said": said, "scale": SCALE, "error": error}
    return render(request, "web/check_pain.html", context, status=422 if error else 200)
