"""The figures of `figures.json` as `docs/accuracy.md`: nothing in the document is written by hand."""

from collections.abc import Iterable, Mapping
from typing import Any

from closure_page import closure, table

Figures = Mapping[str, Any]
INTRO = """# Accuracy

Written by `python bench/accuracy.py --write docs/accuracy.md` from `bench/figures.json`; with data folders as arguments
the command measures anew. Real footage is little: {real} clips of {exercises} exercises with {repetitions} complete
repetitions, labelled by one person by eye. "Synthetic only" means that no footage was measured: there the figures show
that definition, angles and rules agree with each other, not how well real people are seen.

One camera is good to about 7 degrees from the side and much worse obliquely. Pelvic tilt, the curve of the low back,
muscle work and breathing are not observable and never judged. The coach's own limits are in
`src/steadyback/coaching/limits.toml`, one line each with unit, evidence and source; what an exercise asks for, with its
evidence letter, is in its own file.
"""
BENCHES = {
    "counts": "Repetitions counted in labelled clips",
    "sides_times": "Sides and times",
    "negatives": "Where nothing may be counted",
    "generalise": "The same clips otherwise seen",
    "robustness": "Disturbed recordings",
    "any_exercise": "Counting without a definition",
    "ten_in_a_row": "Ten repetitions in a row",
    "engine_cost": "What one frame costs",
    "live_speed": "The coach in the browser's Python",
    "video_speed": "A recorded video, the whole command",
}
REASONS = {
    "self_report": "asked after the set",
    "not_measurable": "not measurable by a camera",
    "other_view": "only from another view",
    "no_landmark": "nothing in the landmarks shows it",
    "looks_alike": "looks like something harmless",
    "no_person": "nobody found",
    "unreadable": "not readable",
    "out_of_picture": "a needed point outside the picture",
    "wrong_view": "another view",
    "several_people": "several people",
    "camera_moved": "the camera moved",
    "unsteady": "tracking unsteady",
}
ABSTAINS = """## Where it abstains

Nothing is counted or corrected while nobody is found, the landmarks are not readable, several people are seen, a point
that the counted angle needs is outside the picture, the view is not the exercise's, the camera has just moved or the
tracking flickers; nor while somebody is not in the exercise's position. A rule is left unjudged for a repetition in
which its points were seen well in less than four fifths of the frames.
"""
FAULTS_INTRO = """## What was told to adjust on real clips

The labels hold no faults, so there is no accuracy to state: these are the repetitions and what was told, for everyone
who looks at the clips. Trained annotators agree on such labels with a kappa of .25 to .51 only.
"""


def page(figures: Figures) -> str:
    clips = figures.get("clips", [])
    real = [clip for clip in clips if not clip["generated"]]
    parts = [
        INTRO.format(
            real=len(real),
            exercises=len({clip["exercise"] for clip in real}),
            repetitions=sum(clip["labelled"] for clip in real),
        ),
        "\n".join(by_exercise(figures)),
        "\n".join(of_clips(clips)),
        ABSTAINS,
        FAULTS_INTRO + "\n" + "\n".join(told(clips)),
        "\n".join(rules(figures["exercises"])),
        "\n".join(closure(figures)),
        "\n".join(benches(figures["benches"])),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def by_exercise(figures: Figures) -> Iterable[str]:
    clips = figures.get("clips", [])
    rows = []
    for name, entry in sorted(figures["exercises"].items(), key=lambda item: (item[1]["position"], item[0])):
        if "angle" not in entry:
            rows.append((entry["position"], f"`{name}`", "-", "led by a timer; not seen", "-"))
            continue
        mine = [clip for clip in clips if clip["exercise"] == name]
        on = "synthetic only"
        if mine:
            labelled = sum(clip["labelled"] for clip in mine)
            made = ", generated" if all(clip["generated"] for clip in mine) else ""
            on = f"{len(mine)} clip{'s' if len(mine) > 1 else ''}{made}, {labelled} complete repetitions"
        drawn = figures["drawn"][name]
        counted = "/".join(map(str, drawn["counted"]))
        rows.append((entry["position"], f"`{name}`", entry["view"], on, f"{counted} of {drawn['asked']}"))
    yield "## By position and exercise\n"
    yield "The last column is a drawn stick body that does what the file says, left/right.\n"
    yield from table(("position", "exercise", "view", "measured on", "drawn: counted"), rows)


def of_clips(clips: Iterable[Figures]) -> Iterable[str]:
    yield "## Clip by clip\n"
    rows = []
    for clip in clips:
        low, high = clip["accepted"]
        right, of = clip["sides"]
        error, span = clip["median_error_s"], clip["range_deg"]
        rows.append((
            f"`{clip['clip']}`{' (generated)' if clip['generated'] else ''}", f"`{clip['exercise']}`",
            f"{low} to {high}",
            clip["counted"], f"{right} of {of}" if of else "-", "-" if error is None else f"{error:.2f} s",
            "-" if span is None else f"{span[0]:.0f} to {span[1]:.0f}\N{DEGREE SIGN}", f"{clip['hold_s']} s",
            ", ".join(f"{spent} s {REASONS[why]}" for why, spent in clip["abstained_s"].items()) or "-",
        ))  # fmt: skip
    header = ("clip", "exercise", "accepted", "counted", "sides", "median time error", "range", "held", "abstained")
    yield from table(header, rows)


def told(clips: Iterable[Figures]) -> Iterable[str]:
    yield from table(
        ("clip", "repetitions", "told (times)"),
        (
            (
                f"`{clip['clip']}`",
                clip["counted"],
                ", ".join(f"`{c}` {n}" for c, n in clip["told"].items()) or "nothing",
            )
            for clip in clips
        ),
    )


def rules(exercises: Figures) -> Iterable[str]:
    yield "## What is judged, and what is not\n"
    rows = []
    for name, entry in sorted(exercises.items()):
        if "angle" in entry:
            judged = ", ".join(f"`{code}`" for code in entry["judged"]) or "-"
            open_ = ", ".join(f"`{code}` ({REASONS[why]})" for code, why in entry["unjudged"].items()) or "-"
            rows.append((f"`{name}`", entry["angle"], judged, open_))
    yield from table(("exercise", "counted by", "judged", "not judged, because"), rows)


def benches(found: Figures) -> Iterable[str]:
    yield "## Every table, with its baseline\n"
    for name, title in BENCHES.items():
        yield f"### {title}\n"
        if name not in found:
            yield f"`python bench/{name}.py`: not measured yet.\n"
            continue
        yield f"`python bench/{name}.py`; {found[name]['machine']}.\n"
        yield "\n".join(["```", *found[name]["said"], "```", ""])
