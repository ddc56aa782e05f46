"""What is given to a call from Python, where nobody has looked at types before."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from sim.errors import UsageError

LARGEST: Final = 2**128
"""No seed and no number of anything is as large as this."""


def require_whole(name: str, value: object, least: int) -> None:
    """Refuses what is not a whole number of at least ``least``.

    Raises:
        UsageError: It is not; names the argument.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise UsageError(f"{name} must be a whole number of at least {least}, not {value!r:.80}")
    if value >= LARGEST:
        raise UsageError(f"{name} must be below 2**{LARGEST.bit_length() - 1}")


def folder_path(value: object) -> Path:
    """The path of a folder.

    Raises:
        UsageError: It is not a path.
    """
    if not isinstance(value, str | os.PathLike) or not os.fspath(value):
        raise UsageError(f"a folder must be given by its path, not {value!r:.80}")
    return Path(value)
