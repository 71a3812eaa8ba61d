"""Work on the database in STEADYBACK_DATA in a process of its own (see test_concurrency.py).

seed COUNT: a person with COUNT open sessions, whose ids are printed. write SESSION CLIENT COUNT: so many
read-then-write transactions, the last acknowledged number is printed. check SESSION: the log against its record.
"""

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from steadyback.web.startup import prepare

prepare()
sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import cleared_people  # noqa: E402

from steadyback.programme.session_progress import fold  # noqa: E402
from steadyback.records.codec import from_json, to_json  # noqa: E402
from steadyback.records.session import Event, EventKind, SessionScript  # noqa: E402
from steadyback.web.models import Session, SessionCheck  # noqa: E402
from steadyback.web.session_log import append_events, stored_events, take_lease  # noqa: E402
from steadyback.web.session_store import Taps, check_and_open  # noqa: E402

SEND_EVERY_S = 0.005
"""Far quicker than any tab sends, yet not without a pause: SQLite's queue is not fair to who waits."""


def seed(count: str) -> None:
    person = cleared_people.cleared_person()
    clear = Taps({f"R{number}": False for number in range(1, 8)}, None, 2)
    opened = check_and_open(person, "cardio", clear).session
    assert opened is not None
    ids = [str(opened.id)]
    for _ in range(int(count) - 1):
        check = SessionCheck.objects.get(pk=opened.check_before.pk)
        check.pk = None
        check._state.adding = True
        check.save()
        copy = Session.objects.get(pk=ids[0])
        copy.pk, copy.check_before = None, check
        copy._state.adding = True
        copy.save()
        ids.append(str(copy.pk))
    print(json.dumps(ids))


def write(session_id: str, client_id: str, count: str) -> None:
    session = Session.objects.select_related("person").get(id=session_id)
    take_lease(session.id, session.person, client_id, take_over=True)
    mark = 0
    for seq in range(1, int(count) + 1):
        kind = EventKind.PAUSED if seq % 2 else EventKind.RESUMED
        event = Event(session_id, client_id, seq, datetime.now(UTC), "UTC", float(seq), kind, {})
        mark = append_events(session.id, session.person, client_id, [event]).acknowledged
        time.sleep(SEND_EVERY_S)
    print(json.dumps(mark))


def check(session_id: str) -> None:
    session = Session.objects.get(id=session_id)
    script = from_json(SessionScript, session.script)
    whole = to_json(fold(script, session_id, stored_events(session))) == session.record
    print(json.dumps({"seqs": list(session.events.values_list("seq", flat=True)), "record_is_the_fold": whole}))


if __name__ == "__main__":
    {"seed": seed, "write": write, "check": check}[sys.argv[1]](*sys.argv[2:])
