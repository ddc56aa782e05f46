"""From the lanes of a scenario to the channels of a world, with the money that moves through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock import snap
from sim.engine.agenda import Phase, key
from sim.engine.bay import CarriedLane
from sim.engine.carriage import carry, time_on_the_way
from sim.engine.channel import Channel, Lane, OrderlyLane, Patience, RandomLane, SlowMessage, Terms
from sim.engine.handling import dock_to_stock, fit
from sim.engine.manufacturing import planned_lead_time
from sim.engine.money import Bill, Freight
from sim.engine.shipping import CrossingStagedLane, StagedLane
from sim.engine.wiring import is_fixed
from sim.engine.work_order import OutputChannel
from sim.ledger.tables import MoneyKind
from sim.scenario.customer import Lost, Wait
from sim.scenario.factory import Factory
from sim.scenario.site import OUTSIDE

if TYPE_CHECKING:
    from sim.engine.channel import Buyer, Seller
    from sim.engine.wiring import Wiring
    from sim.scenario.lane import Lane as LaneSpec
    from sim.scenario.network import Link, Node


def connect(wiring: Wiring) -> None:
    """Makes the channels of every buyer, and the messages of those whose orders take time."""
    for node, links in wiring.network.links.items():
        buyer = wiring.stocks.get(node) or wiring.customers[node]
        wiring.channels[node], wiring.messages[node] = [], []
        terms = _terms(wiring, node)
        for link in links:
            channel, message = _connect(wiring, node, link, buyer, terms)
            wiring.channels[node].append(channel)
            wiring.messages[node].append(message)


def _connect(wiring: Wiring, node: Node, link: Link, buyer: Buyer, terms: Terms) -> tuple[Channel, SlowMessage | None]:
    if link.recipe is not None:
        return _production(wiring, link, link.recipe, buyer, terms), None
    seller = wiring.sellers[(link.seller, link.product)]
    lane = wiring.scenario.lanes[link.lane] if link.lane is not None else None
    if lane is None:
        channel = Channel(wiring.agenda, wiring.journal, seller, buyer, terms)
    else:
        channel = _lane(wiring, link, lane, seller, buyer, terms)
    supply, purchase = wiring.supply((link.seller, link.product)), wiring.purchase(node)
    parts = [0.0 if lane is None else lane.information_delay, 0.0]
    if link.lane is not None:
        parts[1] = time_on_the_way(wiring, link.lane)
    parts.append(_making_time(wiring, (link.seller, link.product)) if supply is None else supply.lead_time.mean)
    parts.append(dock_to_stock(wiring, link))
    channel.lead_time = sum(parts)
    # What is promised is kept to the instant: on the grid of time, like what happens.
    channel.promise = snap(purchase.promised) if purchase is not None else sum(map(snap, parts))
    channel.price, channel.bill = _bill(wiring, link, buyer)
    fit(wiring, link, channel)
    message = None
    if terms.patience is not None:
        channel.deliver_order = terms.patience.forget_after(channel.deliver_order)
    if lane is not None and lane.information_delay:
        message = slow_message(wiring, link, channel, snap(lane.information_delay))
        channel.deliver_order = message.send
    if terms.patience is not None:
        channel.deliver_order = terms.patience.draw_before(channel.deliver_order)
    return channel, message


def _making_time(wiring: Wiring, node: Node) -> float:
    """The planned lead time of what its seller makes to order; 0 of all else."""
    factory = wiring.scenario.sites[node[0]]
    if not isinstance(factory, Factory) or node not in wiring.network.made_to_order:
        return 0.0
    return planned_lead_time(factory, factory.makes[wiring.network.recipes_of(node)[0]])


def _production(wiring: Wiring, link: Link, recipe: str, buyer: Buyer, terms: Terms) -> Channel:
    """The way from the shop floor into the stock beside it."""
    channel = OutputChannel(wiring.agenda, wiring.journal, wiring.productions[(link.seller, recipe)], buyer, terms)
    factory = wiring.scenario.sites[link.seller]
    if isinstance(factory, Factory):
        channel.lead_time = planned_lead_time(factory, factory.makes[recipe])
    channel.promise = snap(channel.lead_time)
    return channel


def slow_message(wiring: Wiring, link: Link, channel: Channel, delay: float) -> SlowMessage:
    """A way for orders to take ``delay`` to reach the seller of ``link``."""
    level = wiring.network.levels[(link.seller, link.product)]
    message_key = key(Phase.MESSAGES, level, channel.seller.account)
    return SlowMessage(wiring.agenda, wiring.journal, channel, delay, message_key)


def _terms(wiring: Wiring, node: Node) -> Terms:
    purchase = wiring.purchase(node)
    if purchase is None:
        stock = wiring.stock(node)
        return Terms(whole=stock is not None and stock.deliveries == "whole")
    patience = None
    if isinstance(purchase.when_short, Wait):
        law = purchase.when_short.patience
        times = wiring.luck.calendar("patience", wiring.luck_name(node[0]), node[1], quantile=law.quantile)
        patience = Patience(wiring.agenda, times, wiring.days)
    loses = isinstance(purchase.when_short, Lost)
    return Terms(whole=purchase.deliveries == "whole", loses=loses, patience=patience)


def _lane(wiring: Wiring, link: Link, lane: LaneSpec, seller: Seller, buyer: Buyer, terms: Terms) -> Lane:
    kind = Lane if is_fixed(lane.lead_time) else RandomLane if lane.crossing else OrderlyLane
    if lane.by is not None:
        return _carried(wiring, link, seller, buyer, terms)
    shipping = wiring.shipping.get(link.seller)
    if shipping is not None:
        kind = CrossingStagedLane if lane.crossing else StagedLane
    account = wiring.numbers.lane[(link.lane or "", link.product)]
    arrivals = key(Phase.ARRIVALS, wiring.network.levels[(link.buyer, link.product)], buyer.account)
    made = kind(wiring.agenda, wiring.journal, seller, buyer, terms, transit=account, key=arrivals)
    made.transit_time = snap(lane.lead_time.mean)
    if isinstance(made, StagedLane) and shipping is not None:
        made.stage_at(shipping)
    if isinstance(made, RandomLane):
        name = lane.luck or f"{lane.origin}->{lane.destination}"
        times = wiring.luck.calendar("lane", name, link.product, quantile=lane.lead_time.quantile)
        made.draw_times_from(times, wiring.days)
    rates = wiring.numbers.register.accounts[account]
    if rates.per_shipment or rates.per_unit_shipped:
        outside = wiring.numbers.party[OUTSIDE]
        posting = wiring.posting(rates.freight_payer, outside, MoneyKind.TRANSPORT, account)
        made.freight = Freight(posting, rates.per_shipment, rates.per_unit_shipped)
    return made


def _carried(wiring: Wiring, link: Link, seller: Seller, buyer: Buyer, terms: Terms) -> Lane:
    """A lane on which a carrier's vehicles bring the goods."""
    name = link.lane or ""
    account = wiring.numbers.lane[(name, link.product)]
    arrivals = key(Phase.ARRIVALS, wiring.network.levels[(link.buyer, link.product)], buyer.account)
    made = CarriedLane(wiring.agenda, wiring.journal, seller, buyer, terms, transit=account, key=arrivals)
    carry(wiring, made, name)
    return made


def _bill(wiring: Wiring, link: Link, buyer: Buyer) -> tuple[float, Bill | None]:
    seller = (link.seller, link.product)
    purchase, supply = wiring.purchase((link.buyer, link.product)), wiring.supply(seller)
    if purchase is not None:
        price, kind = purchase.price, MoneyKind.SALE
    elif supply is not None:
        price, kind = supply.price, MoneyKind.PURCHASE
    else:
        return 0.0, None
    payer, payee = wiring.owner(buyer.account), wiring.owner(wiring.numbers.site[seller])
    if not price or payer == payee:
        return price, None
    return price, Bill(wiring.posting(payer, payee, kind, buyer.account), price)
