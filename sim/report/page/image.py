"""Pictures of matplotlib within the page: as SVG in the address of an image, so that nothing has to be fetched."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.report.style import rendered

if TYPE_CHECKING:
    from sim.report.style import Picture


def image(picture: Picture, alt: str) -> Markup:
    """A picture as an image that scrolls in its box rather than becoming too small to read.

    Args:
        picture: The picture.
        alt: What it says, in words.
    """
    content = re.sub(rb"\n\s*", b"\n", rendered(picture, "svg"))
    wide, high = (round(float(length) * 96) for length in picture.get_size_inches())
    least = min(wide, max(340, round(0.8 * wide)))
    return Markup(
        '<img src="data:image/svg+xml;base64,{}" width="{}" height="{}" style="min-width:{}px;max-width:{}px" alt="{}">'
    ).format(base64.b64encode(content).decode(), wide, high, least, round(1.3 * wide), alt)
