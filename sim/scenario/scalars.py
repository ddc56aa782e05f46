"""Plain scalars: what unquoted text in a scenario file or a table cell stands for.

Numbers, truth values and nothing are read by the rules of YAML 1.2's core schema (https://yaml.org/spec/1.2.2/,
section 10.3), plus dates. ``on``, ``off``, ``yes`` and ``no`` are therefore text, ``1e1`` is ten, ``0x1F`` and
``0o17`` are whole numbers. What YAML 1.1 and 1.2 read differently and no one can mean for sure is refused: ``010`` (8
or 10), ``1_000`` (a number or text), ``12:30`` (750 or text). So are times of day, infinity and not-a-number, which
no key takes.
"""

from __future__ import annotations

import datetime
import re
from typing import Final

_CONSTANTS: Final[dict[str, bool | None]] = {
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
    "null": None, "Null": None, "NULL": None, "~": None,
}  # fmt: skip
_WHOLE: Final = re.compile(r"[-+]?[0-9]+\Z")
_BASED: Final = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_NUMBER: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|\s+)[0-9]{1,2}:[0-9]{2}")
_SIXTIES: Final = re.compile(r"[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?\Z")
_UNDERSCORES: Final = re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?\Z")
_BOUNDLESS: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_LONGEST_NUMBER: Final = 300
_BEGINS_LIKE_A_NUMBER: Final = frozenset("0123456789+-.")

Scalar = str | int | float | bool | datetime.date | None


class Doubtful(ValueError):
    """Unquoted text that must be written otherwise; the message says how."""


def read_scalar(text: str) -> Scalar:
    """What unquoted ``text`` stands for; raises ``Doubtful`` where that is not clear.

    >>> [read_scalar(text) for text in ("40", "1e1", "no", "true", "52 weeks")]
    [40, 10.0, 'no', True, '52 weeks']
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[:1] not in _BEGINS_LIKE_A_NUMBER:
        return text
    if len(text) > _LONGEST_NUMBER:
        if _NUMBER.match(text) or _BASED.match(text):
            raise Doubtful(f"a number of {len(text)} digits is too long")
        return text
    if _WHOLE.match(text):
        return _whole(text)
    if _NUMBER.match(text):
        number = float(text)
        if number in (float("inf"), float("-inf")):
            raise Doubtful(f"{text} is too large a number")
        return number
    if _BASED.match(text):
        return _representable(int(text, 0), text)
    if _DATE.match(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            raise Doubtful(f"{text} is not a date of the calendar") from None
    _refuse(text)
    return text


def _whole(text: str) -> int:
    digits = text.lstrip("+-")
    if len(digits) > 1 and digits.startswith("0"):
        raise Doubtful(f"{text} begins with 0: write {int(text)} for the number, or '{text}' in quotes for text")
    return _representable(int(text), text)


def _representable(number: int, text: str) -> int:
    try:
        float(number)
    except OverflowError:
        raise Doubtful(f"{text} is too large a number") from None
    return number


def _refuse(text: str) -> None:
    if _UNDERSCORES.match(text):
        raise Doubtful(f"{text} has underscores: write {text.replace('_', '')} for the number, or quotes for text")
    if _SIXTIES.match(text):
        raise Doubtful(f"{text} may be a time of day or a number to base 60: write e.g. '12 h' or quotes for text")
    if _MOMENT.match(text):
        raise Doubtful(f"{text} has a time of day: write the date alone, or a number of elapsed time units")
    if _BOUNDLESS.match(text):
        raise Doubtful(f"{text} is not a finite number: leave the key out where nothing limits")
