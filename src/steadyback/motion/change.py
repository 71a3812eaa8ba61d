"""Something that is done otherwise than in the clean movement, for tests: a fault of a chosen size."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from steadyback.motion.goal import Goal, Measured, other_side
from steadyback.motion.joints import Floats


@dataclass(frozen=True)
class Change:
    """What is done otherwise away from rest: `measured` is what it asks for.

    `name` is the angle of the catalogue that it replaces, if it is one. `kept` says what stays as it is in a clean pose
    (D,). `ends` are the poses in which the phases of the clean performance end.
    """

    name: str
    measured: Measured
    kept: Callable[[Floats], tuple[Measured, ...]]
    ends: tuple[Floats, ...]

    def of(self, goal: Goal, clean: Floats) -> Goal:
        """The clean pose with the change in it: what is pinned may give, what else is measured stays."""
        name, _, suffix = self.name.partition(".")
        replaced = {f"{name}.{one}" for one in ("ms" if suffix == "b" else suffix)} if suffix else {name}
        twin = self._twin(goal)
        if twin is not None:
            replaced.add(twin.name)
        kept = tuple(one for one in goal.measured if one.name not in replaced)
        touches = tuple(replace(touch, pinned=False, anchor=None) for touch in goal.touches)
        return replace(
            goal,
            pose=clean,
            touches=touches,
            pointings=(),
            measured=(*kept, self.measured, *((twin,) if twin else ()), *self.kept(clean)),
            firm=0.5,
            may_be_uneven=True,
        )

    def _twin(self, goal: Goal) -> Measured | None:
        """The same angle of the other side where both are asked for alike: thighs that are to be level stay level."""
        asked = {one.name: one for one in goal.measured}
        own, twin = asked.get(self.name), asked.get(other_side(self.name))
        if own is None or twin is None or own is twin or own.degrees != twin.degrees:
            return None
        return replace(twin, degrees=self.measured.degrees, weight=self.measured.weight)
