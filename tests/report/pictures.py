"""Reading pictures back: what their artists say."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import PathPatch, Polygon

from sim.report.style import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox
    from numpy.typing import NDArray


def arrows(figure: Figure) -> dict[str, PathPatch]:
    """The arrows of a map as ``origin->destination``."""
    return {str(patch.get_gid()): patch for patch in figure.axes[0].patches if isinstance(patch, PathPatch)}


def shapes(figure: Figure) -> dict[str, Polygon]:
    """The shapes of a map by the name of the place."""
    return {
        str(patch.get_gid()): patch
        for patch in figure.axes[0].patches
        if isinstance(patch, Polygon) and patch.get_gid() is not None
    }


def texts(figure: Figure) -> list[tuple[str, Bbox]]:
    """Every text of a figure with the box that it takes, in pixels."""
    with style():
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        figure.draw(renderer)
        found = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
        for axes in figure.axes:
            found += [axes.title, axes._left_title, axes.xaxis.label, axes.yaxis.label]  # type: ignore[attr-defined]
            if axes.axison:
                found += _within(axes)
        return [(text.get_text(), text.get_window_extent(renderer)) for text in found if text.get_text().strip()]


def _within(axes: Axes) -> list:
    (left, right), (low, high) = sorted(axes.get_xlim()), sorted(axes.get_ylim())
    across = [t for t, at in zip(axes.get_xticklabels(), axes.get_xticks(), strict=False) if left <= at <= right]
    up = [t for t, at in zip(axes.get_yticklabels(), axes.get_yticks(), strict=False) if low <= at <= high]
    return [*across, *up]


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts that lie on each other, and texts that leave the figure."""
    found = texts(figure)
    pairs = [
        (first, second)
        for number, (first, box) in enumerate(found)
        for second, other in found[number + 1 :]
        if min(box.x1, other.x1) - max(box.x0, other.x0) > 1 and min(box.y1, other.y1) - max(box.y0, other.y0) > 1
    ]
    width, height = figure.get_size_inches() * figure.dpi
    return pairs + [
        (text, "the edge")
        for text, box in found
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
    ]


def course(arrow: PathPatch) -> NDArray[np.float64]:
    """Points along an arrow, in pixels, of shape (points, 2)."""
    path = arrow.get_path().interpolated(1)
    points = [arrow.get_transform().transform(polygon) for polygon in path.to_polygons(closed_only=False)]
    return np.concatenate([np.linspace(first, second, 12) for line in points for first, second in pairwise(line)])


def bars(axes: Axes, label: str) -> list[tuple[float, float, float]]:
    """The bars of one label: the middle of its row, where it begins, and how long it is."""
    container = next(each for each in axes.containers if each.get_label() == label)
    return [
        (bar.get_y() + bar.get_height() / 2, bar.get_x(), bar.get_width())
        for bar in container.patches  # type: ignore[attr-defined]
    ]
