"""Every live socket by its path, and who may pass. A path that is missing here opens for nobody."""

import re
from dataclasses import dataclass
from uuid import UUID

from steadyback.clinic.access import Door
from steadyback.clinic.doors import PATIENT, carer_of
from steadyback.clinic.roles import Scope


@dataclass(frozen=True, slots=True)
class SocketDoor:
    """`path`: a pattern of the whole path, with a group `person_id` where it names somebody."""

    name: str
    path: re.Pattern[str]
    door: Door


_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OWN = SocketDoor("own_live", re.compile(r"/live/me/"), PATIENT)
WATCH = SocketDoor("watch_live", re.compile(rf"/live/people/(?P<person_id>{_UUID})/"), carer_of(Scope.LIVE))
SOCKETS: tuple[SocketDoor, ...] = (OWN, WATCH)


def find(path: str) -> tuple[SocketDoor, UUID | None] | None:
    for socket in SOCKETS:
        match = socket.path.fullmatch(path)
        if match is not None:
            person_id = match.groupdict().get("person_id")
            return socket, None if person_id is None else UUID(person_id)
    return None
