"""The span of a run."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from sim.clock import Clock, TimeUnit, snap
from sim.names import CustomerName
from sim.quantities import Duration
from sim.spec import Spec


class OrderCount(Spec):
    """A run that ends with a number of orders instead of at a time."""

    orders: int = Field(ge=2, le=1_000_000_000_000)
    """How many orders the customer places, at least 2: one makes no span of time; the run ends at the last one."""
    of: CustomerName
    """The customer whose orders are counted."""


def _date(value: Any) -> Any:
    return value.date() if isinstance(value, datetime.datetime) else value


class Time(Spec):
    """How time is counted, and how long the run is."""

    unit: TimeUnit = "day"
    """The unit of bare numbers and of all results: hour, day, week, month, or an abstract ``period``."""
    start: Annotated[datetime.date, BeforeValidator(_date)] | None = None
    """The date of the first day; needed where dates are used."""
    horizon: Duration | OrderCount
    """Length of the run, or ``{orders: 1000, of: customer}``."""
    warm_up: Duration = 0.0
    """What is left out at the beginning when results are measured."""

    @model_validator(mode="after")
    def _warm_up_fits(self) -> Time:
        if not isinstance(self.horizon, float):
            return self
        if snap(self.horizon) <= 0:
            raise ValueError(
                "'horizon' must be longer than 0, by a step of the time grid (a millionth of a unit) at least"
            )
        if snap(self.warm_up) >= snap(self.horizon):
            raise ValueError(
                f"'warm_up' ({self.warm_up:.12g}) must be shorter than 'horizon' ({self.horizon:.12g}), "
                "by a step of the time grid (a millionth of a unit) at least"
            )
        return self

    @property
    def clock(self) -> Clock:
        """The clock that the rest of the file is read with."""
        return Clock(self.unit, self.start)
