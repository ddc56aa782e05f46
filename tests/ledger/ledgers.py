"""Ledgers written by hand: a small world that posts what it is told, and keeps its own state beside the rows."""

from __future__ import annotations

import numpy as np

from sim.ledger import BEFORE, NOBODY, Account, Closing, Event, Journal, MoneyKind, Reason, Register, State
from sim.ledger.books import Books

OPEN_END = float("inf")
ROWS = ("goods", "orders", "events", "money", "states", "forecasts")


class World:
    """Accounts, live state and a journal. Sites: add them in the order of their names; lanes last."""

    def __init__(self, steps_per_unit=2, parties=("company", "mill", "outside", "people")):
        self.steps_per_unit = steps_per_unit
        self.parties = parties
        self.accounts = []
        self.number = {}
        self.journal = Journal()
        self.orders = []
        self.now = 0.0

    def site(self, name, kind, product="grain", *, owner="company", **attributes):
        self._account(kind, name, product, "", owner, attributes, (len(self.accounts), len(self.accounts)))

    def lane(self, name, origin, destination, product="grain", *, owner="company", **attributes):
        begin, end = self.number[origin, product], self.number[destination, product]
        self._account("transit", destination, product, name, owner, attributes, (begin, end))

    def _account(self, kind, site, product, lane, owner, attributes, ends):
        values = {
            "opening": 0, "opening_backlog": 0, "holding": 0.0, "backlog": 0.0, "price": 0.0, "value": 1.0,
            "weight": 1.0, "distance": 0.0, "review_every": 0.0, "level": 0, "steps_per_unit": self.steps_per_unit,
            **attributes,
        }  # fmt: skip
        number = len(self.accounts)
        values |= {"kind": kind, "site": site, "product": product, "lane": lane, "owner": self.parties.index(owner)}
        self.accounts.append(Account(origin=ends[0], destination=ends[1], **values))
        self.number[lane or site, product] = number

    def begin(self):
        size = len(self.accounts)
        self.on_hand = [a.opening if a.kind == "warehouse" else 0 for a in self.accounts]
        self.in_transit = [a.opening if a.kind == "transit" else 0 for a in self.accounts]
        self.backlog, self.on_order = [0] * size, [0] * size
        return self

    def order(self, buyer, seller, quantity, lane=None, *, product="grain", promised=0.0, message=0.0, waits=None):
        """Places an order now; with ``waits`` it posts that it waits, for that reason."""
        self._order(buyer, seller, quantity, lane, product, self.now, self.now + promised)
        number = len(self.orders) - 1
        if message:
            self._event(number, quantity, Event.RECEIVED, time=self.now + message)
        else:
            self.backlog[self.orders[number]["seller"]] += quantity
        if waits is not None:
            self._event(number, quantity, Event.WAITING, waits)
        return number

    def opening_order(self, buyer, seller, quantity, lane=None, *, product="grain", shipped=False, received=None):
        self._order(buyer, seller, quantity, lane, product, BEFORE, BEFORE if shipped else OPEN_END)
        number = len(self.orders) - 1
        if received is not None:
            self._event(number, quantity, Event.RECEIVED, time=received)
        elif not shipped:
            self.backlog[self.orders[number]["seller"]] += quantity
        return number

    def _order(self, buyer, seller, quantity, lane, product, placed, promised):
        transit = NOBODY if lane is None else self.number[lane, product]
        row = {"buyer": self.number[buyer, product], "seller": self.number[seller, product], "transit": transit}
        pack = self.journal.orders.pack
        self.journal.orders.write(pack(placed, promised, quantity, row["buyer"], row["seller"], NOBODY, transit))
        self.on_order[row["buyer"]] += quantity
        self.orders.append(row)

    def receive(self, number, quantity, waits=None):
        """A message posted earlier arrives now."""
        self.backlog[self.orders[number]["seller"]] += quantity
        if waits is not None:
            self._event(number, quantity, Event.WAITING, waits)

    def _event(self, number, quantity, event, reason=Reason.NONE, time=None):
        events = self.journal.events
        events.write(events.pack(self.now if time is None else time, quantity, number, event, reason))

    def ship(self, number, quantity):
        order = self.orders[number]
        seller, buyer, transit = order["seller"], order["buyer"], order["transit"]
        self.backlog[seller] -= quantity
        if self.accounts[seller].kind == "warehouse":
            self.on_hand[seller] -= quantity
        if transit == NOBODY:
            self._move(seller, buyer, number, quantity)
            self._deliver(number, quantity)
        else:
            self._move(seller, transit, number, quantity)
            self.in_transit[transit] += quantity

    def land(self, number, quantity):
        order = self.orders[number]
        self._move(order["transit"], order["buyer"], number, quantity)
        self.in_transit[order["transit"]] -= quantity
        self._deliver(number, quantity)

    def _move(self, origin, destination, number, quantity):
        goods = self.journal.goods
        goods.write(goods.pack(self.now, quantity, origin, destination, number, 0))

    def _deliver(self, number, quantity):
        buyer, seller = (self.accounts[self.orders[number][end]] for end in ("buyer", "seller"))
        self.on_order[self.orders[number]["buyer"]] -= quantity
        if buyer.kind == "warehouse":
            self.on_hand[self.orders[number]["buyer"]] += quantity
        price, kind = (buyer.price, MoneyKind.SALE) if buyer.kind == "customer" else (0.0, None)
        if buyer.kind == "warehouse" and seller.kind == "supplier":
            price, kind = seller.price, MoneyKind.PURCHASE
        if price and buyer.owner != seller.owner:
            amount = quantity / self.steps_per_unit * price
            self.pay(amount, buyer.owner, seller.owner, kind, self.orders[number]["buyer"], number)

    def pay(self, amount, payer, payee, kind, account, number=NOBODY):
        money = self.journal.money
        payer, payee = (p if isinstance(p, int) else self.parties.index(p) for p in (payer, payee))
        money.write(money.pack(self.now, self.now, amount, payer, payee, kind, account, number))

    def give_up(self, number, quantity, event=Event.LOST):
        order = self.orders[number]
        self.backlog[order["seller"]] -= quantity
        self.on_order[order["buyer"]] -= quantity
        self._event(number, quantity, event)

    def close(self, end, warm_up=0.0, resources=()):
        register = Register(tuple(self.accounts), tuple(self.parties), tuple(resources), ())
        arrays = (np.array(a, dtype=np.int64) for a in (self.on_hand, self.in_transit, self.backlog, self.on_order))
        return Closing(register, self.journal, end, warm_up, *arrays)

    def books(self, end, warm_up=0.0, resources=()):
        return Books.of(self.close(end, warm_up, resources))


def chain(**attributes):
    """mill -road-> depot -van-> shop, where people come and take what they buy; two steps to a unit."""
    world = World()
    at = {name: attributes.get(name, {}) for name in ("depot", "shop", "mill", "people", "road", "van")}
    world.site("depot", "warehouse", **at["depot"])
    world.site("mill", "supplier", **{"owner": "mill", "price": 0.7, **at["mill"]})
    world.site("people", "customer", **{"owner": "people", "price": 1.1, **at["people"]})
    world.site("shop", "warehouse", **at["shop"])
    world.lane("road", "mill", "depot", owner="mill", **at["road"])
    world.lane("van", "depot", "shop", **at["van"])
    return world.begin()


def busy_week():
    """A ledger in which everything happens that can: opening state, messages, waiting, parts, losses, cancellations.

    Worked by hand in ``test_books``: it runs from 0 to 10.
    """
    world = chain(
        depot={"opening": 12, "opening_backlog": 3, "holding": 0.5, "backlog": 2.0},
        shop={"opening": 4, "holding": 1.0, "backlog": 4.0},
        road={"opening": 6, "holding": 0.25},
    )
    arriving = world.opening_order("depot", "mill", 6, "road", shipped=True)
    owed = world.opening_order("shop", "depot", 3, "van")
    under_way = world.opening_order("shop", "depot", 2, "van", received=1.0)
    world.ship(owed, 3)
    first = world.order("people", "shop", 4)
    world.ship(first, 4)
    second = world.order("people", "shop", 5, promised=2.0, waits=Reason.NO_STOCK)
    world.now = 1.0
    world.receive(under_way, 2)
    world.ship(under_way, 2)
    world.land(owed, 3)
    world.ship(second, 3)
    world.now = 2.0
    refill = world.order("depot", "mill", 10, "road", promised=3.0)
    world.pay(1.5, "company", "outside", MoneyKind.ORDERING, world.number["depot", "grain"])
    world.ship(refill, 10)
    world.pay(0.4, "mill", "outside", MoneyKind.TRANSPORT, world.number["road", "grain"], refill)
    states = world.journal.states
    states.write(states.pack(2.0, 1.0, 0, State.BUSY))
    world.land(under_way, 2)
    world.ship(second, 2)
    world.now = 3.5
    world.land(arriving, 6)
    third = world.order("people", "shop", 3, waits=Reason.NO_STOCK)
    lost = world.order("people", "shop", 2)
    world.give_up(lost, 2)
    world.pay(0.9, "company", "outside", MoneyKind.LOST_SALE, world.number["shop", "grain"], lost)
    late = world.order("shop", "depot", 8, "van", message=0.5)
    world.now = 4.0
    world.receive(late, 8)
    world.ship(late, 8)
    forecasts = world.journal.forecasts
    forecasts.write(forecasts.pack(4.0, 3.5, 4, world.number["shop", "grain"], 1))
    _second_half(world, refill, third, late)
    return world


def _second_half(world, refill, third, late):
    world.now = 5.0
    world.land(refill, 10)
    world.land(late, 5)
    world.ship(third, 2)
    world.now = 6.0
    world.give_up(third, 1, Event.CANCELLED)
    again = world.order("depot", "mill", 4, "road")
    world.pay(1.5, "company", "outside", MoneyKind.ORDERING, world.number["depot", "grain"])
    world.ship(again, 4)
    world.pay(0.4, "mill", "outside", MoneyKind.TRANSPORT, world.number["road", "grain"], again)
    world.now = 7.0
    last = world.order("people", "shop", 9, waits=Reason.NO_STOCK)
    world.ship(last, 3)
    other = world.order("people", "shop", 1)
    world.give_up(other, 1)
    world.pay(0.9, "company", "outside", MoneyKind.LOST_SALE, world.number["shop", "grain"], other)
    world.order("shop", "depot", 2, "van", message=5.0)
    world.now = 10.0
    world.land(late, 3)


def without(world, table, row, end=10.0):
    """The books of a world with one row less."""
    closing = world.close(end, resources=("mill/grain",))
    journal = Journal()
    for name in ROWS:
        rows = getattr(closing.journal, name).rows()
        if name == table:
            rows = np.delete(rows, row)
        getattr(journal, name).write(rows.tobytes())
    live = (closing.on_hand, closing.in_transit, closing.backlog, closing.on_order)
    return Books.of(Closing(closing.register, journal, closing.end, closing.warm_up, *live))
