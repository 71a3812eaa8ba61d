"""Whatever is done to a file, the answer is a CatalogueError with readable problems, never another traceback."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from steadyback.exercises import CatalogueError
from steadyback.exercises.catalogue import packaged_folder, read_catalogue

SOUND = {file.name: file.read_bytes() for file in packaged_folder().iterdir()}
NAMES = sorted(SOUND)
VALUES = [
    "1e999",
    "nan",
    "-inf",
    "0x" + "f" * 6000,
    "[]",
    "{}",
    "true",
    '""',
    '"\\u0000"',
    "1979-05-27",
    "[[[1]]]",
    "'a'",
]


def _read_with(name: str, content: bytes) -> CatalogueError | None:
    with TemporaryDirectory() as made:
        folder = Path(made)
        (folder / name).write_bytes(content)
        try:
            read_catalogue(folder)
        except CatalogueError as error:
            return error
    return None


@settings(deadline=None)
@given(
    name=st.sampled_from(NAMES), start=st.integers(0, 4000), length=st.integers(0, 60), filling=st.binary(max_size=40)
)
@example(name="bridge.toml", start=0, length=0, filling=b"a = " + b"[" * 5000)
@example(name="bridge.toml", start=0, length=10_000, filling=b"")
def test_bytes_replaced_anywhere(name: str, start: int, length: int, filling: bytes) -> None:
    sound = SOUND[name]
    error = _read_with(name, sound[:start] + filling + sound[start + length :])
    assert error is not None  # a single file is never a whole catalogue
    assert all(problem.file and problem.key and problem.allowed for problem in error.problems)


@settings(deadline=None)
@given(name=st.sampled_from(NAMES), line=st.integers(0, 400), value=st.sampled_from(VALUES))
def test_any_value_replaced_by_a_hostile_one(name: str, line: int, value: str) -> None:
    lines = SOUND[name].decode().splitlines()
    chosen = line % len(lines)
    key, equals, _old = lines[chosen].partition(" = ")
    lines[chosen] = f"{key}{equals}{value}" if equals else value
    error = _read_with(name, "\n".join(lines).encode())
    assert error is not None
    assert str(error)


@settings(deadline=None)
@given(name=st.sampled_from(NAMES), first=st.integers(0, 400), second=st.integers(0, 400))
def test_lines_swapped_or_doubled(name: str, first: int, second: int) -> None:
    lines = SOUND[name].decode().splitlines()
    lines[first % len(lines)] = lines[second % len(lines)]
    assert _read_with(name, "\n".join(lines).encode()) is not None
