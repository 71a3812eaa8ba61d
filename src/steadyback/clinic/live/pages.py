"""What the pages of watching along carry: where their socket is, and their words."""

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from steadyback.clinic.live.asking import name_of
from steadyback.clinic.models import CareRelation
from steadyback.exercises import load_catalogue, spoken

OWN_PATH = "/live/me/"
_USUAL_TUMMY_CUE = "brace"


def watch_path(person_id: UUID) -> str:
    return f"/live/people/{person_id}/"


def own_page(carers: Iterable[CareRelation], csrf: str) -> dict[str, Any]:
    """The `LivePage` of frontend/src/live/live-switch.ts."""
    names = list(dict.fromkeys(name_of(relation.carer, relation.role) for relation in carers))
    return {"path": OWN_PATH, "asked": reverse("live_asked"), "csrf": csrf, "names": names, "texts": _texts("live_")}


def watcher_page() -> dict[str, Any]:
    """The `WatchPage` of frontend/src/live/live-person.ts. The words of a cue are those of most people; the server
    sends each person their own.
    """
    cues = {
        exercise.id: [[rule.id, spoken(_(rule.cue), _USUAL_TUMMY_CUE)] for rule in exercise.faults]
        for exercise in load_catalogue()
    }
    return {"texts": _texts("watch_"), "cues": cues}


def _texts(prefix: str) -> dict[str, str]:
    return {key: _(text) for key, text in source_texts().items() if key.startswith(prefix)}


@cache
def source_texts() -> dict[str, str]:
    """The English source of what these pages say, by key."""
    return dict(json.loads(files("steadyback.clinic.live").joinpath("texts.json").read_text(encoding="utf-8")))
