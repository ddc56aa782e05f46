"""Drawing: a map as a picture. All lengths are inches; the picture is as large as what it shows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from matplotlib.patches import FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path as Outline

from sim.report import style
from sim.report.network.grouping import grouped
from sim.report.network.layout import lay_out
from sim.report.network.shapes import HALF, PLURALS, symbol
from sim.report.tables import number_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from sim.report.network.layout import Layout
    from sim.report.network.map import Arrow, Map, Place

_LETTERS: Final = 8.0
_SMALL: Final = 7.0
_ROW: Final = 0.78
"""Height of a row: a shape, two lines of text and air."""
_GAP: Final = 1.1
"""Least width between two columns, where arrows bend."""
_MARGIN: Final = 0.3
_THIN, _THICK = 0.8, 8.0
"""Widths of the arrows of the smallest and of the largest flow, in points."""
_HEAD: Final = 0.09
_LINE: Final = 0.27
"""Height of a line of the legend."""
_PLAIN: Final = "#9FB4C7"
"""Colour of places without a region."""


@dataclass(frozen=True)
class _Plan:
    """Where things go: the middle and half the width of each column, and the height of each place."""

    layout: Layout
    middle: tuple[float, ...]
    half: tuple[float, ...]
    column: Mapping[str, int]
    width: float
    base: float

    def at(self, name: str) -> tuple[float, float]:
        """The middle of a place's shape."""
        return self.middle[self.column[name]], self.level(self.layout.height[name])

    def level(self, height: float) -> float:
        """Rows from the middle of the picture as inches from its lower edge."""
        return self.base + (height + self.layout.rows / 2) * _ROW


@dataclass(frozen=True)
class Shades:
    """Colours that say how places are doing, in place of those that tell their regions.

    Attributes:
        colours: Colour of each place that has one, by its name on the grouped map.
        entries: What the colours mean, for the legend.
    """

    colours: Mapping[str, str]
    entries: Mapping[str, str]


def draw(found: Map, shades: Shades | None = None) -> style.Picture:
    """A picture of a map: tiers from left to right, kinds by shape, regions by colour, flows by the width of arrows.

    Sites that are too many for a tier are drawn as stacks with their number.

    Args:
        found: The map.
        shades: Colours of the places; None to tell their regions.
    """
    shown = grouped(found)
    layout = lay_out(shown)
    places = {place.name: place for place in shown.places}
    regions, colours, paint = _painted(found, shown, shades)
    heading = (style.shortened(found.title, 60), _said(shown, found))
    least = max(style.text_width(heading[0], 11, "bold"), style.text_width(heading[1], _LETTERS), 3.0) + 2 * _MARGIN
    middle, half, width = _columns(layout, places, least)
    kinds = [kind for kind in PLURALS if any(place.kind == kind for place in shown.places)]
    entries = _wrapped([*kinds, *regions], width - 2 * _MARGIN, fresh=len(kinds))
    base = _MARGIN + _LINE * len(entries) + 0.15
    height = base + layout.rows * _ROW + 0.65
    column = {name: number for number, names in enumerate(layout.columns) for name in names}
    plan = _Plan(layout, middle, half, column, width, base)
    with style.style():
        figure = style.picture(width, height)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set(xlim=(0.0, width), ylim=(0.0, height))
        axes.set_axis_off()
        axes.text(_MARGIN, height - 0.3, heading[0], size=11, weight="bold", va="center", gid="title")
        axes.text(_MARGIN, height - 0.53, heading[1], size=_LETTERS, color=style.GREY, va="center", gid="legend")
        largest = max(shown.flows.values(), default=0.0)
        for arrow, flow in sorted(shown.flows.items(), key=lambda item: (item[1], item[0])):
            _draw_arrow(axes, plan, arrow, flow / largest if largest > 0 else 0.0)
        for place in shown.places:
            _draw_place(axes, place, plan.at(place.name), paint[place.name])
        _draw_legend(axes, entries, kinds, colours, base - 0.15)
    return figure


def _painted(
    found: Map, shown: Map, shades: Shades | None
) -> tuple[list[str], dict[str, str | tuple[float, float, float]], dict[str, str | tuple[float, float, float]]]:
    """The entries of the legend, their colours, and the colour of each place."""
    if shades is not None:
        paint = {place.name: shades.colours.get(place.name, _PLAIN) for place in shown.places}
        return list(shades.entries), dict(shades.entries), dict(paint)
    regions = sorted({place.region for place in found.places if place.region is not None})
    colours = dict(style.colours_of(regions))
    return regions, dict(colours), {place.name: colours.get(place.region or "", _PLAIN) for place in shown.places}


def label_of(place: Place) -> tuple[str, str]:
    """The two lines under a place: its name, or the first and last of several, and how many they are."""
    if len(place.members) == 1:
        return style.shortened(place.name), ""
    first, last = (style.shortened(name, 14) for name in (place.members[0], place.members[-1]))
    return f"{first} … {last}", f"{len(place.members)} {PLURALS[place.kind]}"


def _said(shown: Map, found: Map) -> str:
    """What the width of the arrows means."""
    largest = max(shown.flows.values(), default=0.0)
    if largest <= 0:
        return "Arrows say who delivers to whom." if found.flows else "Nobody delivers to anybody."
    rounded = number_text(float(f"{largest:.3g}"))
    dashed = "; dashed: nothing" if min(shown.flows.values()) <= 0 else ""
    return f"Width of an arrow: {shown.legend.format(rounded)}{dashed}."


def _columns(
    layout: Layout, places: Mapping[str, Place], least: float
) -> tuple[tuple[float, ...], tuple[float, ...], float]:
    """The middle and half the width of each column, and the width of the picture, which is at least ``least``."""
    half = []
    for names in layout.columns:
        widths = [style.text_width(line, _LETTERS) for name in names for line in label_of(places[name])]
        half.append(max([HALF * 2.2, *(width / 2 for width in widths)]) + 0.08)
    gap = _GAP + 0.04 * max((len(names) for names in layout.columns), default=0)
    needed = 2 * sum(half) + gap * (len(half) - 1) + 2 * _MARGIN
    spare = max(0.0, least - needed)
    gap += spare / (len(half) - 1) if len(half) > 1 else 0.0
    left = _MARGIN + (spare / 2 if len(half) == 1 else 0.0)
    middle = []
    for own in half:
        middle.append(left + own)
        left += 2 * own + gap
    return tuple(middle), tuple(half), max(needed, least)


def _draw_arrow(axes: Axes, plan: _Plan, arrow: Arrow, share: float) -> None:
    """One arrow: level past every column, bent between columns, so that it touches neither shapes nor names."""
    backward = arrow in plan.layout.backward
    left, right = (arrow[1], arrow[0]) if backward else arrow
    first, last = plan.column[left], plan.column[right]
    aside = -0.1 if backward else 0.0
    width = _THIN + (_THICK - _THIN) * share if share > 0 else _THIN
    head = _HEAD + 0.35 * width / 72
    levels = [plan.at(left)[1] + aside, *map(plan.level, plan.layout.ways[arrow]), plan.at(right)[1] + aside]
    start = plan.middle[first] + HALF * 1.25 + (head if backward else 0.0)
    end = plan.middle[last] - HALF * 1.25 - (0.0 if backward else head)
    points = [(start, levels[0])]
    codes = [Outline.MOVETO]
    for number, (low, high) in enumerate(pairwise(levels)):
        leave = plan.middle[first + number] + plan.half[first + number]
        reach = plan.middle[first + number + 1] - plan.half[first + number + 1]
        bend = (leave + reach) / 2
        points += [(leave, low), (bend, low), (bend, high), (reach, high)]
        codes += [Outline.LINETO, *[Outline.CURVE4] * 3]
    points.append((end, levels[-1]))
    codes.append(Outline.LINETO)
    colour = "#6E7B87" if not backward else style.PURPLE
    line = PathPatch(
        Outline(points, codes),
        fill=False,
        edgecolor=colour,
        linewidth=width,
        alpha=0.6,
        linestyle="solid" if share > 0 else (0, (4, 3)),
        capstyle="butt",
        gid=f"{arrow[0]}->{arrow[1]}",
        zorder=2,
    )
    axes.add_patch(line)
    tip, way = ((start - head, levels[0]), 1.0) if backward else ((end + head, levels[-1]), -1.0)
    spread = head * 0.55
    corners = [tip, (tip[0] + way * head, tip[1] + spread), (tip[0] + way * head, tip[1] - spread)]
    axes.add_patch(Polygon(corners, closed=True, color=colour, linewidth=0, zorder=3))


def _draw_place(
    axes: Axes, place: Place, at: tuple[float, float], colour: str | tuple[float, float, float], name: bool = True
) -> None:
    """A shape; several sites are three of them, one behind the other."""
    copies = 2 if len(place.members) > 1 else 0
    for number in range(copies, -1, -1):
        corners = [(at[0] + x + 0.05 * number, at[1] + y + 0.05 * number) for x, y in symbol(place.kind)]
        axes.add_patch(
            Polygon(
                corners,
                closed=True,
                facecolor=colour,
                edgecolor=style.INK,
                linewidth=0.9,
                joinstyle="round",
                gid=place.name if name and number == 0 else None,
                zorder=4,
            )
        )
    if not name:
        return
    for line, text in enumerate(label_of(place)):
        if text:
            level = at[1] - HALF - 0.11 - 0.135 * line
            size, tone = (_LETTERS, style.INK) if line == 0 else (_SMALL, "#555555")
            axes.text(at[0], level, text, size=size, color=tone, ha="center", va="center", zorder=5)


def _wrapped(names: list[str], width: float, fresh: int) -> list[list[tuple[str, float]]]:
    """Names in lines of the legend with their places; the name with number ``fresh`` begins a line."""
    lines: list[list[tuple[str, float]]] = []
    left = math.inf
    for number, name in enumerate(names):
        needed = 0.34 + style.text_width(style.shortened(name), _LETTERS) + 0.22
        if left + needed > width or number == fresh:
            lines.append([])
            left = 0.0
        lines[-1].append((name, left))
        left += needed
    return lines


def _draw_legend(
    axes: Axes,
    entries: list[list[tuple[str, float]]],
    kinds: list[str],
    colours: Mapping[str, str | tuple[float, float, float]],
    top: float,
) -> None:
    """Kinds by shape, then regions by colour."""
    waiting = list(kinds)
    for number, line in enumerate(entries):
        level = top - _LINE * (number + 0.5)
        for name, left in line:
            x = _MARGIN + left
            if waiting:
                corners = [(x + 0.13 + 0.6 * across, level + 0.6 * up) for across, up in symbol(waiting.pop(0))]
                axes.add_patch(Polygon(corners, closed=True, facecolor="white", edgecolor=style.INK, linewidth=0.8))
            else:
                box = FancyBboxPatch((x + 0.04, level - 0.06), 0.18, 0.12, boxstyle="round,pad=0,rounding_size=0.03")
                box.set(facecolor=colours[name], edgecolor="none")
                axes.add_patch(box)
            axes.text(x + 0.31, level, style.shortened(name), size=_LETTERS, va="center")
