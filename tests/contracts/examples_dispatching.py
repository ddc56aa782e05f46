"""More valid examples of kinds of dispatching than their docstrings show, as a scenario file would spell them."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "full_load": ({"share": "80 %", "longest_wait": "2 days"},),
    "timetable": ({"every": "1 week"}, {"every": 0.3, "first": 0.1, "loads": 2}),
}
