"""Contingencies: plans of stocks for disruptions that could not be carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.checks.sources import changes

if TYPE_CHECKING:
    from sim.replenishment import Replenishment
    from sim.scenario.checks.case import Case
    from sim.scenario.tree import Step
    from sim.scenario.warehouse import Stock


def check(case: Case) -> None:
    """Check each plan of each stock; where it would order from is checked with the sources."""
    for (name, product), stock in case.stocks.items():
        for number, plan in enumerate(stock.on_disruption):
            path: tuple[Step, ...] = ("sites", name, "stock", product, "on_disruption", number)
            if stock.replenish is None:
                case.report(path, "the stock has no 'replenish': it never orders, so there is nothing to do otherwise")
            elif plan.replenish is not None:
                _policy(case, (*path, "replenish"), stock, plan.replenish)
        for label, number, effect in changes(case, (name, product)):
            path = ("disruptions", label, "what", number)
            if stock.replenish is None:
                case.report(path, f"{product!r} at {name!r} has no 'replenish': it never orders")
            elif effect.replenish is not None:
                _policy(case, (*path, "replenish"), stock, effect.replenish)


def _policy(case: Case, path: tuple[Step, ...], stock: Stock, other: Replenishment) -> None:
    usual = stock.replenish
    if usual is None:
        return
    if other.review != usual.review:
        message = "a plan is followed at the reviews of the usual policy, and this one has others"
        case.report((*path, "review"), message, "give both the same 'review'")
    if other.forecaster is not None and other.forecaster != usual.forecaster:
        message = "a plan cannot forecast by another rule than the usual policy, which has none of what came before"
        case.report(path, message, "give both the same 'forecast'")
