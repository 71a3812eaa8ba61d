"""Installations at a point of somebody's way, made of real answers once and copied as often as tests need them.

Run as a script it fills the data folder STEADYBACK_DATA: `python seeded_people.py strength`.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

WAYS = ("strength", "cardio", "weeks")
"""A cleared person in the first week, whose plan for today is that; one with a week behind them, at level 2 or more."""


TABLES = "select name from {}.sqlite_master where type = 'table' and name like 'web_%'"


def make(way: str, data: Path) -> None:
    """A new installation with such a person. Takes about two seconds."""
    here = str(Path(__file__).parent)
    path = os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "STEADYBACK_DATA": str(data), "PYTHONPATH": path}
    subprocess.run([sys.executable, __file__, way], env=environment, check=True, timeout=120)


def empty(data: Path) -> None:
    """Nobody has begun here any more; the installation may be running."""
    with closing(sqlite3.connect(data / "steadyback.sqlite3", timeout=20)) as connection, connection:
        for (table,) in connection.execute(TABLES.format("main")).fetchall():
            connection.execute(f"delete from {table}")


def copy(source: Path, target: Path) -> None:
    """Everything of the person of one installation into another, which has nobody yet and may be running."""
    with closing(sqlite3.connect(target / "steadyback.sqlite3", timeout=20)) as connection, connection:
        connection.execute("attach ? as seed", (str(source / "steadyback.sqlite3"),))
        for (table,) in connection.execute(TABLES.format("seed")).fetchall():
            connection.execute(f"delete from main.{table}")
            connection.execute(f"insert into main.{table} select * from seed.{table}")


def main(way: str) -> None:
    from steadyback.web.startup import prepare

    prepare()
    from datetime import timedelta

    from cleared_people import cleared_person

    from steadyback.records.plan import Preferences
    from steadyback.web import clock
    from steadyback.web.planning import week_of
    from steadyback.web.standing import standing_of

    assert way in WAYS, way
    today = clock.now().date()
    yesterday = today - timedelta(days=1)
    start = yesterday if way == "strength" else today
    preferences = Preferences(start_weekday=start.weekday())
    if way != "weeks":
        like_the_walk = {"active_min_per_week": 50, "pain_average": 3, "pain_rest": 1, "pain_worst": 5}
        assert week_of(standing_of(cleared_person(preferences, **like_the_walk), today)) is not None
        return
    # Active people without trouble do not begin at the lowest level; a week is over, so its questions are due.
    person = cleared_person(preferences, active_min_per_week=300, pain_average=1, pain_rest=0, pain_worst=2, rmdq=1)
    began = today - timedelta(days=7)
    person.screenings.update(completed_on=began - timedelta(days=1))
    agreed = person.approvals.get()
    agreed.approval["decided_on"] = str(began - timedelta(days=1))
    agreed.recorded_at -= timedelta(days=8)
    agreed.save()
    assert week_of(standing_of(person, began)) is not None


if __name__ == "__main__":
    main(sys.argv[1])
