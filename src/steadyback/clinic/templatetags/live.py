"""`{% live_page as live %}`: what the session page of a clinic needs so that a person can let others watch."""

from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.utils.html import json_script
from django.utils.safestring import SafeString

from steadyback.clinic.access import carers_shown, own_here
from steadyback.clinic.live.pages import own_page
from steadyback.clinic.roles import Scope

register = template.Library()


@register.simple_tag(takes_context=True)
def live_page(context: dict[str, Any]) -> SafeString | str:
    """ "" where nobody may watch, so that the page carries nothing of it."""
    person = own_here(context["request"])
    carers = [] if person is None else carers_shown(person, Scope.LIVE)
    return json_script(own_page(carers, get_token(context["request"])), "live-data") if carers else ""
