"""The part of `docs/accuracy.md` about the figure's own movement, from what `closure.py` found."""

from collections.abc import Iterable, Mapping
from typing import Any

Figures = Mapping[str, Any]
INTRO = """## The figure's own movement, with each fault

`python bench/closure.py`: the coach sees {bodies} bodies do each movement that there is, three times, clean with either
side and with each fault that is judged. {clean} of {exercises} exercises agree when clean, on every body and side. Of
{shown} faults that a body can show beyond their limit, {agreeing} are told beyond it and only then, with no other, on
every body and at every size; the other {wrong} ({share}) stand below with what happens and why. All of it is synthetic;
an exercise without footage of a real person is marked so. A hold may be off by 0.3 s.
"""
CELLS = """
In how many films a fault was told, by its size: 1 is at the rule's limit, 2 twice as far from the clean movement. First
without any error of the pose model (0.8 should be none, the others all; bold is otherwise), then with {error} degrees
of it, which is what one camera is off by from the side: four fifths of a point's error stay the same all through, the
rest wanders within tenths of a second. The coach measures how far the points wander (by the lengths of limbs) and tells
only what is beyond its limit by two standard errors of what it measured, in one repetition or the last three together;
so it stays quiet about some that is there rather than tell what is not (`coaching/limits.toml`, rooms `wander` and
`certainty`). These films have two repetitions. Who goes less far than asked may be told so or not be counted. What a
camera cannot see at all is in "What is judged, and what is not".
"""


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    names = list(header)
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    return lines + [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]


def closure(figures: Figures) -> Iterable[str]:
    measured = figures["closure"]
    found = measured["exercises"]
    faults = {(name, code): fault for name, one in sorted(found.items()) for code, fault in one["faults"].items()}
    shown = {at: fault for at, fault in faults.items() if is_shown(fault)}
    wrong = {at: fault for at, fault in shown.items() if fault["problems"]}
    yield INTRO.format(
        bodies=len(measured["bodies"]),
        clean=sum(not any(row["wrong"] for row in one["clean"].values()) for one in found.values()),
        exercises=len(found),
        shown=len(shown),
        agreeing=len(shown) - len(wrong),
        wrong=len(wrong),
        share=f"{100 * len(wrong) / len(shown):.0f} %",
    )
    coached = [name for name, entry in sorted(figures["exercises"].items()) if "angle" in entry]
    if missing := [f"`{name}`" for name in coached if name not in found]:
        yield f"Not measured in this way yet: {', '.join(missing)}.\n"
    yield from noisy_totals(found.values(), measured["error_deg"])
    if earlier := [f"`{name}`" for name in measured.get("earlier", [])]:
        yield f"Measured with an earlier figure and coach: {', '.join(earlier)}.\n"
    filmed = {clip["exercise"] for clip in figures.get("clips", []) if not clip["generated"]}
    header = ("exercise", "measured on", "counted of 3, right and left", "holds off by at most",
              "with the model's error, counted", "told without cause", "does not agree")  # fmt: skip
    yield from table(header, (clean_row(name, one, name in filmed) for name, one in sorted(found.items())))
    yield CELLS.format(error=f"{measured['error_deg']:g}")
    exact = ("0.8", "1.25", "1.5", "2")
    noisy = ("1", "1.25", "1.5", "2")
    rows = [cells(name, code, fault, exact, noisy) for (name, code), fault in faults.items() if fault["sizes"]]
    yield from table(("exercise", "fault", *exact, *(f"{size}, error" for size in noisy)), rows)
    yield "\nWhere told and injected do not agree:\n"
    yield from table(
        ("exercise", "fault", "what happens"),
        ((f"`{name}`", f"`{code}`", "; ".join(fault["problems"])) for (name, code), fault in wrong.items()),
    )
    yield "\nWhat a body cannot show, or not so far beyond its limit:\n"
    hidden = [(at, why) for at, fault in faults.items() for why in [sorted({*fault["not_shown"].values()})] if why]
    yield from table(
        ("exercise", "fault", "because"),
        (
            (f"`{name}`", f"`{code}`", "; ".join(each.partition(": ")[2] for each in why))
            for (name, code), why in hidden
        ),
    )


def noisy_totals(found: Iterable[Figures], error_deg: float) -> Iterable[str]:
    films = [row["noisy"] for one in found for row in one["clean"].values() if row["noisy"]]
    told, exact = (sum(bool(film["told"]) for film in films), sum(film["counted"] == 3 for film in films))
    yield (
        f"With {error_deg:g} degrees of error {told} of {len(films)} clean films are told something without cause and"
        f" {exact} are counted exactly.\n"
    )


def is_shown(fault: Figures) -> bool:
    """Whether any body can show it beyond its limit."""
    return any(float(size) > 1 and cell["films"] for size, cell in fault["sizes"].items())


def clean_row(name: str, one: Figures, also_real: bool) -> tuple[str, ...]:
    rows = one["clean"]
    counts = [count for row in rows.values() for count in row["counted"]]
    noisy = [row["noisy"] for row in rows.values() if row["noisy"]]
    told = sorted({f"`{code}`" for row in noisy for code in row["told"]})
    wrong = [f"{body} {each}" for body, row in rows.items() for each in row["wrong"]]
    return (
        f"`{name}`",
        "also real" if also_real else "synthetic only",
        "all 3" if set(counts) == {3} else ", ".join(map(str, counts)),
        f"{max(row['hold_error_s'] for row in rows.values()):.2f} s" if one["held"] else "-",
        ", ".join(str(row["counted"]) for row in noisy) or "-",
        ", ".join(told) or "-",
        "; ".join(wrong) or "-",
    )


def exact_cell(fault: Figures, size: str) -> str:
    cell = fault["sizes"].get(size)
    if cell is None or not cell["films"]:
        return "-"
    said = f"{cell['told']}/{cell['films']}"
    return f"**{said}**" if cell["wrong"] else said


def noisy_cell(fault: Figures, size: str) -> str:
    cell = fault["sizes"].get(size)
    return "-" if cell is None or not cell["noisy"][1] else f"{cell['noisy'][0]}/{cell['noisy'][1]}"


def cells(name: str, code: str, fault: Figures, exact: Iterable[str], noisy: Iterable[str]) -> tuple[str, ...]:
    told = [exact_cell(fault, size) for size in exact]
    with_error = [noisy_cell(fault, size) for size in noisy]
    return (f"`{name}`", f"`{code}`", *told, *with_error)
