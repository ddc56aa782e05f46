"""CONWIP: constant work in process."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.release import Release


class Conwip(Release):
    """Releases a job only while fewer than ``jobs`` are in process: one leaves the last station, the next enters.

    Source: Spearman, Woodruff and Hopp (1990), "CONWIP: a pull alternative to kanban", International Journal of
    Production Research 28.

    Example:
        >>> rule = Conwip(jobs=4)
        >>> rule.may_release(in_process=3), rule.may_release(in_process=4)
        (True, False)
    """

    kind: Literal["conwip"] = "conwip"
    """No more than a fixed number of jobs are in process."""
    jobs: Annotated[int, Field(ge=1)]
    """The number of jobs (cards)."""

    def may_release(self, in_process: int) -> bool:
        """While cards are free; see ``Release.may_release``."""
        return in_process < self.jobs
