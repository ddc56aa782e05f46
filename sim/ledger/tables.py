"""The tables of the ledger: what a row says, as a packed record that ``struct`` writes and NumPy reads.

    goods        an amount moved from one account to another, for an order
    orders       an order was placed; its number is the number of its row
    events       what else happened to an order: received, waiting (and why), lost, released, scrapped
    money        an amount owed by a payer to a payee, for a reason
    states       a resource is in a state from now on; a disruption changes what it does to a thing
    trips        a vehicle takes up a load and goes on its way; its number is the number of its row
    loads        what a trip carries: a part of an order
    forecasts    what was expected, and what was then observed

Times are time units from the start; amounts are whole steps of the product; ``NOBODY`` stands for "no such row".
An *account* is a (site, product) pair - stock on hand, the outside world at a supplier or customer - or goods in
transit on a lane, or what a recipe uses up or brings forth (see ``sim.ledger.register``). The master table (weights,
values, prices, rates) is part of the register, since it is known before the first event.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

NOBODY: Final = 2**32 - 1
"""No order, no parent, no account."""
BEFORE: Final = float("-inf")
"""The time of what was placed before the run began."""

_TYPES: Final = {"d": "<f8", "q": "<i8", "I": "<u4"}


class Event(IntEnum):
    """What can happen to an order after it was placed."""

    RECEIVED = 1
    """The seller learned of it (posted only where the message took time)."""
    WAITING = 2
    """It could not be shipped in full on receipt; the reason says why."""
    LOST = 3
    """What was not shipped is given up: a lost sale, or a production order that was called off; or it is lost on its
    way, if the reason says so."""
    RELEASED = 4
    """A job of a production order entered the shop floor; its components were issued."""
    SCRAPPED = 5
    """What was made of a production order and is no good."""
    ARRIVED = 6
    """Goods came to a site that takes them in through a dock or into limited storage; the reason says why they wait."""
    UNLOADING = 7
    """Such goods are taken up to be put away; room is kept for them."""
    LOADING = 8
    """Goods that left their stock are taken up at the shipping dock."""
    HELD = 9
    """Goods that came to wait for a vehicle did not leave in that instant; the reason says why."""
    UNSENT = 10
    """It was placed, and could not be transmitted to the seller; the reason says why. RECEIVED follows when it was."""


class Reason(IntEnum):
    """Why an order waits."""

    NONE = 0
    NO_STOCK = 1
    NO_CAPACITY = 2
    NOT_WHOLE = 3
    """There is stock, but not enough to ship the order in full."""
    BEHIND_OTHERS = 4
    """There is stock, but orders that come first have claimed it."""
    INCOMPLETE = 5
    """It is set aside for a production order, other components of which are missing."""
    NO_ROOM = 6
    """Goods stand before a storage that is full."""
    DOCK_BUSY = 7
    """Goods stand at a dock that is at work on others."""
    DOCK_CLOSED = 8
    """Goods stand at a dock out of its working hours."""
    NO_VEHICLE = 9
    """All vehicles are on their way."""
    LOAD_NOT_FULL = 10
    """The vehicle waits for more goods."""
    NOT_DUE = 11
    """The next departure of the timetable is still to come."""
    OUT_OF_HOURS = 12
    """The carrier takes nothing up out of its working hours."""
    DISRUPTED = 13
    """Whoever should deliver cannot, because of a disruption."""
    CANCELLED = 14
    """It was called off: by a buyer who goes elsewhere, or by a seller who is bankrupt."""
    LOST_UNDER_WAY = 20
    """It was shipped, and lost on its way."""


class MoneyKind(IntEnum):
    """What money is paid for."""

    SALE = 1
    PURCHASE = 2
    ORDERING = 3
    TRANSPORT = 4
    LOST_SALE = 5
    HOLDING = 6
    TRANSIT_HOLDING = 7
    BACKLOG = 8
    PRODUCTION = 9
    """Jobs and units released onto the shop floor."""
    SETUP = 10
    RUNNING = 11
    """Machines at work, by the time that they work."""
    HANDLING = 12
    """Goods put away and goods sent off, by unit and weight."""
    TARIFF = 13
    """Duties on what is bought."""


class State(IntEnum):
    """In what state a resource can be."""

    IDLE = 0
    BUSY = 1
    SETUP = 2
    """Prepared for another product."""
    BLOCKED = 3
    """Done, but what is done finds no room at the next station."""
    DOWN = 4
    """Failed, and under repair."""
    OFF = 5
    """Out of working hours."""
    LOADING = 6
    TRAVELLING = 7
    """On the way there, or to the next stop that it has goods for."""
    UNLOADING = 8
    RETURNING = 9
    """Empty: on the way to what is left of a round, and back."""
    DISRUPTED = 10
    """Of a disruption: it has struck, and the value that it puts in force is the row's ``share``."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of one table's records.

    Attributes:
        fields: (name, struct code) in order; little-endian without padding.
    """

    fields: tuple[tuple[str, str], ...]

    @property
    def record(self) -> struct.Struct:
        """Packs one row."""
        return struct.Struct("<" + "".join(code for _, code in self.fields))

    @property
    def dtype(self) -> np.dtype[np.void]:
        """Reads the rows."""
        return np.dtype([(name, _TYPES[code]) for name, code in self.fields])


GOODS: Final = Layout(
    (("time", "d"), ("amount", "q"), ("from_account", "I"), ("to_account", "I"), ("order", "I"), ("lot", "I"))
)
ORDERS: Final = Layout(
    (
        ("placed_at", "d"),
        ("promised_at", "d"),
        ("quantity", "q"),
        ("buyer", "I"),  # account of the (site, product) that ordered
        ("seller", "I"),  # account of the (site, product) that was asked
        ("parent", "I"),  # the order that caused this one
        ("transit", "I"),  # account of the lane it will travel on, NOBODY where goods are handed over
    )
)
EVENTS: Final = Layout((("time", "d"), ("quantity", "q"), ("order", "I"), ("event", "I"), ("reason", "I")))
MONEY: Final = Layout(
    (
        ("recognised_at", "d"),
        ("settled_at", "d"),
        ("amount", "d"),
        ("payer", "I"),
        ("payee", "I"),
        ("kind", "I"),
        ("account", "I"),  # the (site, product) or the lane that the money is about
        ("order", "I"),
    )
)
STATES: Final = Layout(
    (
        ("since", "d"),
        ("share", "d"),
        ("resource", "I"),
        ("state", "I"),
        ("order", "I"),  # the production order that is on the machine, NOBODY where there is none
    )
)
TRIPS: Final = Layout(
    (
        ("began_at", "d"),  # loading begins
        ("departed_at", "d"),
        ("returned_at", "d"),  # the vehicle is free again
        ("route", "I"),
        ("vehicle", "I"),  # number of the resource, NOBODY in a fleet without limit
    )
)
LOADS: Final = Layout(
    (
        ("ready_at", "d"),  # it came to wait for a vehicle
        ("arrived_at", "d"),
        ("quantity", "q"),
        ("trip", "I"),
        ("account", "I"),  # the lane's
        ("order", "I"),
    )
)
FORECASTS: Final = Layout((("time", "d"), ("forecast", "d"), ("observed", "q"), ("account", "I"), ("period", "I")))
