"""Pace: what disruptions leave of the speed of lines and docks, and whether lines, recipes and stocks are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.levers import Factors

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.interruption import InProcess


def nothing() -> None:
    """What happens to the work in process of a thing that has none."""


class Shutter:
    """Whether a thing is closed, by one disruption or by several at a time."""

    __slots__ = ("_change", "_lose", "_shuts")

    def __init__(self, change: Callable[[], None], lose: Callable[[], None] = nothing) -> None:
        self._change = change
        self._lose = lose
        self._shuts: list[Shut] = []

    @property
    def is_closed(self) -> bool:
        """Whether it is closed now."""
        return any(shut.is_on for shut in self._shuts)

    @property
    def refuses(self) -> bool:
        """Whether orders are refused now."""
        return any(shut.is_on and shut.refuses for shut in self._shuts)

    @property
    def stops_orders(self) -> bool:
        """Whether it orders nothing itself now."""
        return any(shut.is_on and not shut.orders_out for shut in self._shuts)

    @property
    def stops_work(self) -> bool:
        """Whether what is in process rests now."""
        return any(shut.is_on and shut.in_process != "finish" for shut in self._shuts)

    def closing(self, *, refuses: bool, in_process: InProcess, orders_out: bool) -> Shut:
        """One more way to close it."""
        made = Shut(self, refuses=refuses, in_process=in_process, orders_out=orders_out)
        self._shuts.append(made)
        return made

    def moved(self, shut: Shut) -> None:
        """One of the ways to close it is taken, or left."""
        if shut.is_on and shut.in_process == "lose":
            self._lose()
        self._change()


class Shut:
    """One way in which a thing can be closed (a ``Lever``).

    Attributes:
        refuses: Whether it refuses orders.
        in_process: What becomes of what is in process.
        orders_out: Whether it orders itself meanwhile.
        is_on: Whether it is closed in this way.
    """

    __slots__ = ("_shutter", "in_process", "is_on", "orders_out", "refuses")

    def __init__(self, shutter: Shutter, *, refuses: bool, in_process: InProcess, orders_out: bool) -> None:
        self._shutter = shutter
        self.refuses = refuses
        self.in_process = in_process
        self.orders_out = orders_out
        self.is_on = False

    def move(self, value: float) -> None:
        """Closes at 0, opens at 1."""
        self.is_on = value < 1.0
        self._shutter.moved(self)


class Pace(Shutter):
    """How fast a line or a dock works.

    Attributes:
        capacity: The share of its speed that it is left with.
    """

    __slots__ = ("capacity",)

    def __init__(self, change: Callable[[], None], lose: Callable[[], None] = nothing) -> None:
        super().__init__(change, lose)
        self.capacity = Factors(self._capacity_changes)

    @property
    def speed(self) -> float:
        """The share of its speed that it works with now."""
        return 0.0 if self.stops_work else self.capacity.value

    def _capacity_changes(self, _: float) -> None:
        self._change()
