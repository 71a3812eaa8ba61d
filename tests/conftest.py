"""Every test works on its own data folder; none touches the person's."""

import os
import tempfile

os.environ["STEADYBACK_DATA"] = tempfile.mkdtemp(prefix="steadyback-tests-")
