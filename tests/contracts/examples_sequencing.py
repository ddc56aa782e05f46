"""More valid examples of kinds of sequencing than their docstrings show, as a scenario file would spell them."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "campaign": [{"longest": 1}],
}
