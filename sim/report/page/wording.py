"""Wording: numbers and names as a reader wants them. Shares are told as percentages, their differences as points."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.report.tables import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

MINUS: Final = "\N{MINUS SIGN}"
_NEGLIGIBLE: Final = 1e-10
"""Half-widths up to this share of a figure are what rounding leaves of none."""
_DIGITS: Final = 5
_MANIFOLD: Final = 10.0
"""From so many times what was before on, a change is told as a multiple."""
_LARGE: Final = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
"""SI prefixes of numbers on an axis."""


def figure(value: float, half_width: float, unit: str) -> str:
    """A mean with its unit, to two digits of its half-width.

    >>> figure(0.97751, 0.00061, "share"), figure(16000.4, 49, "EUR per day")
    ('97.751%', '16,000 EUR per day')
    """
    if not math.isfinite(value):
        return "undefined"
    wide = half_width if math.isfinite(half_width) and half_width > _NEGLIGIBLE * abs(value) else math.nan
    scaled, sign = (100.0 * value, "%") if unit == "share" else (value, f" {unit}" if unit else "")
    factor = 100.0 if unit == "share" else 1.0
    return f"{rounded(scaled, wide * factor).replace('-', MINUS)}{sign}"


def margin(half_width: float, mean: float, unit: str) -> str:
    """A half-width to two digits; empty where there is none.

    >>> margin(0.00061, 0.98, "share"), margin(49, 16000, "EUR per day"), margin(float("nan"), 1, "share")
    ('0.061', '49', '')
    """
    if not math.isfinite(half_width) or half_width <= _NEGLIGIBLE * abs(mean):
        return ""
    scaled = 100.0 * half_width if unit == "share" else half_width
    return number_text(scaled, scaled)


def change(difference: float, half_width: float, unit: str) -> str:
    """A difference with its sign and unit.

    >>> change(0.0125, 0.002, "share"), change(120, float("nan"), "EUR"), change(206.043956043959, 7e-12, "units")
    ('+1.25 points', '+120 EUR', '+206.04 units')
    """
    if not math.isfinite(difference):
        return "undefined"
    factor, name = (100.0, " points") if unit == "share" else (1.0, f" {unit}" if unit else "")
    has_width = math.isfinite(half_width) and half_width > _NEGLIGIBLE * abs(difference)
    wide = half_width * factor if has_width else math.nan
    text = rounded(abs(difference) * factor, wide)
    sign = "" if not text.strip("0.,") else MINUS if difference < 0 else "+"
    return f"{sign}{text}{name}"


def rounded(value: float, uncertainty: float = math.nan) -> str:
    """A number to two digits of its uncertainty, else to five digits."""
    if math.isfinite(uncertainty) and uncertainty > 0:
        return number_text(value, uncertainty)
    return number_text(float(f"{value:.{_DIGITS}g}")) if math.isfinite(value) else "-"


def compact(value: float) -> str:
    """A number for an axis.

    >>> compact(12_500), compact(0.25), compact(3e6), compact(0), compact(-1500)
    ('12.5k', '0.25', '3M', '0', '-1.5k')
    """
    for size, letter in _LARGE:
        if abs(value) >= size:
            return f"{value / size:.4g}{letter}"
    return f"{value:.4g}"


def listed(words: Sequence[str], most: int = 6) -> str:
    """Words as a sentence lists them.

    >>> listed(["a"]), listed(["a", "b", "c"]), listed(list("abcd"), most=2)
    ('a', 'a, b and c', 'a, b and 2 more')
    """
    shown = list(words[:most])
    if len(words) > most:
        shown.append(f"{len(words) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""


def named(kpi: str, category: str | None = None) -> str:
    """A KPI in words.

    >>> named("on_time_in_full"), named("total_cost", "lost_sale")
    ('on time in full', 'total cost: lost sale')
    """
    word = kpi.replace("_", " ")
    return f"{word}: {category.replace('_', ' ')}" if category else word


def relative(before: float, after: float) -> str:
    """A change as a share of what was before; empty where there was nothing, or where it is no change.

    >>> relative(200, 230), relative(0, 5), relative(1, 1.0), relative(186, 11_535)
    ('+15.0%', '', '', '62 times')
    """
    if not (math.isfinite(before) and math.isfinite(after)) or before <= 0 or before == after:
        return ""
    share = after / before - 1.0
    if share >= _MANIFOLD - 1.0:
        return f"{after / before:,.0f} times"
    return f"{'+' if share > 0 else MINUS}{abs(share):.1%}"


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "run"), counted(2, "factory", "factories")
    ('1 run', '2 factories')
    """
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
