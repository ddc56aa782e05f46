"""References: text that must name a thing which exists in the file, checked while the file is read."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from sim.quantities import Reading, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint with the known name nearest to ``name``, or with all of them if they are few; else empty."""
    options = sorted(known)
    close = difflib.get_close_matches(name, options, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known: {', '.join(options)}" if 0 < len(options) <= 12 else ""


def refuse_twins(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names as they are; raises ``ValueError`` if one stands there twice."""
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise ValueError(f"named twice: {', '.join(twins)}")
    return names


def _reference(*kinds: str) -> AfterValidator:
    def check(name: str, info: ValidationInfo) -> str:
        names = Reading.of(info).names
        if not any(kind in names for kind in kinds):
            return name  # built in Python, where there is no document to refer to
        known = frozenset().union(*(names.get(kind, frozenset()) for kind in kinds))
        if name not in known:
            text = f"there is no {' or '.join(kinds)} {name!r}"
            raise PydanticCustomError("reference", "{text}", {"text": text, "hint": nearest(name, known)})
        return name

    return AfterValidator(check)


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
SourceName = Annotated[str, _reference("site", "lane"), Unit("site or lane")]
"""The name of a site of the file to buy from, or of the lane that brings the goods."""
LaneName = Annotated[str, _reference("lane"), Unit("lane")]
"""The name of a lane of the file."""
CustomerName = Annotated[str, _reference("customer"), Unit("customer")]
"""The name of a customer of the file."""
