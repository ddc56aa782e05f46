"""What a profile is made of: courses, which are constant between their changes, and a trend, which is linear."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np
from pydantic import Field, field_validator, model_validator

from sim.clock import GRID, snap
from sim.quantities import Factor, Growth, Instant, Period
from sim.spec import Spec

if TYPE_CHECKING:
    from sim.demand._segments import Array


def on_grid(times: Array) -> Array:
    """The instants on the time grid nearest to ``times``, of the same shape."""
    return np.asarray(np.rint(times * GRID) / GRID)


class Course(Protocol):
    """A factor in time that is constant between its changes; changes lie on the time grid."""

    @property
    def last_change(self) -> float:
        """The instant from which on the factor stays as it is; infinite if it changes for ever."""

    @property
    def is_flat(self) -> bool:
        """Whether the factor is 1 at all times."""

    def changes(self, after: float, until: float) -> Array:
        """The instants in (``after``, ``until``] at which the factor may change, ascending, of shape (n,)."""

    def levels(self, times: Array) -> Array:
        """The factor that rules from each of ``times`` (on the grid) on, of the shape of ``times``."""


class Season(Spec):
    """Factors that recur: the period is cut into equal parts, one for each factor.

    Example:
        >>> quarters = Season(period=4, factors=(0.5, 1.0, 2.0, 0.5))
        >>> quarters.levels(np.array([0.0, 1.0, 2.5, 4.0])).tolist()
        [0.5, 1.0, 2.0, 0.5]
    """

    period: Period
    """Length of time after which the factors begin again."""
    factors: tuple[Factor, ...] = Field(min_length=1)
    """One multiplier for each equal part of the period, in this order; their mean need not be 1."""
    first: Instant = 0.0
    """An instant at which the first factor begins; before it the pattern runs backwards (default 0)."""

    @field_validator("factors")
    @classmethod
    def _some_demand(cls, factors: tuple[float, ...]) -> tuple[float, ...]:
        if not any(factors):
            raise ValueError("at least one factor must be greater than 0")
        return factors

    @model_validator(mode="after")
    def _parts_are_apart(self) -> Self:
        if self.period / len(self.factors) < 1.0 / GRID:
            raise ValueError("each part of 'period' must be at least one step of the time grid, a millionth of a unit")
        return self

    @property
    def last_change(self) -> float:
        """Infinite: the pattern recurs for ever."""
        return math.inf if len(self.factors) > 1 else 0.0

    @property
    def is_flat(self) -> bool:
        """Whether each factor is 1."""
        return all(factor == 1.0 for factor in self.factors)

    def changes(self, after: float, until: float) -> Array:
        """The starts of parts in (``after``, ``until``]; see ``Course.changes``."""
        parts = len(self.factors) / self.period
        first, last = math.floor((after - self.first) * parts) - 1, math.ceil((until - self.first) * parts) + 1
        starts = self._starts(np.arange(first, last + 1, dtype=np.float64))
        return starts[(starts > after) & (starts <= until)]

    def levels(self, times: Array) -> Array:
        """The factor of the part that each time falls in; see ``Course.levels``."""
        count = len(self.factors)
        numbers = np.floor((times - self.first) * (count / self.period))
        # The division may come short of a start that was rounded down to the grid; the start itself decides.
        numbers = np.where(self._starts(numbers + 1.0) <= times, numbers + 1.0, numbers)
        return np.array(self.factors)[np.mod(numbers, count).astype(np.intp)]

    def _starts(self, numbers: Array) -> Array:
        return on_grid(self.first + numbers * self.period / len(self.factors))


class Trend(Spec):
    """Linear growth from the start of the run on; demand that shrinks ends at 0.

    Example:
        >>> Trend(growth=0.1, until=5).levels(np.array([0.0, 1.0, 5.0, 9.0])).tolist()
        [1.0, 1.1, 1.5, 1.5]
    """

    growth: Growth
    """Share of the demand at time 0 that is added in each time unit, e.g. ``10 % per year``; may be negative."""
    until: Instant | None = None
    """Instant after which the demand stays where it is; absent: it grows for ever."""

    @property
    def ends_at(self) -> float:
        """The instant at which the level reaches 0; infinite if it never does."""
        end = -1.0 / self.growth if self.growth < 0.0 else math.inf
        return end if self.until is None or end <= snap(self.until) else math.inf

    @property
    def kink(self) -> float:
        """The instant from which on the level stays; infinite if it grows for ever."""
        if self.growth == 0.0:
            return 0.0
        return self.ends_at if self.until is None else min(snap(self.until), self.ends_at)

    def levels(self, times: Array) -> Array:
        """The multiplier at each time, never negative."""
        return np.maximum(1.0 + self.growth * np.minimum(times, self.kink), 0.0)

    def slopes(self, times: Array) -> Array:
        """The growth of the multiplier from each time on."""
        return np.where(times < self.kink, self.growth, 0.0)


@dataclass(frozen=True, slots=True)
class Windows:
    """A course given by its changes: 1 at first, then ``factors[i]`` from ``starts[i]`` on; what an effect does.

    Attributes:
        starts: Instants in time units, ascending.
        factors: Factors, not negative, one for each start.

    Example:
        >>> Windows((2.0, 3.0), (0.0, 1.0)).levels(np.array([1.0, 2.0, 2.5, 3.0])).tolist()
        [1.0, 0.0, 0.0, 1.0]
    """

    starts: tuple[float, ...]
    factors: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.starts) != len(self.factors):
            raise ValueError(f"{len(self.starts)} starts for {len(self.factors)} factors")
        if any(later < earlier for earlier, later in zip(self.starts, self.starts[1:], strict=False)):
            raise ValueError("the starts must be in ascending order")
        if any(factor < 0.0 for factor in self.factors):
            raise ValueError("factors must not be negative")

    @property
    def last_change(self) -> float:
        """The last start."""
        return snap(self.starts[-1]) if self.starts else 0.0

    @property
    def is_flat(self) -> bool:
        """Whether each factor is 1."""
        return all(factor == 1.0 for factor in self.factors)

    def changes(self, after: float, until: float) -> Array:
        """The starts in (``after``, ``until``]; see ``Course.changes``."""
        starts = on_grid(np.array(self.starts, dtype=np.float64))
        return np.unique(starts[(starts > after) & (starts <= until)])

    def levels(self, times: Array) -> Array:
        """The factor of the last start that is not later; see ``Course.levels``."""
        starts = on_grid(np.array(self.starts, dtype=np.float64))
        return np.array((1.0, *self.factors))[np.searchsorted(starts, times, side="right")]
