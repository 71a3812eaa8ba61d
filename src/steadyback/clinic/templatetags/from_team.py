"""What a person's team says on the person's own pages: notes, changes of the plan, comments and what was signed off."""

from datetime import timedelta

from django import template
from django.urls import reverse

from steadyback.clinic import notes, reminders, reviews
from steadyback.clinic.access import carers_shown, own_here
from steadyback.clinic.live.asking import asked_by
from steadyback.clinic.plan_words import Edited, edits_said
from steadyback.clinic.reviews import Said
from steadyback.clinic.roles import Scope
from steadyback.clinic.views.still import EVERY_S, address_for
from steadyback.web import clock
from steadyback.web.models import Session

register = template.Library()
NEW_FOR = timedelta(days=3)


@register.inclusion_tag("clinic/from_team.html", takes_context=True)
def from_team(context: template.Context) -> dict[str, object]:
    """Notes that were not put away, and what carers changed of the plan in the last days."""
    request = context.get("request")
    person = own_here(request) if request is not None else None
    if person is None:
        return {}
    edits: list[Edited] = edits_said(person, since=clock.now() - NEW_FOR)
    return {"notes": notes.unread(person), "edits": edits, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("clinic/banner.html", takes_context=True)
def reminder_banner(context: template.Context) -> dict[str, object]:
    """Today's session for those who asked to be reminded (Today says it anyway), who asks to watch; and what closes a
    page that a carer has open.
    """
    request = context.get("request")
    if request is None:
        return {}
    still = {"still": address_for(request), "every": EVERY_S}
    person = own_here(request)
    if person is None:
        return still
    due = request.path != reverse("home") and reminders.is_due(person, clock.now())
    # The session itself says it too; elsewhere nobody could answer.
    may_ask = request.path in (reverse("home"), reverse("week")) and bool(carers_shown(person, Scope.LIVE))
    asking = asked_by(person) if may_ask else []
    return {**still, "due": due, "may_ask": may_ask, "asking": asking, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("clinic/said_of_session.html")
def said_of_session(session: Session) -> dict[str, object]:
    signed: list[Said] = [one for by_step in reviews.sign_offs_on(session).values() for one in by_step]
    return {"comments": reviews.comments_on(session), "signed": signed}
