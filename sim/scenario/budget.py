"""How much a scenario file may become: one budget of values for all that is read from it.

A file of a few lines can stand for very much: by aliases, copies, tables, selectors, and by values that a variant sets
in many places. All of these spend from one budget before they make anything, so that reading a stranger's file ends
soon and in bounded memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.errors import Place
    from sim.scenario.tree import Path

MOST_VALUES: Final = 1_000_000
"""Values that a document may have once everything in it is expanded."""
TEXT_OF_ONE_VALUE: Final = 50
"""Characters of text that count as one value more."""
MOST_CHECKED: Final = 5 * MOST_VALUES
"""Values that are made to check all variants of a file."""


class Exhausted(Exception):
    """The budget does not suffice; nothing more is to be read.

    Attributes:
        at: Where in the input too much is asked for.
        path: The path in the document.
    """

    def __init__(self, at: Place, path: Path) -> None:
        self.at = at
        self.path = path
        super().__init__(
            f"this makes a document of more than {MOST_VALUES:,} values "
            f"(long text counts as one for each {TEXT_OF_ONE_VALUE} characters)"
        )


class Budget:
    """What may still be made of one document.

    Attributes:
        spent: Values made so far.
    """

    def __init__(self) -> None:
        self.spent = 0

    def spend(self, values: int, at: Place, path: Path = ()) -> None:
        """Count ``values`` that are about to be made for what stands at ``at``; raises ``Exhausted``."""
        if self.spent + values > MOST_VALUES:
            raise Exhausted(at, path)
        self.spent += values


def weight(text: str) -> int:
    """How many values a text counts as, apart from the one that it is."""
    return len(text) // TEXT_OF_ONE_VALUE
