"""Why one part of an order was late: at which stage it lost its time, and what held it there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.explain.calendar import amount
from sim.explain.records import LOST_UNDER_WAY, SLIGHT, joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.explain.calendar import Calendar
    from sim.explain.haulage import Haulage
    from sim.explain.pace import Pace
    from sim.explain.records import Node, Part, Records
    from sim.explain.shop_floor import ShopFloor


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What held a part of an order.

    Attributes:
        kind: Which sort of hold-up.
        text: What it did to the order, in words that follow "its order of day 3 came late:".
        places: Names of the things where it was, for finding the disruption that struck one of them.
        since: When the hold-up began.
        until: When it was over.
        upstream: The stock that had nothing; None where the chain ends here.
        order: The order that this stock was asked with; -1 where the chain ends here.
        facts: The figures behind the words.
        comes: Whether the part has come, or still may.
    """

    kind: str
    text: str
    places: tuple[str, ...]
    since: float
    until: float
    upstream: Node | None = None
    order: int = -1
    facts: dict[str, Any] = field(default_factory=dict)
    comes: bool = True


class Diagnoses:
    """Diagnoses of parts of orders."""

    __slots__ = ("_calendar", "_fates", "_pace", "_reasons", "_records", "_shop_floor", "_stages")

    def __init__(
        self, records: Records, pace: Pace, calendar: Calendar, *, haulage: Haulage, shop_floor: ShopFloor
    ) -> None:
        self._records, self._pace, self._calendar = records, pace, calendar
        self._shop_floor = shop_floor
        self._fates: dict[str, Callable[[Part], Diagnosis]] = {
            "scrapped": self._scrapped, "lost": self._called_off, LOST_UNDER_WAY: self._lost,
        }  # fmt: skip
        self._stages: dict[str, Callable[[Part], Diagnosis]] = {
            "message": self._message, "seller": self._at_seller, "way": haulage.delay,
        }  # fmt: skip
        self._reasons: dict[str, Callable[[Part], Diagnosis]] = {
            "no_stock": self._no_stock, "not_whole": self._no_stock, "behind_others": self._no_stock,
            "no_capacity": self._busy,
        }  # fmt: skip

    def of(self, part: Part) -> Diagnosis:
        """What held a part that was late: the stage that took longest beyond what is usual."""
        if part.fate in self._fates:
            return self._fates[part.fate](part)
        excess = self._pace.taken(part).over(self._pace.usual(part.order))
        return self._stages[max(excess, key=lambda stage: excess[stage])](part)

    def _at_seller(self, part: Part) -> Diagnosis:
        of = self._records
        if of.purpose[part.order] in ("production", "by_product"):
            return self._shop_floor.delay(part)
        return self._reasons.get(str(of.reason[part.order]), self._slow)(part)

    def _stay(self, part: Part) -> tuple[float, float]:
        of = self._records
        return max(float(of.received[part.order]), 0.0), min(part.left_at, of.last)

    def _places(self, part: Part) -> tuple[str, ...]:
        of = self._records
        seller, product = str(of.seller[part.order]), str(of.product[part.order])
        return seller, f"{seller}/{product}"

    def _no_stock(self, part: Part) -> Diagnosis:
        of, order = self._records, part.order
        since, until = self._stay(part)
        seller, waited = str(of.seller[order]), self._calendar.length(until - since)
        why = {"not_whole": "had too little to send it whole", "behind_others": "had promised what it had to others"}
        text = f"it waited {waited} at {seller}, which {why.get(str(of.reason[order]), 'had none')}"
        node = (seller, str(of.product[order]))
        return Diagnosis("waited_for_stock", text, self._places(part), since, until, node, order)

    def _busy(self, part: Part) -> Diagnosis:
        of, order = self._records, part.order
        since, until = self._stay(part)
        seller = str(of.seller[order])
        ahead = [
            int(other)
            for other in of.asked.get((seller, str(of.product[order])), ())
            if other != order and of.received[other] <= since and self._left_at(int(other)) > since and other < order
        ]
        units = float(of.quantity[ahead].sum()) if ahead else 0.0
        before = f"busy with {_orders(len(ahead))} ({amount(units)}) before it" if ahead else "busy"
        text = f"it waited {self._calendar.length(until - since)} at {seller}, which was {before}"
        facts = {"queue": len(ahead), "queued_units": units}
        return Diagnosis("no_capacity", text, self._places(part), since, until, facts=facts)

    def _left_at(self, order: int) -> float:
        return max((part.left_at for part in self._records.parts(order)), default=0.0)

    def _slow(self, part: Part) -> Diagnosis:
        since, until = self._stay(part)
        usual = self._pace.usual(part.order).seller
        seller, length = str(self._records.seller[part.order]), self._calendar.length
        is_limited = f"{seller}/{self._records.product[part.order]}" in self._records.resources
        kind, did = ("no_capacity", "make it") if is_limited else ("slow_seller", "send it off")
        text = f"{seller} took {length(until - since)} to {did}{_instead(usual, length)}"
        return Diagnosis(kind, text, self._places(part), since, until, facts={"usual": usual})

    def _message(self, part: Part) -> Diagnosis:
        of = self._records
        since, until = max(float(of.placed[part.order]), 0.0), min(float(of.received[part.order]), of.last)
        usual, length = self._pace.usual(part.order).message, self._calendar.length
        seller, lane = str(of.seller[part.order]), str(of.lane[part.order])
        text = f"word of it took {length(until - since)} to reach {seller}{_instead(usual, length)}"
        return Diagnosis("slow_message", text, (seller, lane), since, until, facts={"usual": usual})

    def _scrapped(self, part: Part) -> Diagnosis:
        of = self._records
        places = (*self._places(part), *self._shop_floor.places(part.order))
        text = f"{amount(part.quantity)} were scrapped on {self._calendar.instant(part.ended_at)}"
        since = max(float(of.received[part.order]), 0.0)
        return Diagnosis("scrap", text, places, since, part.ended_at, comes=False)

    def _called_off(self, part: Part) -> Diagnosis:
        of, order = self._records, part.order
        since = max(float(of.placed[order]), 0.0)
        on = self._calendar.instant(part.ended_at)
        if of.is_refused(order):
            lane, product = str(of.lane[order]), str(of.product[order])
            places = (*self._places(part), *((lane, f"{lane}/{product}") if lane else ()))
            return Diagnosis("refused", f"it was refused on {on}", places, since, part.ended_at, comes=False)
        text = f"{amount(part.quantity)} were called off on {on}"
        return Diagnosis("called_off", text, self._places(part), since, part.ended_at, comes=False)

    def _lost(self, part: Part) -> Diagnosis:
        of, order = self._records, part.order
        seller, lane, product = str(of.seller[order]), str(of.lane[order]), str(of.product[order])
        on = self._calendar.instant(part.ended_at)
        text = f"{amount(part.quantity)} were lost on the way from {seller} on {on}"
        places = (lane, f"{lane}/{product}")
        return Diagnosis(LOST_UNDER_WAY, text, places, part.left_at, part.ended_at, comes=False)


def _orders(count: int) -> str:
    return "1 order" if count == 1 else f"{count:,} orders"


def _instead(usual: float, length: Callable[[float], str]) -> str:
    return f", usually {length(usual)}" if usual > SLIGHT else ""


def late_orders(records: Records, calendar: Calendar, lateness: dict[int, float], *, comes: bool = True) -> str:
    """Orders and how late they came, in words; ``lateness`` is infinite for those that never came.

    Args:
        records: The ledger.
        calendar: How days are told.
        lateness: By how much they came late, by order.
        comes: Whether what they lack may come at all.
    """
    orders = sorted(lateness, key=lambda order: (records.placed[order], order))
    made = records.purpose[orders[0]] in ("production", "by_product")
    what = "production order" if made else "order"
    days = sorted({calendar.day_of(float(records.placed[order])) for order in orders})
    units = amount(float(records.quantity[orders].sum()))
    before = [order for order in orders if records.placed[order] < 0]
    late = _how_late(calendar, max(lateness.values()), single=len(orders) == 1) if comes else "brought less"
    if len(orders) == 1:
        when = "from before the run" if before else f"of {calendar.brief(float(records.placed[orders[0]]))}"
        return f"its {what} {when} ({units}) {late}"
    said = joined([str(day) for day in days]) if len(days) <= 3 else f"{days[0]} to {days[-1]}"
    return f"its {len(orders)} {what}s of {calendar.word}{'' if len(days) == 1 else 's'} {said} ({units}) {late}"


def _how_late(calendar: Calendar, lateness: float, *, single: bool) -> str:
    if lateness == float("inf"):
        return "has not come" if single else "have not come"
    return f"came {'' if single else 'up to '}{calendar.length(lateness)} late"
