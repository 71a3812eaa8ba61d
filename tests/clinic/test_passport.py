"""The signed document by itself: genuine, run out, changed, made up, or of another clinic."""

import base64
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from steadyback.clinic.passport import PassportError, Standing, canonical, public_pem, read_publics, sign, verify
from steadyback.clinic.signing_key import EARLIER, NAME, SigningKeyError, drop, public_keys, renew, signing_key
from steadyback.records.clearance import Approval, ApprovalStatus, ClearanceLimits
from steadyback.records.codec import to_json

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key()
KEYS = (PUBLIC,)
DAY = date(2026, 11, 23)


def document(status: ApprovalStatus = ApprovalStatus.APPROVED_WITH_LIMITS) -> dict[str, Any]:
    limits = ClearanceLimits(highest_level=1, excluded_exercises=frozenset({"bridge"}))
    approval = Approval(status, "Clara Çelik", "physiotherapist", DAY, "s1", frozenset({"B02"}), limits)
    return {"id": "d1", "version": 1, "expires_on": "2027-05-23", "approval": to_json(approval)}


def signed(**changes: Any) -> str:
    return sign({**document(), **changes}, KEY)


def changed(text: str, change: Any) -> str:
    whole = json.loads(text)
    change(whole)
    return json.dumps(whole)


def test_a_signed_document_is_valid_and_says_what_was_approved() -> None:
    checked = verify(signed(), KEYS, DAY)
    assert checked.standing is Standing.VALID
    assert checked.approval is not None
    assert checked.approval.limits.highest_level == 1


def test_how_the_file_is_laid_out_changes_nothing() -> None:
    whole = json.loads(signed())
    assert verify(json.dumps(whole, indent=7).encode(), KEYS, DAY).standing is Standing.VALID


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2026, 11, 22), Standing.EXPIRED),
        (date(2027, 5, 22), Standing.VALID),
        (date(2027, 5, 23), Standing.EXPIRED),
    ],
)
def test_it_counts_from_its_day_until_the_day_before_it_runs_out(day: date, standing: Standing) -> None:
    assert verify(signed(), KEYS, day).standing is standing


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole["document"].update(expires_on="2029-01-01"),
        lambda whole: whole["document"]["approval"]["limits"].update(highest_level=3),
        lambda whole: whole["document"]["approval"].update(covers=["B02", "B03"]),
        lambda whole: whole["document"].update(more="x"),
        lambda whole: whole.update(signature=base64.b64encode(bytes(64)).decode()),
        lambda whole: whole.update(signature=""),
    ],
)
def test_any_change_is_a_forgery(change: Any) -> None:
    checked = verify(changed(signed(), change), KEYS, DAY)
    assert checked.standing is Standing.FORGED
    assert checked.approval is None


def test_another_clinics_document_is_told_from_a_forged_one() -> None:
    other = Ed25519PrivateKey.generate()
    assert verify(sign(document(), other), KEYS, DAY).standing is Standing.OTHER_KEY
    renamed = changed(
        sign(document(), other), lambda whole: whole["document"].update(key=json.loads(signed())["document"]["key"])
    )
    assert verify(renamed, KEYS, DAY).standing is Standing.FORGED


def test_a_refusal_is_genuine_and_no_clearance() -> None:
    assert verify(sign(document(ApprovalStatus.DECLINED), KEY), KEYS, DAY).standing is Standing.NO_CLEARANCE


NONSENSE = (
    "",
    "{}",
    "[]",
    "nonsense",
    b"\xff\xfe",
    "[" * 9999,
    '{"document": {}, "signature": "!"}',
    '{"document": 5, "signature": ""}',
    '{"document": {"kind": "other"}, "signature": ""}',
)


@pytest.mark.parametrize("text", NONSENSE)
def test_what_is_no_passport_is_said_so(text: str | bytes) -> None:
    with pytest.raises(PassportError, match="not a clearance passport"):
        verify(text, KEYS, DAY)


def test_the_canonical_form_is_one() -> None:
    assert canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()


def test_public_keys_come_back_from_their_pem() -> None:
    other = Ed25519PrivateKey.generate().public_key()
    assert read_publics(public_pem(PUBLIC)) == KEYS
    assert read_publics(public_pem(other) + public_pem(PUBLIC)) == (other, PUBLIC)
    for nothing in (b"", b"nothing", public_pem(PUBLIC) + b"more"):
        with pytest.raises(PassportError, match="PEM"):
            read_publics(nothing)


def test_the_signing_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = signing_key(tmp_path)
    assert signing_key(tmp_path).private_bytes_raw() == first.private_bytes_raw()
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_damaged_signing_key_is_said_and_never_replaced(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("damaged")
    with pytest.raises(SigningKeyError, match="backup"):
        signing_key(tmp_path)
    assert (tmp_path / NAME).read_text() == "damaged"


def test_a_new_key_signs_and_what_the_earlier_ones_signed_still_verifies(tmp_path: Path) -> None:
    texts = [sign(document(), signing_key(tmp_path))]
    for _again in range(2):
        before, now = renew(tmp_path)
        assert before != now
        texts.append(sign(document(), signing_key(tmp_path)))
    assert [verify(text, public_keys(tmp_path), DAY).standing for text in texts] == [Standing.VALID] * 3
    assert len({json.loads(text)["document"]["key"] for text in texts}) == 3
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == [EARLIER, NAME]
    assert b"PRIVATE" not in (tmp_path / EARLIER).read_bytes()


def test_a_key_that_is_not_trusted_any_more_is_dropped(tmp_path: Path) -> None:
    text = sign(document(), signing_key(tmp_path))
    before, now = renew(tmp_path)
    with pytest.raises(SigningKeyError, match="signs now"):
        drop(tmp_path, now)
    drop(tmp_path, before)
    assert verify(text, public_keys(tmp_path), DAY).standing is Standing.OTHER_KEY
    with pytest.raises(SigningKeyError, match="there is no key"):
        drop(tmp_path, before)


def test_damaged_earlier_keys_are_said(tmp_path: Path) -> None:
    signing_key(tmp_path)
    (tmp_path / EARLIER).write_text("damaged")
    with pytest.raises(SigningKeyError, match="backup"):
        renew(tmp_path)
