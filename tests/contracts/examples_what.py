"""More valid examples of effects than their docstrings show, as a scenario file would spell them."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "capacity": ({}, {"left": 1}),
    "bankruptcy": ({},),
    "destruction": ({}, {"share": 0.5}, {"units": 12}),
    "yield_loss": ({}, {"left": 1}),
    "closure": ({}, {"in_process": "lose"}, {"orders_out": False}),
    "demand": (
        {"factor": 0},
        {"plus": -2},
        {"factor": 2, "shape": "ramp", "over": 5},
        {"factor": 0.5, "shape": "decay", "half_life": 5},
    ),
    "hoarding": ({"factor": 4, "dip": "10 %", "returned": 0.5},),
    "information_outage": ({}, {"stale_demand": True}),
    "policy": ({"source": "far"},),
}
