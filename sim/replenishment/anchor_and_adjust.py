"""Anchor and adjust: how people order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.forecasting import AnyForecaster
from sim.forecasting.exponential_smoothing import ExponentialSmoothing
from sim.quantities import Level, Share
from sim.replenishment import PeriodicReplenishment

if TYPE_CHECKING:
    from sim.forecasting import Forecaster
    from sim.replenishment import LooksAt, StockView


class AnchorAndAdjust(PeriodicReplenishment):
    """The heuristic that people were seen to follow in the beer game.

    ``order = max(0, forecast + alpha * (target - net stock - beta * on order))``: anchored on the expected demand, and
    adjusted by a part alpha of what is missing, of which the supply line is seen only in part (beta). A beta of 1 sees
    all of it; people's average was about 0.34, which is what makes orders swing.

    Source: Sterman (1989), "Modeling managerial behavior: misperceptions of feedback in a dynamic decision making
    experiment", Management Science 35.

    Example:
        >>> from types import SimpleNamespace
        >>> policy = AnchorAndAdjust(target=17, stock_adjustment=0.5, supply_line_weight=0.25)
        >>> policy.order_quantity(SimpleNamespace(forecast=4.0, net_stock=12, on_order=12))
        5.0
    """

    kind: Literal["anchor_and_adjust"] = "anchor_and_adjust"
    """Orders the expected demand and a part of what is missing, minding only a part of what is under way."""
    target: Level
    """The net stock wanted, with the part of the supply line that is minded (S')."""
    stock_adjustment: Share
    """Share of the gap that is ordered at each review (alpha)."""
    supply_line_weight: Share
    """Share of what is on order that is minded (beta): 0 forgets it, 1 counts all of it."""
    forecast: AnyForecaster = ExponentialSmoothing(alpha=0.36)
    """How the demand of a review period is forecast; default: exponential smoothing, alpha 0.36."""

    @property
    def forecaster(self) -> Forecaster:
        """Whose forecast is the anchor."""
        return self.forecast

    @property
    def looks_at(self) -> LooksAt:
        """Net stock and supply line; see ``Replenishment.looks_at``."""
        return "position"

    def order_quantity(self, view: StockView) -> float:
        """Anchor and adjustment, not negative; see ``Replenishment.order_quantity``."""
        gap = self.target - view.net_stock - self.supply_line_weight * view.on_order
        return max(0.0, view.forecast + self.stock_adjustment * gap)
