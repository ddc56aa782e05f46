"""References: text that must name a thing which exists in the file, checked while the file is read."""

from __future__ import annotations

import difflib
from bisect import bisect
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import AfterValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from sim.quantities import MOST_GUESSES, Reading, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable


_LONGEST_NAME: Final = 200
_MOST_COMPARED: Final = 400
_MOST_TOLD: Final = 12


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint with the known name nearest to ``name``, or with all of them if they are few; else empty.

    Of very many names only those around ``name`` in the alphabet are compared with it, and no endless name is.
    """
    if len(name) > _LONGEST_NAME:
        return ""
    options = sorted(known)
    where = bisect(options, name)
    around = options[max(0, where - _MOST_COMPARED // 2) : where + _MOST_COMPARED // 2]
    close = difflib.get_close_matches(name, options if len(options) <= _MOST_COMPARED else around, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known: {', '.join(options)}" if 0 < len(options) <= _MOST_TOLD else ""


def refuse_twins(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names as they are; raises ``ValueError`` if one stands there twice."""
    twins = sorted(name for name, count in Counter(names).items() if count > 1)
    if twins:
        more = f" and {len(twins) - _MOST_TOLD} more" if len(twins) > _MOST_TOLD else ""
        raise ValueError(f"named twice: {', '.join(twins[:_MOST_TOLD])}{more}")
    return names


def _reference(*kinds: str) -> AfterValidator:
    def check(name: str, info: ValidationInfo) -> str:
        reading = Reading.of(info)
        names = reading.names
        if not any(kind in names for kind in kinds):
            return name  # built in Python, where there is no document to refer to
        if not any(name in names.get(kind, ()) for kind in kinds):
            text = f"there is no {' or '.join(kinds)} {name!r}"
            raise PydanticCustomError("reference", "{text}", {"hint": _hint(name, kinds, reading), "text": text})
        return name

    return AfterValidator(check)


def _hint(name: str, kinds: tuple[str, ...], reading: Reading) -> str:
    made = reading.groups.get(name) if {"site", "customer"} & set(kinds) else None
    if made is not None:
        return group_hint(name, made)
    reading.guesses += 1
    if reading.guesses > MOST_GUESSES:
        return ""
    return nearest(name, frozenset().union(*(reading.names.get(kind, frozenset()) for kind in kinds)))


def group_hint(label: str, made: tuple[str, ...]) -> str:
    """What to write instead of ``label``, an entry of the file that stands for the entries ``made``."""
    number = "1 site" if len(made) == 1 else f"{len(made)} sites"
    named = made[0] if len(made) == 1 else f"{made[0]} to {made[-1]}"
    return (
        f"{label!r} stands for {number}: name one of them ({named}); "
        f"a lane reaches all of them by what they have in common, e.g. {{tag: {label}}} after 'tags: [{label}]' there"
    )


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must be one line without control characters")
    return text


Label = Annotated[str, StringConstraints(min_length=1), AfterValidator(_printable)]
"""Words that are shown as they are written: one line, without characters that a terminal would obey."""
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_\-]*$", max_length=100), Unit("name")]
"""The name of a thing: letters, digits, ``_`` and ``-``, beginning with a letter or ``_``."""
LuckName = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_\-]*(->[A-Za-z_][A-Za-z0-9_\-]*)?$", max_length=202),
    Unit("name"),
]
"""The name of a random stream: a name, or two with an arrow between them, as lanes have."""
SiteName = Annotated[str, _reference("site"), Unit("site")]
"""The name of a site of the file."""
ProductName = Annotated[str, _reference("product"), Unit("product")]
"""The name of a product of the file."""
SourceName = Annotated[str, _reference("site", "lane", "recipe"), Unit("site, lane or recipe")]
"""The name of a site of the file to buy from, of the lane that brings the goods, or of the recipe to make them by."""
LaneName = Annotated[str, _reference("lane"), Unit("lane")]
"""The name of a lane of the file."""
CarrierName = Annotated[str, _reference("carrier"), Unit("carrier")]
"""The name of a carrier of the file."""
CustomerName = Annotated[str, _reference("customer"), Unit("customer")]
"""The name of a customer of the file."""
DisruptionName = Annotated[str, _reference("disruption"), Unit("disruption")]
"""The name of a disruption of the file."""
PlaceName = Annotated[str, _reference("site", "lane", "carrier"), Unit("site, lane or carrier")]
"""The name of a site, a lane or a carrier of the file."""
VariantName = Annotated[str, _reference("variant"), Unit("variant")]
"""The name of a variant of the file."""
