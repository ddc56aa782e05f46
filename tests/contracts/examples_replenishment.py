"""More valid examples of kinds of replenishment than their docstrings show, as a scenario file would spell them."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "opening_play": [{"first": {"quantity": [4, 6]}, "then": {"kind": "planned", "quantities": [3, 5]}}],
    "order_up_to": [{"forecast": {"kind": "exponential_smoothing", "alpha": 0.5}, "cover": 4, "safety_stock": 3}],
    "planned": [{"quantities": [9, 0, 12], "repeat": True}],
    "proportional_order_up_to": [
        {"level": 40, "adjustment_time": 4, "forecast": {"kind": "moving_average", "periods": 2}}
    ],
}
