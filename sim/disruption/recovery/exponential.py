"""Exponential: quickly at first, then ever more slowly."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.disruption.recovery import Recovery
from sim.quantities import Period, Share

if TYPE_CHECKING:
    from sim.disruption.recovery import Stage


class Exponential(Recovery):
    """The intensity is halved in each half-life; when little is left of it, it ends.

    It falls in steps of equal length, each to the mean of the curve over it.

    Source: the exponential recovery of Cimellaro, Reinhorn and Bruneau (2010), "Framework for analytical quantification
    of disaster resilience", Engineering Structures 32.

    Example:
        >>> [(time, round(level, 4)) for time, level in Exponential(half_life=4, until="25 %", steps=2).stages]
        [(0.0, 0.7213), (4.0, 0.3607), (8.0, 0.0)]
    """

    kind: Literal["exponential"] = "exponential"
    """Quickly at first, then ever more slowly."""
    half_life: Period
    """Time in which the intensity is halved."""
    until: Annotated[Share, Field(gt=0, lt=1)] = 0.01
    """The intensity at which it ends (default 1 %)."""
    steps: Annotated[int, Field(ge=1, le=1000)] = 20
    """Number of steps (default 20)."""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Steps of equal length; see ``Recovery.stages``."""
        rate = math.log(2.0) / self.half_life
        width = -math.log(self.until) / rate / self.steps
        mean = -math.expm1(-rate * width) / (rate * width)
        falling = ((step * width, math.exp(-rate * step * width) * mean) for step in range(self.steps))
        return (*falling, (self.steps * width, 0.0))
