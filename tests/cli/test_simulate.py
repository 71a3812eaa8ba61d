"""`steadyback simulate`."""

from pathlib import Path

import pytest

from steadyback.cli import main


def test_it_prints_the_table_the_speed_and_that_every_promise_held(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["simulate", "--people", "2", "--weeks", "2", "--seed", "5", "--plots", str(tmp_path / "plots")]) == 0
    said = capsys.readouterr().out
    assert "steady improver" in said
    assert "person-weeks per second" in said
    assert "every promise held" in said
    assert sorted(path.name for path in (tmp_path / "plots").iterdir()) == ["dose.svg", "level.svg", "pain.svg"]


@pytest.mark.parametrize("wrong", [["--people", "0"], ["--weeks", "-1"], ["--weeks", "9999"]])
def test_a_number_out_of_range_is_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", *wrong]) == 2
    assert "allowed: 1 to" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x")
    assert main(["simulate", "--people", "1", "--weeks", "1", "--plots", str(tmp_path / "file")]) == 1
    assert "Choose another folder" in capsys.readouterr().err
