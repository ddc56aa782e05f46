"""A valid example of each kind of sourcing, as a scenario file would spell it."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, dict[str, Any]] = {
    "priority": {"sites": ["near", "far", "abroad"]},
    "single": {"site": "near"},
    "split": {"shares": {"near": 0.5, "far": 0.3, "abroad": 0.2}},
}
