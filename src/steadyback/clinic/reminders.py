"""A reminder of what the day holds, for those who asked for one: a line on the pages, put away for the day by a tap.

It is shown between the hours that the person chose and outside their quiet hours, on a day with a session that was not
begun, never while exercise is closed, and not in a flare-up unless asked for. There is no e-mail and no push: what a
message to a phone would say of somebody's health stays here.
"""

from datetime import datetime

from steadyback.clinic.models import ReminderWish
from steadyback.records.codec import from_json
from steadyback.records.person import PersonalSettings
from steadyback.web import clock
from steadyback.web.diary import diary
from steadyback.web.models import Person
from steadyback.web.planning import week_of
from steadyback.web.referrals import in_flare, with_referrals
from steadyback.web.standing import standing_of


def is_due(person: Person, now: datetime) -> bool:
    wish = ReminderWish.objects.filter(person=person).first()
    today = clock.day_of(now, person)
    hour = now.astimezone(clock.zone_of(person)).hour
    if wish is None or wish.put_away_on == today or not is_time(wish, hour) or _is_quiet(person, hour):
        return False
    standing, programme = with_referrals(standing_of(person, today))
    if not standing.is_open or (in_flare(programme) and not wish.in_flare):
        return False
    week = week_of(standing)
    day = week.day(today) if week else None
    done = {entry.kind for entry in diary(person) if entry.on == today}
    return day is not None and any(session.kind not in done for session in day.sessions)


def is_time(wish: ReminderWish, hour: int) -> bool:
    """Outside these hours it is quiet. Hours over midnight are none."""
    return wish.from_hour <= hour < wish.until_hour


def _is_quiet(person: Person, hour: int) -> bool:
    """The person's own quiet hours, which may go over midnight."""
    settings = from_json(PersonalSettings, person.settings)
    first, last = settings.quiet_from_hour, settings.quiet_until_hour
    return first <= hour < last if first <= last else hour >= first or hour < last


def put_away(person: Person, now: datetime) -> None:
    ReminderWish.objects.filter(person=person).update(put_away_on=clock.day_of(now, person))
