"""The person's own side: keeping the figure of a session, what is kept, for how long, and deleting it."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from steadyback.clinic import skeletons
from steadyback.clinic.models import SkeletonRecording
from steadyback.web import labels
from steadyback.web.access import current_person, own_session
from steadyback.web.session_log import RefusedError
from steadyback.web.views.session_api import answers_refusals, read_body


@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def keeping(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Whether the figure of this session is kept. POST {"keep": true or false} changes it."""
    session = own_session(request, session_id)
    if request.method == "POST":
        wanted = read_body(request, {"keep"}).get("keep")
        if not isinstance(wanted, bool):
            raise RefusedError(422, "invalid", _("keep: must be true or false"))
        (skeletons.keep if wanted else skeletons.keep_no_more)(session)
    return _answer(skeletons.standing_of(session))


@require_POST
@answers_refusals
def frames(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """LMK1 messages one after the other, of the session's own clock."""
    session = own_session(request, session_id)
    if int(request.headers.get("Content-Length") or 0) > skeletons.LARGEST_BODY_BYTES:
        raise RefusedError(413, "too_large", _("This is more than fits in one go. Send fewer frames."))
    return _answer(skeletons.add(session, request.body))


def _answer(standing: skeletons.Standing) -> HttpResponse:
    return JsonResponse({"keeps": standing.keeps, "until_ms": standing.until_ms, "full": standing.full})


class DaysForm(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long is it kept?"),
        coerce=int,
        choices=[(7, gettext_lazy("1 week")), (28, gettext_lazy("4 weeks")), (84, gettext_lazy("12 weeks"))],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def own_skeletons(request: HttpRequest) -> HttpResponse:
    """What is kept, until when and who may see it. POST: for how long."""
    person = current_person(request)
    days = skeletons.days_kept(person)
    form = DaysForm(request.POST if request.method == "POST" else None, initial={"days": days}, label_suffix="")
    if request.method == "POST" and form.is_valid():
        skeletons.choose_days(person, form.cleaned_data["days"])
        return redirect("own_skeletons")
    context = {
        "form": form,
        "days": days,
        "rows": [_row(one) for one in skeletons.kept_by(person)],
        "names": skeletons.shown_to(person),
    }
    return render(request, "clinic/own_skeletons.html", context, status=422 if form.errors else 200)


def _row(one: SkeletonRecording) -> dict[str, object]:
    return {
        "session": one.session,
        "kind": labels.say(labels.KINDS, one.session.kind),
        "minutes": max(1, round(one.frames / 600)),
        "megabytes": one.packed_bytes / 1e6,
        "until": skeletons.expires_at(one),
    }


@require_POST
def own_skeleton_delete(request: HttpRequest) -> HttpResponse:
    """One session's, or all of them."""
    person = current_person(request)
    session = request.POST.get("session", "")
    try:
        skeletons.delete(person, UUID(session) if session else None)
    except ValueError:
        return redirect("own_skeletons")
    return redirect(reverse("own_skeletons") + "?deleted=1")
