"""A clinic comes back with its accounts, its keys and an audit whose chain is whole."""

import subprocess
import sys
import urllib.request
from pathlib import Path

from clinic_server import ClinicServer
from postgres import own_database


def run(server: ClinicServer, *words: str) -> str:
    command = [sys.executable, "-m", "steadyback", *words]
    done = subprocess.run(command, env=server.environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_clinic_comes_back_whole(tmp_path: Path) -> None:
    with own_database() as here, own_database() as there:
        old = ClinicServer(tmp_path / "old" / "data", settings=here)
        new = ClinicServer(tmp_path / "new" / "data", settings=there)
        old.data.parent.mkdir()
        new.data.parent.mkdir()
        old.make_people()
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
        finally:
            new.stop()
