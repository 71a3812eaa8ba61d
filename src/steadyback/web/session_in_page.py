"""Script and record as the session page carries them: what leads the person, without what only the server reads."""

from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder

from steadyback.exercises import load_transitions
from steadyback.exercises.transitions import SUPPORTS

RECORD_READ: Final = (
    "session_id",
    "status",
    "position",
    "stops",
    "using_easier",
    "active_s",
    "all_right_unanswered",
    "fewer_reps",
)
"""The `SessionRecord` of frontend/src/session/script.ts: where it goes on. What was done of each step stays here."""
SCRIPT_KEPT_BACK: Final = ("pain_before", "tummy_cue", "reasons", "rules_sha256", "catalogue_sha256")
STEP_KEPT_BACK: Final = ("slot", "watch")
WAYS_SHOWN: Final = {"down_to_floor": "way_down", "up_from_floor": "way_up"}
TABLES: Final = ("stop_table", "fall_table")


class Compact(DjangoJSONEncoder):
    """JSON without spaces between its parts."""

    item_separator = ","
    key_separator = ":"


def record_in_page(record: dict[str, Any]) -> dict[str, Any]:
    return {name: record[name] for name in RECORD_READ if name in record}


def script_in_page(script: dict[str, Any]) -> dict[str, Any]:
    return {
        **_without(script, SCRIPT_KEPT_BACK),
        "steps": [_step(step) for step in script["steps"]],
        "pain_table": [_decision(one) for one in script["pain_table"]],
        **{name: {said: _decision(one) for said, one in script[name].items()} for name in TABLES if name in script},
    }


def names_shown(script: dict[str, Any]) -> frozenset[str]:
    """What a figure may have to show: the exercises, the easier ones, and the ways down and up."""
    steps = (one for step in script["steps"] for one in (step, step.get("easier")) if one is not None)
    return frozenset(step["exercise_id"] or way_shown(step).get("clip", step["name"]) for step in steps)


def way_shown(step: dict[str, Any]) -> dict[str, Any]:
    """The figure's movement for a guided way, and its phase for each line. {} for a way of one's own: none shows it."""
    for support in SUPPORTS:
        said = [one.say for one in load_transitions().get(step["name"], {}).get(support, ())]
        if step["lines"] and all(line in said for line in step["lines"]):
            phases = [f"step_{said.index(line) + 1}" for line in step["lines"]]
            return {"clip": f"{WAYS_SHOWN[step['name']]}_{support}", "phases": phases}
    return {}


def _decision(decision: dict[str, Any]) -> dict[str, Any]:
    """With the rules that made it, by name; their values are kept where the decision is."""
    return {**decision, "reasons": [{"rule": reason["rule"]} for reason in decision["reasons"]]}


def _step(step: dict[str, Any]) -> dict[str, Any]:
    easier = step.get("easier")
    kept_back = STEP_KEPT_BACK if step.get("variant") else (*STEP_KEPT_BACK, "variant")
    way = way_shown(step) if step["kind"] == "transition" else {}
    shown = {"way": way} if way else {}
    return {**_without(step, kept_back), **shown, "easier": None if easier is None else _step(easier)}


def _without(record: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}
