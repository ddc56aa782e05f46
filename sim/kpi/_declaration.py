"""What a KPI declares."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement

Better = Literal["higher", "lower", "neither"]
"""Which direction is better."""
Unit = Literal[
    "days",
    "jobs",
    "money",
    "money per time unit",
    "money per unit",
    "orders",
    "orders per time unit",
    "ratio",
    "share",
    "time units",
    "tonne-km per time unit",
    "trips per time unit",
    "turns",
    "units",
    "units per time unit",
]
"""In what a KPI is measured; units are the product's, money and time units the scenario's: ``EUR per day``."""


class KPI(ABC):
    """A key performance indicator: a declaration without state, and a pure function of the ledger.

    Each kind is one subclass in a file of its name, whose docstring gives the formula (``Formula:``) and where it is
    published (``Source:``).

    Attributes:
        kind: Its name.
        unit: In what it is measured.
        better: Which direction is better.
        categories: What it is broken down into beside the whole, sorted; empty if into nothing.
    """

    kind: ClassVar[str]
    unit: ClassVar[Unit]
    better: ClassVar[Better]
    categories: ClassVar[tuple[str, ...]] = ()

    def __setattr__(self, name: str, _: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name!r} cannot be set")

    @abstractmethod
    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Its values at each grain, in any order."""
