"""From the policies and demand models of a scenario to the reviews and the shopping of a world."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from sim.engine.agenda import Phase, key
from sim.engine.clock import ReviewClock
from sim.engine.customer import Countdown, Market
from sim.engine.money import OrderingCost
from sim.engine.practices import ordering_by
from sim.engine.purchasing import ForecastingPurchasing, InformedPurchasing, Lot, Ordering, Purchasing, Source
from sim.engine.shocks import shocked
from sim.ledger.tables import MoneyKind
from sim.scenario.courses import mean_demands
from sim.scenario.site import OUTSIDE
from sim.streams import FIRST_BLOCK, LARGEST_BLOCK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.engine.customer import Customer
    from sim.engine.stock import Stock
    from sim.engine.wiring import Wiring
    from sim.replenishment import Replenishment, Review
    from sim.scenario.network import Link, Node
    from sim.scenario.recipe import Recipe
    from sim.scenario.supplier import Supply

    Clock = tuple[float, float]
    Reviews = dict[tuple[Phase, int], list[tuple[Clock | None, Stock]]]

Actor = TypeVar("Actor")


def plan(wiring: Wiring) -> None:
    """Sets up every stock's purchasing and its reviews, and starts the customers."""
    reviews: Reviews = {}
    for node in wiring.network.links:
        ordering = _ordering(wiring, node)
        customer, stock = wiring.customers.get(node), wiring.stocks.get(node)
        if customer is not None:
            customer.order = ordering.quickest
        elif stock is not None:
            _set_up_reviews(wiring, node, stock, ordering, reviews)
    for (phase, level), stocks in reviews.items():
        for (first, every), together in _side_by_side(stocks):
            acts = [stock.purchasing.review for stock in together if stock.purchasing is not None]
            ReviewClock(wiring.agenda, key(phase, level, together[0].account), first, every, acts)
    _send_shopping(wiring)


def _side_by_side(actors: Sequence[tuple[Clock | None, Actor]]) -> Iterator[tuple[Clock, list[Actor]]]:
    """Actors that go by one clock and have nobody of another between them: one entry may stand for them all.

    Where clocks meet, actors still act in the order of their names, whatever else goes by which clock.

    Args:
        actors: All that act in one phase at one distance from the customer, by name; None: by no clock.
    """
    for clock, together in groupby(actors, key=itemgetter(0)):
        if clock is not None:
            yield clock, [actor for _, actor in together]


def _send_shopping(wiring: Wiring) -> None:
    horizon = wiring.scenario.time.horizon
    countdowns = {} if isinstance(horizon, float) else {horizon.of: Countdown(horizon.orders)}
    customers: list[tuple[Clock | None, Customer]] = []
    for node, customer in wiring.customers.items():
        purchase = wiring.purchase(node)
        if purchase is None:
            continue
        demand, names = purchase.demand, ("demand", wiring.luck_name(node[0]), node[1])
        customer.want(demand.arrivals(wiring.luck, names, shocked(wiring, node, demand.profile)))
        countdown = countdowns.get(node[0])
        clock = demand.clock if countdown is None and wiring.luck.keeps_clocks else None
        customers.append((clock, customer))
        if countdown is not None:
            customer.shop_until(countdown)
        elif clock is None:
            customer.shop()
    for (first, every), together in _side_by_side(customers):
        Market(wiring.agenda, first, every, together)


def _ordering(wiring: Wiring, node: Node) -> Ordering:
    rule, links, cost = wiring.network.sourcing(node), wiring.network.links[node], _ordering_cost(wiring, node)
    names = (*rule.sites, *(link.seller for link in links[len(rule.sites) :]))
    wiring.sources[node] = sources = [
        Source(name, channel, _lot(wiring, link), cost)
        for name, channel, link in zip(names, wiring.channels[node], links, strict=True)
    ]
    wiring.orderings[node] = ordering = ordering_by(wiring, node, rule, sources[: len(rule.sites)])
    return ordering


def _lot(wiring: Wiring, link: Link) -> Lot | None:
    node = (link.seller, link.product)
    terms: Supply | Recipe | None = wiring.supply(node)
    made_to_order = node in wiring.network.made_to_order
    recipe = wiring.network.recipes_of(node)[0] if made_to_order else link.recipe
    if recipe is not None:
        terms = wiring.network.recipe(link.seller, recipe)
    steps = wiring.steps(node)
    if terms is None or (not terms.minimum_order and terms.multiple is None):
        return None
    return Lot(round(terms.minimum_order * steps), max(1, round((terms.multiple or 0) * steps)))


def _set_up_reviews(wiring: Wiring, node: Node, stock: Stock, ordering: Ordering, reviews: Reviews) -> None:
    terms, steps = wiring.stock(node), wiring.steps(node)
    if terms is None or terms.replenish is None:
        return
    policy = terms.replenish.in_steps(steps)
    review = policy.review
    if policy.forecaster is None:
        stock.purchasing = Purchasing(stock, policy, ordering)
    else:
        stock.purchasing = _forecasting(wiring, node, stock, policy, ordering)
    if node in wiring.sights:
        wiring.sights[node].guide(stock.purchasing, policy)
    elif policy.has_trigger:
        stock.wants = policy.order_quantity
    stock.minds_service = policy.looks_at == "stock"
    phase = Phase.EARLY_REVIEWS if review.before == "demand" else Phase.REVIEWS
    clock = None if review.every is None else (review.first, review.every)
    reviews.setdefault((phase, wiring.network.levels[node]), []).append((clock, stock))
    if clock is None:
        stock.wake_up()  # it is looked at once when the run begins, then whenever something was ordered from it


def _forecasting(
    wiring: Wiring, node: Node, stock: Stock, policy: Replenishment, ordering: Ordering
) -> ForecastingPurchasing:
    terms, forecaster = wiring.stock(node), policy.forecaster
    if terms is None or forecaster is None:
        raise LookupError(f"{node[1]!r} at {node[0]!r} has nothing to forecast by")
    opening = None if terms.opening.forecast is None else terms.opening.forecast * wiring.steps(node)
    if not forecaster.knows_mean or policy.review.every is None:
        forecasting = ForecastingPurchasing(stock, policy, ordering)
        mean = wiring.network.mean_demand[node] * wiring.steps(node) * (policy.review.every or 0.0)
    else:
        forecasting = informed = InformedPurchasing(stock, policy, ordering)
        means = _means(wiring, node, policy.review, policy.review.every)
        mean = next(means)
        informed.expect(means)
    sight = wiring.sights.get(node)
    forecasting.forecast_by(forecaster if sight is None else sight.forecaster(forecaster), mean, opening)
    return forecasting


def _means(wiring: Wiring, node: Node, review: Review, every: float) -> Iterator[float]:
    """The true mean of what a node is asked for in the period that ends with its first review, and in all that follow.

    In steps; reckoned for many periods at once, in blocks that grow.
    """
    courses, number, size = wiring.network.courses[node], -1, FIRST_BLOCK
    while True:
        starts = review.first + np.arange(number, number + size, dtype=np.float64) * every
        means = mean_demands(courses, starts, every, with_start=review.before == "demand")
        yield from (means * wiring.steps(node)).tolist()
        number, size = number + size, min(2 * size, LARGEST_BLOCK)


def _ordering_cost(wiring: Wiring, node: Node) -> OrderingCost | None:
    terms = wiring.stock(node)
    if terms is None or not (terms.costs.per_order or terms.costs.per_unit_ordered):
        return None
    outside, account = wiring.numbers.party[OUTSIDE], wiring.numbers.site[node]
    posting = wiring.posting(wiring.owner(account), outside, MoneyKind.ORDERING, account)
    return OrderingCost(posting, terms.costs.per_order, terms.costs.per_unit_ordered)
