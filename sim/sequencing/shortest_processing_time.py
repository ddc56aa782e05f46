"""Shortest processing time first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.sequencing import Sequencing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.sequencing import WaitingJob


class ShortestProcessingTime(Sequencing):
    """Takes the job that will take least time, set-up left out; of equals the one that came first.

    What a job takes is known when it joins the queue. On one machine this makes the mean cycle time as small as it can
    be without interrupting jobs.

    Source: Phipps (1956), "Machine repair as a priority waiting-line problem", Operations Research 4; Conway, Maxwell
    and Miller (1967), *Theory of Scheduling*, ch. 8.

    Example:
        >>> from types import SimpleNamespace
        >>> queue = [SimpleNamespace(duration=3.0), SimpleNamespace(duration=0.5), SimpleNamespace(duration=2.0)]
        >>> ShortestProcessingTime().choose(queue, running=None, run=0)
        1
    """

    kind: Literal["shortest_processing_time"] = "shortest_processing_time"
    """The shortest job comes first."""

    def choose(self, waiting: Sequence[WaitingJob], running: str | None, run: int) -> int:
        """The shortest; see ``Sequencing.choose``."""
        return min(range(len(waiting)), key=lambda index: waiting[index].duration)
