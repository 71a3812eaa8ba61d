"""What is wrong in a catalogue file, said so that its author can put it right."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: in which file, at which key, what was found, what is allowed."""

    file: str
    key: str
    found: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: found {self.found}; allowed: {self.allowed}"


class CatalogueError(Exception):
    """The catalogue cannot be used; `problems` names every mistake that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["CatalogueError"], tuple[tuple[Problem, ...]]]:
        return CatalogueError, (self.problems,)


def shown(value: object, longest: int = 80) -> str:
    """A value as an author would recognise it, cut to a readable length."""
    try:
        text = repr(value)
    except ValueError:  # Python refuses to write out integers of thousands of digits
        text = "a number of thousands of digits"
    return text if len(text) <= longest else text[: longest - 3] + "..."
