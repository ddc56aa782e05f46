"""The scenario: what a file may say, and how it is read."""

from __future__ import annotations

from sim.scenario.difference import Change, difference
from sim.scenario.document import Scenario, Variant
from sim.scenario.fingerprint import fingerprint
from sim.scenario.layers import BASE
from sim.scenario.loading import Loaded, check, load
from sim.scenario.settings import Setting

__all__ = [
    "BASE",
    "Change",
    "Loaded",
    "Scenario",
    "Setting",
    "Variant",
    "check",
    "difference",
    "fingerprint",
    "load",
]
