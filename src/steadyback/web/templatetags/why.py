"""`{% why reasons %}`: a small "Why?" that opens to the sentences, rule ids and evidence letters of the reasons."""

from collections.abc import Iterable

from django import template

from steadyback.records.reasons import Reason
from steadyback.web.why import Explanation, explanation

register = template.Library()


@register.inclusion_tag("web/why.html")
def why(reasons: Iterable[Reason], about: str = "") -> dict[str, object]:
    """`about` names what is explained, for people who hear the page instead of seeing it."""
    found: dict[tuple[str, str], Explanation] = {}
    for reason in reasons:
        one = explanation(reason)
        found.setdefault((one.rule, one.text), one)
    return {"explanations": list(found.values()), "about": about}
