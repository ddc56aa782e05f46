"""Production that was late: components that were missing, machines that were down or at work on others."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.explain.calendar import amount
from sim.explain.diagnosis import Diagnosis
from sim.explain.records import NEVER, SLIGHT, joined, names

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sim.explain.calendar import Calendar
    from sim.explain.pace import Pace
    from sim.explain.records import Node, Part, Records
    from sim.explain.shelf import Shelf

_STOPS: Final = {"down": "was down", "setup": "was in set-up", "blocked": "was blocked", "off": "was out of its hours"}
"""States in which a machine brings nothing forth."""
_MUCH: Final = 0.1
"""A state is named as the cause where it took so much more of a stretch than of the whole run, as a share of it."""


class ShopFloor:
    """Production orders: their components, their release and their machines."""

    __slots__ = ("_calendar", "_machines", "_pace", "_records", "_shelf", "_spells")

    def __init__(self, records: Records, pace: Pace, calendar: Calendar, shelf: Callable[[Node], Shelf]) -> None:
        self._records, self._pace, self._calendar, self._shelf = records, pace, calendar, shelf
        states = records.tables["states"]
        order = states["order"].fillna(-1).to_numpy(dtype=np.int64)
        resource, state = names(states["resource"]), names(states["state"])
        since = states["since"].to_numpy(dtype=np.float64)
        self._spells: dict[str, list[tuple[str, float]]] = {}
        self._machines: dict[Node, set[str]] = {}
        for row in range(order.size):
            self._spells.setdefault(resource[row], []).append((state[row], float(since[row])))
            if order[row] >= 0:
                made = (str(records.seller[order[row]]), str(records.product[order[row]]))
                self._machines.setdefault(made, set()).add(str(resource[row]))

    def places(self, order: int) -> tuple[str, ...]:
        """The machines and lines that make what an order is for."""
        machines = self._used(order)
        return (*machines, *sorted({machine.rsplit("/", 1)[0] for machine in machines}))

    def _used(self, order: int) -> tuple[str, ...]:
        of = self._records
        return tuple(sorted(self._machines.get((str(of.seller[order]), str(of.product[order])), ())))

    def delay(self, part: Part) -> Diagnosis:
        """What held a part of a production order: before its release, or on the shop floor."""
        of = self._records
        received = max(float(of.received[part.order]), 0.0)
        left = min(part.left_at, of.last)
        released = min(self._released(part), left)
        if released - received < left - released - self._pace.usual(part.order).seller:
            return self._on_machines(part.order, released, left, "on the shop floor")
        if of.reason[part.order] == "no_stock":
            return self._components(part.order, received, released)
        return self._on_machines(part.order, received, released, "to be released")

    def _released(self, part: Part) -> float:
        """When a part was released; jobs come out in the sequence in which they went in."""
        releases = deque(self._records.events(part.order, "released"))
        if part.fate == "open":
            done = sum(other.quantity for other in self._records.parts(part.order) if other.fate != "open")
        else:
            done = sum(other.quantity for other in self._records.parts(part.order) if other.left_at < part.left_at)
        while releases:
            time, quantity, _ = releases.popleft()
            done -= quantity
            if done < -SLIGHT:
                return time
        return NEVER

    def _components(self, order: int, since: float, until: float) -> Diagnosis:
        of = self._records
        site = str(of.seller[order])
        missing = {
            str(of.product[booking]): booking
            for booking in of.children.get(order, ())
            if of.purpose[booking] == "component" and of.reason[booking] == "no_stock"
        }
        if not missing:
            return self._on_machines(order, since, until, "to be released")
        last = max(sorted(missing), key=lambda product: self._there_at((site, product), missing[product]))
        others = [product for product in sorted(missing) if product != last]
        text = f"it waited {self._calendar.length(until - since)} for {last}"
        text += f" (and for {joined(others)})" if others else ""
        facts = {"component": last, "also_missing": others}
        places = (site, f"{site}/{last}")
        return Diagnosis("waited_for_component", text, places, since, until, (site, last), missing[last], facts)

    def _there_at(self, node: Node, booking: int) -> float:
        """When the last of a component that was booked could be issued at the soonest."""
        of = self._records
        asked = max(float(of.received[booking]), 0.0)
        lacking = next((quantity for _, quantity, _ in of.events(booking, "waiting")), 0.0)
        for time, quantity in sorted(move for order in self._shelf(node).supply for move in of.arrivals(int(order))):
            if time > asked:
                lacking -= quantity
                if lacking <= SLIGHT:
                    return time
        return NEVER

    def _on_machines(self, order: int, since: float, until: float, what: str) -> Diagnosis:
        of = self._records
        used, length = self._used(order), self._calendar.length
        excess = {
            (machine, state): self._share(machine, state, since, until) - self._share(machine, state, 0.0, of.last)
            for machine in used
            for state in _STOPS
        }
        worst = max(sorted(excess), key=lambda key: excess[key]) if excess else None
        text = (
            f"it waited {length(until - since)} {what}"
            if "released" in what
            else f"it took {length(until - since)} {what}"
        )
        if worst is not None and excess[worst] >= _MUCH:
            machine, state = worst
            spent = self._share(machine, state, since, until) * (until - since)
            text += f": {machine} {_STOPS[state]} for {length(spent)} of it"
            return Diagnosis(f"machine_{state}", text, self.places(order), since, until, facts={"machine": machine})
        count, units = self._queue(order, since)
        if count:
            text += f": {'1 order' if count == 1 else f'{count:,} orders'} ({amount(units)}) before it had the machines"
        facts = {"queue": count, "queued_units": units}
        seller = str(of.seller[order])
        places = (seller, f"{seller}/{of.product[order]}", *self.places(order))
        return Diagnosis("queue", text, places, since, until, facts=facts)

    def _share(self, machine: str, state: str, since: float, until: float) -> float:
        if until <= since:
            return 0.0
        spells = self._spells[machine]
        ends = [*(begun for _, begun in spells[1:]), self._records.last]
        spent = (
            max(min(end, until) - max(begun, since), 0.0)
            for (what, begun), end in zip(spells, ends, strict=True)
            if what == state
        )
        return sum(spent) / (until - since)

    def _queue(self, order: int, at: float) -> tuple[int, float]:
        """Production orders on the same machines that came before and were not done, and their units."""
        of, mine = self._records, set(self._used(order))
        rivals: list[int] = []
        for node, machines in self._machines.items():
            if machines & mine:
                made = self._made(node)
                rivals += made[(of.received[made] <= at) & (made < order)].tolist()
        undone = [
            (other, sum(part.quantity for part in of.parts(other) if min(part.left_at, part.ended_at) > at))
            for other in rivals
        ]
        left = [units for _, units in undone if units > SLIGHT]
        return len(left), float(sum(left))

    def _made(self, node: Node) -> NDArray[np.intp]:
        of = self._records
        return np.flatnonzero((of.seller == node[0]) & (of.product == node[1]) & (of.purpose == "production"))
