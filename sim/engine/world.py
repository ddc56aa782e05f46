"""The world: a scenario wired up, run to its horizon, and closed."""

from __future__ import annotations

import contextlib
import gc
import struct
from typing import TYPE_CHECKING

import numpy as np
import simpy

from sim.clock import GRID, snap
from sim.engine.agenda import Agenda, EndlessInstantError
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
from sim.quantities import MOST_STEPS
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
        with _told_plainly(wiring):
            env.run()
        _check_end(wiring)
        _check_amounts(wiring)
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


@contextlib.contextmanager
def _told_plainly(wiring: Wiring) -> Iterator[None]:
    """Says in the words of the scenario what no run can do; a number beyond all numbers ends the run at once."""
    agenda, accounts, unit = wiring.agenda, wiring.numbers.register.accounts, wiring.scenario.time.unit
    try:
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            yield
    except EndlessInstantError as endless:
        names = ", ".join(f"{accounts[actor].product!r} at {accounts[actor].site!r}" for actor in endless.actors)
        raise RunError(
            f"the instant {endless.time:g} ({unit}s from the start) would never end: without any lead time, these "
            f"stocks order from each other again and again: {names}"
        ) from None
    except (OverflowError, FloatingPointError, struct.error) as error:
        raise RunError(f"at {agenda.now:g} {unit}s from the start a number grew too large to count: {error}") from error


def _check_amounts(wiring: Wiring) -> None:
    """Fails if some level is no longer exact, whatever it came from."""
    for stock in wiring.stocks.values():
        if max(stock.on_hand, stock.on_order, stock.backlog) >= MOST_STEPS:
            raise RunError(
                f"amounts at {stock.site!r} grew beyond {MOST_STEPS:.2g} steps and cannot be counted exactly"
            )


def _check_end(wiring: Wiring) -> None:
    # Only an order count can end a run this early: a stated length is checked while the file is read.
    time, end = wiring.scenario.time, wiring.agenda.end
    if not isinstance(time.horizon, float) and end <= snap(time.warm_up):
        raise RunError(
            f"the run ended before it was measured: {time.horizon.of!r} placed its order number {time.horizon.orders} "
            f"{end:g} {time.unit}s from the start, within the warm-up of {time.warm_up:g} {time.unit}s"
        )
    if not isinstance(time.horizon, float) and end - snap(time.warm_up) <= 1.0 / GRID:
        raise RunError(
            f"there is no time to measure: what {time.horizon.of!r} orders after the warm-up, until its "
            f"order number {time.horizon.orders}, falls into one instant"
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
