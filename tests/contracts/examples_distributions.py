"""More valid examples of kinds of distribution than their docstrings show: each way to give parameters."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "beta": [{"alpha": 2, "beta": 3, "low": 1, "high": 6}, {"mean": 0.3, "cv": 0.4}],
    "binomial": [{"trials": 12, "probability": "30 %"}],
    "discrete": [
        {"values": {1: 0.7, 4: 0.3}},
        {"values": [10, 20, 50], "weights": [3, 2, 1]},
        {"values": [1, 2], "probabilities": [0.25, 0.75]},
    ],
    "empirical": [{"values": [2, 3, 3, 5, 9]}, {"values": [2, 3, 3, 5, 9], "interpolate": True}],
    "erlang": [{"mean": 6, "phases": 4}, {"mean": 6, "cv": 0.5}],
    "gamma": [{"shape": 2.5, "scale": 2}, {"mean": 6, "cv": 0.5}],
    "geometric": [{"probability": 0.25}, {"mean": 4}, {"mean": 3, "from_zero": True}],
    "logarithmic": [{"probability": 0.6}, {"mean": 2.5}],
    "lognormal": [{"median": 5, "sigma": 0.4}, {"mean": 10, "cv": 0.5}],
    "negative_binomial": [{"successes": 3, "probability": 0.4}, {"mean": 8, "cv": 0.6}],
    "normal": [{"mean": 50, "sd": 8}, {"mean": 5, "cv": 0.9}, {"mean": -5, "sd": 2, "truncated": False}],
    "uniform": [{"low": 2, "high": 8}, {"mean": 5, "cv": 0.2}],
    "weibull": [{"shape": 1.5, "scale": 10}, {"mean": 10, "cv": 0.4}],
}
