"""How pictures look, and how they become files: the same bytes for the same picture, on every run.

Colours are those of Okabe and Ito (2008), Color Universal Design, which people tell apart however they see colours.
Nothing here touches matplotlib's global settings or opens a window.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from sim.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

BLUE: Final = "#0072B2"
ORANGE: Final = "#E69F00"
GREEN: Final = "#009E73"
VERMILION: Final = "#D55E00"
SKY: Final = "#56B4E9"
PURPLE: Final = "#CC79A7"
YELLOW: Final = "#F0E442"
INK: Final = "#222222"
GREY: Final = "#8A8A8A"
PALE: Final = "#E4E4E4"
SHADE: Final = "#F6D8C3"
"""Ground of a stretch of time in which a disruption was in force: vermilion mixed with white."""
PALETTE: Final = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, YELLOW)
"""Colours of things that only have to be told apart, in this order."""
Colour = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""
FORMATS: Final = ("svg", "png", "pdf")
"""The endings of files that a picture can be written to."""

_FONT: Final = "DejaVu Sans"
_HEAD: Final = 0.58
"""Height of a headline in inches."""
_SETTINGS: Final[Any] = {
    "font.family": [_FONT],
    "font.size": 9,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": PALE,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "text.color": INK,
    "text.usetex": False,
    "text.parse_math": False,
    "path.simplify": True,
    "figure.dpi": 100,
    "savefig.dpi": "figure",
    "savefig.bbox": None,
    "savefig.facecolor": "white",
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "headwater",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
}
_TIMELESS: Final[dict[str, dict[str, Any]]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


class NothingToShowError(UsageError):
    """A figure has no data: nothing of what it is about happens in this run."""


class Picture(Figure):
    """A figure that shows itself in a notebook, and is drawn in its own style wherever it is drawn."""

    def _repr_png_(self) -> bytes:
        return rendered(self, "png")


@contextmanager
def style() -> Iterator[None]:
    """Within it, what is drawn looks as all pictures here do; the settings of whoever calls come back afterwards."""
    with rc_context():
        from matplotlib import rcdefaults

        rcdefaults()
        with rc_context(_SETTINGS):
            yield


def picture(width: float, height: float, **options: Any) -> Picture:
    """An empty figure.

    Args:
        width: In inches.
        height: In inches.
        options: What matplotlib's ``Figure`` takes beside.
    """
    made = Picture(figsize=(width, height), **options)
    FigureCanvasAgg(made)
    return made


def sheet(title: str, subtitle: str, width: float, height: float) -> Picture:
    """An empty figure with a headline in its upper left corner; axes are laid out below it, without overlaps.

    Args:
        title: What is shown.
        subtitle: Of which run; cut where it is too long for the figure.
        width: In inches.
        height: In inches, the headline included.
    """
    made = picture(width, height)
    made.set_layout_engine("constrained", rect=(0.0, 0.0, 1.0, 1.0 - _HEAD / height), w_pad=0.08, h_pad=0.08)
    left = 0.12 / width
    made.text(left, 1.0 - 0.2 / height, title, size=12, weight="bold", va="center")
    letters = len(subtitle)
    while letters > 20 and text_width(shortened(subtitle, letters), 8.0) > width - 0.24:
        letters -= 4
    made.text(left, 1.0 - 0.43 / height, shortened(subtitle, letters), size=8, color="#666666", va="center")
    return made


def rendered(figure: Figure, form: str, dpi: float = 130) -> bytes:
    """A figure as the content of a file: the same bytes for the same figure.

    Args:
        figure: The figure.
        form: ``svg``, ``png`` or ``pdf``.
        dpi: Dots per inch, where the format has dots.
    """
    content = io.BytesIO()
    with style():
        figure.savefig(content, format=form, dpi=dpi, metadata=_TIMELESS[form])
    return content.getvalue()


def form_of(path: Path) -> str:
    """The format that a file's ending stands for.

    Raises:
        UsageError: There is no such format.
    """
    form = path.suffix.removeprefix(".").lower()
    if form not in FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS)
        raise UsageError(f"cannot draw into {str(path)!r}: the name must end in one of {known}")
    return form


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Width of a text in inches.

    Args:
        text: One line.
        size: Size of the letters in points.
        weight: ``normal`` or ``bold``.
    """
    if not text.strip():
        return 0.0
    path = TextPath((0.0, 0.0), text, size=size, prop=FontProperties(family=_FONT, weight=weight), usetex=False)
    return float(path.get_extents().width) / 72


def shortened(text: str, longest: int = 24) -> str:
    """A text of at most ``longest`` letters, cut in the middle, since names differ at their ends.

    >>> shortened("distribution_centre_of_the_north_east", 20)
    'distribution…th_east'
    """
    if len(text) <= longest:
        return text
    tail = (longest - 1) * 2 // 5
    return f"{text[: longest - 1 - tail]}…{text[-tail:]}"


def tint(colour: str, share: float) -> Colour:
    """A colour mixed with white, which makes up ``share`` of it."""
    from matplotlib.colors import to_rgb

    red, green, blue = (channel + (1.0 - channel) * share for channel in to_rgb(colour))
    return red, green, blue


def colours_of(names: list[str]) -> dict[str, Colour]:
    """A colour for each name: the palette, then lighter and lighter turns of it."""
    turns = 1 + (len(names) - 1) // len(PALETTE) if names else 1
    return {
        name: tint(PALETTE[number % len(PALETTE)], 0.75 * (number // len(PALETTE)) / turns)
        for number, name in enumerate(names)
    }
