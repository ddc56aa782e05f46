"""Figures of the page: a picture with its caption, and what stands around several of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from sim.report.page.chart import Chart


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture.

    Attributes:
        title: What is shown; stands above it.
        picture: The picture as HTML, with its text alternative.
        note: What a reader must know to read it; stands below it.
        wide: Whether it takes the whole width, and scrolls in its own box where that is too narrow.
    """

    title: str
    picture: Markup
    note: str = ""
    wide: bool = False

    @classmethod
    def of(cls, chart: Chart, note: str = "") -> Figure:
        """The figure of a chart."""
        return cls(chart.title, chart.svg(), note)


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of a legend.

    Attributes:
        label: What it stands for.
        colour: As CSS writes it.
        dashes: As SVG writes them; empty for a whole line.
        area: Whether it is a coloured ground rather than a line.
    """

    label: str
    colour: str
    dashes: str = ""
    area: bool = False


@dataclass(frozen=True, slots=True)
class Gallery:
    """Figures that are read together.

    Attributes:
        key: Name of the section, for links.
        title: Its heading.
        text: What is shown, in a sentence or two.
        figures: The pictures.
        legend: What the marks in all of them mean.
        columns: How many figures belong beside each other, where there is room; 0 for as many as there is room for.
    """

    key: str
    title: str
    text: str
    figures: Sequence[Figure]
    legend: Sequence[Mark] = ()
    columns: int = 0
