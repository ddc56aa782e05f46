"""More valid examples of kinds of demand than their docstrings show, as a scenario file would spell them."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "compound_poisson": [{"rate": "21 per week", "size": {"kind": "uniform", "low": 0, "high": 6}}],
    "constant": [{"quantity": 5, "every": "12 h", "first": 0.25}],
    "periodic": [{"quantity": {"kind": "poisson", "mean": 1.2}, "every": 1, "first": "day 2"}],
    "trace": [{"orders": [[number * 0.7, number % 5] for number in range(3000)]}],
}
