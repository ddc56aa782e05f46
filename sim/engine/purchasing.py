"""Purchasing: how a stock replenishes itself. It asks the policy how much, the sourcing rule from whom, and orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.stock import something
from sim.errors import RunError
from sim.ledger.tables import NOBODY
from sim.quantities import MOST_STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sim.engine.channel import Channel
    from sim.engine.contingency import Practice
    from sim.engine.money import OrderingCost
    from sim.engine.sight import LateForecaster
    from sim.engine.stock import Stock
    from sim.forecasting import Forecaster
    from sim.replenishment import Replenishment, StockView
    from sim.sourcing import Sourcing

    Order = Callable[[int, int], int]
    Learner = Forecaster | LateForecaster


@dataclass(frozen=True, slots=True)
class Lot:
    """What sizes of order a seller takes, in steps."""

    minimum: int
    multiple: int

    def fit(self, quantity: int) -> int:
        """The smallest size that the seller takes and that is not below ``quantity``."""
        quantity = max(quantity, self.minimum)
        return -(-quantity // self.multiple) * self.multiple


class Source:
    """One source of a buyer, as its sourcing rule sees it (``sim.sourcing.Offer``).

    Attributes:
        site: Its name in the rule.
        channel: The way to it.
        lot: What sizes of order it takes; None: any.
        cost: Posts what placing an order costs; None where it costs nothing.
        ordered: Steps ordered from it so far.
    """

    __slots__ = ("channel", "cost", "lot", "ordered", "site")

    def __init__(self, site: str, channel: Channel, lot: Lot | None, cost: OrderingCost | None = None) -> None:
        self.site = site
        self.channel = channel
        self.lot = lot
        self.cost = cost
        self.ordered = 0

    def order(self, quantity: int, parent: int) -> int:
        """Orders ``quantity`` steps, raised to a size that it takes; returns how many were ordered."""
        size = quantity if self.lot is None else self.lot.fit(quantity)
        self.ordered += size
        if self.cost is not None:
            self.cost.post(size)  # posted for the next order, which is this one
        self.channel.request(size, parent)
        return size

    def as_called(self, site: str) -> Source:
        """The same source under the name that another rule has for it; what was ordered counts for each by itself."""
        return Source(site, self.channel, self.lot, self.cost)

    @property
    def available(self) -> float:
        """Steps there that nobody waits for."""
        return self.channel.seller.available

    @property
    def lead_time(self) -> float:
        """Expected time from order to receipt when it has stock."""
        return self.channel.lead_time

    @property
    def price(self) -> float:
        """Price of one unit."""
        return self.channel.price


class Ordering:
    """Orders from the sources that a rule chooses, in sizes that they take.

    Attributes:
        sources: The sources in the order of the rule.
    """

    __slots__ = ("_rule", "sources")

    def __init__(self, rule: Sourcing, sources: Sequence[Source]) -> None:
        self._rule = rule
        self.sources = tuple(sources)

    def order(self, quantity: int, parent: int) -> int:
        """Orders ``quantity`` steps; returns how many were ordered, which lot sizes may have raised."""
        ordered = 0
        for source, part in zip(self.sources, self._rule.choose(quantity, self.sources), strict=True):
            if part > 0:
                ordered += source.order(part, parent)
        return ordered

    @property
    def quickest(self) -> Order:
        """The shortest way to do what ``order`` does: straight to the only source, if it takes any size for nothing."""
        only = self.sources[0]
        is_plain = len(self.sources) == 1 and only.lot is None and only.cost is None
        return only.channel.request if is_plain else self.order


class Purchasing:
    """The review of one stock, and the orders that follow from it.

    Attributes:
        stock: The stock that is reviewed.
        order: Places the order.
        lead_time: Expected time from order to receipt from the first source.
        review_interval: Time between two reviews; 0 under continuous review.
        forecast: Expected demand of the next review period, in steps; 0 without a forecaster.
    """

    __slots__ = ("_order_quantity", "forecast", "lead_time", "order", "review_interval", "stock")

    def __init__(self, stock: Stock, policy: Replenishment, ordering: Ordering) -> None:
        self.stock = stock
        self._order_quantity: Callable[[StockView], float] = policy.order_quantity
        self.order = ordering.quickest
        self.lead_time = ordering.sources[0].lead_time
        self.review_interval = policy.review.every or 0.0
        self.forecast = 0.0

    def decide_by(self, order_quantity: Callable[[StockView], float]) -> None:
        """Orders what ``order_quantity`` says from now on."""
        self._order_quantity = order_quantity

    def follow(self, practice: Practice) -> None:
        """Orders by ``practice`` from now on."""
        self._order_quantity = practice.quantity
        self.order, self.lead_time = practice.order, practice.lead_time
        self.stock.wants = practice.wants or something
        self.stock.minds_service = practice.minds_service

    def review(self, _: None) -> None:
        """Looks at the stock and orders what the policy says, rounded once to whole steps."""
        stock = self.stock
        wanted = self._order_quantity(stock)
        if not -MOST_STEPS < wanted < MOST_STEPS:
            raise RunError(
                f"the policy of {stock.site!r} orders {wanted:.3g} steps at {stock.agenda.now:g}: more than "
                f"{MOST_STEPS:.2g} cannot be counted exactly"
            )
        quantity = round(wanted)
        stock.orders_since_review = 0
        stock.period += 1
        if quantity > 0:
            cause, stock.cause = stock.cause, NOBODY
            stock.last_order = self.order(quantity, cause)


class ForecastingPurchasing(Purchasing):
    """Purchasing whose policy looks at a forecast: each review first learns what was asked for since the last one."""

    __slots__ = ("_forecaster", "_state")

    def forecast_by(self, forecaster: Learner, mean: float, opening: float | None) -> None:
        """Forecasts by ``forecaster``.

        Args:
            forecaster: The rule.
            mean: True mean demand per review period, in steps.
            opening: What the scenario says is expected at the start, in steps; None: nothing.
        """
        self._forecaster = forecaster
        self._state = forecaster.start(mean, opening)
        self.forecast = forecaster.forecast(self._state)

    def review(self, _: None) -> None:
        """Updates the forecast, then looks at the stock and orders what the policy says."""
        stock, observed = self.stock, self.stock.orders_since_review
        if observed or stock.agenda.now > 0.0:  # at the start of the run, nothing asked for means nothing observed
            self._learn(stock, observed)
        super().review(None)

    def _learn(self, stock: Stock, observed: int) -> None:
        expected = self.forecast
        self._state = self._forecaster.update(self._state, observed)
        self.forecast = self._forecaster.forecast(self._state)
        forecasts = stock.journal.forecasts
        forecasts.write(forecasts.pack(stock.agenda.now, expected, observed, stock.account, stock.period))


class InformedPurchasing(ForecastingPurchasing):
    """Purchasing whose forecaster is told the true mean of the next review period at each review."""

    __slots__ = ("_means",)

    def expect(self, means: Iterator[float]) -> None:
        """Takes the true means from ``means``: of the period after the first review, after the second, and so on."""
        self._means = means

    def review(self, _: None) -> None:
        """Learns the mean of the period that begins, then looks at the stock and orders what the policy says."""
        stock, observed = self.stock, self.stock.orders_since_review
        if observed or stock.agenda.now > 0.0:
            self._learn(stock, observed)
        self._state = self._forecaster.learn_mean(self._state, next(self._means))
        self.forecast = self._forecaster.forecast(self._state)
        Purchasing.review(self, None)
