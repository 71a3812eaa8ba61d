"""Whether an open session is still the one that would be led today: the same exercises at the same pain limit.

A session's script is built once. New health answers, limits or choices make it out of date, and then it begins anew.
"""

from steadyback.exercises import load_catalogue, load_transitions
from steadyback.programme.session_script import NoSessionError, build_script
from steadyback.records.codec import RecordError, from_json
from steadyback.records.person import PersonalSettings
from steadyback.records.plan import PlannedSession, Preferences
from steadyback.records.session import SessionScript, StartOutcome
from steadyback.web.models import Session
from steadyback.web.planning import build_plan, preferences_of
from steadyback.web.standing import Standing


def script_for(
    standing: Standing, planned: PlannedSession, flags: frozenset[str], pain_before: int, start: StartOutcome
) -> SessionScript:
    """The script of a planned session for where the person stands. Raises NoSessionError when nothing can be led.

    `flags` are those of the plan: of the screening and the computed ones, such as ACUTE_HIGH_IRRIT (1.6).
    """
    person = standing.person
    return build_script(
        planned,
        start=start,
        pain_before=pain_before,
        pain_mode=from_json(PersonalSettings, person.settings).pain_mode,
        preferences=preferences_of(person) or Preferences(),
        limits=standing.limits,
        flags=flags,
        catalogue=load_catalogue(),
        transitions=load_transitions(),
    )


def is_still_right(session: Session, standing: Standing) -> bool:
    """Whether today's flags, limits, level and choices would lead the same steps with the same pain limit.

    `standing` is today's. A script of an older form is not right: it cannot be led any more.
    """
    preferences = preferences_of(session.person)
    if standing.outcome is None or preferences is None:
        return False
    plan, _reasons = build_plan(standing, preferences, session.plan.starts_on)
    planned = [one for day in plan.days if day.on == session.on for one in day.sessions if one.kind == session.kind]
    if not planned:
        return False
    try:
        stored = from_json(SessionScript, session.script)
        script = script_for(standing, planned[0], plan.flags, stored.pain_before, stored.start)
    except (NoSessionError, RecordError):
        return False
    return (script.steps, script.pain_table) == (stored.steps, stored.pain_table)
