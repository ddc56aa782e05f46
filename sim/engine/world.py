"""The world: a scenario wired up, run to its horizon, and closed."""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

import numpy as np
import simpy

from sim.clock import snap
from sim.engine.agenda import Agenda
from sim.engine.channel import Lane
from sim.engine.connections import connect
from sim.engine.opening import open_books
from sim.engine.places import make_places
from sim.engine.planning import plan
from sim.engine.registering import number
from sim.engine.wiring import Wiring, is_fixed
from sim.errors import RunError
from sim.ledger.closing import Closing
from sim.ledger.journal import Journal
from sim.scenario.network import Network
from sim.scenario.supplier import Supplier
from sim.scenario.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.document import Scenario
    from sim.streams import Luck


def simulate(scenario: Scenario, luck: Luck) -> Closing:
    """Runs one replication of a valid scenario.

    Args:
        scenario: What to run.
        luck: The replication's luck.

    Returns:
        The ledger's rows, and the live state at the end to prove them against.
    """
    with _no_garbage_collection():
        network = Network(scenario)
        env, journal = simpy.Environment(), Journal()
        horizon = scenario.time.horizon
        end = snap(horizon) if isinstance(horizon, float) else float("inf")
        agenda = Agenda(env, end, journal.spill)
        wiring = Wiring(scenario, network, number(network), luck, agenda, journal)
        make_places(wiring)
        connect(wiring)
        plan(wiring)
        open_books(wiring)
        agenda.begin()
        env.run()
        _check_end(wiring)
        return _close(wiring)


def is_random(scenario: Scenario) -> bool:
    """Whether two replications of the scenario can differ."""
    laws = [lane.lead_time for lane in scenario.lanes.values()]
    for site in scenario.sites.values():
        if isinstance(site, Supplier):
            laws += [supply.lead_time for supply in site.supplies.values()]
        elif not isinstance(site, Warehouse):
            patience = [getattr(purchase.when_short, "patience", None) for purchase in site.buys.values()]
            laws += [law for law in patience if law is not None]
            if any(purchase.demand.is_random for purchase in site.buys.values()):
                return True
    return any(not is_fixed(law) for law in laws)


@contextlib.contextmanager
def _no_garbage_collection() -> Iterator[None]:
    # A run makes millions of short-lived tuples and no cycles: collecting finds nothing and costs up to a tenth.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _check_end(wiring: Wiring) -> None:
    # Only an order count can end a run this early: a stated length is checked while the file is read.
    time, end = wiring.scenario.time, wiring.agenda.end
    if not isinstance(time.horizon, float) and end <= snap(time.warm_up):
        raise RunError(
            f"the run ended before it was measured: {time.horizon.of!r} placed its order number {time.horizon.orders} "
            f"{end:g} {time.unit}s from the start, within the warm-up of {time.warm_up:g} {time.unit}s"
        )


def _close(wiring: Wiring) -> Closing:
    count = len(wiring.numbers.register.accounts)
    on_hand, in_transit, backlog, on_order = (np.zeros(count, dtype=np.int64) for _ in range(4))
    for stock in wiring.stocks.values():
        on_hand[stock.account] = stock.on_hand
        on_order[stock.account] = stock.on_order
    for customer in wiring.customers.values():
        on_order[customer.account] = customer.on_order
    for node, seller in wiring.sellers.items():
        backlog[seller.account] = seller.backlog
        supplier = wiring.suppliers.get(node)
        if supplier is not None and supplier is not seller:
            backlog[seller.account] += supplier.backlog
    for channels in wiring.channels.values():
        for channel in channels:
            if isinstance(channel, Lane):
                in_transit[channel.transit] += channel.in_transit
    time = wiring.scenario.time
    return Closing(
        register=wiring.numbers.register,
        journal=wiring.journal,
        end=wiring.agenda.end,
        warm_up=snap(time.warm_up),
        on_hand=on_hand,
        in_transit=in_transit,
        backlog=backlog,
        on_order=on_order,
        days_per_unit=None if time.unit == "period" else time.clock.days,
    )
