"""Versions: what computed the numbers, and on what kind of system."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import Final

_PACKAGES: Final = ("numpy", "pandas", "pyarrow", "pydantic", "scipy", "simpy")


def versions() -> dict[str, str]:
    """Versions by name; under ``system`` the kind of machine, without any name that it bears."""
    found = {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}
    return {**found, "system": f"{platform.system()} {platform.release()}, {platform.machine()}"}
