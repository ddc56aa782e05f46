"""Writes ``docs/oracles.md``: ``python -m tests.oracles``.

``HEADWATER_ORACLE_FRACTION`` sets the share of the full length of run, 1 unless given; ``HEADWATER_ORACLE_WORKERS`` the
number of processes, which changes no figure.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.oracles.table import table


def write(path: Path) -> None:
    """Write the page to ``path``."""
    share = float(os.environ.get("HEADWATER_ORACLE_FRACTION", "1"))
    workers = int(os.environ.get("HEADWATER_ORACLE_WORKERS", "1"))
    path.write_text(table(share, workers), encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).parents[2] / "docs" / "oracles.md")
