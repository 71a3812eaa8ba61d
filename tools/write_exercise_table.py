"""Write docs/exercises.md from the catalogue, so that the table is never older than the files."""

from pathlib import Path

from steadyback.exercises import Exercise, load_catalogue

TARGET = Path(__file__).resolve().parents[1] / "docs" / "exercises.md"
HEAD = """# All exercises

Written by `tools/write_exercise_table.py` from `src/steadyback/exercises/data/`. Evidence letters: selection / dosage /
angles / faults, with E research, C guideline or consensus, B the article, D a default that awaits a clinician's
signature.

| id | name | from | level | used as | position | evidence |
|---|---|---|---|---|---|---|
"""


def row(exercise: Exercise) -> str:
    letters = exercise.evidence
    evidence = " / ".join((letters.selection, letters.dosage, letters.angles, letters.faults))
    cells = (
        f"`{exercise.id}`",
        exercise.name,
        exercise.origin,
        str(exercise.tier),
        ", ".join(exercise.slots),
        ", ".join(exercise.positions),
        evidence,
    )
    return "| " + " | ".join(cells) + " |\n"


def table() -> str:
    return HEAD + "".join(row(exercise) for exercise in load_catalogue())


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
