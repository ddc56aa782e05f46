"""More valid examples of recoveries than their docstrings show, as a scenario file would spell them."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "exponential": ({"half_life": "3 days"}, {"half_life": 0.5, "until": 0.2, "steps": 1}),
    "linear": ({"over": "3 weeks"}, {"over": 0.001, "steps": 1000}, {"over": 3, "steps": 1}),
    "staircase": ({"steps": [[0, 0]]}, {"steps": [[0, 0.5], ["1 week", 1], ["8 weeks", 0]]}),
}
