"""Waterfalls: from the baseline's costs to those of each variant, kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.errors import UsageError
from sim.names import nearest
from sim.report import style, tables
from sim.report.figures.variants import title
from sim.report.waterfall import amount, costs_of, currency_of, steps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from sim.results.comparison import Comparison

MOST: Final = 8
"""The most variants that are drawn."""
_TOTAL: Final = "#6B7680"


def draw(comparison: Comparison, variant: str | None = None) -> style.Picture:
    """What leads from the baseline's total cost to a variant's: a panel for each.

    Args:
        comparison: What was compared.
        variant: Only this one.

    Raises:
        UsageError: There is no such variant, or nothing costs anything.
    """
    known = list(comparison.variants)
    if variant is not None and variant not in known:
        raise UsageError(f"there is no variant {variant!r} to lead to; {nearest(str(variant), known)}")
    shown = [variant] if variant is not None else known[:MOST]
    runs, base = comparison.runs, comparison.baseline
    costs = {label: costs_of(runs[label]) for label in (base, *shown) if label in runs}
    if not shown or base not in costs or not any(costs.values()):
        raise style.NothingToShowError("nothing costs anything, so there is nothing that leads from cost to cost")
    currency = currency_of(runs[base])
    heights = [0.75 + 0.27 * (2 + len(steps(costs[base], costs[label]))) for label in shown]
    more = f"; {MOST} of {len(known)} variants" if len(shown) < len(known) and variant is None else ""
    said = f"{title(comparison)}; the axes do not begin at 0{more}"
    with style.style():
        figure = style.sheet(f"Total cost: from {base} to each variant", said, 9, 0.75 + sum(heights))
        axes = figure.subplots(len(shown), 1, squeeze=False, height_ratios=heights).ravel()
        for ax, label in zip(axes, shown, strict=True):
            _fill(ax, base, costs[base], label, costs[label])
        axes[-1].set_xlabel(f"{currency} over the measuring period".strip())
    return figure


def _fill(ax: Axes, base: str, before: Mapping[str, float], label: str, after: Mapping[str, float]) -> None:
    total, other = sum(before.values()), sum(after.values())
    size = max(abs(total), abs(other))
    names, level, edges = [base], total, [total]
    moved = steps(before, after)
    for place, (kind, change) in enumerate(moved, 1):
        colour = style.ORANGE if change > 0 else style.BLUE
        ax.barh(place, change, left=level, color=colour, height=0.62)
        ax.plot([level, level], [place - 1.31, place + 0.31], color=style.GREY, linewidth=0.8, zorder=0.8)
        names.append(kind)
        sign = "+" if change > 0 else "\N{MINUS SIGN}"
        _told(ax, max(level, level + change), place, f"{sign}{amount(abs(change), size)}")
        level += change
        edges.append(level)
    last = len(moved) + 1
    ax.plot([level, level], [last - 1.31, last + 0.31], color=style.GREY, linewidth=0.8, zorder=0.8)
    names.append(label)
    air = 0.18 * (max(edges) - min(edges)) or 0.1 * abs(total) or 1.0
    low = min(edges) - air
    for place, value in ((0, total), (last, other)):
        ax.barh(place, value - low, left=low, color=_TOTAL, height=0.62)
        _told(ax, value, place, amount(value, size))
    ax.set_xlim(low, max(edges) + air)
    ax.set_yticks(range(len(names)), [style.shortened(name, 28) for name in names])
    ax.set_ylim(last + 0.6, -0.6)
    ax.grid(visible=False, axis="y")
    ax.xaxis.set_major_formatter(lambda value, _: tables.number_text(float(f"{value:.9g}")))
    by = f"{other / total - 1.0:+.1%}".replace("-", "\N{MINUS SIGN}") if total > 0 and other != total else ""
    ax.set_title(style.shortened(label, 50) + (f" ({by})" if by else ""))


def _told(ax: Axes, right: float, place: float, words: str) -> None:
    ax.annotate(words, (right, place), xytext=(4, 0), textcoords="offset points", va="center", size=8)
