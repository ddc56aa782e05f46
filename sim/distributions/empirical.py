"""The empirical law: what was observed, drawn again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from pydantic import Field, ValidationInfo, model_validator

from sim.distributions import Distribution
from sim.distributions._moments import one_of
from sim.quantities import Parameter, Reading
from sim.tables import read_table

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """What was observed, in order; both of shape (n,).

    What a law remembers compares by identity, so that two laws are equal by their fields alone.

    Attributes:
        values: The observations, rising.
        steps: The CDF at each of them.
    """

    values: NDArray[np.float64]
    steps: NDArray[np.float64]


class Empirical(Distribution):
    """What was observed, each observation equally likely, or with ``interpolate`` everything between them too.

    The observations are a ``column`` of a data ``file``, or ``values``. A file is read together with the scenario; then
    its numbers stand in ``values``, so that the law does not depend on the file any more. The numbers of a law of
    durations are in the scenario's time unit.

    With ``interpolate`` the CDF is (i - 1) / (n - 1) at the i-th smallest of n observations and linear between them.

    Source: Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 6.2.4.

    Example:
        >>> Empirical(values=(2, 3, 7)).mean
        4.0
    """

    kind: Literal["empirical"] = "empirical"
    """Drawn from observations."""
    file: str | None = None
    """CSV file with the observations, relative to the scenario's folder; replaced by ``values`` once it is read."""
    column: str | None = None
    """Column of the file; absent: its only one."""
    values: tuple[Parameter, ...] | None = Field(default=None, min_length=1)
    """The observations, in any sequence, in place of ``file``."""
    interpolate: bool = False
    """Whether values between the observations are drawn too (needs two observations at least)."""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, dict):
            return data
        file, column = data.get("file"), data.get("column")
        one_of(file=file, values=data.get("values"))
        if file is None and column is not None:
            raise ValueError("'column' names a column of a 'file'; leave it out where 'values' are given")
        if not isinstance(file, str) or not isinstance(column, str | None):
            return data
        table = read_table(Reading.of(info), file)
        if column is None and len(table.columns) > 1:
            raise table.wrong("the file has several columns; say which 'column'", hint=", ".join(table.columns))
        values = table.numbers(column if column is not None else table.columns[0])
        if not values:
            raise table.wrong("the file has no rows")
        return {**data, "file": None, "column": None, "values": values}

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if self.interpolate and len(self.values or ()) < 2:
            raise ValueError("'interpolate' needs at least two observations")
        return self

    @cached_property
    def observations(self) -> Observations:
        """The observations, rising, with the CDF at each."""
        values = np.sort(np.array(self.values, dtype=np.float64))
        first = 0 if self.interpolate else 1
        return Observations(values, np.arange(first, first + len(values)) / self._parts)

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF; see ``Distribution.quantile``."""
        values, steps = self.observations.values, self.observations.steps
        if self.interpolate:
            return np.interp(uniforms, steps, values)
        return values[np.searchsorted(steps, uniforms)]

    @property
    def mean(self) -> float:
        """Mean of the observations; interpolated: of the middles between neighbours."""
        values = self.observations.values
        return math.fsum((values[:-1] + values[1:]) / 2 if self.interpolate else values) / self._parts

    @property
    def variance(self) -> float:
        """Variance of the observations (over n); interpolated: with the spread between neighbours."""
        apart = self.observations.values - self.mean
        if not self.interpolate:
            return math.fsum(apart**2) / self._parts
        return math.fsum((apart[:-1] ** 2 + apart[:-1] * apart[1:] + apart[1:] ** 2) / 3) / self._parts

    @property
    def support(self) -> tuple[float, float]:
        """The smallest and the largest observation."""
        return float(self.observations.values[0]), float(self.observations.values[-1])

    @property
    def _parts(self) -> int:
        return len(self.values or ()) - (1 if self.interpolate else 0)
