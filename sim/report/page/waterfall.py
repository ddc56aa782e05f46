"""The cost waterfall: from the baseline's costs to a variant's, kind by kind; and the costs of a single run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.report import style
from sim.report.page.chart import picture, text
from sim.report.page.figure import Figure, Gallery
from sim.report.page.scale import Scale
from sim.report.page.wording import MINUS, counted, relative
from sim.report.waterfall import amount, costs_of, currency_of, steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.results.run import Run

_WIDTH, _LEFT, _LETTER, _ROW = 720, 190, 14.5, 44


@dataclass(frozen=True, slots=True)
class _Bar:
    label: str
    begin: float
    end: float
    words: str
    colour: str


def gallery(runs: Mapping[str, Run]) -> Gallery | None:
    """A waterfall for each variant, or the costs of a single run; None where nothing cost anything."""
    costs = {label: costs_of(run) for label, run in runs.items()}
    first = next(iter(runs.values()))
    base, *others = costs
    if not any(costs.values()):
        return None
    currency = currency_of(first)
    if others:
        figures = [_waterfall(base, costs[base], label, costs[label], currency) for label in others]
        said = (
            f"From the costs of {base} to those of each variant, in {currency} over the measuring period, means over "
            "the replications. Green saves, orange costs more. The axis does not begin at 0."
        )
        return Gallery("costs", "Cost: from the baseline to each variant", said, figures, columns=2)
    said = f"In {currency} over the measuring period, mean over {counted(first.finished, 'replication')}."
    return Gallery("costs", "Cost", said, [_bars(costs[base], currency)], columns=2)


def _waterfall(base: str, before: Mapping[str, float], label: str, after: Mapping[str, float], currency: str) -> Figure:
    total, other = sum(before.values()), sum(after.values())
    rounded = partial(amount, size=max(abs(total), abs(other)))
    bars, level = [_Bar(base, 0.0, total, rounded(total), "#6b7680")], total
    for kind, change in steps(before, after):
        sign = "+" if change > 0 else MINUS
        colour = style.ORANGE if change > 0 else style.GREEN
        bars.append(_Bar(kind, level, level + change, f"{sign}{rounded(abs(change))}", colour))
        level += change
    bars.append(_Bar(label, 0.0, other, rounded(other), "#6b7680"))
    said = ", ".join(f"{bar.label} {bar.words}" for bar in bars[1:-1]) or "no change"
    alt = f"Costs in {currency}: {base} {rounded(total)}; {said}; {label} {rounded(other)}."
    share = f" ({by})" if (by := relative(total, other)) else ""
    net = f"{'+' if other > total else MINUS if other < total else ''}{rounded(abs(other - total))}"
    return Figure(f"{base} to {label}: {net} {currency}{share}", _drawn(bars, alt, cut=True))


def _bars(costs: Mapping[str, float], currency: str) -> Figure:
    total = sum(costs.values())
    rounded = partial(amount, size=abs(total))
    order = sorted(costs, key=lambda kind: (-costs[kind], kind))
    bars = [_Bar("total", 0.0, total, rounded(total), "#6b7680")]
    for kind in order:
        share = f" ({_percent(costs[kind] / total)})" if total > 0 and min(costs.values()) >= 0 else ""
        bars.append(_Bar(kind.replace("_", " "), 0.0, costs[kind], f"{rounded(costs[kind])}{share}", style.BLUE))
    said = ", ".join(f"{bar.label} {bar.words}" for bar in bars[1:])
    return Figure(f"Total cost by kind ({currency})", _drawn(bars, f"Total cost {rounded(total)} {currency}: {said}."))


def _percent(share: float) -> str:
    return "< 1%" if 0 < share < 0.01 else f"{share:.0%}"


def _drawn(bars: Sequence[_Bar], alt: str, *, cut: bool = False) -> Markup:
    """Bars from left to right, one below the other; ``cut`` leaves out what all of them have in common."""
    ends = [edge for bar in bars[1:-1] for edge in (bar.begin, bar.end)] if cut else []
    ends += [bar.end for bar in bars] if cut else [0.0, *(bar.end for bar in bars)]
    low, high = min(ends), max(ends)
    air = 0.12 * (high - low) if cut else 0.0
    right_end = _WIDTH - 12 - _LETTER * max(len(bar.words) for bar in bars)
    across = Scale(low - air if high > low or cut else 0.0, high if high > low else high + 1.0, _LEFT, right_end)
    height = _ROW * len(bars) + 16
    parts = []
    for number, bar in enumerate(bars):
        y = 8 + _ROW * number
        left, right = sorted(across.place(max(edge, across.low)) for edge in (bar.begin, bar.end))
        parts.append(
            Markup('<rect x="{:.0f}" y="{}" width="{:.0f}" height="{}" fill="{}"/>').format(
                left, y + 6, max(right - left, 2.0), _ROW - 14, bar.colour
            )
        )
        if cut and number + 1 < len(bars):
            x = across.place(bar.end)
            parts.append(Markup('<path d="M{:.0f} {}v{}" class="axis"/>').format(x, y + 6, _ROW))
        parts.append(text(_LEFT - 12, y + 30, style.shortened(bar.label, 17), text_anchor="end"))
        parts.append(text(right + 8, y + 30, bar.words))
    return picture(_WIDTH, height, alt, parts)
