"""What can go wrong, as a tree.

    HeadwaterError
    ├── InputError              what a person wrote is wrong          exit code 2
    │   ├── ScenarioError       a scenario file: one Problem per mistake, all at once
    │   └── UsageError          an option, a name or a file on the command line
    └── RunError                the run itself failed                  exit code 1
        ├── BooksError          the ledger does not balance
        └── ResultsError        a results folder cannot be read or written

Errors carry data, not only text, so that a caller can sort, count or translate them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Severity = Literal["error", "warning"]
_LONGEST: Final = 1000


def visible(text: str) -> str:
    r"""``text`` as it may be shown on one line: what a terminal would obey instead of showing is written as an escape.

    Names and values are those of the input, and an input may come from a stranger: a line break in it would look like a
    message of its own, and control characters could rewrite the screen. A very long text is cut.

    >>> visible("a\x1b[2Jb\nc")
    'a\\x1b[2Jb\\nc'
    """
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    return shown if shown.isprintable() else "".join(map(_escaped, shown))


def _escaped(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the input something stands.

    Attributes:
        file: The file as the user named it.
        line: Line from 1; for a CSV table the line of the row.
        column: Column from 1.
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{visible(self.file)}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake or suspicion found in a scenario.

    Attributes:
        place: File, line and column.
        path: Dotted path inside the document, e.g. ``sites.shop.stock.juice``.
        message: What is wrong.
        hint: What would be right; empty if nothing better can be said.
        severity: ``error`` stops the run, ``warning`` does not.
    """

    place: Place
    path: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        hint = f" ({visible(self.hint)})" if self.hint else ""
        where = f"{visible(self.path)}: " if self.path else ""
        return f"{self.place}: {self.severity}: {where}{visible(self.message)}{hint}"


class HeadwaterError(Exception):
    """The root: everything that this package raises on purpose."""


class InputError(HeadwaterError):
    """What a person wrote is wrong; nothing was run."""


class ScenarioError(InputError):
    """A scenario file has mistakes.

    Attributes:
        problems: Every problem found, sorted by place.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class UsageError(InputError):
    """An option or a name given on the command line or to the API does not fit."""

    def __init__(self, message: str) -> None:
        super().__init__(visible(message))


class RunError(HeadwaterError):
    """The run failed although its input was accepted."""


class BooksError(RunError):
    """The ledger does not balance: a fault of the simulator, never of the user."""


class ResultsError(RunError):
    """A results folder cannot be read or written."""
