"""More valid examples of kinds of forecaster than their docstrings show, as a scenario file would spell them."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "exponential_smoothing": [{"alpha": 0.2}, {"alpha": 1, "initial": 40}],
    "moving_average": [{"periods": 4}],
}
