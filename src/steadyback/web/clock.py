"""The only clock of the web room. Days are the person's own calendar days."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from steadyback.web.models import Person


def now() -> datetime:
    return datetime.now(UTC)


def zone_of(person: Person) -> ZoneInfo:
    """The person's zone; UTC where the stored name is not known on this machine."""
    try:
        return ZoneInfo(person.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def today(person: Person) -> date:
    return now().astimezone(zone_of(person)).date()


def day_of(moment: datetime, person: Person) -> date:
    return moment.astimezone(zone_of(person)).date()
