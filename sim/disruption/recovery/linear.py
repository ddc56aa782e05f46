"""Linear: evenly, over a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.disruption.recovery import Recovery
from sim.quantities import Period

if TYPE_CHECKING:
    from sim.disruption.recovery import Stage


class Linear(Recovery):
    """The intensity falls evenly, in equal steps, each to the mean of the straight line over it.

    What is lost in all is thus what the straight line would lose.

    Source: the linear recovery of Bruneau et al. (2003), "A framework to quantitatively assess and enhance the seismic
    resilience of communities", Earthquake Spectra 19.

    Example:
        >>> Linear(over="10 days", steps=2).stages
        ((0.0, 0.75), (5.0, 0.25), (10.0, 0.0))
    """

    kind: Literal["linear"] = "linear"
    """Evenly, over a while."""
    over: Period
    """How long it takes until all is as before."""
    steps: Annotated[int, Field(ge=1, le=1000)] = 10
    """Number of steps (default 10)."""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Equal steps; see ``Recovery.stages``."""
        count = self.steps
        falling = ((self.over * step / count, (count - step - 0.5) / count) for step in range(count))
        return (*falling, (self.over, 0.0))
