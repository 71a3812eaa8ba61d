"""Filters that say the codes of the core in words."""

from django import template

from steadyback.web import labels
from steadyback.web.diary import Entry

register = template.Library()
register.filter(labels.clock_words)


@register.filter
def outcome_words(entry: Entry) -> str:
    """How an activity ended: "Done", "Part of it, and that counts" ..."""
    return labels.say(labels.OUTCOMES, entry.outcome)


@register.filter
def activity_words(entry: Entry) -> str:
    """What was done: the kind of cardio where it is known, else the kind of session."""
    if entry.exercise_id:
        return labels.say(labels.CARDIO_KINDS, entry.exercise_id)
    return labels.say(labels.KINDS, entry.kind)
