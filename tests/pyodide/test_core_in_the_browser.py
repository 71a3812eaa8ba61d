"""The core rooms run in the browser's Python and decide the same there."""

from pathlib import Path

from two_pythons import run_here, run_in_pyodide

HERE = Path(__file__).parent


def test_every_core_module_imports_and_decides_the_same_in_both_pythons() -> None:
    script = HERE / "core_walk.py"
    here, browser = run_here(script), run_in_pyodide(script)
    assert here.pop("python") != browser.pop("python")
    assert here["modules"] == browser["modules"]
    assert here == browser


def test_half_a_year_of_plans_is_byte_identical_in_two_runs_and_in_both_pythons() -> None:
    """P13: another order of hashing, another Python, another machine's kind: the same bytes."""
    script = HERE / "weeks_walk.py"
    here, again, browser = run_here(script, hash_seed="1"), run_here(script, hash_seed="2"), run_in_pyodide(script)
    assert here == again
    assert here.pop("python") != browser.pop("python")
    assert here == browser
    assert int(str(here["versions"])) > 40
    assert int(str(here["decisions"])) > 200
