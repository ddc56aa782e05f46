"""A valid example of each kind of replenishment, as a scenario file would spell it. Amounts suit the test's views."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, dict[str, Any]] = {
    "anchor_and_adjust": {"target": 17, "stock_adjustment": 0.25, "supply_line_weight": 0.5},
    "base_stock": {"level": 40},
    "fixed_interval_quantity": {"quantity": 12},
    "min_max": {"reorder_point": 15, "up_to": 60},
    "opening_play": {"first": {"periods": 2, "quantity": 4}, "then": {"kind": "base_stock", "level": 40}},
    "order_up_to": {"forecast": {"kind": "exponential_smoothing", "alpha": 0.5}, "cover": 4, "safety_stock": 3},
    "pass_through": {},
    "planned": {"quantities": [9, 0, 12], "repeat": True},
    "proportional_order_up_to": {"level": 40, "adjustment_time": 4, "base": 8},
    "reorder_point": {"point": 15, "quantity": 10},
}
