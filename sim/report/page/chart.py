"""Charts: lines over time as SVG within the page, small enough to be read on a phone without being turned.

A chart is drawn on a sheet of 720 x 400 units and shown at about half of that. Coordinates are whole units, written as
steps, since a page of thin lines would else be several times as large.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup, escape

from sim.report.page.scale import Scale, span, ticks
from sim.report.page.wording import compact
from sim.report.style import SHADE, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sim.report.windows import Window

WIDTH, HEIGHT = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 92, 704, 30, 340
_NAME, _LETTER = 18, 10.5
"""The most letters of a disruption's name over its window, and how wide one is."""


@dataclass(frozen=True)
class Line:
    """A course over time.

    Attributes:
        label: Whose.
        times: When, in time units.
        levels: What; NaN where undefined.
        colour: As CSS writes it.
        dashes: As SVG writes them; empty for a whole line.
        half_width: Half the width of the band around the line; None for no band.
        opacity: How much it covers; below 1 for one of many, which is drawn thin.
    """

    label: str
    times: NDArray[np.float64]
    levels: NDArray[np.float64]
    colour: str
    dashes: str = ""
    half_width: NDArray[np.float64] | None = None
    opacity: float = 1.0

    @property
    def band(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The lower and upper border of the band; what is never negative, or never positive, is not so in its band."""
        wide = np.zeros_like(self.levels) if self.half_width is None else np.nan_to_num(self.half_width)
        low, high = self.levels - wide, self.levels + wide
        if np.nanmin(self.levels, initial=0.0) >= 0.0:
            low = np.maximum(low, 0.0)
        if np.nanmax(self.levels, initial=0.0) <= 0.0:
            high = np.minimum(high, 0.0)
        return low, high


@dataclass(frozen=True)
class Chart:
    """Lines over time, and what a reader who cannot see them is told.

    Attributes:
        title: What is shown.
        unit: Unit of the values; ``share`` is shown in percent.
        lines: The lines, the last on top.
        until: When the run ended, in time units.
        alt: What the picture says, in words.
        warm_up: Until when nothing was measured.
        windows: When something was disrupted.
        values: Least and largest value of the axis; None to take those of the lines.
    """

    title: str
    unit: str
    lines: Sequence[Line]
    until: float
    alt: str
    warm_up: float = 0.0
    windows: Sequence[Window] = ()
    values: tuple[float, float] | None = field(default=None)

    def svg(self) -> Markup:
        """The chart as SVG with its text alternative."""
        low, high = self.values if self.values is not None else self.range()
        across = Scale(0.0, max(self.until, 1e-9), _LEFT, _RIGHT)
        up = Scale(low, high, _BOTTOM, _TOP)
        parts = [
            *_shades(self.windows, self.warm_up, across),
            *_names(self.windows, across),
            *_axes(across, up, self.unit),
        ]
        drawn = [_band(line, across, up) for line in self.lines if line.half_width is not None]
        drawn += [_line(line, across, up) for line in self.lines]
        return picture(WIDTH, HEIGHT, self.alt, [*parts, _clipped(drawn)])

    def range(self) -> tuple[float, float]:
        """The values that the axis has to show: those after the warm-up, bands included."""
        parts = []
        for line in self.lines:
            chosen = line.times > self.warm_up
            parts += [border[chosen] for border in line.band]
        if self.unit != "share":
            low, high = span(parts)
            signed = any(np.nanmin(line.levels, initial=0.0) < 0 for line in self.lines)
            return (low if signed else 0.0), high
        low, _ = span(parts, zero=False)
        return max(0.0, min(low, 0.98)), 1.004


def picture(width: int, height: int, alt: str, parts: Iterable[Markup]) -> Markup:
    """An SVG that is read out as ``alt``."""
    return Markup('<svg role="img" viewBox="0 0 {} {}" aria-label="{}">{}</svg>').format(
        width, height, alt, Markup("").join(parts)
    )


def text(x: float, y: float, words: str, **attributes: str) -> Markup:
    """Words in a picture."""
    said = Markup("").join(
        Markup(' {}="{}"').format(name.replace("_", "-"), value) for name, value in attributes.items()
    )
    return Markup('<text x="{:.0f}" y="{:.0f}"{}>{}</text>').format(x, y, said, words)


def _clipped(parts: Iterable[Markup]) -> Markup:
    """What is drawn between the axes only."""
    width, height = _RIGHT - _LEFT, _BOTTOM - _TOP + 3
    return Markup('<svg x="{0}" y="{1}" width="{2}" height="{3}" viewBox="{0} {1} {2} {3}">{4}</svg>').format(
        _LEFT, _TOP, width, height, Markup("").join(parts)
    )


def _shades(windows: Iterable[Window], warm_up: float, across: Scale) -> list[Markup]:
    found = []
    if warm_up > 0:
        found.append(
            Markup('<rect x="{}" y="{}" width="{:.0f}" height="{}" class="warm-up"/>').format(
                _LEFT, _TOP, across.place(min(warm_up, across.high)) - _LEFT, _BOTTOM - _TOP
            )
        )
    for window in windows:
        left, right = (across.place(min(max(at, 0.0), across.high)) for at in (window.since, window.until))
        found.append(
            Markup(
                '<rect x="{:.0f}" y="{}" width="{:.0f}" height="{}" fill="{}" class="window"><title>{}</title></rect>'
            ).format(left, _TOP, max(right - left, 3.0), _BOTTOM - _TOP, SHADE, window.name)
        )
    return found


def _names(windows: Iterable[Window], across: Scale) -> list[Markup]:
    """The names of disruptions over their windows, as far as there is room beside each other."""
    found, free = [], -1.0
    for window in windows:
        left, right = (across.place(min(max(at, 0.0), across.high)) for at in (window.since, window.until))
        said = shortened(window.name, _NAME)
        half = _LETTER * len(said) / 2.0
        middle = min(max((left + right) / 2.0, half), WIDTH - half)
        if middle - half > free:
            found.append(text(middle, _TOP - 8, said, text_anchor="middle"))
            free = middle + half
    return found


def _axes(across: Scale, up: Scale, unit: str) -> list[Markup]:
    found = []
    for value in ticks(up.low, up.high):
        y = up.place(value)
        shown = f"{100 * value:.4g}%" if unit == "share" else compact(value).replace("-", "\N{MINUS SIGN}")
        found.append(Markup('<path d="M{} {:.0f}H{}" class="grid"/>').format(_LEFT, y, _RIGHT))
        found.append(text(_LEFT - 10, y + 8, shown, text_anchor="end"))
    for value in ticks(across.low, across.high, 6):
        x = across.place(value)
        found.append(Markup('<path d="M{:.0f} {}v8" class="axis"/>').format(x, _BOTTOM))
        found.append(text(x, _BOTTOM + 34, compact(value), text_anchor="middle"))
    level = up.place(min(max(0.0, up.low), up.high))
    found.append(Markup('<path d="M{} {:.0f}H{}" class="axis"/>').format(_LEFT, level, _RIGHT))
    return found


def _line(line: Line, across: Scale, up: Scale) -> Markup:
    course = path(across.places(line.times), up.places(line.levels))
    said = Markup(' stroke-dasharray="{}"').format(line.dashes) if line.dashes else Markup("")
    thin = line.opacity < 1.0
    said += Markup(' stroke-opacity="{:.2f}"').format(line.opacity) if thin else Markup("")
    return Markup('<path d="{}" stroke="{}" class="{}"{}/>').format(
        course, line.colour, "thin" if thin else "line", said
    )


def _band(line: Line, across: Scale, up: Scale) -> Markup:
    """What lies within the half-width of a line, as one outline for each stretch without gaps."""
    assert line.half_width is not None
    wide = np.isfinite(line.half_width) & np.isfinite(line.levels)
    low, high = (up.places(np.clip(border, up.low, up.high)) for border in line.band)
    outlines = []
    for stretch in _stretches(wide):
        x = across.places(line.times[stretch])
        sides = (high[stretch], low[stretch])
        outlines.append(path(np.concatenate([x, x[::-1]]), np.concatenate([sides[0], sides[1][::-1]])) + "z")
    return Markup('<path d="{}" fill="{}" class="band"/>').format(escape("".join(outlines)), line.colour)


def path(x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    """A broken line in whole units; what lies on a level stretch between others is left out.

    >>> import numpy as np
    >>> path(np.array([0.0, 1, 2, 3, 9, 10]), np.array([5.0, 5, 5, 7, np.nan, 1]))
    'M0 5l2 0 1 2M10 1h0'
    """
    found = []
    for stretch in _stretches(np.isfinite(y) & np.isfinite(x)):
        points = np.column_stack([np.rint(x[stretch]), np.rint(y[stretch])]).astype(np.int64)
        keep = np.ones(len(points), dtype=np.bool_)
        if len(points) > 2:
            level = points[:, 1]
            keep[1:-1] = (level[1:-1] != level[:-2]) | (level[1:-1] != level[2:])
        points = points[keep]
        steps = np.diff(points, axis=0)
        start = f"M{points[0, 0]} {points[0, 1]}"
        found.append(
            start + ("l" + " ".join(f"{right} {down}" for right, down in steps.tolist()) if len(steps) else "h0")
        )
    return "".join(found).replace(" -", "-")


def _stretches(defined: NDArray[np.bool_]) -> list[slice]:
    """Where ``defined`` is true without a gap."""
    borders = np.flatnonzero(np.diff(defined.astype(np.int8), prepend=0, append=0))
    return [slice(int(begin), int(end)) for begin, end in zip(borders[::2], borders[1::2], strict=True)]
