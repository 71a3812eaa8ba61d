"""Rules of the house that import-linter cannot see: the core is standard library, without clock, chance or I/O."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "steadyback"
CORE = ("pose", "kinematics", "exercises", "records", "coaching", "programme", "outcomes")
CLOCK_AND_CHANCE = frozenset({"time", "random", "secrets", "uuid"})
OUTSIDE_WORLD = frozenset({"os", "io", "pathlib", "socket", "subprocess", "urllib", "http", "sqlite3", "logging"})
NOT_IN_THE_CORE = CLOCK_AND_CHANCE | OUTSIDE_WORLD | frozenset({"gettext", "locale", "threading", "asyncio"})
CLOCKS = frozenset({"now", "today", "utcnow"})
CORE_MODULES = sorted(path for room in CORE for path in (SOURCE / room).rglob("*.py"))


def imports_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", CORE_MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_the_core_is_pure(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    roots = {name.partition(".")[0] for name in imports_of(tree)} - {"steadyback"}
    assert roots <= sys.stdlib_module_names
    assert roots & NOT_IN_THE_CORE == set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            assert not (isinstance(called, ast.Name) and called.id in {"open", "print", "input"})
            assert not (isinstance(called, ast.Attribute) and called.attr in CLOCKS)


def test_no_django_model_holds_a_rule() -> None:
    """Models are storage: apart from `__str__` they have no methods, and they import no room but Django."""
    for path in (SOURCE / "web" / "models.py", *(SOURCE / "clinic" / "models").glob("*.py")):
        check_storage_only(path)


def check_storage_only(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    methods = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert methods <= {"__str__", "create_user"}
    assert not any(name.startswith("steadyback") and ".models" not in name for name in imports_of(tree))


def test_the_clock_of_the_web_room_is_in_one_place() -> None:
    using = set()
    for path in (*(SOURCE / "web").rglob("*.py"), *(SOURCE / "clinic").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"now", "utcnow"}
            ):
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id != "clock":
                    using.add(path.name)
    assert using == {"clock.py"}
