"""The walk from a shortage backwards: from a stock to its late orders, to their sellers' stocks, and so on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.explain import ordering
from sim.explain.cause import Cause
from sim.explain.diagnosis import Diagnoses, Diagnosis, late_orders
from sim.explain.haulage import Haulage
from sim.explain.interruptions import Interruptions
from sim.explain.pace import Pace
from sim.explain.records import NEVER, SLIGHT, Part, Records
from sim.explain.shelf import Shelf
from sim.explain.shop_floor import ShopFloor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sim.explain.calendar import Calendar
    from sim.explain.lack import Gap
    from sim.explain.records import Node


@dataclass(slots=True)
class _Group:
    """Parts that were late for one and the same reason.

    Attributes:
        quantity: Units of the shortage that they answer for.
        lateness: How late each of their orders came.
        upstream: Units by the orders that the stock behind them was asked with.
        diagnosis: That of the part that answers for most.
        most: How much that part answers for.
    """

    quantity: float = 0.0
    lateness: dict[int, float] = field(default_factory=dict)
    upstream: dict[int, float] = field(default_factory=dict)
    diagnosis: Diagnosis | None = None
    most: float = 0.0


class Walk:
    """One walk through the records of a replication. Each stock-out is told once.

    Attributes:
        records: The ledger.
    """

    def __init__(self, records: Records, calendar: Calendar, depth: int) -> None:
        self.records = records
        self._calendar = calendar
        self._depth = depth
        self._pace = Pace(records)
        self._shelves: dict[Node, Shelf] = {}
        self._diagnoses = Diagnoses(
            records, self._pace, calendar,
            haulage=Haulage(records, calendar), shop_floor=ShopFloor(records, self._pace, calendar, self.shelf),
        )  # fmt: skip
        self._interruptions = Interruptions(records)
        self._told: set[tuple[Node, float]] = set()

    def shelf(self, node: Node) -> Shelf:
        """A product at a site."""
        if node not in self._shelves:
            self._shelves[node] = Shelf(self.records, self._pace, node)
        return self._shelves[node]

    def causes(self, node: Node, missing: Mapping[int, float], depth: int = 1) -> tuple[Cause, ...]:
        """Why a stock could not deliver.

        Args:
            node: Site and product.
            missing: Units of the shortage asked about, by the order that the stock could not fill.
            depth: How many stocks the walk has come to, this one included.

        Returns:
            Causes whose quantities add up to ``missing``, the largest first.
        """
        shelf = self.shelf(node)
        groups: dict[tuple[object, ...], _Group] = {}
        gaps: dict[str, tuple[float, float, Gap]] = {}
        for order, units in missing.items():
            lack = shelf.lacks[order]
            scale = units / lack.total
            for part, quantity in lack.late:
                self._add(groups, part, quantity * scale)
            if lack.unordered > SLIGHT:
                gap = shelf.gap(lack.at)
                for kind, share in ordering.split(gap, shelf).items():
                    quantity = lack.unordered * scale * share
                    total, most, worst = gaps.get(kind, (0.0, 0.0, gap))
                    worst, most = (gap, quantity) if quantity > most else (worst, most)
                    gaps[kind] = (total + quantity, most, worst)
        found = [self._of_group(group, depth) for group in groups.values()]
        found += [
            self._of_gap(kind, quantity, gap, shelf) for kind, (quantity, _, gap) in gaps.items() if quantity > SLIGHT
        ]
        return tuple(sorted(found, key=lambda cause: (-cause.quantity, cause.kind, cause.text)))

    def _add(self, groups: dict[tuple[object, ...], _Group], part: Part, quantity: float) -> None:
        diagnosis = self._diagnoses.of(part)
        key = (diagnosis.kind, diagnosis.upstream or diagnosis.places, part.fate)
        group = groups.setdefault(key, _Group())
        group.quantity += quantity
        if diagnosis.order >= 0:
            group.upstream[diagnosis.order] = group.upstream.get(diagnosis.order, 0.0) + quantity
        lateness = part.arrived_at - self._pace.due(part.order)
        group.lateness[part.order] = max(lateness, group.lateness.get(part.order, 0.0))
        if quantity > group.most:
            group.most, group.diagnosis = quantity, diagnosis

    def _of_group(self, group: _Group, depth: int) -> Cause:
        diagnosis = group.diagnosis
        if diagnosis is None:
            raise ValueError("a group of causes has at least one part")
        head = late_orders(self.records, self._calendar, group.lateness, comes=diagnosis.comes)
        text = f"{head}: {diagnosis.text}"
        orders = sorted(group.lateness)
        facts = {
            "orders": orders,
            "late_by": [None if group.lateness[order] == NEVER else group.lateness[order] for order in orders],
            "since": diagnosis.since,
            "until": diagnosis.until,
            **diagnosis.facts,
        }
        if diagnosis.upstream is None:
            return self._leaf(diagnosis.kind, group.quantity, text, facts, diagnosis)
        return self._beyond(group, diagnosis, text, facts, depth)

    def _beyond(self, group: _Group, diagnosis: Diagnosis, text: str, facts: dict[str, object], depth: int) -> Cause:
        """A cause that goes on at the stock behind it."""
        node = diagnosis.upstream or ("", "")
        shelf = self.shelf(node)
        missing = {order: units for order, units in group.upstream.items() if order in shelf.lacks}
        facts |= {"site": node[0], "product": node[1]}
        kind, quantity = diagnosis.kind, group.quantity
        if not missing:
            return self._leaf(kind, quantity, text, facts, diagnosis)
        since, until = shelf.empty(diagnosis.since)
        if until > since:
            till = "the end" if until == NEVER else self._calendar.instant(until)
            text += f" ({node[1]} ran out there on {self._calendar.instant(since)}, until {till})"
            facts |= {"empty_since": since, "empty_until": None if until == NEVER else until}
        if (node, since) in self._told:
            return Cause(kind, quantity, f"{text}; see above", facts)
        if depth >= self._depth:
            return Cause(kind, quantity, f"{text}; the chain goes on", facts)
        self._told.add((node, since))
        units = sum(missing.values())
        scaled = {order: quantity * share / units for order, share in missing.items()}
        return Cause(kind, quantity, text, facts, self.causes(node, scaled, depth + 1))

    def _of_gap(self, kind: str, quantity: float, gap: Gap, shelf: Shelf) -> Cause:
        text = ordering.told(kind, gap, shelf, self.records, self._calendar)
        facts = {
            "order": gap.order, "since": gap.since, "until": gap.until,
            "position": gap.position, "asked": gap.asked, "usual": gap.usual,
        }  # fmt: skip
        site, product = shelf.node
        buyers: Iterable[str] = ()
        if kind == "demand":
            received = self.records.received[shelf.asked]
            buyers = sorted(set(self.records.buyer[shelf.asked[(received >= gap.since) & (received <= gap.until)]]))
        places = (site, f"{site}/{product}", product, *buyers, *(f"{buyer}/{product}" for buyer in buyers))
        return self._leaf(kind, quantity, text, facts, Diagnosis(kind, "", places, gap.since, gap.until))

    def _leaf(self, kind: str, quantity: float, text: str, facts: Mapping[str, object], diagnosis: Diagnosis) -> Cause:
        """A cause at which the chain ends, or the disruption behind it."""
        strikes = self._interruptions.at(diagnosis.places, diagnosis.since, diagnosis.until)
        if not strikes:
            return Cause(kind, quantity, text, facts)
        told = "; ".join(
            f"{strike.disruption} at {strike.target} since {self._calendar.instant(strike.since)} ({strike})"
            for strike in strikes
        )
        known = [
            {"disruption": strike.disruption, "effect": strike.effect, "target": strike.target, "since": strike.since,
             "until": None if strike.until == NEVER else strike.until, "share": strike.share}
            for strike in strikes
        ]  # fmt: skip
        return Cause(kind, quantity, text, facts, (Cause("disruption", quantity, told, {"disruptions": known}),))
