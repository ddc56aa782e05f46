"""Staircase: by given steps."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field

from sim.disruption.recovery import Recovery
from sim.quantities import Duration, Share
from sim.spec import Ordered

if TYPE_CHECKING:
    from sim.disruption.recovery import Stage


def _in_time(steps: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    if any(later[0] <= before[0] for before, later in itertools.pairwise(steps)):
        raise ValueError("the steps must come in time, each later than the one before")
    if any(share == 0.0 for _, share in steps[:-1]):
        raise ValueError("only the last step may be to 0: it is the end")
    if steps[-1][1] != 0.0:
        raise ValueError(f"the last step must be to 0, or it would never end; it is to {steps[-1][1]:g}")
    return steps


class Staircase(Recovery):
    """The intensity takes given values from given times on, the last of them 0.

    Source: the staged restart of plants after the Tohoku earthquake in Matsuo (2015), "Implications of the Tohoku
    earthquake for Toyota's coordination mechanism", International Journal of Production Economics 161.

    Example:
        >>> Staircase(steps=[["1 week", "60 %"], ["3 weeks", "25 %"], ["8 weeks", 0]]).stages
        ((7.0, 0.6), (21.0, 0.25), (56.0, 0.0))
    """

    kind: Literal["staircase"] = "staircase"
    """By given steps."""
    steps: Annotated[tuple[tuple[Duration, Share], ...], Field(min_length=1), AfterValidator(_in_time), Ordered()]
    """Times after the window with the intensity from then on; until the first it is that of the window. The last must
    be 0."""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The steps; see ``Recovery.stages``."""
        return self.steps
