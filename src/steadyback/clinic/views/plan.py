"""A person's plan for those who look after them: this week and the next, and what may be changed of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from steadyback.clinic import clearance, notes, plan_edits, plan_templates
from steadyback.clinic.access import Seen, seen
from steadyback.clinic.licences import need_valid
from steadyback.clinic.models import PlanTemplate
from steadyback.clinic.plan_edits import Opened, counts_from, open_plan
from steadyback.clinic.plan_templates import Misfit
from steadyback.clinic.plan_words import edits_said, exercise_name, misfits_said
from steadyback.clinic.roles import Scope
from steadyback.clinic.words import role_words
from steadyback.exercises import Exercise
from steadyback.programme.dose_steps import Work
from steadyback.programme.own_choices import choices_for, why_not_choose
from steadyback.programme.own_doses import CARDIO, doses_for, minutes_for
from steadyback.records.history import ChosenDose
from steadyback.records.reasons import Reason
from steadyback.web import labels
from steadyback.web.diary import diary
from steadyback.web.planning import WEEK, build_plan, preferences_of, week_of
from steadyback.web.standing import Standing
from steadyback.web.swap_days import other_days, running
from steadyback.web.week_days import DayView, planned_views, week_days


@dataclass(frozen=True, slots=True)
class SlotEditor:
    """One part of the body: what stands there with which dose, and everything that could."""

    slot: str
    part: str
    now: Exercise
    work: Work
    allowed: tuple[Exercise, ...]
    others: tuple[tuple[Exercise, tuple[Reason, ...]], ...]
    doses: tuple[Work, ...]
    is_first: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """What was asked for and cannot be, with everything against it."""

    what: str
    reasons: tuple[Reason, ...] = ()
    misfits: tuple[Misfit, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
def person_plan(request: HttpRequest, person_id: UUID) -> HttpResponse:
    found = seen(request)
    refused = _changed(request, found) if request.method == "POST" else None
    if request.method == "POST" and refused is None:
        return redirect("person_plan", person_id=person_id)
    standing, opened = open_plan(found)
    context = {
        "seen": found,
        "name": found.person.patient.user.name,
        "role": found.role.value,
        "as_role": role_words(found.role.value),
        "refused": refused,
        "misfits": misfits_said(refused.misfits) if refused else [],
        "edits": edits_said(found.person),
        "notes": notes.to_person(found.person)[:5],
        "longest_note": notes.LONGEST,
        "templates": PlanTemplate.objects.all(),
        "limits": _limits(standing),
        "by_link": _is_by_link(found),
        **_plan(found, standing, opened),
    }
    return render(request, "clinic/person_plan.html", context, status=422 if refused else 200)


def _plan(found: Seen, standing: Standing, opened: Opened | None) -> dict[str, object]:
    week = week_of(standing) if standing.is_open else None
    if week is None or opened is None:
        return {"closed": not standing.is_open, "gate": standing.gate.reasons}
    records = diary(found.person) if found.shows(Scope.RECORDS) else []
    free = dict(opened.programme.free_days)
    days = week_days(week, records, standing.today, free)
    course = opened.course
    return {
        "week": week,
        "days": days,
        "reasons": (*week.level_reasons, *week.plan.reasons),
        "coming": _next_week(standing, week.plan.starts_on + WEEK),
        "slots": _slots(opened),
        "minutes": course.cardio.dose.minutes,
        "minutes_possible": minutes_for(course),
        "movable": _movable(opened, days),
        "counts_from": counts_from(standing),
        "today": standing.today,
    }


def _next_week(standing: Standing, starts_on: date) -> list[dict[str, object]]:
    """The next week as it would be if nothing changed until then."""
    preferences = preferences_of(standing.person)
    if preferences is None:
        return []
    plan, _reasons = build_plan(standing, preferences, starts_on)
    return [{"on": day.on, "sessions": planned_views(day.sessions)} for day in plan.days]


def _slots(opened: Opened) -> list[SlotEditor]:
    course, found = opened.course, []
    order = plan_edits.in_order(course)
    for slot in order:
        now = course.catalogue[course.slots[slot]]
        allowed = choices_for(course, slot)
        against = [
            (one, why_not_choose(course, slot, one.id))
            for one in course.catalogue.in_slot(slot)
            if one not in allowed and one is not now
        ]
        part = labels.say(labels.SLOTS, slot)
        work = course.exercises[now.id].work
        doses = doses_for(course, slot)
        found.append(SlotEditor(slot, part, now, work, allowed, tuple(against), doses, slot == order[0]))
    return found


def _movable(opened: Opened, days: tuple[DayView, ...]) -> list[dict[str, object]]:
    found, week = [], running(opened.standing, opened.programme)
    for day in days:
        if day.can_move:
            options = other_days(week, day.on)
            if any(not one.against for one in options):
                found.append({"on": day.on, "options": [one for one in options if not one.against]})
    return found


def _is_by_link(found: Seen) -> bool:
    """Whether exercise stands open by an answer of somebody whom nobody here knows."""
    one = clearance.current(found.person)
    return one is not None and clearance.came_by_link(one)


def _limits(standing: Standing) -> list[str]:
    """What the specialist narrowed: part of the plan for everybody who sees it."""
    limits = standing.limits
    if limits is None:
        return []
    said = []
    if limits.highest_level is not None:
        said.append(_("level %(level)d at most") % {"level": limits.highest_level})
    if limits.starting_level is not None:
        said.append(_("begins at level %(level)d at most") % {"level": limits.starting_level})
    if limits.pain_limit is not None:
        said.append(_("pain of %(pain)d at most") % {"pain": limits.pain_limit})
    if limits.excluded_exercises:
        names = sorted(limits.excluded_exercises)
        said.append(_("without %(what)s") % {"what": labels.joined(exercise_name(one) for one in names)})
    if limits.excluded_positions:
        positions = labels.joined(labels.say(labels.POSITIONS, one) for one in sorted(limits.excluded_positions))
        said.append(_("not %(positions)s") % {"positions": positions})
    if limits.no_loaded_bending:
        said.append(_("no bending under load"))
    if limits.no_lying_face_down:
        said.append(_("no lying face down"))
    return said


def _changed(request: HttpRequest, found: Seen) -> Refused | None:
    """Do what was asked; what is against it, or None when it is done."""
    what = request.POST.get("what", "")
    action = _ACTIONS.get(what)
    if action is None:
        raise Http404
    if action not in (_note, _save_template):
        need_valid(found.carer, found.role)
    return action(request, found)


def _choose(request: HttpRequest, found: Seen) -> Refused | None:
    exercise = request.POST.get("exercise", "")
    against = plan_edits.choose_exercise(found, request.POST.get("slot", ""), exercise)
    return (
        Refused(_("%(exercise)s cannot stand there.") % {"exercise": exercise_name(exercise)}, against)
        if against
        else None
    )


def _dose(request: HttpRequest, found: Seen) -> Refused | None:
    numbers = [_number(request.POST.get(name)) for name in ("sets", "reps")]
    exercise = request.POST.get("exercise", "")
    dose = ChosenDose(exercise, numbers[0], numbers[1])
    against = plan_edits.set_dose(found, request.POST.get("slot", ""), dose)
    values = {"exercise": exercise_name(exercise), "sets": dose.sets, "reps": dose.reps}
    return Refused(_("%(exercise)s cannot have %(sets)d × %(reps)d.") % values, against) if against else None


def _minutes(request: HttpRequest, found: Seen) -> Refused | None:
    minutes = _number(request.POST.get("minutes"))
    against = plan_edits.set_dose(found, CARDIO, ChosenDose(minutes=minutes))
    text = _("Heart and lungs cannot have %(minutes)d minutes.") % {"minutes": minutes}
    return Refused(text, against) if against else None


def _order(request: HttpRequest, found: Seen) -> Refused | None:
    _standing, opened = open_plan(found)
    slot = request.POST.get("slot", "")
    order = plan_edits.earlier(opened.course, slot) if opened else ()
    against = plan_edits.set_order(found, order)
    return Refused(_("This order cannot be."), against) if against else None


def _move(request: HttpRequest, found: Seen) -> Refused | None:
    try:
        one, other = (date.fromisoformat(request.POST.get(name, "")) for name in ("from", "to"))
    except ValueError:
        raise Http404 from None
    against = plan_edits.move_day(found, one, other)
    return Refused(_("These days cannot change places."), against) if against else None


def _note(request: HttpRequest, found: Seen) -> Refused | None:
    wrong = notes.write(found, request.POST.get("text", ""), for_clinician=False)
    return Refused(wrong) if wrong else None


def _save_template(request: HttpRequest, found: Seen) -> Refused | None:
    name = request.POST.get("name", "").strip()
    _standing, opened = open_plan(found)
    if not name or len(name) > plan_templates.LONGEST_NAME or opened is None:
        return Refused(_("A template needs a name of 80 letters at most, and a plan that is running."))
    if PlanTemplate.objects.count() >= plan_templates.MOST:
        return Refused(_("This clinic keeps %(most)d templates at most.") % {"most": plan_templates.MOST})
    plan_templates.save(opened.course, name, found.carer)
    return None


def _use_template(request: HttpRequest, found: Seen) -> Refused | None:
    try:
        template = PlanTemplate.objects.get(id=UUID(request.POST.get("template", "")))
    except (ValueError, PlanTemplate.DoesNotExist):
        raise Http404 from None
    misfits = plan_templates.give(found, template)
    text = _("“%(name)s” was taken over, without what does not fit:") % {"name": template.name}
    return Refused(text, misfits=tuple(misfits)) if misfits else None


def _number(text: str | None) -> int:
    """What was typed as a number; -1, which nothing allows, for anything else."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) <= 4 else -1


_ACTIONS = {
    "exercise": _choose,
    "dose": _dose,
    "minutes": _minutes,
    "order": _order,
    "move": _move,
    "note": _note,
    "save_template": _save_template,
    "use_template": _use_template,
}
