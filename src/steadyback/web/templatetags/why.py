"""`{% why reasons %}`: a small "Why?" that opens to the sentences, rule ids and evidence letters of the reasons."""

from collections.abc import Iterable

from django import template

from steadyback.records.reasons import Reason
from steadyback.web.week_days import AbsentLine
from steadyback.web.why import Explanation, explanation

register = template.Library()


@register.inclusion_tag("web/why.html")
def why(reasons: Iterable[Reason], about: str = "", instead_of: Iterable[AbsentLine] = ()) -> dict[str, object]:
    """`about` names what is explained, for people who hear the page instead of seeing it.

    `instead_of`: what was not chosen, each with its own reasons, shown below.
    """
    others = [{"name": absent.name, "explanations": _once(absent.reasons)} for absent in instead_of]
    return {"explanations": _once(reasons), "others": others, "about": about}


@register.simple_tag
def said(reason: Reason) -> str:
    """The reason itself as a sentence."""
    return explanation(reason).text


def _once(reasons: Iterable[Reason]) -> list[Explanation]:
    """The reasons in words, each sentence once."""
    found: dict[tuple[str, str], Explanation] = {}
    for reason in reasons:
        one = explanation(reason)
        found.setdefault((one.rule, one.text), one)
    return list(found.values())
