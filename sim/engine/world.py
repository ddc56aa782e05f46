"""The world: a scenario wired up, run to its horizon, and closed."""

from __future__ import annotations

import contextlib
import gc
import struct
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import simpy

from sim.clock import GRID, snap
from sim.engine.agenda import Agenda, EndlessInstantError
from sim.engine.carriage import make_carriers, steps_at_bays
from sim.engine.channel import Lane
from sim.engine.connections import connect
from sim.engine.disruption import foresee, make_disruptions
from sim.engine.handling import before_docks, make_docks
from sim.engine.manufacturing import make_factories
from sim.engine.opening import open_books
from sim.engine.places import make_places
from sim.engine.planning import plan
from sim.engine.provision import make_contingencies
from sim.engine.registering import number
from sim.engine.watching import WatchingAgenda
from sim.engine.wiring import Wiring, is_fixed
from sim.errors import RunError
from sim.ledger.closing import Closing
from sim.ledger.journal import Journal
from sim.ledger.tables import State
from sim.quantities import MOST_STEPS
from sim.scenario.customer import Customer
from sim.scenario.exposure import active, is_foreseen
from sim.scenario.factory import Factory
from sim.scenario.network import Network
from sim.scenario.supplier import Supplier
from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.distributions import Distribution
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
        is_watched = any(not is_foreseen(scenario, name) for name in active(scenario))
        agenda = (WatchingAgenda if is_watched else Agenda)(env, end, journal.spill)
        wiring = Wiring(scenario, network, number(network), luck, agenda, journal)
        make_places(wiring)
        make_docks(wiring)
        make_factories(wiring)
        make_carriers(wiring)
        connect(wiring)
        foresee(wiring)
        plan(wiring)
        make_disruptions(wiring)
        make_contingencies(wiring)
        open_books(wiring)
        agenda.begin()
        with _told_plainly(wiring):
            env.run()
        _check_end(wiring)
        _check_amounts(wiring)
        return _close(wiring)


def is_random(scenario: Scenario) -> bool:
    """Whether two replications of the scenario can differ."""
    if any(disruption.is_random for disruption in active(scenario).values()):
        return True
    laws = [lane.lead_time for lane in scenario.lanes.values()]
    laws += [lane.way_back for lane in scenario.lanes.values() if lane.way_back is not None]
    for carrier in scenario.carriers.values():
        laws += carrier.laws
    for site in scenario.sites.values():
        if isinstance(site, StockingSite) and site.receiving is not None:
            laws.append(site.receiving.dock_to_stock)
        if isinstance(site, Supplier):
            laws += [supply.lead_time for supply in site.supplies.values()]
        elif isinstance(site, Factory):
            laws += _laws(site)
        elif isinstance(site, Customer):
            patience = [getattr(purchase.when_short, "patience", None) for purchase in site.buys.values()]
            laws += [law for law in patience if law is not None]
            if any(purchase.demand.is_random for purchase in site.buys.values()):
                return True
    return any(not is_fixed(law) for law in laws)


def _laws(factory: Factory) -> Iterator[Distribution]:
    """Whatever is drawn in a factory."""
    for recipe in factory.makes.values():
        yield from (recipe.lead_time, recipe.good)
        yield from (operation.time for operation in recipe.route if operation.time is not None)
    for line in factory.lines.values():
        if line.time is not None:
            yield line.time
        if line.breakdowns is not None:
            yield from (line.breakdowns.time_to_failure, line.breakdowns.time_to_repair)


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
            f"the instant {endless.time:g} ({unit}s from the start) would never end: without any time passing, these "
            f"stocks order again and again: {names}; let a lane, a supplier or a line take time, or let fewer jobs in"
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
    if not isinstance(time.horizon, float) and end <= snap(time.measured_from):
        raise RunError(
            f"the run ended before it was measured: {time.horizon.of!r} placed its order number {time.horizon.orders} "
            f"{end:g} {time.unit}s from the start, within the warm-up of {time.measured_from:g} {time.unit}s"
        )
    if not isinstance(time.horizon, float) and end - snap(time.measured_from) <= 1.0 / GRID:
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
    for use in wiring.uses:
        on_order[use.account] = use.on_order
    for production in wiring.productions.values():
        backlog[production.account] = production.backlog
        for by_product in production.by_products:
            backlog[by_product.account] = by_product.backlog
    for channel in (*chain.from_iterable(wiring.channels.values()), *wiring.detours.values()):
        if isinstance(channel, Lane):
            in_transit[channel.transit] = channel.in_transit
    at_bay = np.zeros(count, dtype=np.int64)
    for account, steps in steps_at_bays(wiring).items():
        at_bay[account] = steps
    time = wiring.scenario.time
    return Closing(
        register=wiring.numbers.register,
        journal=wiring.journal,
        end=wiring.agenda.end,
        warm_up=snap(time.measured_from),
        on_hand=on_hand,
        in_transit=in_transit,
        backlog=backlog,
        on_order=on_order,
        at_receiving=before_docks(wiring),
        at_bay=at_bay,
        machines=_histories(wiring),
        days_per_unit=None if time.unit == "period" else time.clock.days,
    )


def _histories(wiring: Wiring) -> NDArray[np.float64] | None:
    if not wiring.machines:
        return None
    found = np.full((len(wiring.numbers.register.resources), 2 * len(State) + 1), np.nan)
    for machine in wiring.machines:
        found[machine.resource] = machine.history(wiring.agenda.end)
    return found
