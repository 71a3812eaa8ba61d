import re
from pathlib import Path

import pytest

from steadyback import coaching
from steadyback.coaching.limits import LimitError, limit, load_limits, parse_limits

ROOM = Path(coaching.__file__).parent
MODULES = sorted(path.stem for path in ROOM.glob("*.py") if path.stem not in ("any_exercise", "cycles", "metrics"))
"""Three have numbers of their method and of the body, each with its reason beside it."""


def test_every_limit_is_used_and_every_used_one_is_there() -> None:
    used = {found for path in ROOM.glob("*.py") for found in re.findall(r'limit\("([^"]+)"\)', path.read_text("utf-8"))}
    assert used == set(load_limits())


@pytest.mark.parametrize("module", MODULES)
def test_no_number_is_left_in_the_code(module: str) -> None:
    code = (ROOM / f"{module}.py").read_text("utf-8")
    assert re.findall(r"^[A-Z_]+: Final = -?[\d.]+$", code, re.MULTILINE) == []


def test_a_limit_says_where_it_comes_from() -> None:
    from_side = load_limits()["framing.widest_hips_from_side"]
    assert (from_side.value, from_side.unit, from_side.evidence) == (0.30, "torso", "D")
    assert from_side.source == "specification 2.2"
    assert {each.source for each in load_limits().values()} == {
        "default",
        "specification 2.1",
        "specification 2.2",
        "specification 2.4",
        "specification 4.2",
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('a = [1, "deg", "D", "default"]', "posture.a: expected"),
        ('a = ["1", "deg", "D", "default", "x"]', "posture.a: '1' is no number"),
        ('a = [true, "deg", "D", "default", "x"]', "posture.a: True is no number"),
        ('a = [1, "miles", "D", "default", "x"]', "posture.a: unit 'miles'"),
        ('a = [1, "deg", "Q", "default", "x"]', "evidence 'Q'"),
        ('a = [1, "deg", "D", "", "x"]', "posture.a: source and meaning"),
    ],
)
def test_a_limit_that_is_not_as_it_has_to_be_is_refused(line: str, said: str) -> None:
    with pytest.raises(LimitError, match=re.escape(said)):
        parse_limits(f"[posture]\n{line}\n")


def test_an_unknown_limit_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        limit("posture.nonsense")
