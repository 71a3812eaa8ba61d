"""A recording of a moving figure as the replay asks for it: what there is, and its frames part by part.

The replay asks again for what there is while it is open, so that it ends within seconds when it is shown no more.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from steadyback.clinic import skeletons
from steadyback.clinic.access import seen
from steadyback.clinic.models import SkeletonRecording
from steadyback.web.access import own_session
from steadyback.web.models import Session


@require_safe
def own_skeleton(request: HttpRequest, session_id: UUID) -> HttpResponse:
    return _index(_kept(own_session(request, session_id)))


@require_safe
def own_skeleton_part(request: HttpRequest, session_id: UUID, number: int) -> HttpResponse:
    return _part(_kept(own_session(request, session_id)), number)


@require_safe
def person_skeleton(request: HttpRequest, person_id: UUID, session_id: UUID) -> HttpResponse:
    return _index(_seen(request, session_id))


@require_safe
def person_skeleton_part(request: HttpRequest, person_id: UUID, session_id: UUID, number: int) -> HttpResponse:
    return _part(_seen(request, session_id), number)


def _seen(request: HttpRequest, session_id: UUID) -> SkeletonRecording:
    """Of this person and no other; each recording that was looked at is a row of its own."""
    session = seen(request).person.sessions.filter(id=session_id).first()
    if session is None:
        raise Http404
    request.looked_at = ("person_skeleton", str(session_id))  # type: ignore[attr-defined]
    return _kept(session)


def _kept(session: Session) -> SkeletonRecording:
    found = skeletons.kept_of(session)
    if found is None:
        raise Http404
    return found


def _index(one: SkeletonRecording) -> HttpResponse:
    return JsonResponse({"parts": skeletons.index_of(one)})


def _part(one: SkeletonRecording, number: int) -> HttpResponse:
    messages = skeletons.messages_of(one, number)
    if messages is None:
        raise Http404
    return HttpResponse(messages, content_type="application/octet-stream")
