"""A table with a title above and notes below, as a fragment of HTML for a notebook."""

from __future__ import annotations

import html as markup
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def fragment(
    title: str, header: Sequence[str], body: Sequence[Sequence[str]], notes: Sequence[str], words: Collection[int]
) -> str:
    """The fragment; whatever is shown is text in it, never markup.

    Args:
        title: Stands above.
        header: Headings of the columns.
        body: Cells, line by line.
        notes: Stand below, one line each.
        words: Places of the columns that hold words; all others are numbers and stand at the right.

    Example:
        >>> fragment("a < b", ["of"], [["c"]], [], {0})[:60]
        '<p><strong>a &lt; b</strong></p><table><thead><tr><th style='
    """

    def line(cells: Sequence[str], tag: str) -> str:
        sides = ("left" if place in words else "right" for place in range(len(cells)))
        return "<tr>" + "".join(
            f'<{tag} style="text-align: {side}">{markup.escape(cell)}</{tag}>'
            for side, cell in zip(sides, cells, strict=True)
        ) + "</tr>"  # fmt: skip

    lines = "".join(line(cells, "td") for cells in body)
    below = "<br>".join(markup.escape(note) for note in notes)
    return (
        f"<p><strong>{markup.escape(title)}</strong></p>"
        f"<table><thead>{line(header, 'th')}</thead><tbody>{lines}</tbody></table><p><small>{below}</small></p>"
    )
