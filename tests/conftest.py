"""Every test works on its own data folder; none touches the person's."""

import os
import tempfile

from hypothesis import settings

os.environ["STEADYBACK_DATA"] = tempfile.mkdtemp(prefix="steadyback-tests-")

# How fast one example is depends on what else the machine does; benches measure speed.
settings.register_profile("steadyback", deadline=None)
settings.load_profile("steadyback")
