"""Why was it short? The chain of causes behind a shortage, found in the ledger of one replication.

``explain`` asks a product at a site on a day. It reads the tables of ``sim.ledger.frames`` alone, so that a ledger that
was saved is enough. ``records`` opens them; ``shelf`` says what a stock lacked and sets it against late orders;
``pace`` says what late means; ``diagnosis``, ``haulage`` and ``shop_floor`` say what held an order; ``ordering`` says
why too little was on order; ``interruptions`` knows the disruptions that end a chain; ``walk`` puts them together as a
tree of ``Cause``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import UsageError
from sim.explain.calendar import Calendar, amount
from sim.explain.cause import Cause, Explanation
from sim.explain.records import NEVER, SLIGHT, Records
from sim.explain.walk import Walk
from sim.names import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from sim.clock import Clock
    from sim.explain.lack import Short
    from sim.explain.shelf import Shelf

__all__ = ["DEPTH", "Cause", "Explanation", "explain"]

DEPTH = 8
"""How many stocks a chain goes through at most."""


def explain(
    tables: Mapping[str, pd.DataFrame],
    clock: Clock,
    site: str,
    product: str,
    day: int,
    *,
    replication: int = 0,
    depth: int = DEPTH,
) -> Explanation:
    """Why a product was short at a site on a day.

    Args:
        tables: The ledger of a replication, by table.
        clock: The scenario's clock.
        site: The site whose stock is asked about, or that makes to order.
        product: The product.
        day: The day; 1 is the first. In a scenario of abstract periods the period.
        replication: Number of the replication, for the reader.
        depth: How many stocks a chain goes through at most.

    Raises:
        UsageError: There is no such site, product or day; names what comes nearest.
    """
    records, calendar = Records(tables), Calendar(clock)
    _require(records, calendar, site, product, day)
    walk = Walk(records, calendar, depth)
    shelf = walk.shelf((site, product))
    since, until = calendar.span(day)
    touched = [short for short in shelf.shorts if short.since < until and (short.until > since or short.since >= since)]
    missing: dict[int, float] = {}
    for short in touched:
        missing[short.order] = missing.get(short.order, 0.0) + short.quantity
    total = sum(missing.values())
    if total <= SLIGHT:
        nearby = _nearest(shelf, calendar, day)
        text = f"{site} was not short of {product} on {calendar.day(day)}; "
        text += "nor ever in this run" if nearby is None else f"the nearest shortage is on {calendar.day(nearby)}"
        return Explanation(site, product, day, replication, 0.0, text, nearest=nearby)
    text = _shortage(shelf, calendar, touched, day)
    return Explanation(site, product, day, replication, total, text, walk.causes((site, product), missing))


def _shortage(shelf: Shelf, calendar: Calendar, touched: Iterable[Short], day: int) -> str:
    site, product = shelf.node
    since, until = calendar.span(day)
    fresh = [short for short in touched if short.since >= since]
    new, lost = sum(short.quantity for short in fresh), sum(short.quantity for short in fresh if short.lost)
    old = sum(short.quantity for short in touched if short.since < since)
    asked = max(shelf.asked_for(since - SLIGHT, until - SLIGHT), new)
    became = {"lost": lost, "owed": new - lost}
    fates = " and ".join(f"{amount(units)} {fate}" for fate, units in became.items() if units > SLIGHT)
    parts = [f"{amount(new)} of the {amount(asked)} asked for were not there ({fates})"] if new > SLIGHT else []
    parts += [f"{amount(old)} were still owed from before"] if old > SLIGHT else []
    first = min(touched, key=lambda short: short.since)
    begun, ended = shelf.empty(max(first.since, since) if fresh else since)
    text = f"{site} was short of {product} on {calendar.day(day)}: {', and '.join(parts)}."
    if ended > begun:
        till = "it stayed so to the end" if ended == NEVER else f"there was none until {calendar.instant(ended)}"
        text += f" It ran out on {calendar.instant(begun)}; {till}."
    return text


def _nearest(shelf: Shelf, calendar: Calendar, day: int) -> int | None:
    days = {calendar.day_of(short.since) for short in shelf.shorts}
    return min(days, key=lambda other: (abs(other - day), other)) if days else None


def _require(records: Records, calendar: Calendar, site: str, product: str, day: int) -> None:
    nodes = set(records.asked) | set(records.supply)
    sites = {of for of, _ in nodes}
    if site not in sites:
        if site in set(records.buyer):
            sellers = sorted(set(records.seller[records.buyer == site]))
            raise UsageError(f"{site!r} is a customer, who has no stock: ask about {' or '.join(sellers[:3])}")
        raise UsageError(f"nobody ordered anything at a site {site!r}; {_hint(site, sites)}")
    there = {made for of, made in nodes if of == site}
    if product not in there:
        raise UsageError(f"nobody ordered a product {product!r} at {site!r}; {_hint(product, there)}")
    last = calendar.day_of(max(records.last, 0.0))
    if not 1 <= day <= last:
        raise UsageError(f"there is no {calendar.word} {day} in this run: the first is 1, the last is {last}")


def _hint(name: str, known: set[str]) -> str:
    return nearest(name, sorted(known)) or f"known: {', '.join(sorted(known)[:6])}"
