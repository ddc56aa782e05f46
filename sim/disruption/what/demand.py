"""Demand: customers ask for more, or for less."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from sim.disruption.what._shock import Shock, eased
from sim.quantities import LARGEST, Factor, Period, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.disruption.recovery import Stage
    from sim.disruption.what._shock import Piece
    from sim.disruption.when import Window

_NOTHING: Final = 1e-3
"""The share of a decaying effect at which it ends."""
_STEPS: Final = 20
"""Steps in which a ramp rises, and into which each half-life of a decay is cut."""


class Demand(Shock):
    """Demand is multiplied, or added to: base demand is stretched or squeezed, never drawn anew.

    Its course: a ``pulse`` lasts as long as the disruption does; a ``step`` stays for good; a ``ramp`` rises evenly to
    its full height in the time ``over``; a ``decay`` begins in full and is halved in each ``half_life``. Ramps and
    decays go in steps, each at the mean of the curve over it.

    Source: the test inputs (pulse, step, ramp, decay) of Sterman (2000), *Business Dynamics*, appendix B.

    Example:
        >>> panic = Demand(factor=8)
        >>> list(panic.pieces((10.0, 12.0), 1.0, ((0.0, 0.0),), 5.0))
        [(10.0, 8.0), (12.0, 1.0)]
    """

    kind: Literal["demand"] = "demand"
    """Customers ask for more, or for less."""
    factor: Factor = 1.0
    """By what demand is multiplied at full intensity (default 1)."""
    plus: Annotated[float, Field(ge=-LARGEST, le=LARGEST), Unit("product units per time")] = 0.0
    """What is added to the mean of base demand, in product units per time unit; may be negative. It is more of the
    same demand: as many customers more, or as much larger orders."""
    shape: Literal["pulse", "step", "ramp", "decay"] = "pulse"
    """The course that it takes (default ``pulse``)."""
    over: Period | None = None
    """Time in which a ``ramp`` rises."""
    half_life: Period | None = None
    """Time in which a ``decay`` is halved."""

    @model_validator(mode="after")
    def _has_its_time(self) -> Self:
        for shape, key in (("ramp", "over"), ("decay", "half_life")):
            if self.shape == shape and getattr(self, key) is None:
                raise ValueError(f"the shape {shape!r} needs {key!r}")
            if self.shape != shape and getattr(self, key) is not None:
                raise ValueError(f"{key!r} belongs to the shape {shape!r}, and to no other")
        if self.factor == 1.0 and not self.plus:
            raise ValueError("it changes nothing: give a 'factor' or a 'plus'")
        return self

    @property
    def full(self) -> float:
        """The factor; what is added depends on the demand; see ``Effect.full``."""
        return self.factor

    def pieces(self, window: Window, severity: float, stages: tuple[Stage, ...], rate: float) -> Iterator[Piece]:
        """The course that it takes; see ``Shock.pieces``."""
        start, end = window
        end = float("inf") if self.shape == "step" else end
        factor = max(self.factor + (self.plus / rate if self.plus else 0.0), 0.0)
        scaled = self.model_copy(update={"factor": factor, "plus": 0.0})
        courses = {"ramp": self._ramp, "decay": self._decay}
        inner = courses[self.shape](start, end) if self.shape in courses else iter([(start, 1.0)])
        yield from eased(scaled, inner, end, severity, stages)

    def _ramp(self, start: float, end: float) -> Iterator[Piece]:
        over = self.over or 0.0
        for step in range(_STEPS):
            if start + over * step / _STEPS >= end:
                return
            yield start + over * step / _STEPS, (step + 0.5) / _STEPS
        if start + over < end:
            yield start + over, 1.0

    def _decay(self, start: float, end: float) -> Iterator[Piece]:
        width = (self.half_life or 0.0) / _STEPS
        fall = 0.5 ** (1.0 / _STEPS)
        mean = (1.0 - fall) / -math.log(fall)
        level, step = mean, 0
        while start + step * width < end and level > _NOTHING:
            yield start + step * width, level
            level, step = level * fall, step + 1
        if start + step * width < end:
            yield start + step * width, 0.0
