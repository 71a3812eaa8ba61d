"""`steadyback explain` on a real data folder, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from steadyback.cli import main

MAKE = """
import sys
from steadyback.web.startup import prepare
prepare()
sys.path.insert(0, "tests/support")
from cleared_people import cleared_person
from steadyback.web import clock
from steadyback.web.planning import week_of
from steadyback.web.standing import standing_of
person = cleared_person()
assert week_of(standing_of(person, clock.today(person)))
"""
REPOSITORY = Path(__file__).resolve().parents[2]


def call(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=REPOSITORY,
        env={**os.environ, "STEADYBACK_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("data")
    found = call(made, "-c", MAKE)
    assert found.returncode == 0, found.stderr
    return made


def test_it_says_level_amounts_and_the_rule_of_each(folder: Path) -> None:
    said = call(folder, "-m", "steadyback", "explain")
    assert said.returncode == 0, said.stderr
    assert "Heart and lungs:" in said.stdout
    assert "Abdominal curl-up with reach" in said.stdout
    assert "PL-02" in said.stdout
    assert "G-05" in said.stdout
    assert not {"REGRESS", "HOLD", "fault"} & set(said.stdout.split())


def test_as_json_it_carries_every_rule_with_its_values(folder: Path) -> None:
    said = call(folder, "-m", "steadyback", "explain", "--json")
    found = json.loads(said.stdout)
    assert found["level_reasons"][0]["rule"] == "PL-02"
    assert found["amounts"]["cardio_days"] >= 3


def test_a_day_before_the_first_plan_has_none(folder: Path) -> None:
    said = call(folder, "-m", "steadyback", "explain", "--date", "2020-02-29")
    assert said.returncode == 1
    assert "no plan on 2020-02-29" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("wrong", ["2026-02-30", "yesterday"])
def test_a_date_that_is_none_is_refused(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--date", wrong]) == 2
    assert "2026-11-23" in capsys.readouterr().err


def test_a_folder_without_anything_is_said(tmp_path: Path) -> None:
    said = call(tmp_path, "-m", "steadyback", "explain")
    assert said.returncode == 1
    assert "nothing to explain" in said.stderr
