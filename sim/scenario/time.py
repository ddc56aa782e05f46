"""The span of a run."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, model_validator

from sim.clock import Clock, TimeUnit, snap
from sim.names import CustomerName
from sim.quantities import Duration
from sim.spec import Spec

Kind = Literal["terminating", "steady_state"]
"""What a run estimates: what happens from its beginning to its end, or what goes on happening for ever."""
AUTO: Final = "auto"
"""A warm-up that is found in pilot replications."""


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
    warm_up: Duration | Literal["auto"] = 0.0
    """What is left out at the beginning when results are measured; ``auto``: as much as pilot replications show to be
    unlike the rest (MSER-5), never more than half of the run."""
    kind: Kind | None = None
    """What is estimated: ``terminating``, the span from its stated opening to its end, as of a launch, a game or a
    disruption; ``steady_state``, what goes on for ever, whatever the opening. Absent: ``steady_state`` where there is
    a warm-up, else ``terminating``."""

    @model_validator(mode="after")
    def _warm_up_fits(self) -> Time:
        if not isinstance(self.horizon, float):
            return self
        if snap(self.horizon) <= 0:
            raise ValueError(
                "'horizon' must be longer than 0, by a step of the time grid (a millionth of a unit) at least"
            )
        if snap(self.measured_from) >= snap(self.horizon):
            raise ValueError(
                f"'warm_up' ({self.measured_from:.12g}) must be shorter than 'horizon' ({self.horizon:.12g}), "
                "by a step of the time grid (a millionth of a unit) at least"
            )
        return self

    @model_validator(mode="after")
    def _kind_fits(self) -> Time:
        if self.kind == "terminating" and self.warm_up != 0.0:
            raise ValueError(
                "a terminating run is measured from its beginning, so it has no 'warm_up': leave that out, or say "
                "'kind: steady_state'"
            )
        return self

    @property
    def estimates(self) -> Kind:
        """What is estimated."""
        return self.kind or ("terminating" if self.warm_up == 0.0 else "steady_state")

    @property
    def measured_from(self) -> float:
        """When measuring begins, in time units; 0 for a warm-up that is still to be found."""
        return self.warm_up if isinstance(self.warm_up, float) else 0.0

    @property
    def clock(self) -> Clock:
        """The clock that the rest of the file is read with."""
        return Clock(self.unit, self.start)
