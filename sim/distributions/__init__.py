"""Distributions: one uniform in, one value out, by the inverse CDF.

A kind gives ``quantile`` over arrays, its ``mean``, ``variance`` and ``support``. Nothing here draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import numpy as np
from pydantic import AfterValidator, ConfigDict, WrapValidator
from pydantic_core import PydanticCustomError

from sim.clock import LATEST
from sim.quantities import LARGEST, Reading
from sim.spec import Family, Spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from pydantic import ValidationInfo

ENDS: Final = (2.0**-54, 1 - 2.0**-53)
"""The smallest and the largest uniform that a stream gives."""
_FARTHEST: Final = 1e60
"""What a law may reach at most: in no sum or product of the engine such a number grows beyond what a float holds."""


class Distribution(Spec):
    """A probability law on the real line; parameters in the unit of what is drawn."""

    # A kind's key ``mean`` would hide the property of that name; its field is ``given_mean``, written as the key.
    model_config = ConfigDict(serialize_by_alias=True)

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF.

        Args:
            uniforms: Probabilities strictly between 0 and 1, of shape (n,).

        Returns:
            Values of shape (n,), non-decreasing in ``uniforms``.
        """
        raise NotImplementedError(f"{type(self).__name__} must define quantile()")

    @property
    def mean(self) -> float:
        """The expectation of what is drawn (after truncation)."""
        raise NotImplementedError(f"{type(self).__name__} must define mean")

    @property
    def variance(self) -> float:
        """The variance of what is drawn (after truncation)."""
        raise NotImplementedError(f"{type(self).__name__} must define variance")

    @property
    def support(self) -> tuple[float, float]:
        """The smallest and the largest value that can be drawn; may be infinite."""
        raise NotImplementedError(f"{type(self).__name__} must define support")


def _constant(value: object) -> object:
    return {"kind": "constant", "value": value} if isinstance(value, int | float | str) else value


if TYPE_CHECKING:
    AnyDistribution = Distribution
    DurationDistribution = Distribution
else:

    def _computable(law: Distribution) -> Distribution:
        try:
            with np.errstate(over="raise", divide="raise", invalid="raise"):
                reached = np.abs(law.quantile(np.array(ENDS))).max()
                right = reached <= _FARTHEST and abs(law.mean) <= LARGEST and law.variance <= _FARTHEST
        except ArithmeticError:
            right = False
        if not right:
            text = f"this law cannot be computed: its mean may be at most {LARGEST:g}, and it varies too much"
            raise PydanticCustomError("law", "{text}", {"text": text})
        return law

    AnyDistribution = Annotated[
        Family(Distribution, __name__, __path__, shorthand=_constant).union, AfterValidator(_computable)
    ]

    def _of_durations(value: Any, handler: Callable[[Any], Distribution], info: ValidationInfo) -> Distribution:
        # Parameters of this distribution, and of this one only, may be written as durations.
        reading = Reading.of(info)
        before, reading.dimension = reading.dimension, "time"
        try:
            law = handler(value)
        finally:
            reading.dimension = before
        if law.support[0] < 0:
            reach = f"this distribution reaches down to {law.support[0]:g}"
            raise PydanticCustomError("duration", "{text}", {"text": f"a length of time cannot be negative; {reach}"})
        if law.mean >= LATEST:
            text = f"times must stay below {LATEST:.2g}, and the mean of this distribution is {law.mean:.2g}"
            raise PydanticCustomError("duration", "{text}", {"text": text})
        return law

    DurationDistribution = Annotated[AnyDistribution, WrapValidator(_of_durations)]
"""``AnyDistribution`` draws bare numbers; ``DurationDistribution`` draws lengths of time."""
