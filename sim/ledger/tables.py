"""The tables of the ledger: what a row says, as a packed record that ``struct`` writes and NumPy reads.

    goods        an amount moved from one account to another, for an order
    orders       an order was placed; its number is the number of its row
    events       what else happened to an order: received, waiting (and why), lost
    money        an amount owed by a payer to a payee, for a reason
    states       a resource is in a state from now on
    forecasts    what was expected, and what was then observed

Times are time units from the start; amounts are whole steps of the product; ``NOBODY`` stands for "no such row".
An *account* is a (site, product) pair - stock on hand at a warehouse, the outside world at a supplier or customer - or
goods in transit on a lane (see ``sim.ledger.register``). The master table (weights, values, prices, rates) is part
of the register, since it is known before the first event.
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
    """What was not shipped is a lost sale."""


class Reason(IntEnum):
    """Why an order waits."""

    NONE = 0
    NO_STOCK = 1
    NO_CAPACITY = 2
    NOT_WHOLE = 3
    """There is stock, but not enough to ship the order in full."""
    BEHIND_OTHERS = 4
    """There is stock, but orders that come first have claimed it."""


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


class State(IntEnum):
    """In what state a resource can be."""

    IDLE = 0
    BUSY = 1


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
STATES: Final = Layout((("since", "d"), ("share", "d"), ("resource", "I"), ("state", "I")))
FORECASTS: Final = Layout((("time", "d"), ("forecast", "d"), ("observed", "q"), ("account", "I"), ("period", "I")))
