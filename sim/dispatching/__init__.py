"""Dispatching: when a vehicle that waits at a dock takes up a load. A small pure decision over what waits there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from sim.spec import Family, Spec


class DockView(Protocol):
    """What a rule may know of the goods that wait at a dock; there are some."""

    @property
    def now(self) -> float:
        """The time, in time units."""

    @property
    def since(self) -> float:
        """Since when the goods wait that have waited longest, in time units."""

    @property
    def share(self) -> float:
        """What waits, as a share of one vehicle's payload, in the measure that binds; 0 where nothing limits it."""

    @property
    def taken_up(self) -> int:
        """How many loads were taken up here in this instant already."""


class Dispatching(Spec):
    """A rule that says when a load may be taken up."""

    waits_for: ClassVar[Literal["goods", "time"]] = "time"
    """What goods wait for that may not leave yet."""

    def leaves_at(self, dock: DockView) -> float:
        """When the next load may be taken up if nothing more comes: now or later; infinity for never.

        The rule is asked again whenever goods come or a load has been taken up, and at the time that it named.
        """
        raise NotImplementedError(f"{type(self).__name__} must define leaves_at()")


def _named(value: object) -> object:
    return {"kind": value} if isinstance(value, str) else value


if TYPE_CHECKING:
    AnyDispatching = Dispatching
else:
    AnyDispatching = Family(Dispatching, __name__, __path__, shorthand=_named).union
