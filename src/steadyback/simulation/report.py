"""What a simulation showed: one line for each kind of person, and small charts of dose, pain and level."""

from collections.abc import Callable, Sequence
from statistics import median

from steadyback.simulation.run import Outline, kinds

_COLUMNS, _WIDTH, _HEIGHT, _GAP = 5, 150, 80, 24


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
    """SVG by name: a small chart for each kind, its median over the weeks with the band of the middle four fifths."""
    of: dict[str, tuple[str, Callable[[Outline], Sequence[float]]]] = {
        "dose": ("Repetitions in a strength session", lambda one: one.totals),
        "pain": ("Pain, 0 to 10", lambda one: one.pains),
        "level": ("Level, 0 to 3", lambda one: one.levels),
    }
    shown = [kind for kind in kinds() if any(one.kind == kind for one in outlines)]
    return {
        name: _chart(title, [(kind, [values(one) for one in outlines if one.kind == kind]) for kind in shown])
        for name, (title, values) in of.items()
    }


def _at(column: Sequence[float], share: float) -> float:
    """The value below which this share of the column lies."""
    ordered = sorted(column)
    return float(ordered[round(share * (len(ordered) - 1))])


def _chart(title: str, kinds_shown: Sequence[tuple[str, list[Sequence[float]]]]) -> str:
    highest = max((max(row, default=0.0) for _, rows in kinds_shown for row in rows), default=0.0) or 1.0
    rows_of_charts = -(-len(kinds_shown) // _COLUMNS)
    wide, high = _COLUMNS * (_WIDTH + _GAP) + _GAP, rows_of_charts * (_HEIGHT + 2 * _GAP) + 3 * _GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img">',
        f"<title>{title}: median by week, and the middle four fifths of the people</title>",
        '<rect width="100%" height="100%" fill="white"/><g font-family="sans-serif" font-size="11" fill="#333">',
        f'<text x="{_GAP}" y="20" font-size="14">{title}: median by week, and the middle four fifths</text>',
    ]
    for place, (kind, rows) in enumerate(kinds_shown):
        left = _GAP + place % _COLUMNS * (_WIDTH + _GAP)
        top = 2.4 * _GAP + place // _COLUMNS * (_HEIGHT + 2 * _GAP)
        parts += _small(kind, list(zip(*rows, strict=True)), highest, left, top)
    return "\n".join((*parts, "</g></svg>")) + "\n"


def _small(kind: str, weeks: Sequence[Sequence[float]], highest: float, left: float, top: float) -> list[str]:
    across = _WIDTH / max(1, len(weeks) - 1)

    def points(share: float) -> list[str]:
        heights = [top + _HEIGHT * (1 - _at(column, share) / highest) for column in weeks]
        return [f"{left + across * week:.1f},{y:.1f}" for week, y in enumerate(heights)]

    low = top + _HEIGHT
    return [
        f'<text x="{left}" y="{top - 5:.1f}">{kind}</text>',
        f'<path d="M{left} {top:.1f}H{left + _WIDTH}M{left} {low:.1f}H{left + _WIDTH}" stroke="#ddd" fill="none"/>',
        f'<polygon fill="#cfe3da" points="{" ".join((*points(0.9), *reversed(points(0.1))))}"/>',
        f'<polyline fill="none" stroke="#0b6e4f" stroke-width="2" points="{" ".join(points(0.5))}"/>',
        f'<text x="{left - 3}" y="{top + 4:.1f}" text-anchor="end" font-size="9">{highest:g}</text>',
        f'<text x="{left - 3}" y="{low + 3:.1f}" text-anchor="end" font-size="9">0</text>',
        f'<text x="{left + _WIDTH}" y="{low + 12:.1f}" text-anchor="end" font-size="9">week {len(weeks)}</text>',
    ]
