import threading
import time
from collections.abc import Iterator

import pytest

from steadyback.video.read_ahead import ReadAhead


def test_items_come_in_order_and_all_of_them() -> None:
    with ReadAhead(range(50), ahead=3) as items:
        assert list(items) == list(range(50))


def test_an_error_comes_after_the_items_before_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("no more")

    seen: list[int] = []
    with ReadAhead(broken()) as items, pytest.raises(ValueError, match="no more"):
        seen.extend(items)
    assert seen == [1, 2]


def test_it_reads_only_so_far_ahead_and_its_thread_ends_with_it() -> None:
    taken: list[int] = []

    def endless() -> Iterator[int]:
        while True:
            taken.append(len(taken))
            yield taken[-1]

    with ReadAhead(endless(), ahead=4) as items:
        assert next(iter(items)) == 0
        time.sleep(0.05)
        assert len(taken) <= 7
    assert not [thread for thread in threading.enumerate() if thread.name == "read-ahead"]
