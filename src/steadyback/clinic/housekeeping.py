"""What a clinic puts in order by itself: at its start and then once an hour, beside the pages that are asked for."""

import logging
import time
from typing import Final

from django.db import Error as DatabaseError

from steadyback.clinic import skeletons
from steadyback.web import clock

EVERY_S: Final = 3600.0
_LOG = logging.getLogger(__name__)


def put_in_order() -> None:
    """Delete what has been kept for its days."""
    skeletons.delete_expired(clock.now())


class Housekeeping:
    """Of one process. The first round is the one at the start, so that asking is free until an hour later."""

    def __init__(self) -> None:
        self._next_s = time.monotonic() + EVERY_S

    def now_and_then(self) -> None:
        if time.monotonic() < self._next_s:
            return
        self._next_s = time.monotonic() + EVERY_S
        try:
            put_in_order()
        except DatabaseError as error:
            _LOG.warning("housekeeping: not done (%s); tried again in an hour", type(error).__name__)
