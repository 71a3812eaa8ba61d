"""What a simulation showed: one line for each kind of person, and small charts of dose, pain and level."""

from collections.abc import Callable, Sequence
from statistics import median

from steadyback.simulation.run import Outline, kinds

_WIDTH, _HEIGHT, _LEFT, _TOP = 640, 260, 48, 24
_COLOURS = ("#0b6e4f", "#8a5a00", "#205493", "#7b2d8b", "#a3333d", "#4a5568", "#00707a", "#6b7a00")


def table(outlines: Sequence[Outline]) -> list[str]:
    """Kind, people, sessions, highest level (least, median, most), dose gained, pain, flares, who was referred."""
    head = f"{'kind of person':<25}{'n':>5}{'sessions':>10}{'level':>10}{'dose':>8}{'pain':>12}{'flares':>8}  referred"
    lines = [head]
    for kind in kinds():
        found = [one for one in outlines if one.kind == kind]
        if found:
            lines.append(_line(kind, found))
    return lines


def _line(kind: str, found: Sequence[Outline]) -> str:
    levels = [one.highest_level for one in found]
    gained = median(one.totals[-1] / one.totals[0] for one in found)
    pain = f"{median(one.pains[0] for one in found):.1f} to {median(one.pains[-1] for one in found):.1f}"
    referred = {rule: sum(rule in one.referrals for one in found) for one in found for rule in one.referrals}
    named = " ".join(f"{rule}:{count}" for rule, count in sorted(referred.items()))
    return (
        f"{kind:<25}{len(found):>5}{median(one.sessions for one in found):>10g}"
        f"{f'{min(levels)} {median(levels):g} {max(levels)}':>10}{gained:>7.2f}x{pain:>12}"
        f"{median(one.flares for one in found):>8g}  {named}"
    )


def rules_fired(outlines: Sequence[Outline]) -> str:
    """How often each rule changed something."""
    total: dict[str, int] = {}
    for one in outlines:
        for rule, count in one.rules.items():
            total[rule] = total.get(rule, 0) + count
    return " ".join(f"{rule}:{count}" for rule, count in sorted(total.items()))


def charts(outlines: Sequence[Outline]) -> dict[str, str]:
    """SVG by name: the median of each kind over the weeks, at most eight kinds, with a legend."""
    of: dict[str, tuple[str, Callable[[Outline], Sequence[float]]]] = {
        "dose": ("repetitions in a strength session", lambda one: one.totals),
        "pain": ("pain 0 to 10", lambda one: one.pains),
        "level": ("level", lambda one: one.levels),
    }
    shown = [kind for kind in kinds() if any(one.kind == kind for one in outlines)][: len(_COLOURS)]
    return {
        name: _chart(title, [(kind, _medians([values(one) for one in outlines if one.kind == kind])) for kind in shown])
        for name, (title, values) in of.items()
    }


def _medians(rows: Sequence[Sequence[float]]) -> list[float]:
    return [float(median(column)) for column in zip(*rows, strict=True)]


def _chart(title: str, lines: Sequence[tuple[str, list[float]]]) -> str:
    highest = max((max(values, default=0.0) for _, values in lines), default=0.0) or 1.0
    weeks = max((len(values) for _, values in lines), default=1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH + 200} {_HEIGHT + 40}" role="img">',
        f'<title>{title}, median by week</title><rect width="100%" height="100%" fill="white"/>',
        f'<g font-family="sans-serif" font-size="12"><text x="{_LEFT}" y="15">{title}, median by week</text>',
    ]
    for share in (0.0, 0.5, 1.0):
        y = _TOP + _HEIGHT * (1 - share) * 0.9
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="4" y="{y + 4:.1f}">{highest * share:g}</text>')
    for at, (name, values) in enumerate(lines):
        colour = _COLOURS[at % len(_COLOURS)]
        across = (_WIDTH - _LEFT) / max(1, weeks - 1)
        points = " ".join(
            f"{_LEFT + across * week:.1f},{_TOP + _HEIGHT * (1 - value / highest) * 0.9:.1f}"
            for week, value in enumerate(values)
        )
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/>')
        parts.append(f'<text x="{_WIDTH + 10}" y="{_TOP + 16 * (at + 1)}" fill="{colour}">{name}</text>')
    parts.append(f'<text x="{_LEFT}" y="{_TOP + _HEIGHT}">week 1</text>')
    parts.append(f'<text x="{_WIDTH - 50}" y="{_TOP + _HEIGHT}">week {weeks}</text></g></svg>')
    return "\n".join(parts) + "\n"
