"""Earliest due date first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.sequencing import Sequencing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.sequencing import WaitingJob


class EarliestDueDate(Sequencing):
    """Takes the job whose order is promised for the earliest time; of equals the one that came first.

    With all jobs at hand on one machine this makes the largest lateness as small as it can be.

    Source: Jackson (1955), *Scheduling a Production Line to Minimize Maximum Tardiness*, UCLA; Pinedo (2016),
    *Scheduling*, ch. 3.

    Example:
        >>> from types import SimpleNamespace
        >>> queue = [SimpleNamespace(due_at=9.0), SimpleNamespace(due_at=4.0), SimpleNamespace(due_at=4.0)]
        >>> EarliestDueDate().choose(queue, running=None, run=0)
        1
    """

    kind: Literal["earliest_due_date"] = "earliest_due_date"
    """The job that is promised for the earliest time comes first."""

    def choose(self, waiting: Sequence[WaitingJob], running: str | None, run: int) -> int:
        """The most urgent; see ``Sequencing.choose``."""
        return min(range(len(waiting)), key=lambda index: waiting[index].due_at)
