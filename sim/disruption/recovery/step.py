"""Step: all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.disruption.recovery import Recovery

if TYPE_CHECKING:
    from sim.disruption.recovery import Stage


class Step(Recovery):
    """Everything is as before the moment the window is over.

    Source: the on-off disruptions of Snyder et al. (2016), "OR/MS models for supply chain disruptions: a review", IIE
    Transactions 48.

    Example:
        >>> Step().stages
        ((0.0, 0.0),)
    """

    kind: Literal["step"] = "step"
    """All at once."""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The end; see ``Recovery.stages``."""
        return ((0.0, 0.0),)
