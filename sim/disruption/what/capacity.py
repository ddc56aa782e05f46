"""Capacity: less can be made, handled or carried."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.disruption.what import Effect, Sort
from sim.quantities import Share


class Capacity(Effect):
    """A share of the capacity is left: of a supplier, of the machines of a line, of a dock, or of a fleet.

    Orders wait for what is left of it. Of a factory it concerns the lines; its docks only if it has no lines. A
    supplier without a stated capacity can lose all of it or nothing.

    Source: the capacity left in the disruption profiles of Simchi-Levi et al. (2015), "Identifying risks and mitigating
    disruptions in the automotive supply chain", Interfaces 45.

    Example:
        >>> frost = Capacity(left="20 %")
        >>> frost.value(1.0), frost.value(0.5), frost.value(0.0)
        (0.2, 0.6, 1.0)
    """

    acts_on: ClassVar[tuple[Sort, ...]] = ("supply", "line", "dock", "fleet")
    takes_all: ClassVar[bool] = False

    kind: Literal["capacity"] = "capacity"
    """A share of the capacity is left."""
    left: Share = 0.0
    """What is left of it at full intensity (default nothing)."""

    @property
    def full(self) -> float:
        """The share left; see ``Effect.full``."""
        return self.left
