"""The catalogue: every exercise file of the package, checked, in a stable order. Closed at the first doubt."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from steadyback.exercises import schema, shapes
from steadyback.exercises.build import build_exercise
from steadyback.exercises.check import Known, check_exercise, check_together
from steadyback.exercises.coverage import check_coverage
from steadyback.exercises.model import Exercise
from steadyback.exercises.problem import CatalogueError, Problem, shown
from steadyback.exercises.vocabulary import ARTICLE_ORDER
from steadyback.exercises.wording import nothing_unkind, sentences_are_whole_and_short

REGISTER = "register.toml"
_REGISTER_SHAPE = shapes.Table(
    {
        "flags": shapes.Entries(schema.FLAG_NAME, shapes.Text(120)),
        "cautions": shapes.Entries(schema.FLAG_NAME, shapes.Text(160)),
        "sources": shapes.Entries(shapes.Text(40), shapes.Text(200)),
        "aliases": shapes.Entries(shapes.Identifier(), shapes.Identifier()),
    }
)


class UnknownExerciseError(KeyError):
    """There is no exercise with this id, and no alias of that name."""

    def __str__(self) -> str:
        return f"no exercise has the id {self.args[0]!r}"


@dataclass(frozen=True, slots=True)
class Register:
    """What the exercise files refer to: flags with their meaning, sources, renamed ids."""

    flags: Mapping[str, str]
    cautions: Mapping[str, str]
    sources: Mapping[str, str]
    aliases: Mapping[str, str]

    @property
    def known(self) -> Known:
        return Known(flags=frozenset(self.flags), sources=frozenset(self.sources))


class Catalogue:
    """All exercises, found by id or by a former id; iteration gives the exercises, the article's own first."""

    def __init__(self, exercises: Sequence[Exercise], register: Register, sha256: str) -> None:
        self._by_id = {exercise.id: exercise for exercise in sorted(exercises, key=listing_order)}
        self._register = register
        self.sha256 = sha256

    def __getitem__(self, exercise_id: str) -> Exercise:
        found = self._by_id.get(self._register.aliases.get(exercise_id, exercise_id))
        if found is None:
            raise UnknownExerciseError(exercise_id)
        return found

    def __contains__(self, exercise: object) -> bool:
        """Whether this id (or former id, or this very exercise) is in the catalogue."""
        if isinstance(exercise, Exercise):
            return self._by_id.get(exercise.id) == exercise
        return isinstance(exercise, str) and self._register.aliases.get(exercise, exercise) in self._by_id

    def __iter__(self) -> Iterator[Exercise]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in listing order."""
        return tuple(self._by_id)

    @property
    def flags(self) -> Mapping[str, str]:
        """Flag name to its meaning, for clinicians' pages."""
        return self._register.flags

    @property
    def sources(self) -> Mapping[str, str]:
        """Source key to the reference and how far it was checked."""
        return self._register.sources

    @property
    def aliases(self) -> Mapping[str, str]:
        """Former id to the id that replaced it."""
        return self._register.aliases

    def in_slot(self, slot: str) -> tuple[Exercise, ...]:
        """The exercises that can fill a slot, in listing order."""
        return tuple(exercise for exercise in self if slot in exercise.slots)

    def caution(self, exercise: Exercise, flag: str) -> str | None:
        """What a person with this flag is told about the exercise; None when the flag changes nothing.

        Every caution flag has a sentence: the exercise's own, else the general one for the flag.
        """
        own = exercise.modify.get(flag)
        if own is None and flag in exercise.caution_flags:
            return self._register.cautions[flag]
        return own


def listing_order(exercise: Exercise) -> tuple[int, int, str]:
    """The article's order first, then tier, then id."""
    own = exercise.id in ARTICLE_ORDER
    return (ARTICLE_ORDER.index(exercise.id) if own else len(ARTICLE_ORDER), exercise.tier, exercise.id)


@cache
def load_catalogue() -> Catalogue:
    """The catalogue of this installation. Raises CatalogueError when anything in it is wrong."""
    return read_catalogue(packaged_folder())


def read_catalogue(folder: Traversable) -> Catalogue:
    """Read and check every exercise file of a folder; raise CatalogueError with every problem found.

    Everything but the sweep over combinations of flags is checked (that is in `check_folder`).
    """
    found = _read(folder)
    if found.problems:
        raise CatalogueError(found.problems)
    return Catalogue(found.exercises, found.register, found.sha256)


def check_folder(folder: Traversable) -> tuple[Problem, ...]:
    """Every problem of a folder of exercise files, the sweep over combinations of flags included.

    The sweep takes the files that could be read, so that one broken file does not hide the rest.
    """
    found = _read(folder)
    gaps = check_coverage(found.exercises, found.register.flags) if found.exercises else ()
    return (*found.problems, *gaps)


def packaged_folder() -> Traversable:
    """Where the exercise files of this installation are."""
    return files("steadyback.exercises") / "data"


@dataclass(frozen=True, slots=True)
class _Read:
    exercises: tuple[Exercise, ...]
    register: Register
    sha256: str
    problems: tuple[Problem, ...]


def _read(folder: Traversable) -> _Read:
    problems: list[Problem] = []
    register, digest = _read_register()
    exercises: list[Exercise] = []
    for file in _exercise_files(folder, problems):
        text, raw = _read_toml(file, problems)
        digest.update(f"{file.name}\0{text}\0".encode())
        if raw is not None and not _add(problems, schema.EXERCISE.problems(raw, file.name, "")):
            exercise = build_exercise(raw)
            exercises.append(exercise)
            _add(problems, check_exercise(exercise, file.name, register.known))
    if exercises:
        _add(problems, check_together(exercises, register.aliases))
    return _Read(tuple(exercises), register, digest.hexdigest(), tuple(problems))


def _add(problems: list[Problem], found: Iterator[Problem]) -> bool:
    before = len(problems)
    problems.extend(found)
    return len(problems) > before


def _register_problems(raw: Mapping[str, Any]) -> Iterator[Problem]:
    """Every flag has a caution, and what a person is told keeps the wording rules."""
    for flag in sorted(set(raw["flags"]) ^ set(raw["cautions"])):
        yield Problem(REGISTER, f"cautions.{flag}", "a flag without caution, or the reverse", "both, for every flag")
    for flag, text in raw["cautions"].items():
        for rule in (nothing_unkind, sentences_are_whole_and_short):
            yield from (Problem(REGISTER, *finding) for finding in rule(f"cautions.{flag}", text))


def _read_register() -> tuple[Register, "hashlib._Hash"]:
    """The register of the package and a hash begun with it. Raises CatalogueError."""
    file = files("steadyback.exercises") / REGISTER
    problems: list[Problem] = []
    text, raw = _read_toml(file, problems)
    if (
        raw is None
        or _add(problems, _REGISTER_SHAPE.problems(raw, file.name, ""))
        or _add(problems, _register_problems(raw))
    ):
        raise CatalogueError(problems)
    digest = hashlib.sha256(f"{file.name}\0{text}\0".encode())
    return Register(raw["flags"], raw["cautions"], raw["sources"], raw["aliases"]), digest


def _exercise_files(folder: Traversable, problems: list[Problem]) -> list[Traversable]:
    try:
        found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    except OSError as error:
        problems.append(Problem(str(folder), "folder", error.strerror or "no folder", "a readable folder"))
        return []
    if not found:
        problems.append(Problem(str(folder), "folder", "no exercise files", "at least one file <id>.toml"))
    return found


def _read_toml(file: Traversable, problems: list[Problem]) -> tuple[str, dict[str, Any] | None]:
    """The text with plain line ends (so that the hash does not depend on them), and the table in it."""
    try:
        text = file.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except OSError as error:
        problems.append(Problem(file.name, "file", error.strerror or "unreadable", "a readable file"))
        return "", None
    except UnicodeDecodeError:
        problems.append(Problem(file.name, "file", "bytes that are not UTF-8", "UTF-8 text"))
        return "", None
    try:
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        problems.append(Problem(file.name, "file", shown(str(error)), "valid TOML"))
        return text, None
