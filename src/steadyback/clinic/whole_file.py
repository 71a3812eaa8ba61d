"""Everything of a person as one zip: the export that can be restored, and beside it what only a clinic has.

steadyback-export.json   the export (web/transfer.py)
figures/DAY-SESSION.lmk1 moving figures, LMK1 messages one after the other (pose/wire.py)
clearances/VERSION.json  signed clearances as they were given
who-looked.json          who looked at or did what about them, in words
"""

import json
import zipfile
from datetime import datetime
from typing import IO

from steadyback.clinic import skeletons
from steadyback.clinic.audit_words import told
from steadyback.clinic.models import AuditRow
from steadyback.web import transfer
from steadyback.web.models import Person

EXPORT = "steadyback-export.json"


def write_whole(person: Person, at: datetime, to: IO[bytes]) -> None:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(EXPORT, transfer.export_text(person, at))
        for one in skeletons.kept_by(person):
            with archive.open(f"figures/{one.session.on}-{one.session_id}.lmk1", "w") as figure:
                for messages in skeletons.all_messages_of(one):
                    figure.write(messages)
        for clearance in person.clearances.all():
            archive.writestr(f"clearances/{clearance.version}.json", clearance.text)
        rows = told(list(AuditRow.objects.filter(person=person.id).order_by("seq")))
        looked = [{"at": one.at.isoformat(), "who": one.who, "what": one.what} for one in rows]
        archive.writestr("who-looked.json", json.dumps(looked, ensure_ascii=False, indent=1) + "\n")
