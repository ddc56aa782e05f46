"""Laws that may be given by mean and coefficient of variation in place of their own parameters."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final, Self

from pydantic import Field, model_validator

from sim.distributions import Distribution
from sim.quantities import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable

VARIATION: Final = (1e-4, 100.0)
"""The coefficients of variation that are accepted: beyond, inverse CDFs lose their digits."""
SHAPES: Final = (VARIATION[1] ** -2, VARIATION[0] ** -2)
"""The shape parameters that are accepted, as a square goes with these coefficients of variation."""


class ByMoments(Distribution):
    """A law with two parameters, given by these or by its mean and its coefficient of variation.

    Attributes:
        own_parameters: Names of the two parameters that stand in place of ``mean`` and ``cv``.
    """

    own_parameters: ClassVar[tuple[str, ...]]

    given_mean: Parameter | None = Field(default=None, alias="mean", gt=0)
    """Mean of what is drawn; goes with ``cv``, in place of the law's own parameters."""
    cv: float | None = Field(default=None, ge=VARIATION[0], le=VARIATION[1])
    """Coefficient of variation: standard deviation / mean, from 0.0001 to 100; goes with ``mean``."""

    @model_validator(mode="after")
    def _determined(self) -> Self:
        own = [name for name in self.own_parameters if getattr(self, name) is not None]
        moments = [name for name, value in (("mean", self.given_mean), ("cv", self.cv)) if value is not None]
        if (len(own), len(moments)) not in {(len(self.own_parameters), 0), (0, 2)}:
            given = " and ".join(own + moments) or "neither"
            raise ValueError(f"give {' and '.join(self.own_parameters)}, or mean and cv; got {given}")
        return self

    def from_moments(self, mean: float, cv: float) -> tuple[float, float]:
        """The two parameters of the law that has this mean and this coefficient of variation."""
        raise NotImplementedError(f"{type(self).__name__} must define from_moments()")

    @cached_property
    def own(self) -> tuple[float, float]:
        """The law's own two parameters, given or from mean and cv."""
        if self.given_mean is not None and self.cv is not None:
            return self.from_moments(self.given_mean, self.cv)
        first, second = (getattr(self, name) for name in self.own_parameters)
        return first, second


def one_of(**given: object) -> None:
    """Refuse unless exactly one of the named values is there.

    Raises:
        ValueError: None or several are not None; says which were given.
    """
    there = [name for name, value in given.items() if value is not None]
    if len(there) != 1:
        raise ValueError(f"give either {' or '.join(given)}; got {' and '.join(there) or 'neither'}")


def crossing(function: Callable[[float], float], low: float, high: float) -> float:
    """Where ``function``, which falls from positive at ``low`` to negative at ``high``, is zero (by bisection)."""
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        if function(middle) > 0:
            low = middle
        else:
            high = middle
