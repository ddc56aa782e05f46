"""The discrete law: a few values with their probabilities."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self

import numpy as np
from pydantic import Field, WithJsonSchema, model_validator

from sim.distributions import Distribution
from sim.distributions._moments import one_of
from sim.quantities import LARGEST, Parameter, Share

if TYPE_CHECKING:
    from numpy.typing import NDArray

_VALUE: Final = {"type": ["number", "string"]}
Values = Annotated[
    tuple[Parameter, ...],
    Field(min_length=1),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": _VALUE, "minItems": 1},
                {"type": "object", "additionalProperties": _VALUE, "minProperties": 1},
            ]
        }
    ),
]
"""Values in a list, or as the keys of a mapping to their probabilities."""


@dataclass(frozen=True, slots=True, eq=False)
class Atoms:
    """The distinct values that can be drawn, rising, with their probabilities; all of shape (n,).

    What a law remembers compares by identity, so that two laws are equal by their fields alone.

    Attributes:
        values: The values.
        probabilities: Their probabilities, all above 0.
        cumulative: Sums of the probabilities so far; the last one is 1.
    """

    values: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    cumulative: NDArray[np.float64]


class Discrete(Distribution):
    """One of ``values``, with ``probabilities`` that sum to 1, or in the proportion of ``weights``.

    A mapping from values to probabilities may stand in place of the two lists: ``values: {1 day: 0.7, 4 days: 0.3}``.

    Source: Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 8.2.1 (the inverse of a CDF with steps).

    Example:
        >>> round(Discrete(values=(1, 4), probabilities=(0.75, 0.25)).mean, 9)
        1.75
    """

    kind: Literal["discrete"] = "discrete"
    """One of a few values."""
    values: Values
    """The values in any sequence, or a mapping from each to its probability."""
    probabilities: tuple[Share, ...] | None = None
    """Probability of each value, in the same sequence; they sum to 1 (within 1e-9)."""
    weights: tuple[Annotated[float, Field(ge=0, le=LARGEST)], ...] | None = None
    """Weight of each value, in the same sequence, not negative, in place of ``probabilities``."""

    @model_validator(mode="before")
    @classmethod
    def _mapping(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("values"), dict):
            return data
        if data.get("probabilities") is not None or data.get("weights") is not None:
            raise ValueError("a mapping of values already gives their probabilities; leave out the other key")
        pairs = data["values"]
        return {**data, "values": tuple(map(_key, pairs)), "probabilities": tuple(pairs.values())}

    @model_validator(mode="after")
    def _determined(self) -> Self:
        one_of(probabilities=self.probabilities, weights=self.weights)
        given = self.probabilities or self.weights or ()
        if len(given) != len(self.values):
            raise ValueError(f"there are {len(self.values)} values, but {len(given)} probabilities or weights")
        total = math.fsum(given)
        if self.probabilities is not None and abs(total - 1) > 1e-9:
            raise ValueError(f"the probabilities must sum to 1, but sum to {total:.10g}; or give them as 'weights'")
        if total <= 0:
            raise ValueError("at least one weight must be above 0")
        return self

    @cached_property
    def atoms(self) -> Atoms:
        """The distinct values that can be drawn, rising, with their probabilities."""
        given = self.probabilities or self.weights or ()
        masses: dict[float, list[float]] = {}
        for value, weight in zip(self.values, given, strict=True):
            if weight > 0:
                masses.setdefault(value, []).append(weight)
        total = math.fsum(given)
        values = sorted(masses)
        probabilities = np.array([math.fsum(masses[value]) / total for value in values])
        cumulative = np.minimum(np.cumsum(probabilities), 1.0)
        cumulative[-1] = 1.0
        return Atoms(np.array(values), probabilities, cumulative)

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF; see ``Distribution.quantile``."""
        return self.atoms.values[np.searchsorted(self.atoms.cumulative, uniforms)]

    @property
    def mean(self) -> float:
        """The sum of values x probabilities."""
        return math.fsum(self.atoms.values * self.atoms.probabilities)

    @property
    def variance(self) -> float:
        """The sum of squared deviations x probabilities."""
        return math.fsum((self.atoms.values - self.mean) ** 2 * self.atoms.probabilities)

    @property
    def support(self) -> tuple[float, float]:
        """The smallest and the largest value with a probability above 0."""
        return float(self.atoms.values[0]), float(self.atoms.values[-1])


def _key(key: object) -> object:
    # Keys of a mapping may arrive as text, although they are numbers.
    try:
        return float(key) if isinstance(key, str) else key
    except ValueError:
        return key
