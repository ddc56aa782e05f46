"""A valid example of each kind of demand, as a scenario file would spell it."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, dict[str, Any]] = {
    "autoregressive": {"mean": 20, "correlation": 0.7, "innovation": 8},
    "compound_poisson": {"rate": "21 per week", "size": {"kind": "uniform", "low": 0, "high": 6}},
    "constant": {"quantity": 5, "every": "12 h", "first": 0.25},
    "periodic": {"quantity": {"kind": "poisson", "mean": 1.2}, "every": 1, "first": "day 2"},
    "poisson": {"rate": 4},
    "trace": {"orders": [[number * 0.7, number % 5] for number in range(3000)]},
}
