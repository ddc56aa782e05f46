"""Trace demand: orders that were recorded, read from a data file."""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

import numpy as np
from pydantic import BeforeValidator, Field, ModelWrapValidatorHandler, ValidationInfo, model_validator

from sim.demand import Demand
from sim.demand._history import Source, check_format, read_orders, summed
from sim.demand._orders import block_sizes
from sim.demand._shapes import Multiplied
from sim.quantities import Amount, Instant, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.demand import Block
    from sim.streams import Luck


def _as_cell(value: object) -> object:
    """A value of YAML as it is spelled in a CSV cell: 15036 stands for the text ``15036``."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


class Trace(Demand):
    """Orders that were recorded, at the instants and for the quantities of a CSV file (or of ``orders``).

    Each row is one order, unless ``sum`` joins the rows of one instant. Dates count from ``time.start``; a date without
    a time of day is its midnight. The profile at an order's instant scales its quantity; rows for 0 place no order.
    After the last row there is no more demand.

    Source: the trace-driven input of A. Law (2015), *Simulation Modeling and Analysis*, chapter 6.

    Example:
        >>> from sim.streams import Luck
        >>> demand = Trace(orders=((0, 5), (3, 2), (3, 1)), sum=True)
        >>> times, quantities = next(demand.arrivals(Luck(seed=1), ("shop", "juice"), demand.profile))
        >>> times.tolist(), quantities.tolist()
        ([0.0, 3.0], [5.0, 3.0])
    """

    kind: Literal["trace"] = "trace"
    """Orders are those of a record."""
    file: str | None = None
    """CSV file, relative to the scenario's folder; absent: ``orders`` gives the record."""
    date: str = "date"
    """Column with the dates, or with numbers of time units since the start (default ``date``)."""
    quantity: str = "quantity"
    """Column with the quantities in product units (default ``quantity``)."""
    where: dict[str, Annotated[str, BeforeValidator(_as_cell)]] = Field(default_factory=dict)
    """Only rows that hold these values, by column, e.g. ``{sku: 85123A}``; default all rows."""
    date_format: str | None = None
    """How dates are spelled, e.g. ``%d/%m/%Y`` (no time zone); absent: as 2025-03-01 or 2025-03-01 14:30."""
    before_start: Literal["refuse", "skip"] = "refuse"
    """What becomes of rows before ``time.start``: ``refuse`` (default) reports them, ``skip`` leaves them out."""
    sum: bool = False
    """Whether rows of one instant are one order for their sum; by default each row is an order of its own."""
    orders: tuple[tuple[Instant, Amount], ...] = ()
    """The record itself as pairs of instant and quantity; filled from ``file`` if that is given."""

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, value: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        demand = handler(value)
        if isinstance(value, cls):
            return demand  # it was read before
        if demand.date_format is not None:
            check_format(demand.date_format)
        reading = Reading.of(info)
        orders: tuple[tuple[float, float], ...] = demand.orders
        if demand.file is not None and not orders:
            source = Source(
                demand.file, demand.date, demand.quantity, demand.date_format, demand.before_start == "skip"
            )
            orders = read_orders(reading, source, demand.where)
        elif demand.file is not None and reading.folder is not None:
            raise ValueError("give either 'file' or 'orders', not both")
        elif demand.file is None and not orders:
            raise ValueError("give the 'file' with the record, or the record itself as 'orders'")
        if demand.sum:
            orders = summed(orders)
        # The model is not yet anybody's; a copy would not do, since __init__ keeps the object that it was called on.
        object.__setattr__(demand, "orders", tuple(sorted(orders, key=lambda order: order[0])))
        return demand

    def amounts(self) -> Iterator[tuple[tuple[str | int, ...], float]]:
        """The largest order alone stands for the record; see ``Spec.amounts``."""
        if self.orders:
            yield ("orders" if self.file is None else "file",), max(quantity for _, quantity in self.orders)

    @property
    def mean_rate(self) -> float:
        """Sum of the record over its span, from 0 to the end of the time unit of its last order."""
        if not self.orders:
            return 0.0
        return math.fsum(quantity for _, quantity in self.orders) / (math.floor(self.orders[-1][0]) + 1.0)

    @property
    def is_random(self) -> bool:
        """False: nothing is drawn."""
        return False

    @property
    def shape(self) -> Multiplied:
        """Orders are scaled; see ``Demand.shape``."""
        return Multiplied()

    def base(self, luck: Luck, names: tuple[str, ...]) -> Iterator[Block]:
        """One order for each row, or for each instant; see ``Demand.base``."""
        record = np.array(self.orders, dtype=np.float64).reshape(-1, 2)
        record = record[record[:, 1] > 0.0]
        times, quantities = record[:, 0].copy(), record[:, 1].copy()
        first = 0
        for size in block_sizes(luck.largest_block):
            if first >= len(times):
                return
            yield times[first : first + size], quantities[first : first + size]
            first += size
