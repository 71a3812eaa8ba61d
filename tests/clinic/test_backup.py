"""A clinic comes back with its accounts, its keys and an audit whose chain is whole."""

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

from clinic_server import ClinicServer
from postgres import own_database

SUPPORT = Path(__file__).resolve().parents[1] / "support"


def run(server: ClinicServer, *words: str) -> str:
    command = [sys.executable, "-m", "steadyback", *words]
    done = subprocess.run(command, env=server.environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


KEEP_A_FIGURE = """
import django
django.setup()
from skeletons import frames
from steadyback.clinic import skeletons
from steadyback.web.models import Session
session = Session.objects.get()
skeletons.keep(session)
skeletons.add(session, frames(1000, 5))
"""


def keep_a_figure(server: ClinicServer) -> None:
    path = os.pathsep.join([str(SUPPORT), *sys.path])
    environment = {**server.environment, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "steadyback.clinic.settings"}
    subprocess.run([sys.executable, "-c", KEEP_A_FIGURE], env=environment, timeout=120, check=True)


def test_a_clinic_comes_back_whole(tmp_path: Path) -> None:
    with own_database() as here, own_database() as there:
        old = ClinicServer(tmp_path / "old" / "data", settings=here)
        new = ClinicServer(tmp_path / "new" / "data", settings=there)
        old.data.parent.mkdir()
        new.data.parent.mkdir()
        old.make_people()
        keep_a_figure(old)
        file = str(tmp_path / "clinic.backup")
        run(old, "backup", file)
        run(new, "restore", file)
        assert run(new, "audit", "verify") == run(old, "audit", "verify").replace(str(old.data), str(new.data))
        new.people = old.people
        new.start()
        try:
            person = old.people["patients"][0]
            cookie = new.headers(old.people["trainers"][0])
            asked = urllib.request.Request(f"{new.url}/people/{person['id']}/", headers=cookie)
            with urllib.request.urlopen(asked, timeout=20) as page:
                assert person["name"] in page.read().decode()
            figure = f"{new.url}/people/{person['id']}/sessions/{person['session']}/figure/0/"
            with urllib.request.urlopen(urllib.request.Request(figure, headers=cookie), timeout=20) as part:
                assert len(part.read()) == 5 * 544
        finally:
            new.stop()
