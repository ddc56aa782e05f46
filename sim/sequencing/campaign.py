"""Campaigns: one product after the other, to save set-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.sequencing import Sequencing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.sequencing import WaitingJob


class Campaign(Sequencing):
    """Stays with the product that the machine is set up for as long as a job of it waits, or up to ``longest`` jobs.

    Then it takes the job that came first of all others; if only the running product waits, the campaign goes on.

    Source: the exhaustive (and, with ``longest``, limited) service of polling queues: Takagi (1986), *Analysis of
    Polling Systems*.

    Example:
        >>> from types import SimpleNamespace
        >>> queue = [SimpleNamespace(product="red"), SimpleNamespace(product="blue")]
        >>> Campaign().choose(queue, running="blue", run=7), Campaign(longest=7).choose(queue, running="blue", run=7)
        (1, 0)
    """

    kind: Literal["campaign"] = "campaign"
    """One product is made as long as jobs of it wait."""
    longest: Annotated[int, Field(ge=1)] | None = None
    """Jobs in a row after which another product has its turn; absent: no limit."""

    def choose(self, waiting: Sequence[WaitingJob], running: str | None, run: int) -> int:
        """One more of the same, or the first of the others; see ``Sequencing.choose``."""
        goes_on = self.longest is None or run < self.longest
        for index, job in enumerate(waiting):
            if (job.product == running) == goes_on:
                return index
        return 0
