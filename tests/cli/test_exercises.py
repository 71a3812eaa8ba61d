import json
from pathlib import Path

import pytest

from steadyback.cli import main
from steadyback.exercises import CatalogueError, Problem, load_catalogue
from steadyback.exercises.catalogue import packaged_folder

Captured = pytest.CaptureFixture[str]


def test_the_list_has_every_exercise_the_articles_own_first(capsys: Captured) -> None:
    assert main(["exercises"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["ID", "NAME", "LEVEL", "SLOTS", "POSITION"]
    assert [line.split()[0] for line in lines[1:]] == list(load_catalogue().ids)


@pytest.mark.parametrize("exercise_id", load_catalogue().ids)
def test_every_exercise_can_be_shown(exercise_id: str, capsys: Captured) -> None:
    exercise = load_catalogue()[exercise_id]
    assert main(["exercises", exercise_id]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert page.startswith(exercise.name)
    assert "{" not in page
    for flag in exercise.contra_flags | exercise.caution_flags:
        assert flag in page
    for fault in exercise.faults:
        assert fault.id in page
    for text in exercise.watch:
        assert text in page


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["--slot", "cardio"], {"walk", "swim", "bike", "march_in_place"}),
        (["--level", "4"], {"side_plank", "superman_full"}),
        (["--position", "half_kneeling"], {"hip_flexor_kneeling"}),
        (["--search", "superman"], {"superman_alternate", "superman_full"}),
        (["--search", "PIRIFORMIS chair"], {"figure4_seated"}),
        (["--level", "0", "--slot", "back"], {"quad_leg_slide", "wall_hip_hinge"}),
    ],
)
def test_filters_narrow_the_list(filters: list[str], found: set[str], capsys: Captured) -> None:
    assert main(["exercises", *filters]) == 0
    listed = {line.split()[0] for line in capsys.readouterr().out.splitlines()[1:]}
    assert listed == found


def test_a_search_without_match_says_what_to_do(capsys: Captured) -> None:
    assert main(["exercises", "--search", "trampoline"]) == 0
    assert capsys.readouterr().out == "No exercise matches. Leave out a filter to see more.\n"


def test_json_of_one_and_of_all_can_be_read_back(capsys: Captured) -> None:
    assert main(["exercises", "bridge", "--json"]) == 0
    bridge = json.loads(capsys.readouterr().out)
    assert bridge["dosage"]["reps"] == 8
    assert bridge["contra_flags"] == sorted(bridge["contra_flags"])
    assert main(["exercises", "--json"]) == 0
    assert [exercise["id"] for exercise in json.loads(capsys.readouterr().out)] == list(load_catalogue().ids)


@pytest.mark.parametrize(
    ("typed", "meant"), [("brige", "bridge"), ("superman", "superman_full"), ("Clam", "clamshell")]
)
def test_a_mistyped_id_gets_near_ones_suggested(typed: str, meant: str, capsys: Captured) -> None:
    assert main(["exercises", typed]) == 2
    error = capsys.readouterr().err
    assert f"there is no exercise '{typed}'" in error
    assert meant in error


def test_an_id_like_no_other_is_pointed_to_the_list(capsys: Captured) -> None:
    assert main(["exercises", "zzzz"]) == 2
    assert "`steadyback exercises` lists them all" in capsys.readouterr().err


@pytest.mark.parametrize(
    "call",
    [["bridge", "--level", "1"], ["bridge", "--check"], ["--check", "--json"], ["--check", "--slot", "back"]],
)
def test_a_mixed_up_call_is_refused(call: list[str], capsys: Captured) -> None:
    assert main(["exercises", *call]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("call", [["--level", "9"], ["--slot", "bottom"], ["--position", "flying"]])
def test_an_unknown_filter_value_names_the_allowed_ones(call: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["exercises", *call])
    assert ended.value.code == 2
    assert "choose from" in capsys.readouterr().err


def test_the_packaged_catalogue_passes_its_check(capsys: Captured) -> None:
    assert main(["exercises", "--check"]) == 0
    assert capsys.readouterr().out == "The exercises of this installation are in order.\n"


def test_a_broken_folder_ends_with_1_and_names_file_key_found_and_allowed(tmp_path: Path, capsys: Captured) -> None:
    for file in packaged_folder().iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    bridge = tmp_path / "bridge.toml"
    bridge.write_text(bridge.read_text(encoding="utf-8").replace("tier = 1", "tier = 7"), encoding="utf-8")
    walk = tmp_path / "walk.toml"
    walk.write_text(walk.read_text(encoding="utf-8").replace("minutes = 20", "minutes = 35"), encoding="utf-8")
    assert main(["exercises", "--check", str(tmp_path)]) == 1
    output = capsys.readouterr()
    assert "bridge.toml: tier: found 7; allowed: a whole number from 0 to 4" in output.out
    assert "walk.toml: dosage.minutes: found 35; allowed: 5 to 30, its range" in output.out
    assert "problems found" in output.err


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path: Path, capsys: Captured) -> None:
    assert main(["exercises", "--check", str(tmp_path / "nowhere")]) == 2
    assert "there is no folder" in capsys.readouterr().err


def test_an_empty_folder_ends_with_1(tmp_path: Path, capsys: Captured) -> None:
    assert main(["exercises", "--check", str(tmp_path)]) == 1
    assert "no exercise files" in capsys.readouterr().out


def test_a_catalogue_that_cannot_be_used_is_said_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def closed() -> None:
        raise CatalogueError([Problem("bridge.toml", "tier", "7", "0 to 4")])

    monkeypatch.setattr("steadyback.cli.exercises.load_catalogue", closed)
    monkeypatch.setattr("steadyback.cli.exercises.check_folder", lambda _folder: closed())
    assert main(["exercises"]) == 1
    assert main(["exercises", "--check"]) == 1
    output = capsys.readouterr()
    assert "bridge.toml: tier: found 7; allowed: 0 to 4" in output.out
    assert "bridge.toml: tier: found 7; allowed: 0 to 4" in output.err
