"""Ledgers written by hand: a small world that posts what it is told, and keeps its own state beside the rows."""

from __future__ import annotations

import numpy as np

from sim.ledger import BEFORE, NOBODY, Account, Closing, Event, Journal, MasterRow, MoneyKind, Reason, Register, State
from sim.ledger.books import Books
from sim.ledger.levels import sums
from sim.ledger.register import Resource

OPEN_END = float("inf")
RESOURCES = (Resource("mill/grain", "supplier", "mill"),)
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
        self.resources = ()
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
        rates, units = self.accounts[self.number[buyer, product]], quantity / self.steps_per_unit
        if rates.per_order or rates.per_unit_ordered:
            cost = rates.per_order + rates.per_unit_ordered * units
            self.pay(cost, rates.owner, "outside", MoneyKind.ORDERING, rates.origin, len(self.orders))
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
            rates = self.accounts[transit]
            if rates.per_shipment or rates.per_unit_shipped:
                cost = rates.per_shipment + rates.per_unit_shipped * (quantity / self.steps_per_unit)
                self.pay(cost, rates.freight_payer, "outside", MoneyKind.TRANSPORT, transit, number)

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

    def give_up(self, number, quantity):
        order = self.orders[number]
        self.backlog[order["seller"]] -= quantity
        self.on_order[order["buyer"]] -= quantity
        self._event(number, quantity, Event.LOST)
        seller = self.accounts[order["seller"]]
        if seller.lost_sale:
            penalty = quantity / self.steps_per_unit * seller.lost_sale
            self.pay(penalty, seller.owner, "outside", MoneyKind.LOST_SALE, order["seller"], number)

    def be(self, state, resource=0, order=NOBODY):
        """A resource is in a state from now on, with a production order on it or none."""
        states = self.journal.states
        states.write(states.pack(self.now, 1.0, resource, state, order))

    def forecast(self, site, period, expected, observed, product="grain"):
        """Something was expected of the period that ends now, and something was observed."""
        forecasts = self.journal.forecasts
        forecasts.write(forecasts.pack(self.now, expected, observed, self.number[site, product], period))

    def close(self, end, warm_up=0.0, resources=None):
        resources = self.resources if resources is None else resources
        master = tuple(MasterRow(0.0, product, "value", 1.0, "EUR per kg") for _, product in [*self.number][:1])
        register = Register(tuple(self.accounts), tuple(self.parties), tuple(resources), master)
        arrays = (np.array(a, dtype=np.int64) for a in (self.on_hand, self.in_transit, self.backlog, self.on_order))
        return Closing(register, self.journal, end, warm_up, *arrays)

    def books(self, end, warm_up=0.0, resources=None):
        return Books.of(self.close(end, warm_up, resources))


def chain(**attributes):
    """mill -road-> depot -van-> shop, where people come and take what they buy; two steps to a unit."""
    world = World()
    at = {name: attributes.get(name, {}) for name in ("depot", "shop", "mill", "people", "road", "van")}
    world.site("depot", "warehouse", **{"level": 2, **at["depot"]})
    world.site("mill", "supplier", **{"owner": "mill", "price": 0.7, "level": 3, **at["mill"]})
    world.site("people", "customer", **{"owner": "people", "price": 1.1, **at["people"]})
    world.site("shop", "warehouse", **{"level": 1, **at["shop"]})
    world.lane("road", "mill", "depot", owner="mill", **at["road"])
    world.lane("van", "depot", "shop", **at["van"])
    return world.begin()


def busy_week():
    """A ledger in which everything happens that can: opening state, messages, waiting, parts, losses, all money.

    Worked by hand in ``test_books``: it runs from 0 to 10.
    """
    world = chain(
        mill={"capacity": 8.0},
        depot={"opening": 12, "opening_backlog": 3, "holding": 0.5, "backlog": 2.0, "per_order": 1.5},
        shop={"opening": 4, "holding": 1.0, "backlog": 4.0, "lost_sale": 0.9, "is_forecast": True, "review_every": 4},
        road={"opening": 6, "holding": 0.25, "per_shipment": 0.4, "freight_payer": 1},
    )
    world.resources = RESOURCES
    arriving = world.opening_order("depot", "mill", 6, "road", shipped=True)
    owed = world.opening_order("shop", "depot", 3, "van")
    under_way = world.opening_order("shop", "depot", 2, "van", received=1.0)
    world.ship(owed, 3)
    first = world.order("people", "shop", 4)
    world.ship(first, 4)
    second = world.order("people", "shop", 5, promised=2.0, waits=Reason.NO_STOCK)
    world.forecast("shop", 0, 3.5, 9)
    world.now = 1.0
    world.receive(under_way, 2)
    world.ship(under_way, 2)
    world.land(owed, 3)
    world.ship(second, 3)
    world.now = 2.0
    refill = world.order("depot", "mill", 10, "road", promised=3.0)
    world.ship(refill, 10)
    world.be(State.BUSY)
    world.land(under_way, 2)
    world.ship(second, 2)
    world.now = 3.25
    world.be(State.IDLE)
    world.now = 3.5
    world.land(arriving, 6)
    third = world.order("people", "shop", 3, waits=Reason.NO_STOCK)
    lost = world.order("people", "shop", 2)
    world.give_up(lost, 2)
    late = world.order("shop", "depot", 8, "van", message=0.5)
    world.now = 4.0
    world.receive(late, 8)
    world.ship(late, 8)
    world.forecast("shop", 1, 3.5, 5)
    _second_half(world, refill, third, late)
    return world


def _second_half(world, refill, third, late):
    world.now = 5.0
    world.land(refill, 10)
    world.land(late, 5)
    world.ship(third, 2)
    world.now = 6.0
    world.give_up(third, 1)
    again = world.order("depot", "mill", 4, "road")
    world.ship(again, 4)
    world.be(State.BUSY)
    world.now = 6.5
    world.be(State.IDLE)
    world.now = 7.0
    last = world.order("people", "shop", 9, waits=Reason.NO_STOCK)
    world.ship(last, 3)
    other = world.order("people", "shop", 1)
    world.give_up(other, 1)
    world.order("shop", "depot", 2, "van", message=5.0)
    world.now = 8.0
    world.forecast("shop", 2, 3.5, 10)
    world.now = 10.0
    world.land(late, 3)


def without(world, table, row, end=10.0):
    """The books of a world with one row less."""
    closing = world.close(end)
    journal = Journal()
    for name in ROWS:
        rows = getattr(closing.journal, name).rows()
        if name == table:
            rows = np.delete(rows, row)
        getattr(journal, name).write(rows.tobytes())
    live = (closing.on_hand, closing.in_transit, closing.backlog, closing.on_order)
    return Books.of(Closing(closing.register, journal, closing.end, closing.warm_up, *live))


def backlog_time(books, start, end):
    """Backlog x time by account of the seller: the sum of the waits."""
    waits = books.facts.waits
    return sums(books.orders["seller"][waits.order], waits.time(start, end), len(books.register.accounts))
