"""Sequencing: which of the waiting jobs a machine takes next. A small pure decision over the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sim.spec import Family, Spec

if TYPE_CHECKING:
    from collections.abc import Sequence


class WaitingJob(Protocol):
    """What a rule may know of a job in the queue."""

    @property
    def product(self) -> str:
        """What it makes."""

    @property
    def due_at(self) -> float:
        """When its order is promised for, in time units."""

    @property
    def duration(self) -> float:
        """How long it will take at this station, without set-up, in time units."""


class Sequencing(Spec):
    """A rule that picks the next job of a machine."""

    def choose(self, waiting: Sequence[WaitingJob], running: str | None, run: int) -> int:
        """Which job comes next.

        Args:
            waiting: The jobs in the sequence in which they came; at least one.
            running: The product that the machine is set up for; None before its first job.
            run: How many jobs of that product it has made in a row.

        Returns:
            The index of the job in ``waiting``.
        """
        raise NotImplementedError(f"{type(self).__name__} must define choose()")


def _named(value: object) -> object:
    return {"kind": value} if isinstance(value, str) else value


if TYPE_CHECKING:
    AnySequencing = Sequencing
else:
    AnySequencing = Family(Sequencing, __name__, __path__, shorthand=_named).union
