"""The warm-up that was found in pilot replications, and what it was found from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

COLUMNS: Final = ("measure", "time", "value", "statistic")
"""The columns of the table of a warm-up."""
LEAST_MULTIPLE: Final = 10.0
"""How many times as long as its warm-up a run should be."""
FEWEST_BATCHES: Final = 20
"""So few batches are too few to tell a beginning from the rest."""


@dataclass(frozen=True)
class WarmUp:
    """A warm-up found by MSER-5 in several measures; the largest cut counts.

    Attributes:
        cut: When measuring begins, in time units.
        cuts: The cut that each measure asks for, in time units.
        unsettled: The measures that would rather be cut in the second half, where nobody looks: they had not settled.
        replications: How many pilot replications were run to find it.
        end: When the shortest of them ended, in time units.
        table: One row for each measure and batch: ``measure``, ``time`` (where the batch begins), ``value`` (mean over
            the pilot replications) and ``statistic`` (that of MSER-5, were the run cut there; NaN near the end).
    """

    cut: float
    cuts: Mapping[str, float]
    unsettled: tuple[str, ...]
    replications: int
    end: float
    table: pd.DataFrame

    @property
    def batches(self) -> int:
        """In how many batches it was looked for."""
        return len(self.table) // max(len(self.cuts), 1)

    @property
    def doubts(self) -> list[str]:
        """Why the cut may not be believed, one line each; empty if nothing speaks against it."""
        found = []
        if self.batches < FEWEST_BATCHES:
            found.append(
                f"the run is too short to find its warm-up: it has {self.batches} batches, and {FEWEST_BATCHES} are "
                "the fewest to tell a beginning from the rest; make 'horizon' longer or state a 'warm_up'"
            )
        if self.unsettled:
            names = ", ".join(name.replace("_", " ") for name in self.unsettled)
            found.append(
                f"the warm-up passes half of the run: {names} had not settled by then, so that no cut before it is "
                "right; make 'horizon' longer, or say 'kind: terminating' if the chain never settles"
            )
        elif self.end < LEAST_MULTIPLE * self.cut:
            found.append(
                f"the run is {self.end / self.cut:.1f} times as long as its warm-up of {self.cut:g}; it should be "
                f"{LEAST_MULTIPLE:g} times as long: make 'horizon' {LEAST_MULTIPLE * self.cut:g} or more"
            )
        return found

    @property
    def manifest(self) -> dict[str, object]:
        """Everything but the table, as JSON can hold it."""
        return {
            "cut": self.cut,
            "cuts": dict(self.cuts),
            "unsettled": list(self.unsettled),
            "replications": self.replications,
            "end": self.end,
        }
