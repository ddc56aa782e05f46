"""Shading: when disruptions were in force, behind whatever is drawn over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.report import style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from sim.report.windows import Window

LABEL: Final = "disruption in force (first replication)"
"""What the shades are called in a legend."""
_NAME: Final = 18
"""The most letters of a disruption's name."""
_SIZE: Final = 7.0
_DARK: Final = "#8A3B00"
"""Vermilion, dark enough to be read on its shade."""


def shade(ax: Axes, windows: Sequence[Window], width: float) -> None:
    """Shades the windows, and writes the names of disruptions over them where there is room.

    Args:
        ax: Where time runs from left to right, with its limits set.
        windows: When disruptions were in force, by their beginnings.
        width: How wide the axes are, more or less, in inches.
    """
    low, high = ax.get_xlim()
    free = low
    for window in windows:
        since, until = max(window.since, low), min(window.until, high)
        if since >= until:
            continue
        ax.axvspan(since, until, color=style.SHADE, alpha=0.85, linewidth=0, zorder=0.5, label=LABEL)
        said = style.shortened(window.name, _NAME)
        half = style.text_width(said, _SIZE) / width * (high - low) / 2.0
        middle = min(max((since + until) / 2.0, low + half), high - half)
        if middle - half >= free:
            ax.text(
                middle, 0.985, said, transform=ax.get_xaxis_transform(), ha="center", va="top", size=_SIZE, color=_DARK
            )
            free = middle + half
