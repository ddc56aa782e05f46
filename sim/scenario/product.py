"""Products: what flows."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.quantities import Mass, Money, Volume
from sim.spec import Spec


class Product(Spec):
    """A kind of goods."""

    unit: str = "each"
    """The unit that amounts of it are counted in: ``each``, ``kg``, ``case`` ..."""
    step: Annotated[float, Field(ge=1e-12, le=1)] | None = None
    """The smallest amount of it, from 1e-12; absent: 1 for ``each``, else 0.000001. Whole steps must make one unit."""
    value: Money = 0.0
    """Standard cost of one unit: values stock, and holding costs given as a share of the value."""
    weight: Mass = 0.0
    """Weight of one unit."""
    volume: Volume = 0.0
    """Volume of one unit: what it takes up in storage, at docks and on vehicles that are limited by volume."""
    tags: tuple[str, ...] = ()
    """Words to select it by."""

    @model_validator(mode="after")
    def _whole_steps(self) -> Self:
        if self.step is not None and abs(1.0 / self.step - round(1.0 / self.step)) > 1e-6 / self.step:
            raise ValueError(f"one unit must be a whole number of steps, and {1.0 / self.step:g} is none")
        return self

    @property
    def steps_per_unit(self) -> int:
        """Whole steps in one unit: 1 for things counted one by one, else 1,000,000 unless the file says otherwise."""
        step = self.step if self.step is not None else (1.0 if self.unit == "each" else 1e-6)
        return round(1.0 / step)
