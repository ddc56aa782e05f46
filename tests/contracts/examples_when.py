"""More valid examples of triggers than their docstrings show, as a scenario file would spell them."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "after": (
        {"of": "closure", "counted_from": "end", "delay": 3, "lasts": 5, "probability": 0.5},
        {"of": "closure", "delay": {"kind": "exponential", "mean": 30}, "lasts": {"kind": "exponential", "mean": 9}},
        {"of": "closure"},
    ),
    "chain": ({"strikes": 0.04, "ends": 0.25}, {"strikes": 0.5, "ends": 0}, {"strikes": 0, "ends": 1}),
    "chance": (
        {"probability": 1, "starts": 3},
        {"probability": 0.5, "starts": 3, "delay": {"kind": "uniform", "low": 0, "high": 9}, "lasts": 2},
    ),
    "condition": (
        {"site": "dc", "product": "juice", "below": 20, "until": 60, "looks_at": "net_stock"},
        {"site": "dc", "product": "juice", "above": 3, "looks_at": "backlog", "lasts": 5},
    ),
    "history": ({"strikes": [[3, 4], [4, 9.5], [12, None]]},),
    "recurring": (
        {"gap": {"kind": "exponential", "mean": 30}, "lasts": {"kind": "exponential", "mean": 6}},
        {"gap": 0, "lasts": 1},
        {"gap": 1, "lasts": 0},
    ),
    "window": ({"starts": 5}, {"starts": 5, "ends": 9.5}, {"starts": 5, "lasts": {"kind": "exponential", "mean": 2}}),
}
