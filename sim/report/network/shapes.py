"""Shapes: what each kind of site looks like on a map."""

from __future__ import annotations

import math
from typing import Final

HALF: Final = 0.15
"""Half the height of a shape in inches."""
PLURALS: Final = {"supplier": "suppliers", "factory": "factories", "warehouse": "warehouses", "customer": "customers"}
"""The kinds of site in the order of the legend, with the word for several."""

_SHAPES: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "supplier": ((-1.15, 0.0), (-0.6, 1.0), (0.6, 1.0), (1.15, 0.0), (0.6, -1.0), (-0.6, -1.0)),
    "factory": (
        *((-1.2, -1.0), (-1.2, 1.0), (-0.75, 1.0), (-0.75, 0.15), (-0.1, 0.7), (-0.1, 0.15)),
        *((0.55, 0.7), (0.55, 0.15), (1.2, 0.7), (1.2, -1.0)),
    ),
    "warehouse": ((-1.15, -1.0), (-1.15, 0.25), (0.0, 1.0), (1.15, 0.25), (1.15, -1.0)),
    "customer": tuple((math.cos(turn * math.pi / 18), math.sin(turn * math.pi / 18)) for turn in range(36)),
}


def symbol(kind: str) -> tuple[tuple[float, float], ...]:
    """The corners of the shape of a kind around (0, 0), in inches."""
    return tuple((HALF * x, HALF * y) for x, y in _SHAPES[kind])
