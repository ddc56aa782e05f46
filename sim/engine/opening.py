"""The state in which a world begins: goods and orders under way, and what is owed already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock import snap
from sim.engine.channel import Lane
from sim.engine.connections import slow_message
from sim.engine.work_order import OutputChannel

if TYPE_CHECKING:
    from sim.engine.stock import Stock
    from sim.engine.wiring import Wiring
    from sim.scenario.network import Node


def open_books(wiring: Wiring) -> None:
    """Puts the opening state of every stock on the agenda."""
    for node, stock in wiring.stocks.items():
        terms = wiring.stock(node)
        if terms is None:
            continue
        steps = wiring.steps(node)
        for arrival in terms.opening.arriving:
            lane = wiring.channels[node][_index(wiring, node, arrival.source)]
            quantity, at = round(arrival.quantity * steps), snap(arrival.at)
            if isinstance(lane, Lane):
                lane.open_shipment(quantity, at)
            elif isinstance(lane, OutputChannel):
                lane.open_work(quantity, at, wiring.network.levels[node])
        for order in terms.opening.orders_under_way:
            index = _index(wiring, node, order.source)
            link, channel = wiring.network.links[node][index], wiring.channels[node][index]
            message = wiring.messages[node][index] or slow_message(wiring, link, channel, 0.0)
            message.open_message(round(order.quantity * steps), snap(order.at))
        if terms.opening.backlog:
            _open_backlog(wiring, node, stock, round(terms.opening.backlog * steps))


def _index(wiring: Wiring, node: Node, source: str | None) -> int:
    return wiring.network.links[node].index(wiring.network.link(node, source))


def _open_backlog(wiring: Wiring, node: Node, stock: Stock, quantity: int) -> None:
    buyer = wiring.network.buyers[node][0]
    links = wiring.network.links[buyer]
    index = next(i for i, link in enumerate(links) if (link.seller, link.product) == node)
    channel = wiring.channels[buyer][index]
    stock.open_backlog(channel.open_order(quantity, shipped=False), quantity, channel)
