"""The exercise library: find an exercise, read everything about it. It starts nothing and prescribes nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from steadyback.exercises import Catalogue, Exercise, Neighbour, load_catalogue, spoken, target_angles
from steadyback.exercises.cue_parts import part_of
from steadyback.records.codec import from_json
from steadyback.records.plan import Preferences
from steadyback.web import exercise_words as words
from steadyback.web import labels
from steadyback.web.access import person_or_none
from steadyback.web.figure_assets import clips
from steadyback.web.models import Person

LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; a value that means nothing is treated as "all"."""

    text: str
    level: int | None
    place: str
    aim: str

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Wanted":
        level = asked.get("level", "")
        place, aim = asked.get("place", ""), asked.get("aim", "")
        return cls(
            text=asked.get("q", "")[:LONGEST_SEARCH].replace("\0", ""),
            level=int(level) if level in map(str, range(len(words.LEVELS))) else None,
            place=place if place in words.PLACES else "",
            aim=aim if aim in words.AIMS else "",
        )

    @property
    def is_all(self) -> bool:
        return not self.text.strip() and self.level is None and not self.place and not self.aim

    def fits(self, exercise: Exercise, tummy_cue: str) -> bool:
        places = words.PLACES[self.place][1] if self.place else exercise.positions
        slots = words.AIMS[self.aim][1] if self.aim else exercise.slots
        if self.level not in (None, exercise.tier):
            return False
        if not set(places) & set(exercise.positions) or not set(slots) & set(exercise.slots):
            return False
        text = words.searched_text(exercise, tummy_cue)
        return all(word in text for word in words.folded(self.text).split())


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """All exercises, or those that fit the search and the filters of the address."""
    wanted = Wanted.read(request.GET.dict())
    cue = _tummy_cue(person_or_none(request))
    cards = [_card(exercise, cue) for exercise in load_catalogue() if wanted.fits(exercise, cue)]
    context = {
        "wanted": wanted,
        "cards": cards,
        "total": len(load_catalogue()),
        "levels": [(number, words.level_name(number)) for number in range(len(words.LEVELS))],
        "places": [(key, _(title)) for key, (title, _positions) in words.PLACES.items()],
        "aims": [(key, _(title)) for key, (title, _slots) in words.AIMS.items()],
    }
    return render(request, "web/library.html", context)


@require_safe
def exercise(request: HttpRequest, exercise_id: str) -> HttpResponse:
    """One exercise. A former id leads to the present one."""
    catalogue = load_catalogue()
    if exercise_id not in catalogue:
        raise Http404(_("There is no exercise with this name."))
    found = catalogue[exercise_id]
    if found.id != exercise_id:
        return redirect("exercise", exercise_id=found.id, permanent=True)
    cue = _tummy_cue(person_or_none(request))
    return render(request, "web/exercise.html", _everything_about(found, catalogue, cue))


def _tummy_cue(person: Person | None) -> str:
    return from_json(Preferences, (person.preferences if person is not None else None) or {}).tummy_cue


def _card(found: Exercise, cue: str) -> dict[str, object]:
    return {
        "exercise": found,
        "name": _(found.name),
        "summary": spoken(_(found.summary), cue),
        "level": words.level_name(found.tier),
        "place": words.place_of(found),
        "aims": words.aims_of(found),
        "in_article": found.origin == "article",
        "figure": figure_data(found, cue),
        "peak": found.peak_phase,
    }


def _everything_about(found: Exercise, catalogue: Catalogue, cue: str) -> dict[str, object]:
    def said(texts: tuple[str, ...]) -> list[str]:
        return [spoken(_(text), cue) for text in texts]

    return {
        **_card(found, cue),
        "level_meaning": _(words.LEVEL_MEANINGS[found.tier]),
        "positions": [words.place_of(found), *(labels.say(labels.POSITIONS, one) for one in found.positions[1:])],
        "setup": said(found.setup),
        "phases": [_phase(found, index, cue) for index in range(len(found.phases))],
        "sides": _(words.SIDES[found.sides]) if words.SIDES[found.sides] else "",
        "sides_note": _(found.sides_note) if found.sides_note else "",
        "tempo": words.tempo_words(found),
        "doses": words.doses_by_level(found),
        "needs_permission": found.tier > words.HIGHEST_LEVEL,
        "watch": said(found.watch),
        "cues": said(tuple(dict.fromkeys(fault.cue for fault in found.faults if fault.severity != "stop"))),
        "stops": said(tuple(dict.fromkeys(fault.cue for fault in found.faults if fault.severity == "stop"))),
        "looked_at": _looked_at(found, cue),
        "forms": _forms(found, cue),
        "variants": said(tuple(variant.say for variant in found.variants)),
        "easier": _neighbour(found.easier, catalogue, cue),
        "harder": _neighbour(found.harder, catalogue, cue),
        "cautions": said(found.cautions),
        "left_out": [labels.say(labels.FLAGS, flag) for flag in sorted(found.contra_flags)],
        "adapted": _adapted(found, catalogue, cue),
        "evidence": words.evidence_of(found),
        "evidence_key": [(letter, _(meaning)) for letter, meaning in words.EVIDENCE.items()],
        "sources": [catalogue.sources[key] for key in found.sources],
        "targets": labels.joined(_(target) for target in (*found.targets_primary, *found.targets_secondary)),
        "camera": [_(text) for text in (words.COACHING[found.camera.coaching], words.VIEWS[found.camera.view]) if text],
        "article_note": _(found.article_note) if found.article_note else "",
        "is_cardio": found.category == "cardio",
    }


def _looked_at(found: Exercise, cue: str) -> list[dict[str, str]]:
    """Each cue once that speaks of a part of the body, with the part: the figure shows it."""
    parts = {rule.cue: part_of(rule) for rule in found.faults if part_of(rule) and rule.severity != "stop"}
    return [{"cue": spoken(_(text), cue), "part": part} for text, part in parts.items()]


def _forms(found: Exercise, cue: str) -> list[dict[str, str]]:
    """The other ways of doing it for which the figure has a movement, with what is said about them."""
    says = {variant.id: spoken(_(variant.say), cue) for variant in found.variants}
    says |= {position: labels.say(labels.POSITIONS, position) for position in found.positions[1:]}
    return [{"id": form, "say": said} for form, said in says.items() if f"{found.id}.{form}" in clips()]


def _phase(found: Exercise, index: int, cue: str) -> dict[str, str]:
    phase = found.phases[index]
    lasts = words.hold_of(found, phase.kind, phase.duration_s.target)
    return {
        "id": phase.id,
        "kind": _(words.PHASE_KINDS[phase.kind]),
        "say": spoken(_(phase.say), cue),
        "breathing": _(words.BREATHING[phase.breathing]),
        "time": words.seconds(lasts),
    }


def _neighbour(neighbour: Neighbour, catalogue: Catalogue, cue: str) -> dict[str, str]:
    other = catalogue[neighbour.id] if neighbour.id else None
    return {
        "id": other.id if other else "",
        "name": _(other.name) if other else "",
        "summary": spoken(_(other.summary), cue) if other else "",
        "note": spoken(_(neighbour.note), cue) if neighbour.note else "",
    }


def _adapted(found: Exercise, catalogue: Catalogue, cue: str) -> list[dict[str, object]]:
    """For each caution flag: when it applies, what changes, and what to do instead."""
    rows: list[dict[str, object]] = []
    for flag in sorted(found.caution_flags | found.modify.keys() | found.instead.keys()):
        sentence = catalogue.caution(found, flag)
        instead = [catalogue[other] for other in found.instead.get(flag, ()) if other in catalogue]
        if sentence or instead:
            rows.append(
                {
                    "when": labels.say(labels.FLAGS, flag),
                    "what": spoken(_(sentence), cue) if sentence else "",
                    "instead": [{"id": other.id, "name": _(other.name)} for other in instead],
                }
            )
    return rows


def figure_data(found: Exercise, cue: str) -> str:
    """What the figure draws and says: the first position, each phase with its words and target angles (degrees)."""
    phases = [
        {
            "id": phase.id,
            "kind": phase.kind,
            "duration_s": phase.duration_s.target,
            "breathing": phase.breathing,
            "say": spoken(_(phase.say), cue),
            "angles": angles,
        }
        for phase, angles in zip(found.phases, target_angles(found), strict=True)
    ]
    drawn = {"position": found.positions[0], "view": found.camera.view, "sides": found.sides, "phases": phases}
    return json.dumps(drawn)
