"""Valid examples of each kind of forecaster, as a scenario file would spell them."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "exponential_smoothing": [{"alpha": 0.2}, {"alpha": 1, "initial": 40}],
    "moving_average": [{"periods": 4}, {"periods": 3, "initial": 12}],
    "perfect_mean": [{}],
}
