"""Numbers and units as text: what a quantity may look like, and what is said where it does not."""

from __future__ import annotations

import math
import re
from typing import Final

from pydantic_core import PydanticCustomError

_NUMBER: Final = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_WITH_UNIT: Final = re.compile(rf"\s*({_NUMBER})\s*([A-Za-z%][A-Za-z0-9]*)?\s*\Z")
PER: Final = re.compile(r"\s*(.+?)\s+(?:per|a|/)\s+([A-Za-z]+)\s*\Z")
"""So much per unit of time."""
NAMED_INSTANT: Final = re.compile(r"\s*([A-Za-z]+)\s+(\d+)\s*\Z")
"""A unit of time and its number: ``day 120``."""
_LONGEST: Final = 100
_DECIMAL_COMMA: Final = re.compile(r"\s*[-+]?\d{1,99},\d{1,99}(?!\d|,)")


def decimal_comma(text: str) -> str:
    """What to write instead of a number with a comma, such as ``1,20``; empty for any other text."""
    found = _DECIMAL_COMMA.match(text)
    if found is None:
        return ""
    whole, _, part = found[0].strip().partition(",")
    point = f"write {whole}.{part} with a point"
    return f"{point}, or {whole}{part} without a separator" if len(part) == 3 else point


def wrong(kind: str, message: str, hint: str = "") -> PydanticCustomError:
    """An error with its words; raise it inside a validator."""
    # The message goes through str.format, so that braces of the user's text must not reach it.
    return PydanticCustomError(kind, "{text}", {"hint": hint, "text": message})


def unexpected(value: object, what: str, but: str = "") -> PydanticCustomError:
    """An error that says ``what`` was expected instead of ``value``."""
    if isinstance(value, str) and len(value) > _LONGEST:
        return wrong("quantity", f"expected {what}, got a text of {len(value)} characters")
    return wrong(
        "quantity", f"expected {what}, got {value!r}{but}", decimal_comma(value) if isinstance(value, str) else ""
    )


def plain_number(value: object, what: str) -> float:
    """A number of Python, finite; anything else is refused as not ``what``."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise unexpected(value, what)
    try:
        number = float(value)
    except OverflowError:
        raise wrong("quantity", f"expected {what}, got a number that is too large") from None
    if not math.isfinite(number):
        raise unexpected(value, what, ", which is not a finite number")
    return number


def finite(number: float, text: str, what: str) -> float:
    """``number``, which ``text`` stands for, unless it is too large to be one."""
    if not math.isfinite(number):
        raise wrong("quantity", f"expected {what}, got {text!r}, which is too large a number")
    return number


def matched(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """How ``pattern`` matches; None also for what is too long to be any quantity."""
    # The patterns would try endless text in very many ways.
    return pattern.match(text) if len(text) <= _LONGEST else None


def split(text: str, what: str) -> tuple[float, str | None]:
    """The number in ``text`` and the unit behind it, if there is one."""
    found = matched(_WITH_UNIT, text)
    if found is None:
        raise unexpected(text, what)
    return finite(float(found[1]), text, what), found[2]
