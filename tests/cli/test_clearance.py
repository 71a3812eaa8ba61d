"""`steadyback clearance verify FILE`: each kind of document has its own exit code."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from steadyback.cli import main
from steadyback.clinic.passport import public_pem, sign
from steadyback.clinic.signing_key import renew, signing_key
from steadyback.records.clearance import Approval, ApprovalStatus
from steadyback.records.codec import to_json

KEY = Ed25519PrivateKey.generate()
TODAY = datetime.now(UTC).date()


@pytest.fixture
def public(tmp_path: Path) -> Path:
    path = tmp_path / "clinic.pem"
    path.write_bytes(public_pem(KEY.public_key()))
    return path


def written(folder: Path, key: Ed25519PrivateKey = KEY, ends: date = TODAY + timedelta(days=9), **more: Any) -> Path:
    status = more.get("status", ApprovalStatus.APPROVED)
    approval = Approval(status, "Clara Clinician", "physiotherapist", TODAY - timedelta(days=9), "s1")
    document = {
        "version": 1,
        "expires_on": ends.isoformat(),
        "approval": to_json(approval),
        "person": {"name": "Ada Patient"},
        "screened_on": "2026-11-20",
        "status_at": "https://back.example.org/clearance/status/1/",
    }
    path = folder / "passport.json"
    path.write_text(sign(document, key), encoding="utf-8")
    return path


def verify(file: Path, *words: str) -> int:
    return main(["clearance", "verify", str(file), *words])


def test_a_valid_one(tmp_path: Path, public: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(written(tmp_path), "--key", str(public)) == 0
    said = capsys.readouterr().out
    assert "VALID" in said
    assert "Ada Patient" in said
    assert "https://back.example.org/clearance/status/1/" in said


def test_one_that_ran_out(tmp_path: Path, public: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(written(tmp_path, ends=TODAY), "--key", str(public)) == 3
    assert "DOES NOT COUNT TODAY" in capsys.readouterr().out


def test_a_forged_one(tmp_path: Path, public: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path)
    whole = json.loads(path.read_text())
    whole["document"]["expires_on"] = "2099-01-01"
    path.write_text(json.dumps(whole))
    assert verify(path, "--key", str(public)) == 4
    told = capsys.readouterr()
    assert "NOT GENUINE" in told.err
    assert told.out == ""


def test_one_of_another_clinic(tmp_path: Path, public: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(written(tmp_path, Ed25519PrivateKey.generate()), "--key", str(public)) == 5
    assert "another key" in capsys.readouterr().err


def test_a_refusal(tmp_path: Path, public: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(written(tmp_path, status=ApprovalStatus.DECLINED), "--key", str(public)) == 6
    assert "NO CLEARANCE" in capsys.readouterr().out


def test_the_key_of_the_data_folder_is_used_without_another(tmp_path: Path) -> None:
    assert verify(written(tmp_path, signing_key(tmp_path)), "--data", str(tmp_path)) == 0


@pytest.mark.parametrize("case", ["no file", "no passport", "no key", "no folder"])
def test_what_cannot_be_checked_is_said(
    case: str, tmp_path: Path, public: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "none.json" if case == "no file" else written(tmp_path)
    if case == "no passport":
        file.write_text("{}")
    key = file if case == "no key" else public
    words = ["--data", str(tmp_path)] if case == "no folder" else ["--key", str(key)]
    assert verify(file, *words) == 1
    assert capsys.readouterr().err.startswith("steadyback clearance: ")


def test_the_keys_are_listed_and_asking_makes_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clearance", "key", "--data", str(tmp_path)]) == 1
    assert not list(tmp_path.iterdir())
    signing_key(tmp_path)
    before, now = renew(tmp_path)
    capsys.readouterr()
    assert main(["clearance", "key", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"{now}  signs now\n{before}  verifies what it signed\n"


@pytest.mark.parametrize(
    "words", [["verify"], ["verify", "a.json", "--new"], ["key", "a.json"], ["key", "--new", "--drop", "1"]]
)
def test_words_that_do_not_go_together_are_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = main(["clearance", *words])
    except SystemExit as ended:
        code = int(ended.code or 0)
    assert code == 2
    assert capsys.readouterr().err
