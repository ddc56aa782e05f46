"""First come, first served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.sequencing import Sequencing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.sequencing import WaitingJob


class FirstCome(Sequencing):
    """Takes jobs in the sequence in which they reached the station.

    Source: Conway, Maxwell and Miller (1967), *Theory of Scheduling*, ch. 8 (FCFS).

    Example:
        >>> from types import SimpleNamespace
        >>> early, late = SimpleNamespace(product="a"), SimpleNamespace(product="b")
        >>> FirstCome().choose([early, late], running="b", run=1)
        0
    """

    kind: Literal["first_come"] = "first_come"
    """Jobs are taken in the sequence in which they came."""

    def choose(self, waiting: Sequence[WaitingJob], running: str | None, run: int) -> int:
        """The first; see ``Sequencing.choose``."""
        return 0
