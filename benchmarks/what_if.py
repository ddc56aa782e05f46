"""Draws what a fire does to a stock, without a plan and with one: ``python -m benchmarks.what_if``.

Writes ``docs/figures/what_if.svg``: the picture that ``result.plot.stock("centre")`` shows of three variants.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import sim
from sim.report.style import rendered

ROOT: Final = Path(__file__).resolve().parents[1]
SCENARIO: Final = ROOT / "scenarios" / "supplier_fire.yaml"
PICTURE: Final = ROOT / "docs" / "figures" / "what_if.svg"
VARIANTS: Final = ("base", "fire", "fire_with_plan")
REPLICATIONS: Final = 10


def compared() -> sim.ComparisonResult:
    """The comparison that the picture shows."""
    return sim.compare(SCENARIO, variants=VARIANTS, replications=REPLICATIONS)


def picture(result: sim.ComparisonResult) -> bytes:
    """The picture as SVG, the same bytes for the same result."""
    return rendered(result.plot.stock("centre"), "svg")


if __name__ == "__main__":
    PICTURE.write_bytes(picture(compared()))
