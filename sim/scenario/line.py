"""Lines: the stations of a factory, and what they need to work."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from sim.distributions import DurationDistribution
from sim.names import LuckName, ProductName
from sim.quantities import Duration, Money, MoneyRate, Rate, Unit
from sim.release import AnyRelease
from sim.release.push import Push
from sim.scenario.hours import Hours
from sim.sequencing import AnySequencing
from sim.sequencing.first_come import FirstCome
from sim.spec import Spec

Speed = Annotated[Rate, Field(gt=0), Unit("product units per time")]


_SHORTEST_LIFE: Final = 1e-3
"""Mean time between failures, in time units, below which a machine would do nothing but fail."""


class Work(Spec):
    """How long a job takes on a machine: at a rate, or a time for the job or for each unit of it."""

    rate: Speed | None = None
    """Product units that a machine makes per time; or say a ``time``."""
    time: DurationDistribution | None = None
    """Processing time; or say a ``rate``."""
    per: Literal["job", "unit"] = "job"
    """Whether ``time`` is for a whole job, whatever its size, or for each product unit in it."""

    @model_validator(mode="after")
    def _said_once(self) -> Self:
        if self.rate is not None and self.time is not None:
            raise ValueError("say 'rate' or 'time', not both")
        if self.rate is not None and "per" in self.model_fields_set:
            raise ValueError("'per' belongs to 'time': a 'rate' is always in product units")
        return self


class Setup(Spec):
    """Time to prepare a machine for another product; a machine is ready for whatever comes first."""

    otherwise: Duration = 0.0
    """Between two products that ``between`` does not name."""
    between: dict[ProductName, dict[ProductName, Duration]] = Field(default_factory=dict)
    """From one product to another: ``{lemonade: {juice: 2 h}}``."""

    def time(self, before: str, after: str) -> float:
        """Time from one product to another, in time units; 0 between jobs of one product."""
        if before == after:
            return 0.0
        return self.between.get(before, {}).get(after, self.otherwise)


def _setup(value: Any) -> Any:
    return value if isinstance(value, dict | Setup) else {"otherwise": value}


class Breakdowns(Spec):
    """When machines fail, and how long it takes to repair them; what they work on waits and goes on afterwards."""

    clock: Literal["busy", "calendar"] = "busy"
    """Whether time to failure counts hours of work only (``busy``) or all hours (``calendar``)."""
    time_to_failure: DurationDistribution
    """Time from the last repair to the next failure."""
    time_to_repair: DurationDistribution
    """Time from failure to repair."""

    @model_validator(mode="after")
    def _lets_work_be_done(self) -> Self:
        if self.time_to_failure.mean < _SHORTEST_LIFE:
            raise ValueError(
                f"the mean time to failure, {self.time_to_failure.mean:g}, must be at least {_SHORTEST_LIFE:g} time "
                "units, or nothing would ever get done"
            )
        return self


class LineCosts(Spec):
    """What running a line costs."""

    per_setup: Money = 0.0
    """Each change of a machine from one product to another, even one that takes no time."""
    running: MoneyRate = 0.0
    """Each machine and time that it works or is set up."""


class Line(Work):
    """A station: machines of one sort that take their jobs from one queue."""

    machines: Annotated[int, Field(ge=1, le=10_000)] = 1
    """Number of machines."""
    queue: Annotated[int, Field(ge=0)] | None = None
    """Jobs that may wait in front of the machines, those on machines not counted; absent: any number.

    When it is full, a job that is finished at the station before stays on its machine, which is blocked; at the
    entrance jobs wait for their release, and an order of a customer who does not wait is lost.
    """
    sequence: AnySequencing = FirstCome()
    """Which job comes next."""
    release: AnyRelease = Push()
    """When jobs whose route begins here may enter."""
    setup: Annotated[Setup, BeforeValidator(_setup)] = Setup()
    """Time to change from one product to another: ``2 h``, or by pair."""
    breakdowns: Breakdowns | None = None
    """Failures and repairs of each machine; absent: never."""
    hours: Hours | None = None
    """When the line works; absent: always."""
    costs: LineCosts = LineCosts()
    """What running it costs."""
    luck: LuckName | None = None
    """Name of its random streams, to keep old ones after a rename; absent: its own name."""
