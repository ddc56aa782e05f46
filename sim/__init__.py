"""Headwater: a discrete-event simulator of supply chains.

    import sim

    result = sim.run("scenarios/grocery_retail.yaml")
    result.kpis

The public names below are all that a user needs; they are loaded from ``sim.api`` when first asked for, so that
``import sim`` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.api import Result as Result
    from sim.api import Scenario as Scenario
    from sim.api import check as check
    from sim.api import load as load
    from sim.api import run as run
    from sim.api import simulate as simulate

__version__: Final = "0.1.0"

__all__ = ["Result", "Scenario", "check", "load", "run", "simulate"]


def __getattr__(name: str) -> object:
    """The public name ``name`` out of ``sim.api``; Python asks only for names that this module does not hold."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module("sim.api"), name)


def __dir__() -> list[str]:
    return list(__all__)
