"""From the policies and demand models of a scenario to the reviews and the shopping of a world."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from sim.engine.agenda import Phase, key
from sim.engine.clock import ReviewClock
from sim.engine.connections import luck_name
from sim.engine.customer import Market
from sim.engine.money import OrderingCost
from sim.engine.purchasing import ForecastingPurchasing, Lot, Ordering, Purchasing, Source
from sim.engine.registering import OUTSIDE
from sim.ledger.tables import MoneyKind

if TYPE_CHECKING:
    from sim.engine.customer import Customer
    from sim.engine.stock import Stock
    from sim.engine.wiring import Wiring
    from sim.scenario.network import Link, Node

    Clocks = dict[tuple[float, float, Phase, int], list[Stock]]


def plan(wiring: Wiring) -> None:
    """Sets up every stock's purchasing and its reviews, and starts the customers."""
    clocks: Clocks = {}
    for node in wiring.network.links:
        ordering = _ordering(wiring, node)
        customer, stock = wiring.customers.get(node), wiring.stocks.get(node)
        if customer is not None:
            customer.order = ordering.quickest
        elif stock is not None:
            _set_up_reviews(wiring, node, stock, ordering, clocks)
    for (first, every, phase, level), stocks in sorted(clocks.items(), key=itemgetter(0)):
        reviews = [stock.purchasing.review for stock in stocks if stock.purchasing is not None]
        ReviewClock(wiring.agenda, key(phase, level, stocks[0].account), first, every, reviews)
    _send_shopping(wiring)


def _send_shopping(wiring: Wiring) -> None:
    horizon = wiring.scenario.time.horizon
    counters = {} if isinstance(horizon, float) else {horizon.of: [horizon.orders]}
    markets: dict[tuple[float, float], list[Customer]] = {}
    for node, customer in wiring.customers.items():
        purchase = wiring.purchase(node)
        if purchase is None:
            continue
        demand = purchase.demand
        customer.want(demand.arrivals(wiring.luck, ("demand", luck_name(wiring, node[0]), node[1]), demand.profile))
        if node[0] in counters:
            customer.shop_until(counters[node[0]])
        elif demand.clock is not None:
            markets.setdefault(demand.clock, []).append(customer)
        else:
            customer.shop()
    for (first, every), customers in sorted(markets.items(), key=itemgetter(0)):
        Market(wiring.agenda, first, every, customers)


def _ordering(wiring: Wiring, node: Node) -> Ordering:
    rule, links = wiring.network.sourcing(node), wiring.network.links[node]
    sources = [
        Source(name, channel, _lot(wiring, link))
        for name, channel, link in zip(rule.sites, wiring.channels[node], links, strict=True)
    ]
    return Ordering(rule, sources)


def _lot(wiring: Wiring, link: Link) -> Lot | None:
    node = (link.seller, link.product)
    terms, steps = wiring.supply(node), wiring.steps(node)
    if terms is None or (not terms.minimum_order and terms.multiple is None):
        return None
    return Lot(round(terms.minimum_order * steps), max(1, round((terms.multiple or 0) * steps)))


def _set_up_reviews(wiring: Wiring, node: Node, stock: Stock, ordering: Ordering, clocks: Clocks) -> None:
    terms, steps = wiring.stock(node), wiring.steps(node)
    if terms is None or terms.replenish is None:
        return
    policy = terms.replenish.in_steps(steps)
    cost = _ordering_cost(wiring, stock, terms.costs.per_order, terms.costs.per_unit_ordered)
    review = policy.review
    if policy.forecaster is None:
        stock.purchasing = Purchasing(stock, policy, ordering, cost)
    else:
        stock.purchasing = forecasting = ForecastingPurchasing(stock, policy, ordering, cost)
        mean = wiring.network.mean_demand[node] * steps * (review.every or 0.0)
        opening = None if terms.opening.forecast is None else terms.opening.forecast * steps
        forecasting.forecast_by(policy.forecaster, mean, opening)
    if policy.has_trigger:
        stock.wants = policy.order_quantity
    if review.every is None:
        stock.wake_up()  # it is looked at once when the run begins, then whenever something was ordered from it
        return
    phase = Phase.EARLY_REVIEWS if review.before == "demand" else Phase.REVIEWS
    clocks.setdefault((review.first, review.every, phase, wiring.network.levels[node]), []).append(stock)


def _ordering_cost(wiring: Wiring, stock: Stock, per_order: float, per_unit: float) -> OrderingCost | None:
    if not (per_order or per_unit):
        return None
    outside = wiring.numbers.party[OUTSIDE]
    posting = wiring.posting(wiring.owner(stock.account), outside, MoneyKind.ORDERING, stock.account)
    return OrderingCost(posting, per_order, per_unit)
