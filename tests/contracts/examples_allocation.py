"""A valid example of each kind of allocation, as a scenario file would spell it."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, dict[str, Any]] = {
    "first_come": {},
    "priority": {"order": ["clinic", "shop"]},
    "proportional": {},
}
