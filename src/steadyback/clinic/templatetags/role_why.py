"""`{% why_for role reasons %}`: why, as far as this role may know it; that there is more is said in plain words."""

from collections.abc import Iterable

from django import template

from steadyback.clinic.role_view import HIDDEN, reasons_for
from steadyback.clinic.roles import Role
from steadyback.records.reasons import Reason
from steadyback.web.why import Explanation, explanation

register = template.Library()


@register.inclusion_tag("clinic/why.html")
def why_for(role: str, reasons: Iterable[Reason], about: str = "", is_open: bool = False) -> dict[str, object]:
    """is_open: not folded away, for what was just refused."""
    shown = reasons_for(Role(role), reasons)
    found: dict[tuple[str, str], Explanation] = {}
    for reason in shown:
        if reason is not HIDDEN:
            one = explanation(reason)
            found.setdefault((one.rule, one.text), one)
    return {"explanations": list(found.values()), "hidden": HIDDEN in shown, "about": about, "is_open": is_open}
