"""Customers: processes that ask for goods when their demand model says so."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.clock import GRID, LATEST, snap
from sim.engine.agenda import Phase, Wake, key
from sim.errors import RunError
from sim.ledger.tables import NOBODY
from sim.quantities import MOST_STEPS

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    import simpy

    from sim.demand import Block
    from sim.engine.agenda import Agenda
    from sim.engine.purchasing import Order

    Wish = tuple[float, int]

_NEVER: Final = (float("inf"), 0)
_MOST_SILENCES: Final = 200
"""Long silences in a row after which a customer whose orders are waited for is taken to have no more of them."""


class Countdown:
    """The orders of one customer until the run ends.

    Attributes:
        remaining: Orders that it still places.
        shopping: Products of which it may still order some.
        silences: Times in a row that it turned out to want nothing for a long while.
    """

    __slots__ = ("remaining", "shopping", "silences")

    def __init__(self, orders: int) -> None:
        self.remaining = orders
        self.shopping = 0
        self.silences = 0


class Customer:
    """A customer's purchases of one product.

    Attributes:
        site: Name of the customer.
        account: Number of the (site, product) in the ledger.
        on_order: Steps ordered and neither delivered nor lost.
        order: Places an order of so many steps.
        wishes: When it wants how many steps, in time.
    """

    __slots__ = ("_agenda", "_next", "_steps_per_unit", "account", "on_order", "order", "site", "wishes")

    def __init__(self, agenda: Agenda, site: str, account: int, steps_per_unit: int) -> None:
        self._agenda = agenda
        self._steps_per_unit = steps_per_unit
        self._next: Wish = _NEVER
        self.site = site
        self.account = account
        self.on_order = 0
        self.order: Order = _nowhere
        self.wishes: Iterator[Wish] = iter(())

    def want(self, blocks: Iterable[Block]) -> None:
        """Takes its wishes from a demand model's blocks of (times, quantities)."""
        self.wishes = chain.from_iterable(map(self._on_grid, blocks))

    def land(self, _order: int, quantity: int) -> None:
        """Takes goods in; they leave the chain."""
        self.on_order -= quantity

    def shop(self) -> None:
        """Starts a process of its own that lives from wish to wish."""
        wake = Wake(self._agenda, key(Phase.DEMAND, 0, self.account))
        wake.start(self._live(wake))

    def shop_until(self, countdown: Countdown) -> None:
        """Like ``shop``, but ends the run when ``countdown``, which its products share, is down to 0."""
        countdown.shopping += 1
        wake = Wake(self._agenda, key(Phase.DEMAND, 0, self.account))
        wake.start(self._live_counted(wake, countdown))

    def shop_at(self, time: float) -> None:
        """Orders what it wants at ``time``, for a customer that goes to a market."""
        wanted_at, quantity = self._next
        if wanted_at == time:
            if quantity:
                self.order(quantity, NOBODY)
            self._next = next(self.wishes, _NEVER)

    def look_ahead(self) -> None:
        """Makes up its mind about its first wish, before it goes to a market."""
        self._next = next(self.wishes, _NEVER)

    def _live(self, wake: Wake) -> Generator[simpy.Event, Any, None]:
        order = self.order
        for time, quantity in self.wishes:
            yield wake.at(time)
            if quantity:
                order(quantity, NOBODY)

    def _live_counted(self, wake: Wake, countdown: Countdown) -> Generator[simpy.Event, Any, None]:
        order = self.order
        for time, quantity in self.wishes:
            yield wake.at(time)
            if not countdown.remaining:
                return  # another product took the last one in this instant
            if not quantity:
                countdown.silences += 1
                if countdown.silences > _MOST_SILENCES:
                    break
                continue
            order(quantity, NOBODY)
            countdown.silences = 0
            countdown.remaining -= 1
            if not countdown.remaining:
                self._agenda.finish_at_once()
                return
        countdown.shopping -= 1
        if not countdown.shopping or countdown.silences > _MOST_SILENCES:
            raise RunError(
                f"the run would never end: {self.site!r} wants nothing more, {countdown.remaining} orders early"
            )

    def _on_grid(self, block: Block) -> Iterator[Wish]:
        times, quantities = block
        wanted = np.rint(quantities * self._steps_per_unit)
        if not wanted.max() < MOST_STEPS:
            raise RunError(
                f"{self.site!r} wants {quantities.max():.3g} units in one order: more than {MOST_STEPS:.2g} steps "
                "cannot be counted exactly"
            )
        steps = wanted.astype(np.int64)
        on_grid = np.rint(np.minimum(times, LATEST) * GRID) / GRID
        asked = steps > 0
        # A block of nothing leaves one wish for nothing. Else who never wants half a step or more, which is what rounds
        # to a whole one, would be asked for ever within one instant, and the run would never get past it.
        asked[-1] |= not asked.any()
        return zip(on_grid[asked].tolist(), steps[asked].tolist(), strict=True)


class Market:
    """Customers whose demand falls on the same clock: a process that wakes once an instant for all of them."""

    __slots__ = ("_agenda", "_customers", "_every", "_first", "_wake")

    def __init__(self, agenda: Agenda, first: float, every: float, customers: Sequence[Customer]) -> None:
        self._agenda = agenda
        self._first = first
        self._every = every
        self._customers = customers
        self._wake = Wake(agenda, key(Phase.DEMAND, 0, customers[0].account))
        self._wake.start(self._open())

    def _open(self) -> Generator[simpy.Event, Any, None]:
        for customer in self._customers:
            customer.look_ahead()
        number, agenda, count = 0, self._agenda, len(self._customers)
        while True:
            now = snap(self._first + number * self._every)
            yield self._wake.at(now)
            for customer in self._customers:
                customer.shop_at(now)
            agenda.acts += count
            number += 1


def _nowhere(_quantity: int, _parent: int) -> int:
    raise LookupError("a customer was started before it was connected")
