"""More valid examples of kinds of allocation than their docstrings show, as a scenario file would spell them."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "priority": [{"order": ["clinic", "shop"]}],
}
