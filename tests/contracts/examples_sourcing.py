"""More valid examples of kinds of sourcing than their docstrings show, as a scenario file would spell them."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "priority": [{"sites": ["near", "far", "abroad"]}],
    "split": [{"shares": {"near": 0.5, "far": 0.3, "abroad": 0.2}}],
}
