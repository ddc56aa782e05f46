"""Sight: what the policy and the forecast of a stock get to see while its records stand still.

Only stocks that an outage with ``stale_demand`` may strike are seen through one; all other policies look at the stock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.purchasing import Purchasing
    from sim.engine.stock import Stock
    from sim.forecasting import Forecaster
    from sim.replenishment import Replenishment, StockView

    Quantity = Callable[[StockView], float]


class Sight:
    """A stock as its policy sees it (a ``StockView``): while records stand still, as it was, with its own orders added.

    Attributes:
        is_stale: Whether the records stand still.
        on_hand, on_order, backlog, unreleased, orders_since_review: What the records say, in steps.
    """

    __slots__ = (
        "_stock",
        "_stops",
        "_unseen",
        "backlog",
        "is_stale",
        "on_hand",
        "on_order",
        "orders_since_review",
        "unreleased",
    )  # fmt: skip

    def __init__(self, stock: Stock) -> None:
        self._stock = stock
        self._stops = 0
        self._unseen = 0
        self.is_stale = False
        self.on_hand = self.on_order = self.backlog = self.unreleased = self.orders_since_review = 0

    @property
    def net_stock(self) -> int:
        """See ``StockView.net_stock``."""
        return self.on_hand - self.backlog

    @property
    def position(self) -> int:
        """See ``StockView.position``."""
        return self.on_hand + self.on_order - self.backlog

    @property
    def on_hand_and_on_order(self) -> int:
        """See ``StockView.on_hand_and_on_order``."""
        return self.on_hand + self.on_order

    @property
    def last_order(self) -> int:
        """See ``StockView.last_order``."""
        return self._stock.last_order

    @property
    def period(self) -> int:
        """See ``StockView.period``."""
        return self._stock.period

    @property
    def forecast(self) -> float:
        """See ``StockView.forecast``."""
        return self._stock.forecast

    @property
    def review_interval(self) -> float:
        """See ``StockView.review_interval``."""
        return self._stock.review_interval

    @property
    def lead_time(self) -> float:
        """See ``StockView.lead_time``."""
        return self._stock.lead_time

    def stop(self) -> None:
        """The records stand still from now on, until they were resumed as often as they were stopped."""
        if not self.is_stale:
            stock = self._stock
            self.on_hand, self.on_order, self.backlog = stock.on_hand, stock.on_order, stock.backlog
            self.unreleased = stock.unreleased
            self.orders_since_review = stock.orders_since_review + self._unseen
        self._stops += 1
        self.is_stale = True

    def resume(self) -> None:
        """What stopped the records is over; they are back when they are refreshed."""
        self._stops -= 1

    def refresh(self) -> None:
        """The records are back, if nothing else stops them; a stock under continuous review is looked at."""
        self.is_stale = self._stops > 0
        if not self.is_stale and self._stock.asleep:
            self._stock.wake_up()

    def note(self, quantity: int) -> None:
        """An order of its own was placed."""
        self.on_order += quantity

    def guide(self, purchasing: Purchasing, policy: Replenishment) -> None:
        """Has the usual policy of the stock go by what can be seen."""
        purchasing.decide_by(self.at_review(policy.order_quantity))
        if policy.has_trigger:
            self._stock.wants = self.between_reviews(policy.order_quantity)

    def at_review(self, order_quantity: Quantity) -> Quantity:
        """A policy's decision at a review, by what can be seen."""

        def decide(stock: StockView) -> float:
            own = self._stock
            if not self.is_stale:
                if self._unseen:  # a review counts anew from 0 when it has seen this
                    own.orders_since_review += self._unseen
                    self._unseen = 0
                return order_quantity(stock)
            self._unseen += own.orders_since_review - self.orders_since_review
            quantity = order_quantity(self)
            self.orders_since_review = 0  # what was known of has been seen now, and nothing new was asked for
            return quantity

        return decide

    def between_reviews(self, wants: Quantity) -> Quantity:
        """What a continuous review would order, by what can be seen."""
        return lambda stock: wants(self if self.is_stale else stock)

    def forecaster(self, forecaster: Forecaster) -> LateForecaster:
        """A forecaster that learns what can be seen."""
        return LateForecaster(self, forecaster)


class LateForecaster:
    """A forecaster that learns what it missed when the records are back, period by period (``sim.forecasting``)."""

    __slots__ = ("_forecaster", "_missed", "_sight")

    def __init__(self, sight: Sight, forecaster: Forecaster) -> None:
        self._sight = sight
        self._forecaster = forecaster
        self._missed: list[float] = []

    def start(self, mean: float, opening: float | None = None) -> Any:
        """See ``Forecaster.start``."""
        return self._forecaster.start(mean, opening)

    def update(self, state: Any, observed: float) -> Any:
        """See ``Forecaster.update``; while records stand still the state stays as it is."""
        self._missed.append(observed)
        if self._sight.is_stale:
            return state
        missed, self._missed = self._missed, []
        for period in missed:
            state = self._forecaster.update(state, period)
        return state

    def learn_mean(self, state: Any, mean: float) -> Any:
        """See ``Forecaster.learn_mean``; while records stand still nothing is learnt."""
        return state if self._sight.is_stale else self._forecaster.learn_mean(state, mean)

    def forecast(self, state: Any) -> float:
        """See ``Forecaster.forecast``."""
        return self._forecaster.forecast(state)
