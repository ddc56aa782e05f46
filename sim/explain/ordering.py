"""Goods that nobody had ordered in time: what of it is more demand than usual, and what is the policy's doing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.explain.calendar import amount
from sim.explain.records import SLIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.explain.calendar import Calendar
    from sim.explain.lack import Gap
    from sim.explain.records import Records
    from sim.explain.shelf import Shelf

    Telling = Callable[[Gap, Records, Calendar], str]


def split(gap: Gap, shelf: Shelf) -> dict[str, float]:
    """The kinds of cause that answer for what had not been ordered in time, each with its share; they add up to 1.

    ``demand``: more was asked for than is usual in as long a time. ``too_little_ordered``: even the usual would not
    have been there. ``nothing_ordered``: nothing ever comes. ``set_aside``: enough was there, but promised to other
    orders, or less than an order that is sent whole.
    """
    if not shelf.supply.size:
        return {"nothing_ordered": 1.0}
    if gap.asked - gap.position <= SLIGHT:
        return {"set_aside": 1.0}
    shares = {"demand": gap.by_demand, "too_little_ordered": 1.0 - gap.by_demand}
    return {kind: share for kind, share in shares.items() if share > 0.0}


def told(kind: str, gap: Gap, shelf: Shelf, records: Records, calendar: Calendar) -> str:
    """The cause in words."""
    site, product = shelf.node
    return _TELLINGS[kind](gap, records, calendar).format(site=site, product=product)


def _demand(gap: Gap, records: Records, calendar: Calendar) -> str:
    more = (
        f"{gap.asked / gap.usual:.1f} times the usual {amount(gap.usual)}" if gap.usual > SLIGHT else "usually nothing"
    )
    return (
        f"{{site}} was asked for {amount(gap.asked)} {_stretch(gap, calendar)}, {more}; "
        f"{_provision(gap, records, calendar)}{_next(gap, records, calendar)}"
    )


def _too_little(gap: Gap, records: Records, calendar: Calendar) -> str:
    return (
        f"{{site}} had ordered too little: {_provision(gap, records, calendar)}, "
        f"while {amount(gap.usual)} are usual {_stretch(gap, calendar)}{_next(gap, records, calendar)}"
    )


def _nothing(gap: Gap, _records: Records, calendar: Calendar) -> str:
    had, asked = amount(max(gap.position, 0.0)), amount(gap.asked)
    when = calendar.instant(gap.until)
    return f"{{site}} had only its opening stock of {had}, and orders nothing; {asked} were asked for by {when}"


def _set_aside(_gap: Gap, _records: Records, _calendar: Calendar) -> str:
    return "what {site} had, or was to have by then, was owed to orders before it or too little to send one whole"


def _stretch(gap: Gap, calendar: Calendar) -> str:
    first, last = calendar.day_of(gap.since), calendar.day_of(gap.until)
    if first == last:
        return (
            f"within {calendar.length(gap.until - gap.since)}"
            if gap.until > gap.since
            else f"on {calendar.word} {last}"
        )
    return f"from {calendar.word} {first} to {last}"


def _provision(gap: Gap, records: Records, calendar: Calendar) -> str:
    owes = gap.position < -SLIGHT
    units = f"it owed {amount(-gap.position)} more than it had" if owes else f"it had {amount(max(gap.position, 0.0))}"
    if gap.order < 0:
        return f"with its opening stock {units}"
    placed = float(records.placed[gap.order])
    return f"with its order of {calendar.brief(placed)}, the last that could be there in time, {units}"


def _next(gap: Gap, records: Records, calendar: Calendar) -> str:
    if gap.following < 0:
        return "; it ordered no more after that"
    placed = float(records.placed[gap.following])
    return f"; its next order was of {calendar.brief(placed)}" if placed < gap.until else ""


_TELLINGS: Final[dict[str, Telling]] = {
    "demand": _demand,
    "too_little_ordered": _too_little,
    "nothing_ordered": _nothing,
    "set_aside": _set_aside,
}
