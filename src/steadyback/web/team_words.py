"""What was written between a person and their team: in a clinic as it is kept there, elsewhere as brought along."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.conf import settings
from django.utils.module_loading import import_string

from steadyback.web.models import Person, TeamWord

KINDS: Final = ("message", "note", "comment", "sign_off", "plan_change")
ROLES: Final = ("patient", "trainer", "clinician")


def words_of(person: Person) -> list[TeamWord]:
    """Everything, oldest first: what was brought along, and in a clinic what is kept there, as rows not stored."""
    found = list(TeamWord.objects.filter(person=person))
    if settings.WORDS_OF:
        here: Callable[[Person], Iterable[TeamWord]] = import_string(settings.WORDS_OF)
        found.extend(here(person))
    return sorted(found, key=lambda one: (one.written_at, one.pk))


def no_team_word(values: dict[str, Any]) -> str | None:
    """What is wrong with the values of a row of a file, None when nothing is."""
    for name, allowed in (("kind", KINDS), ("by_role", ROLES)):
        if values[name] not in allowed:
            return f"{name} is {values[name]!r}; allowed: {', '.join(allowed)}"
    if values["at_s"] is not None and not 0 <= values["at_s"] <= 86400:
        return f"at_s is {values['at_s']:g}; allowed: 0 to 86400"
    return None
