"""Every test works on its own data folder; none touches the person's."""

import os
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import settings
from one_chain import one_chain

os.environ["STEADYBACK_DATA"] = tempfile.mkdtemp(prefix="steadyback-tests-")

# How fast one example is depends on what else the machine does; benches measure speed.
settings.register_profile("steadyback", deadline=None)
settings.load_profile("steadyback")


@pytest.fixture(scope="session", autouse=True)
def _one_chain() -> Iterator[None]:
    with one_chain():
        yield
