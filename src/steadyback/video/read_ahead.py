"""Decodes the next pictures while the model looks at this one."""

import queue
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Item = TypeVar("Item")
PICTURES_AHEAD: Final = 4
LOOK_AGAIN_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Failure:
    error: BaseException


class Done:
    """Nothing follows."""


class ReadAhead(Generic[Item]):
    """Iterates over `source` in a thread of its own, at most `ahead` items before they are asked for.

    What the source raises is raised here, after the items before it. The thread ends with the source, and soon after
    `close()` or the end of a `with` block.
    """

    def __init__(self, source: Iterable[Item], *, ahead: int = PICTURES_AHEAD) -> None:
        self._items: queue.Queue[Item | Failure | Done] = queue.Queue(ahead)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(source,), name="read-ahead", daemon=True)

    def __enter__(self) -> "ReadAhead[Item]":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading and wait for the thread."""
        self._stopped.set()
        self._thread.join()

    def __iter__(self) -> Iterator[Item]:
        while True:
            item = self._items.get()
            if isinstance(item, Failure):
                raise item.error
            if isinstance(item, Done):
                return
            yield item

    def _read(self, source: Iterable[Item]) -> None:
        last: Failure | Done = Done()
        try:
            for item in source:
                if not self._put(item):
                    return
        except BaseException as error:  # noqa: BLE001  # raised again where the items are asked for
            last = Failure(error)
        self._put(last)

    def _put(self, item: Item | Failure | Done) -> bool:
        while not self._stopped.is_set():
            try:
                self._items.put(item, timeout=LOOK_AGAIN_S)
            except queue.Full:
                continue
            return True
        return False
