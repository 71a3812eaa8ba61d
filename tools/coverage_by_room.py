"""Print how much of each room of the core its own tests cover, and fail when the core is below what it aims at."""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

CORE_AT_LEAST_PERCENT = 95.0


def percent_by_room(report: dict) -> dict[str, float]:
    covered: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    for name, file in report["files"].items():
        room = Path(name).as_posix().partition("steadyback/")[2].split("/")[0]
        summary = file["summary"]
        for key in (room, "core"):
            covered[key] += summary["covered_lines"] + summary.get("covered_branches", 0)
            total[key] += summary["num_statements"] + summary.get("num_branches", 0)
    return {room: 100 * covered[room] / total[room] for room in sorted(total) if total[room]}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        subprocess.run([sys.executable, "-m", "coverage", "json", "-q", "-o", str(path)], check=True)
        rooms = percent_by_room(json.loads(path.read_text(encoding="utf-8")))
    for room, percent in rooms.items():
        print(f"{room:20} {percent:5.1f} %")
    if rooms["core"] < CORE_AT_LEAST_PERCENT:
        print(f"the core is covered to {rooms['core']:.1f} %, below {CORE_AT_LEAST_PERCENT} %", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
