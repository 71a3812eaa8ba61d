"""The live sockets as one plain ASGI coroutine, behind Channels' sign-in and origin check."""

import logging
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async
from channels.security.websocket import OriginValidator
from django.conf import settings
from django.dispatch import receiver

from steadyback.clinic.access import RefusedError, Seen, Watch, pass_through, withdrawn
from steadyback.clinic.live.asking import answered
from steadyback.clinic.live.carer_side import CarerSide
from steadyback.clinic.live.doors import find
from steadyback.clinic.live.hub import HubGoneError
from steadyback.clinic.live.lookout import Pass
from steadyback.clinic.live.person_side import PersonSide
from steadyback.clinic.live.process import THIS_PROCESS
from steadyback.clinic.live.socket import CLOSE_FOR, TRY_LATER, ClosedError, EndError, Receive, Scope, Send, Socket
from steadyback.clinic.live.together import first_of
from steadyback.clinic.models import User
from steadyback.web.models import Person

_LOG = logging.getLogger(__name__)


def live_application() -> Any:
    """What the address `websocket` of asgi.py leads to."""
    return OriginValidator(AuthMiddlewareStack(live), own_origins())


def own_origins() -> list[str]:
    """The address that people open; on one's own machine also by its number."""
    address = urlsplit(settings.ADDRESS)
    if address.hostname != "localhost":
        return [settings.ADDRESS]
    return [settings.ADDRESS, address._replace(netloc=f"127.0.0.1:{address.port or 80}").geturl()]


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """Ends with 4401 sign in, 4403 not shown (any more), 4404 nothing here, 1008 not allowed, 1013 try again later."""
    socket = Socket(receive, send)
    try:
        await socket.accept()
        await _serve(scope, socket)
    except EndError as end:
        await _close(socket, end.code, end.why)
    except HubGoneError:
        _LOG.warning("live: the hub cannot be reached; a socket was closed to come back later")
        await _close(socket, TRY_LATER)
    except ClosedError:
        return


async def _serve(scope: Scope, socket: Socket) -> None:
    found = find(scope["path"])
    if found is None:
        raise EndError(CLOSE_FOR[404])
    door, person_id = found
    user = scope["user"]
    try:
        seen = await database_sync_to_async(pass_through, thread_sensitive=False)(door.door, user, person_id)
    except RefusedError as refusal:
        raise EndError(CLOSE_FOR[refusal.status]) from refusal
    hub = THIS_PROCESS.hub_on_this_loop(settings.REDIS_URL)
    side: CarerSide | PersonSide
    if seen is not None:
        side = CarerSide(socket, seen, hub, str((scope.get("client") or ("",))[0]))
    else:
        own = await database_sync_to_async(own_person_id, thread_sensitive=False)(user)
        side = PersonSide(socket, own, hub)
    with _looked_after(scope, seen) as one:
        await first_of(side.serve(), _until_ended(one))


def _looked_after(scope: Scope, seen: Seen | None) -> AbstractContextManager[Pass]:
    user: User = scope["user"]
    person_id = None if seen is None else seen.person.id
    watch = Watch(user.id, scope["session"].session_key or "", user.password, person_id)
    return THIS_PROCESS.lookout_on_this_loop().over(watch)


async def _until_ended(one: Pass) -> None:
    raise EndError(CLOSE_FOR[await one.ended])


def own_person_id(user: User) -> UUID:
    person_id = User.objects.filter(id=user.id).values_list("patient__person_id", flat=True).first()
    if person_id is None:
        raise EndError(CLOSE_FOR[404])
    answered(Person.objects.get(id=person_id))  # letting somebody watch answers who asked
    return person_id


async def _close(socket: Socket, code: int, why: str = "") -> None:
    try:
        await socket.close(code, why)
    except ClosedError:
        return


@receiver(withdrawn)
def _look_now(person_id: UUID, **_more: object) -> None:
    THIS_PROCESS.tell_withdrawn(person_id, settings.REDIS_URL)
