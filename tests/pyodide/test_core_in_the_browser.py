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
