"""Causes, and the tree of them that explains a shortage: plain data, for a terminal, a notebook and a program."""

from __future__ import annotations

import html as markup
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sim.explain.calendar import amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_MOST: Final = 5
"""So many causes beside each other are told; data hold all."""
_SMALL: Final = 0.02
_NOTHING: Final = 1e-5
"""A share of a whole that is not told."""
"""A cause of a smaller share of its shortage is not told by itself."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason, and the reasons for it.

    Attributes:
        kind: Which sort of reason, e.g. ``stock_out``, ``slow_transit``, ``demand``.
        quantity: Units of the shortage asked about that it answers for, in units of that product; what stands in
            ``causes`` adds up to it, unless the chain ends here.
        text: The reason in words.
        facts: The figures behind the words: names, order numbers, instants in time units, amounts.
        causes: The reasons for it, the largest first.
    """

    kind: str
    quantity: float
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    causes: tuple[Cause, ...] = ()

    def chain(self) -> tuple[str, ...]:
        """The kinds from here down along the largest cause."""
        return (self.kind, *(self.causes[0].chain() if self.causes else ()))

    def all(self) -> Iterator[Cause]:
        """This cause and all below it."""
        yield self
        for cause in self.causes:
            yield from cause.all()

    def document(self) -> dict[str, Any]:
        """All of it as JSON can hold it."""
        return {
            "kind": self.kind,
            "quantity": self.quantity,
            "text": self.text,
            "facts": {name: _finite(value) for name, value in self.facts.items()},
            "causes": [cause.document() for cause in self.causes],
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a product was short at a site on a day.

    Attributes:
        site: The site.
        product: The product.
        day: The day, from 1.
        replication: Number of the replication.
        short: Units that could not be delivered when they were asked for on the day, or still waited from before.
        text: What was short, in words; or that nothing was, and when something was.
        causes: The reasons, the largest first; they add up to ``short``.
        nearest: The nearest day with a shortage if nothing was short; None if there is none.
    """

    site: str
    product: str
    day: int
    replication: int
    short: float
    text: str
    causes: tuple[Cause, ...] = ()
    nearest: int | None = None

    def all(self) -> Iterator[Cause]:
        """Every cause in the tree."""
        for cause in self.causes:
            yield from cause.all()

    def document(self) -> dict[str, Any]:
        """All of it as JSON can hold it."""
        return {
            "site": self.site,
            "product": self.product,
            "day": self.day,
            "replication": self.replication,
            "short": self.short,
            "text": self.text,
            "nearest": self.nearest,
            "causes": [cause.document() for cause in self.causes],
        }

    def __str__(self) -> str:
        return "\n".join([self.text, *_lines(self.causes, "  ")])

    def _repr_html_(self) -> str:
        return f"<div><strong>{markup.escape(self.text)}</strong>{_list(self.causes)}</div>"


def _finite(value: Any) -> Any:
    """What never was or will be has no instant in JSON."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _told(causes: tuple[Cause, ...]) -> Iterator[tuple[str, tuple[Cause, ...]]]:
    """The lines of causes beside each other, and what stands below each; small causes share the last line."""
    total = sum(cause.quantity for cause in causes)
    shown = [cause for cause in causes[:_MOST] if cause.quantity >= _SMALL * total]
    for cause in shown:
        yield (f"{amount(cause.quantity)} of it: {cause.text}" if len(causes) > 1 else cause.text), cause.causes
    rest = causes[len(shown) :]
    if sum(cause.quantity for cause in rest) > _NOTHING * total:
        count = "1 smaller cause" if len(rest) == 1 else f"{len(rest)} smaller causes"
        yield f"{amount(sum(cause.quantity for cause in rest))} of it: {count}", ()


def _lines(causes: tuple[Cause, ...], indent: str) -> Iterator[str]:
    for text, below in _told(causes):
        yield f"{indent}- {text}"
        yield from _lines(below, f"{indent}  ")


def _list(causes: tuple[Cause, ...]) -> str:
    items = "".join(f"<li>{markup.escape(text)}{_list(below)}</li>" for text, below in _told(causes))
    return f"<ul>{items}</ul>" if items else ""
