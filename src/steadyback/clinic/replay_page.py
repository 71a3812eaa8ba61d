"""What the replay of a moving figure carries: where it is, the moments of the time line, and what was said of them."""

import json
from functools import cache
from importlib.resources import files

from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from steadyback.clinic import reviews, skeletons
from steadyback.clinic.access import Seen, passes
from steadyback.clinic.doors import DOORS
from steadyback.clinic.roles import Role
from steadyback.clinic.session_line import Moment, time_line
from steadyback.records.codec import from_json
from steadyback.records.session import SessionScript
from steadyback.web.models import Session
from steadyback.web.session_log import stored_events


def replay_for_carer(found: Seen, session: Session, line: list[Moment]) -> SafeString | str:
    """The `ReplayPage` of frontend/src/live/figure-replay.ts; "" where nothing is kept or shown to this carer."""
    if skeletons.kept_of(session) is None or not passes(DOORS["person_skeleton"], found.carer, found.person.id):
        return ""
    url = reverse("person_skeleton", args=[found.person.id, session.id])
    return _page(session, line, url, own=False)


def replay_for_person(session: Session) -> tuple[SafeString | str, list[Moment]]:
    """The same for the person themselves, with the time line that goes with it."""
    if skeletons.kept_of(session) is None:
        return "", []
    line = time_line(from_json(SessionScript, session.script), stored_events(session), Role.PATIENT)
    return _page(session, line, reverse("own_skeleton", args=[session.id]), own=True), line


def _page(session: Session, line: list[Moment], url: str, *, own: bool) -> SafeString:
    said = [
        Moment(one.at_s, f"{one.by}, {one.role}: {one.text}", "said")
        for one in reviews.comments_on(session)
        if one.at_s is not None
    ]
    moments = [
        {"at_s": one.at_s, "text": one.text, "tone": one.tone, "exercise": one.exercise}
        for one in sorted([*line, *said], key=lambda one: one.at_s)
    ]
    page = {"url": url, "own": own, "moments": moments, "texts": texts("replay_")}
    return json_script(page, "replay-data")


def texts(prefix: str) -> dict[str, str]:
    return {key: _(text) for key, text in _source_texts().items() if key.startswith(prefix)}


@cache
def _source_texts() -> dict[str, str]:
    """The English source of what keeping and replaying a figure say, by key."""
    return dict(json.loads(files("steadyback.clinic").joinpath("skeleton_texts.json").read_text(encoding="utf-8")))
