"""The documentation is true: every command, option, setting and exercise stands in it, and its links lead somewhere."""

import argparse
import ast
import importlib.util
import re
from dataclasses import fields
from pathlib import Path

import pytest

from steadyback.cli import build_parser
from steadyback.exercises import load_catalogue
from steadyback.records.person import PersonalSettings

REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = REPOSITORY / "docs"
RUNNING = (DOCS / "running.md").read_text(encoding="utf-8")
EVERYTHING = RUNNING + "".join(path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md")))


def commands() -> dict[str, argparse.ArgumentParser]:
    (subparsers,) = (a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(subparsers.choices)


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_documented(name: str) -> None:
    assert f"`steadyback {name}" in RUNNING


@pytest.mark.parametrize(
    ("name", "option"),
    [
        (name, option)
        for name, parser in sorted(commands().items())
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    ],
)
def test_every_option_is_documented(name: str, option: str) -> None:
    assert option in EVERYTHING


def test_every_environment_setting_is_documented() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "src").rglob("*.py"))
    used = set(re.findall(r'"(STEADYBACK_[A-Z_]+)"', source))
    assert used
    assert {name for name in used if f"`{name}`" not in RUNNING} == set()


@pytest.mark.parametrize("setting", [field.name for field in fields(PersonalSettings)])
def test_every_personal_setting_is_documented(setting: str) -> None:
    assert f"`{setting}`" in RUNNING


def test_the_exercise_table_is_what_the_catalogue_says() -> None:
    tool = REPOSITORY / "tools" / "write_exercise_table.py"
    spec = importlib.util.spec_from_file_location("write_exercise_table", tool)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = (DOCS / "exercises.md").read_text(encoding="utf-8")
    assert written == module.table(), "run tools/write_exercise_table.py"
    assert all(f"`{exercise.id}`" in written for exercise in load_catalogue())


@pytest.mark.parametrize("page", [REPOSITORY / "README.md", *sorted(DOCS.glob("*.md"))], ids=lambda path: path.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_every_room_is_in_the_house() -> None:
    house = (DOCS / "house.md").read_text(encoding="utf-8")
    rooms = [path.name for path in (REPOSITORY / "src/steadyback").iterdir() if (path / "__init__.py").exists()]
    assert [room for room in rooms if f"`{room}" not in house] == []


def test_every_run_time_dependency_has_a_reason() -> None:
    lines = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("dependencies = [")
    dependencies = lines[start + 1 : lines.index("]", start)]
    assert dependencies
    assert all(re.search(r'",\s+# \w', line) for line in dependencies)


def test_no_module_is_longer_than_a_person_can_hold_in_mind() -> None:
    """About 400 lines; 450 is where "about" ends."""
    modules = [path for path in (REPOSITORY / "src").rglob("*.py") if "migrations" not in path.parts]
    long = {str(path): n for path in modules if (n := len(path.read_text(encoding="utf-8").splitlines())) > 450}
    assert long == {}


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = []
    for path in (REPOSITORY / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= 50:
                long.append(f"{path.name}:{node.name}")
    assert long == []
