"""Triggers: when a disruption strikes, and for how long. Windows of time, drawn from luck of their own.

Windows are exogenous: what happens in the chain changes none of them. The one exception is ``condition``, which watches
a stock of the chain; it has no windows, and the engine asks it while the run goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.spec import Family, Spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.streams import Luck

    Window = tuple[float, float]
    """From when and until when, on the time grid; the end may be infinite."""


class Trigger(Spec):
    """A rule that says when a disruption strikes."""

    @property
    def follows(self) -> str | None:
        """The disruption that this one comes after; None where it comes by itself."""
        return None

    @property
    def is_foreseen(self) -> bool:
        """Whether the windows follow from luck alone, so that they are known before the run."""
        return True

    @property
    def is_random(self) -> bool:
        """Whether two replications can differ in their windows (those that it follows left aside)."""
        raise NotImplementedError(f"{type(self).__name__} must define is_random")

    def windows(self, luck: Luck, names: tuple[str, ...], causes: Iterator[Window]) -> Iterator[Window]:
        """The windows in which the disruption is on.

        Args:
            luck: The replication's luck.
            names: Whose trigger this is; draws use streams of their own below these names.
            causes: The windows of the disruption that it follows; empty where it follows none.

        Yields:
            Windows in time, apart from each other and longer than nothing, without end or until no more come.
        """
        raise NotImplementedError(f"{type(self).__name__} must define windows()")


def _once(value: object) -> object:
    if isinstance(value, dict) and "starts" in value and value.keys() <= {"starts", "lasts", "ends"}:
        return {"kind": "window", **value}
    return value


if TYPE_CHECKING:
    AnyTrigger = Trigger
else:
    AnyTrigger = Family(Trigger, __name__, __path__, shorthand=_once).union
