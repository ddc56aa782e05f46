"""From what a scenario says of docks, storage and handling to the receptions and docks of a world."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from sim.clock import snap
from sim.engine.agenda import Phase, key
from sim.engine.channel import Lane
from sim.engine.hours import Interruptions, OffHours
from sim.engine.interruptible_stock import ClosedRoom, InterruptibleStock
from sim.engine.money import Bill
from sim.engine.receiving import DockToStock, ReceivingDock, Reception
from sim.engine.shipping import Charges, ShippingDock
from sim.engine.storage import Room, StoredStock
from sim.engine.throughput import Dock, DockWithHours
from sim.engine.variable_dock import VariableDock
from sim.engine.wiring import is_fixed
from sim.ledger.tables import MoneyKind
from sim.scenario.exposure import Target
from sim.scenario.handling import Receiving
from sim.scenario.site import OUTSIDE
from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.engine.channel import Channel
    from sim.engine.wiring import Wiring
    from sim.ledger.register import Account
    from sim.scenario.handling import Dock as DockSpec
    from sim.scenario.network import Link


def make_docks(wiring: Wiring) -> None:
    """Makes the reception and the shipping dock of every site that has one; its stocks must be there."""
    at: dict[str, dict[int, Account]] = {}
    for number, account in enumerate(wiring.numbers.register.accounts):
        if not account.lane:
            at.setdefault(account.site, {})[number] = account
    for name, here in sorted(at.items()):
        site = wiring.scenario.sites[name]
        if not isinstance(site, StockingSite):
            continue
        if any(of.is_received for of in here.values()):
            _reception(wiring, name, site.receiving or Receiving(), here)
        if site.shipping is not None and site.shipping.takes_turns:
            dock = _dock(wiring, f"{name}/shipping", site.shipping, here)
            per_step = {number: of.shipping_time for number, of in here.items()}
            wiring.shipping[name] = ShippingDock(wiring.agenda, wiring.journal, dock, per_step)


def _level(here: Mapping[int, Account]) -> int:
    """Distance of a site from the customer: that of its product that is nearest."""
    return min(account.level for account in here.values())


def _dock(wiring: Wiring, name: str, terms: DockSpec, here: Mapping[int, Account]) -> Dock:
    resource = wiring.numbers.resource[name]
    actor = len(wiring.numbers.register.accounts) + resource
    place = key(Phase.COMPLETIONS, _level(here), actor)
    target = Target("dock", *name.rsplit("/", 1))
    dock: Dock | DockWithHours | VariableDock
    if wiring.is_struck(target, "capacity"):
        dock = VariableDock(wiring.agenda, wiring.journal, resource, place)
        wiring.paces[target] = dock.pace
    else:
        kind = Dock if terms.hours is None else DockWithHours
        dock = kind(wiring.agenda, wiring.journal, resource, place)
    if terms.hours is not None and isinstance(dock, DockWithHours | VariableDock):
        dock.keep(Interruptions([OffHours(terms.hours, wiring.scenario.time.clock)]))
    return dock


def _reception(wiring: Wiring, name: str, terms: Receiving, here: Mapping[int, Account]) -> None:
    stocked = {account: of for account, of in here.items() if of.kind == "warehouse"}
    received = {account: of for account, of in stocked.items() if of.is_received}
    place = key(Phase.ARRIVALS, _level(here), min(received))
    law, times = terms.dock_to_stock, {}
    if not is_fixed(law):
        for account, of in received.items():
            names = ("dock to stock", wiring.luck_name(name), of.product)
            times[account] = wiring.luck.calendar(*names, quantile=law.quantile)
    waiting_time = DockToStock(wiring.agenda, snap(law.mean), times, wiring.days)
    reception: Reception
    if terms.takes_turns:
        reception = dock = ReceivingDock(wiring.agenda, wiring.journal, place, waiting_time)
        per_step = {account: of.receiving_time for account, of in received.items()}
        dock.open(_dock(wiring, f"{name}/receiving", terms, here), per_step)
    else:
        reception = Reception(wiring.agenda, wiring.journal, place, waiting_time)
    outside = wiring.numbers.party[OUTSIDE]
    for account, of in received.items():
        if of.handled_in:
            posting = wiring.posting(of.owner, outside, MoneyKind.HANDLING, account)
            reception.costs[account] = Bill(posting, of.handled_in)
    _keep(wiring, name, stocked, reception)
    wiring.receptions[name] = reception


def _keep(wiring: Wiring, name: str, stocked: Mapping[int, Account], reception: Reception) -> None:
    """Has the stocks of a site take the room that there is."""
    shared = [
        Room(storage.limit, {account: storage.per_unit(of) / of.steps_per_unit for account, of in stocked.items()})
        for storage in wiring.numbers.register.storages
        if storage.site == name
    ]
    for account, of in stocked.items():
        stock = wiring.stocks.get((name, of.product))
        if isinstance(stock, StoredStock):
            own = [] if of.room == float("inf") else [Room(of.room, {account: 1.0})]
            if isinstance(stock, InterruptibleStock):
                own.insert(0, ClosedRoom(stock))
                stock.forecourt.tell = reception.look_soon
            stock.keep_in((*own, *shared), reception.look_soon)


def fit(wiring: Wiring, link: Link, channel: Channel) -> None:
    """Has the goods of a channel pass the reception that they come to, and charges for handling."""
    accounts = wiring.numbers.register.accounts
    reception = wiring.receptions.get(link.buyer)
    if reception is not None and isinstance(channel, Lane) and accounts[channel.buyer.account].is_received:
        channel.unload_at(functools.partial(reception.arrive, channel))
    elif isinstance(channel.buyer, InterruptibleStock) and isinstance(channel, Lane):
        channel.unload_at(functools.partial(channel.buyer.forecourt.arrive, channel))
    seller = accounts[channel.seller.account]
    if not seller.handled_out:
        return
    posting = wiring.posting(seller.owner, wiring.numbers.party[OUTSIDE], MoneyKind.HANDLING, channel.seller.account)
    cost = Bill(posting, seller.handled_out)
    if isinstance(channel, Lane):
        channel.freight = cost if channel.freight is None else Charges(channel.freight, cost)
    else:
        channel.bill = cost if channel.bill is None else Charges(channel.bill, cost)


def dock_to_stock(wiring: Wiring, link: Link) -> float:
    """The mean time that goods of a link take from the dock of their buyer to its stock."""
    site = wiring.scenario.sites[link.buyer]
    receiving = site.receiving if isinstance(site, StockingSite) else None
    return 0.0 if receiving is None else receiving.dock_to_stock.mean


def before_docks(wiring: Wiring) -> NDArray[np.int64]:
    """What stands before the docks of sites now, by account of the stock, in steps, of shape (accounts,)."""
    stands = np.zeros(len(wiring.numbers.register.accounts), dtype=np.int64)
    for reception in wiring.receptions.values():
        for arrival in reception.waiting:
            stands[arrival.lane.buyer.account] += arrival.quantity
    for stock in wiring.stocks.values():
        if isinstance(stock, InterruptibleStock):
            stands[stock.account] += sum(quantity for _, _, quantity in stock.forecourt.waiting)
    return stands
