"""Headwater: a discrete-event simulator of supply chains.

    import sim

    result = sim.run("scenarios/grocery_retail.yaml")
    result.kpis

The public names below are all that a user needs; they are loaded when first asked for, so that ``import sim`` costs
next to nothing. Everything that is raised on purpose is a ``HeadwaterError``, drawn as a tree in ``sim.errors``:

    try:
        result = sim.run("scenarios/grocery_retail.yaml")
    except sim.ScenarioError as error:  # what is wrong in the file: error.problems, each with its line and a hint
        ...
    except sim.HeadwaterError:          # an option or a name that does not fit, or a run that failed
        ...
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.api import AttributionResult as AttributionResult
    from sim.api import ComparisonResult as ComparisonResult
    from sim.api import Result as Result
    from sim.api import Scenario as Scenario
    from sim.api import StressResult as StressResult
    from sim.api import Tape as Tape
    from sim.api import attribute as attribute
    from sim.api import check as check
    from sim.api import compare as compare
    from sim.api import diff as diff
    from sim.api import load as load
    from sim.api import make_tape as make_tape
    from sim.api import run as run
    from sim.api import simulate as simulate
    from sim.api import stress as stress
    from sim.errors import HeadwaterError as HeadwaterError
    from sim.errors import InputError as InputError
    from sim.errors import RunError as RunError
    from sim.errors import ScenarioError as ScenarioError
    from sim.errors import UsageError as UsageError

__version__: Final = "0.1.0"

__all__ = [
    "AttributionResult",
    "ComparisonResult",
    "HeadwaterError",
    "InputError",
    "Result",
    "RunError",
    "Scenario",
    "ScenarioError",
    "StressResult",
    "Tape",
    "UsageError",
    "attribute",
    "check",
    "compare",
    "diff",
    "load",
    "make_tape",
    "run",
    "simulate",
    "stress",
]


def __getattr__(name: str) -> object:
    """The public name ``name``; Python asks only for names that this module does not hold."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module("sim.errors" if name.endswith("Error") else "sim.api"), name)


def __dir__() -> list[str]:
    return list(__all__)
