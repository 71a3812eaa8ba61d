"""Progress: this week, pain around every session, minutes week by week, and what was stopped and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from steadyback.exercises import load_catalogue
from steadyback.records.plan import WeeklyPlan
from steadyback.web import clock, labels
from steadyback.web.access import current_person
from steadyback.web.diary import ELSEWHERE, Entry, diary
from steadyback.web.planning import kept_weeks, week_of
from steadyback.web.standing import standing_of
from steadyback.web.views.morning import FURTHEST_BACK
from steadyback.web.week_days import DayView, week_days

WEEKS_SHOWN = 12
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Row:
    """One activity as a line of the table."""

    entry: Entry
    stopped: str
    morning_url: str = ""

    @property
    def can_be_removed(self) -> bool:
        return self.entry.outcome == ELSEWHERE


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Seven days from the first. planned is None where no week was planned; pain_before is the mean NPRS, if told."""

    starts_on: date
    minutes: int
    pain_before: float | None
    sessions: int
    planned: int | None
    is_this_week: bool


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    person = current_person(request)
    standing = standing_of(person, clock.today(person))
    entries = diary(person)
    current = week_of(standing)
    days = week_days(current, entries, standing.today) if current else ()
    rows = [_row(entry, standing.today) for entry in reversed(entries)]
    context = {
        "days": days,
        "this_week": _tally(days),
        "rows": rows,
        "chart": chart_data(entries),
        "weeks": week_rows(entries, kept_weeks(person), standing.today),
        "stops": [row for row in rows if row.entry.stop_reasons],
    }
    return render(request, "web/progress.html", context)


def chart_data(entries: Sequence[Entry]) -> dict[str, object]:
    """What the chart draws: the table's own numbers, one column for every activity with a pain score."""
    told = [entry for entry in entries if _pains(entry) != (None,) * 4]
    columns = list(zip(*(_pains(entry) for entry in told), strict=True)) or [()] * 4
    return {
        "days": [entry.on.isoformat() for entry in told],
        "labels": [date_format(entry.on, "j M") for entry in told],
        "series": [
            {"name": name, "values": list(values)}
            for name, values in zip(
                (_("Before"), _("Most during"), _("After"), _("Next morning")), columns, strict=True
            )
        ],
        "axis": _("Pain, 0 to 10"),
    }


def week_rows(entries: Sequence[Entry], plans: Sequence[WeeklyPlan], today: date) -> list[WeekRow]:
    """The last weeks with something planned or done, newest first, in the rhythm of the plan."""
    anchor = plans[-1].starts_on if plans else today - timedelta(days=today.weekday())
    planned = {plan.starts_on: sum(len(day.sessions) for day in plan.days) for plan in plans}
    this_week = anchor + WEEK * ((today - anchor) // WEEK)
    first = min([*planned, *(entry.on for entry in entries)], default=this_week)
    rows = []
    for back in range(WEEKS_SHOWN):
        start = this_week - WEEK * back
        if start + WEEK <= first and back:
            break
        done = [entry for entry in entries if start <= entry.on < start + WEEK and entry.counts]
        rows.append(
            WeekRow(
                starts_on=start,
                minutes=sum(entry.minutes for entry in done),
                pain_before=_mean(entry.pain_before for entry in done),
                sessions=len(done),
                planned=planned.get(start),
                is_this_week=start == this_week,
            )
        )
    return rows


def _mean(scores: Iterable[int | None]) -> float | None:
    told = [score for score in scores if score is not None]
    return sum(told) / len(told) if told else None


def _pains(entry: Entry) -> tuple[int | None, ...]:
    return entry.pain_before, entry.pain_during, entry.pain_after, entry.pain_next_morning


def _row(entry: Entry, today: date) -> Row:
    """The morning after can be told later or corrected, once it is there."""
    catalogue = load_catalogue()
    morning = entry.on + timedelta(days=1)
    url = reverse("morning_of", args=[morning.isoformat()]) if today - FURTHEST_BACK <= morning <= today else ""
    names = [_(catalogue[one].name) for one in entry.stopped_ids if one in catalogue]
    return Row(entry, labels.joined(names), url)


def _tally(days: Sequence[DayView]) -> dict[str, int]:
    """How many sessions are planned and done, and how many minutes of everything."""
    sessions = [session for day in days for session in day.sessions]
    entries = [s.done for s in sessions if s.done and s.done.counts]
    others = [entry for day in days for entry in day.others if entry.counts]
    return {
        "planned": len(sessions),
        "done": len(entries),
        "extra": len(others),
        "minutes": sum(entry.minutes for entry in (*entries, *others)),
    }
