"""From the sites of a scenario to the suppliers, stocks and customers of a world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.allocation.first_come import FirstCome
from sim.clock import snap
from sim.engine.agenda import Phase, key
from sim.engine.components import ComponentStock
from sim.engine.customer import Customer
from sim.engine.interruptible import InterruptibleSupplier, VariableSupplier
from sim.engine.interruptible_stock import InterruptibleStock
from sim.engine.interruption import InterruptibleLeadTime
from sim.engine.money import Bill
from sim.engine.stock import SharedStock, Stock
from sim.engine.storage import StoredStock
from sim.engine.supplier import BusySupplier, FiniteStock, LeadTime, RandomLeadTime, Supplier
from sim.engine.wiring import is_fixed
from sim.ledger.tables import MoneyKind
from sim.scenario.exposure import Target
from sim.scenario.factory import Factory
from sim.scenario.site import OUTSIDE
from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.distributions import Distribution
    from sim.engine.wiring import Wiring
    from sim.scenario.document import AnySite
    from sim.scenario.network import Node
    from sim.scenario.supplier import Supply
    from sim.scenario.warehouse import Stock as StockSpec
    from sim.streams import Calendar


def make_places(wiring: Wiring) -> None:
    """Makes every supplier, stock and customer of the scenario, in the order of their names."""
    for node in wiring.network.nodes:
        supply, stock = wiring.supply(node), wiring.stock(node)
        if supply is not None:
            _make_supplier(wiring, node, supply)
        elif stock is not None:
            wiring.stocks[node] = wiring.sellers[node] = _make_stock(wiring, node, stock)
        elif wiring.purchase(node) is not None:
            account = wiring.numbers.site[node]
            wiring.customers[node] = Customer(wiring.agenda, node[0], account, wiring.steps(node))


def _make_supplier(wiring: Wiring, node: Node, terms: Supply) -> None:
    agenda, journal = wiring.agenda, wiring.journal
    account, level, steps = wiring.numbers.site[node], wiring.network.levels[node], wiring.steps(node)
    target = Target("supply", *node)
    is_struck = target in wiring.struck
    supplier: Supplier | BusySupplier
    if terms.capacity is None:
        kind = InterruptibleSupplier if is_struck else Supplier
        supplier = kind(agenda, journal, node[0], account, level)
    else:
        supplier = busy = (VariableSupplier if is_struck else BusySupplier)(agenda, journal, node[0], account, level)
        busy.work(terms.capacity * steps, wiring.numbers.resource["/".join(node)])
    # As from a lane that takes as long, goods that are ready at an instant can be there before its demand.
    completions = key(Phase.COMPLETIONS, level, account)
    law = terms.lead_time
    if not is_fixed(law):
        supplier.lead_time = random = RandomLeadTime(agenda, completions)
        random.draw_times_from(_calendars(wiring, node, law), wiring.days)
    elif law.mean > 0:
        supplier.lead_time = LeadTime(agenda, completions, snap(law.mean))
    if isinstance(supplier, InterruptibleSupplier | VariableSupplier):
        wiring.interruptions[target] = supplier.interruption
        slow = ("lead_time", target) in wiring.hits
        if supplier.lead_time is not None or slow:
            times = supplier.lead_time or LeadTime(agenda, completions)
            supplier.lead_time = resting = InterruptibleLeadTime(agenda, completions, times)
            supplier.interruption.rest(resting)
            if slow:
                resting.adjust(wiring.adjustment("lead_time", target), at_once=not law.mean)
    wiring.suppliers[node] = wiring.sellers[node] = supplier
    if terms.stock is not None:
        finite = FiniteStock(agenda, journal, node[0], account, round(terms.stock * steps), level)
        finite.share_by(terms.allocation)
        finite.belong_to(supplier)
        wiring.sellers[node] = finite


def _calendars(wiring: Wiring, node: Node, law: Distribution) -> Callable[[int], Calendar]:
    """The draws of a supplier's lead time for each buyer, which is told by its account."""

    def calendar(buyer: int) -> Calendar:
        name = wiring.luck_name(wiring.numbers.register.accounts[buyer].site)
        return wiring.luck.calendar("supplier", *node, name, quantile=law.quantile)

    return calendar


def _make_stock(wiring: Wiring, node: Node, terms: StockSpec) -> Stock:
    account, level = wiring.numbers.site[node], wiring.network.levels[node]
    opening = round(terms.opening.on_hand * wiring.steps(node))
    stock: Stock
    at_once = isinstance(terms.allocation, FirstCome) and not _must_collect(wiring, node, terms)
    target = Target("stock", *node)
    site = wiring.scenario.sites[node[0]]
    if wiring.is_struck(target, "closure", "destruction"):
        stock = struck = InterruptibleStock(wiring.agenda, wiring.journal, node[0], account, opening, level)
        struck.share_by(terms.allocation)
        if at_once and terms.capacity is None and not _has_storage(site) and not _is_component(wiring, node):
            struck.serve_at_once()
        wiring.shutters[target] = struck.shutter
    elif terms.capacity is not None or _has_storage(site):
        stock = stored = StoredStock(wiring.agenda, wiring.journal, node[0], account, opening, level)
        stored.share_by(terms.allocation)
    elif _is_component(wiring, node):
        stock = components = ComponentStock(wiring.agenda, wiring.journal, node[0], account, opening, level)
        components.share_by(terms.allocation)
    elif at_once:
        stock = Stock(wiring.agenda, wiring.journal, node[0], account, opening, level)
    else:
        stock = shared = SharedStock(wiring.agenda, wiring.journal, node[0], account, opening, level)
        shared.share_by(terms.allocation)
    if terms.costs.lost_sale:
        outside = wiring.numbers.party[OUTSIDE]
        posting = wiring.posting(wiring.owner(account), outside, MoneyKind.LOST_SALE, account)
        stock.lost_sale = Bill(posting, terms.costs.lost_sale)
    return stock


def _has_storage(site: AnySite) -> bool:
    return isinstance(site, StockingSite) and site.storage is not None


def _is_component(wiring: Wiring, node: Node) -> bool:
    site = wiring.scenario.sites[node[0]]
    return isinstance(site, Factory) and any(node[1] in recipe.components for recipe in site.makes.values())


def _must_collect(wiring: Wiring, node: Node, terms: StockSpec) -> bool:
    # A policy that looks at stock on hand would see whether an order of this instant was shipped on the spot already.
    # Customers' orders are allocated before most reviews, others' after them.
    policy = terms.replenish
    if policy is None or policy.looks_at == "position":
        return False
    return policy.review.before is not None or any(wiring.stock(buyer) for buyer in wiring.network.buyers[node])
