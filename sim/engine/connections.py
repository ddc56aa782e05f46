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
from sim.engine.money import Bill
from sim.engine.obstructed_lane import ObstructedLane
from sim.engine.obstructing import duty, freight, is_obstructed, obstruct
from sim.engine.outage import cutting, hold_orders
from sim.engine.shipping import Charges, CrossingStagedLane, StagedLane
from sim.engine.sight import Sight
from sim.engine.struck_carrier import LosingCarriedLane
from sim.engine.variable_money import VariableBill
from sim.engine.wiring import is_fixed
from sim.engine.work_order import OutputChannel
from sim.ledger.tables import MoneyKind
from sim.scenario.customer import Lost, Wait
from sim.scenario.detour import detours
from sim.scenario.exposure import Target
from sim.scenario.factory import Factory
from sim.scenario.network import Link

if TYPE_CHECKING:
    from sim.engine.channel import Buyer, Seller
    from sim.engine.money import Charge
    from sim.engine.wiring import Wiring
    from sim.scenario.lane import Lane as LaneSpec
    from sim.scenario.network import Node


def connect(wiring: Wiring) -> None:
    """Makes the channels of every buyer, and the messages of those whose orders take time."""
    for node, links in wiring.network.links.items():
        buyer = wiring.stocks.get(node) or wiring.customers[node]
        wiring.channels[node], wiring.messages[node] = [], []
        terms = _terms(wiring, node)
        if wiring.cut_off.get(Target("stock", *node), False):
            wiring.sights[node] = Sight(wiring.stocks[node])
        for link in links:
            channel, message = _connect(wiring, node, link, buyer, terms)
            wiring.channels[node].append(channel)
            wiring.messages[node].append(message)
    for node, links in wiring.network.links.items():
        for link, channel in zip(links, wiring.channels[node], strict=True):
            if isinstance(channel, ObstructedLane):
                _detour(wiring, node, link, channel)


def _detour(wiring: Wiring, node: Node, link: Link, lane: ObstructedLane) -> None:
    """Connects a lane with those that its goods may be diverted to, whether the buyer orders over them or not."""
    for name in detours(wiring.scenario).get(link.lane or "", ()):
        links = wiring.network.links[node]
        own = [channel for of, channel in zip(links, wiring.channels[node], strict=True) if of.lane == name]
        if not own:
            way = Link(link.buyer, link.seller, link.product, name)
            own = [_connect(wiring, node, way, lane.buyer, lane.terms)[0]]
        if isinstance(own[0], ObstructedLane):
            wiring.detours[(name, link.product)] = lane.detours[name] = own[0]


def _connect(wiring: Wiring, node: Node, link: Link, buyer: Buyer, terms: Terms) -> tuple[Channel, SlowMessage | None]:
    if link.recipe is not None:
        channel = _production(wiring, link, link.recipe, buyer, terms)
        return channel, _with_outbox(wiring, node, link, channel, None)
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
    channel.price, channel.bill = _bill(wiring, link, channel)
    fit(wiring, link, channel)
    message = None
    if terms.patience is not None:
        channel.deliver_order = terms.patience.forget_after(channel.deliver_order)
    if lane is not None and lane.information_delay:
        message = slow_message(wiring, link, channel, snap(lane.information_delay))
        channel.deliver_order = message.send
    sent = message
    if link.lane in wiring.obstructions:
        # What was under way when the run began was placed before the lane could refuse it.
        sent = message or slow_message(wiring, link, channel, 0.0)
        channel.deliver_order = wiring.obstructions[link.lane].refuse_before(channel.deliver_order)
    message = _with_outbox(wiring, node, link, channel, message) or sent
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


def _with_outbox(
    wiring: Wiring, node: Node, link: Link, channel: Channel, message: SlowMessage | None
) -> SlowMessage | None:
    """Gives a channel that may be cut off an outbox; returns the way for its orders to take time, if there is one."""
    if wiring.cut_off.keys().isdisjoint(cutting(node, link)):
        return message
    at_once = message or slow_message(wiring, link, channel, 0.0)
    hold_orders(wiring, node, link, channel, (message, at_once))
    return at_once


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
    if is_obstructed(wiring, link.lane or ""):
        return obstruct(wiring, link, lane, seller, buyer, terms)
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
    made.freight = freight(wiring, account)
    return made


def _carried(wiring: Wiring, link: Link, seller: Seller, buyer: Buyer, terms: Terms) -> Lane:
    """A lane on which a carrier's vehicles bring the goods."""
    name = link.lane or ""
    account = wiring.numbers.lane[(name, link.product)]
    arrivals = key(Phase.ARRIVALS, wiring.network.levels[(link.buyer, link.product)], buyer.account)
    loss = wiring.numbers.loss.get((name, link.product))
    kind = CarriedLane if loss is None else LosingCarriedLane
    made = kind(wiring.agenda, wiring.journal, seller, buyer, terms, transit=account, key=arrivals)
    if loss is not None and isinstance(made, LosingCarriedLane):
        made.expose(loss)
    carry(wiring, made, name)
    return made


def _bill(wiring: Wiring, link: Link, channel: Channel) -> tuple[float, Charge | None]:
    """The price of what comes by a link, and what posts it with the duties on it when goods are delivered."""
    seller = (link.seller, link.product)
    purchase, supply = wiring.purchase((link.buyer, link.product)), wiring.supply(seller)
    if purchase is not None:
        price, kind, target = purchase.price, MoneyKind.SALE, Target("purchase", link.buyer, link.product)
    elif supply is not None:
        price, kind, target = supply.price, MoneyKind.PURCHASE, Target("supply", *seller)
    else:
        return 0.0, None
    account = channel.buyer.account
    payer, payee = wiring.owner(account), wiring.owner(wiring.numbers.site[seller])
    if not price or payer == payee:
        return price, None
    posting, adjustment = wiring.posting(payer, payee, kind, account), None
    bill = Bill(posting, price)
    if ("price", target) in wiring.hits:
        adjustment = wiring.adjustment("price", target)
        bill = variable = VariableBill(posting, price, adjustment)
        adjustment.follow(lambda: setattr(channel, "price", variable.price))
    tariff = duty(wiring, link, channel, price, adjustment)
    return price, bill if tariff is None else Charges(bill, tariff)
