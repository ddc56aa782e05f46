"""Records: the frames of a ledger opened for asking what became of one order, and who asked a stock for what."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    Node = tuple[str, str]

NEVER: Final = float("inf")
LOST_UNDER_WAY: Final = "lost_under_way"
"""The reason of an event, and the fate of a part."""
SLIGHT: Final = 1e-9
"""Units, and time units, below which a difference is none."""


@dataclass(slots=True)
class Part:
    """A part of an order that went its way as one.

    Attributes:
        order: The order.
        quantity: Units.
        left_at: When it left its seller, or infinity.
        arrived_at: When the buyer had it, or infinity.
        fate: ``moved``, ``open`` at the end of the run, ``lost`` (given up), ``lost_under_way`` or ``scrapped``.
        ended_at: When it was given up, lost or scrapped; else infinity.
    """

    order: int
    quantity: float
    left_at: float
    arrived_at: float
    fate: str
    ended_at: float = NEVER


class Grouped:
    """Rows of a table by the order that they are about, in order of time."""

    __slots__ = ("_rows", "_starts")

    def __init__(self, order: NDArray[np.int64], size: int) -> None:
        self._rows = np.argsort(order, kind="stable")
        self._starts = np.searchsorted(order[self._rows], np.arange(size + 1))

    def of(self, number: int) -> NDArray[np.intp]:
        """Numbers of the rows about an order."""
        return self._rows[self._starts[number] : self._starts[number + 1]]


class Records:
    """One replication's ledger (``sim.ledger.frames``) by column.

    Attributes:
        placed, promised, received: When each order was placed, promised for and received; of shape (orders,).
        quantity, at_once: Units ordered, and those of them that left in the instant of receipt.
        product, buyer, seller, lane, purpose, reason: Names by order; empty where there is none.
        parent: The order that caused each; -1 for none.
        last: The last instant that anything is told of.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self.tables = tables
        orders = tables["orders"]
        self.placed, self.promised, self.received, self.quantity, self.at_once = (
            _numbers(orders[name])
            for name in ("placed_at", "promised_at", "received_at", "quantity", "shipped_at_once")
        )
        self.product, self.buyer, self.seller, self.lane, self.purpose, self.reason = (
            names(orders[name]) for name in ("product", "buyer", "seller", "lane", "purpose", "waited_for")
        )
        self.parent = _whole(orders["parent"])
        size = len(orders)
        self._goods, self._events = tables["goods"], tables["events"]
        self._goods_of = Grouped(_whole(self._goods["order"]), size)
        self._events_of = Grouped(_whole(self._events["order"]), size)
        self._time, self._moved = _numbers(self._goods["time"]), _numbers(self._goods["quantity"])
        about = np.maximum(_whole(self._goods["order"]), 0)
        lane = self.lane[about] if size else self.lane[:0]
        by_hand, self._to = lane == "", names(self._goods["to"])
        self._leaves = (names(self._goods["from"]) == self.seller[about]) | by_hand
        self._arrives = (self._to == self.buyer[about]) | by_hand
        self._turns = ~self._arrives & (self._to != lane)
        self.event, self.why = names(self._events["event"]), names(self._events["reason"])
        self.event_time, self.event_quantity = _numbers(self._events["time"]), _numbers(self._events["quantity"])
        ends = [times[np.isfinite(times)].max(initial=0.0) for times in (self._time, self.placed, self.event_time)]
        self.last = float(max(ends))
        self._parts: dict[int, list[Part]] = {}

    @cached_property
    def openings(self) -> dict[str, float]:
        """Units on hand when the run began, by ``site/product``, of all stocks."""
        master = self.tables["master"]
        rows = master[master["attribute"] == "opening"]
        return dict(zip(rows["subject"].astype(str), rows["value"].astype(float), strict=True))

    @cached_property
    def resources(self) -> frozenset[str]:
        """Names of all resources that were ever in a state: ``site/product`` of suppliers with a capacity."""
        return frozenset(names(self.tables["states"]["resource"]))

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """The orders that each order caused."""
        found: dict[int, list[int]] = {}
        for order in np.flatnonzero(self.parent >= 0):
            found.setdefault(int(self.parent[order]), []).append(int(order))
        return found

    @cached_property
    def asked(self) -> dict[Node, NDArray[np.intp]]:
        """The orders that each (site, product) was asked to deliver from stock or make to order."""
        outward = (self.purpose != "by_product") & ~((self.purpose == "production") & (self.buyer == self.seller))
        return self._by(self.seller, np.flatnonzero(outward))

    @cached_property
    def supply(self) -> dict[Node, NDArray[np.intp]]:
        """The orders that bring goods to each (site, product)."""
        return self._by(self.buyer, np.flatnonzero((self.purpose != "component") & (self.purpose != "customer")))

    def _by(self, site: NDArray[np.object_], orders: NDArray[np.intp]) -> dict[Node, NDArray[np.intp]]:
        return {(str(at), str(of)): numbers for (at, of), numbers in by_names(orders, site, self.product).items()}

    def events(self, order: int, *kinds: str) -> list[tuple[float, float, str]]:
        """Time, quantity and reason of what befell an order."""
        rows = (row for row in self._events_of.of(order) if self.event[row] in kinds)
        return [(float(self.event_time[row]), float(self.event_quantity[row]), str(self.why[row])) for row in rows]

    def is_refused(self, order: int) -> bool:
        """Whether all of an order was refused when it came."""
        came = max(float(self.placed[order]), float(np.nan_to_num(self.received[order], posinf=0.0, neginf=0.0)))
        lost = sum(
            quantity
            for time, quantity, why in self.events(order, "lost")
            if why == "disrupted" and time <= came + SLIGHT
        )
        return bool(lost >= self.quantity[order] - SLIGHT)

    def arrivals(self, order: int) -> list[tuple[float, float]]:
        """When the buyer had how much of an order."""
        rows = self._goods_of.of(order)
        return [(float(self._time[row]), float(self._moved[row])) for row in rows if self._arrives[row]]

    def departures(self, order: int) -> list[tuple[float, float]]:
        """When how much of an order left its seller."""
        rows = self._goods_of.of(order)
        return [(float(self._time[row]), float(self._moved[row])) for row in rows if self._leaves[row]]

    def detours(self, order: int) -> list[tuple[float, str]]:
        """When goods of an order set out on another lane than the one it was placed over, and on which."""
        return [(float(self._time[row]), str(self._to[row])) for row in self._goods_of.of(order) if self._turns[row]]

    def parts(self, order: int) -> list[Part]:
        """What became of an order, part by part; parts arrive, or are lost, in the sequence in which they left."""
        if order not in self._parts:
            self._parts[order] = self._parts_of(order)
        return self._parts[order]

    def _parts_of(self, order: int) -> list[Part]:
        leaves = self.departures(order)
        ends = [(time, quantity, "moved") for time, quantity in self.arrivals(order)]
        lost = self.events(order, "lost")
        ends += [(time, quantity, LOST_UNDER_WAY) for time, quantity, why in lost if why == LOST_UNDER_WAY]
        arrives = deque(sorted(ends))
        before = sum(quantity for _, quantity, _ in arrives) - sum(quantity for _, quantity in leaves)
        if before > SLIGHT or (not np.isfinite(self.placed[order]) and self.promised[order] < 0):
            # It was under way when the run began.
            leaves.insert(0, (0.0, float(self.quantity[order]) - sum(quantity for _, quantity in leaves)))
        found: list[Part] = []
        for left_at, quantity in leaves:
            rest = quantity
            while rest > SLIGHT:
                at, part, fate = arrives.popleft() if arrives else (NEVER, rest, "moved")
                taken = min(part, rest)
                arrived_at, ended_at = (at, NEVER) if fate == "moved" else (NEVER, at)
                found.append(Part(order, taken, left_at, arrived_at, fate, ended_at))
                rest -= taken
                if part - taken > SLIGHT:
                    arrives.appendleft((at, part - taken, fate))
        given_up = [event for event in lost if event[2] != LOST_UNDER_WAY]
        for kind, events in (("lost", given_up), ("scrapped", self.events(order, "scrapped"))):
            found += [Part(order, quantity, NEVER, NEVER, kind, time) for time, quantity, _ in events]
        rest = float(self.quantity[order]) - sum(part.quantity for part in found)
        if rest > SLIGHT:
            found.append(Part(order, rest, NEVER, NEVER, "open"))
        return found


def names(column: pd.Series) -> NDArray[np.object_]:
    """Names of a column, empty where there is none; of shape (rows,)."""
    values = column.astype("category").cat
    known = np.array([*values.categories, ""], dtype=object)
    return known[values.codes.to_numpy()]  # what has no name has the code -1, which is the last place


def by_names(rows: NDArray[np.intp], *columns: NDArray[np.object_]) -> dict[tuple[str, ...], NDArray[np.intp]]:
    """Rows by the names that they have in several columns, ascending.

    >>> by_names(np.array([0, 2]), np.array(["a", "b", "a"]), np.array(["x", "y", "x"]))
    {('a', 'x'): array([0, 2])}
    """
    import pandas as pd

    if not rows.size:
        return {}
    frame = pd.DataFrame({str(number): column[rows] for number, column in enumerate(columns)})
    groups = frame.groupby(list(frame), sort=False, observed=True).indices
    found = cast("dict[tuple[object, ...], NDArray[np.intp]]", groups)
    return {tuple(str(name) for name in key): rows[places] for key, places in found.items()}


def _numbers(column: pd.Series) -> NDArray[np.float64]:
    return column.to_numpy(dtype=np.float64)


def _whole(column: pd.Series) -> NDArray[np.int64]:
    return column.fillna(-1).to_numpy(dtype=np.int64)


def joined(words: Sequence[str], most: int = 3) -> str:
    """Names as a sentence lists them.

    >>> joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c", "d", "e"])
    ('a', 'a and b', 'a, b, c and 2 more')
    """
    shown = list(words[:most])
    if len(words) > most:
        shown.append(f"{len(words) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
