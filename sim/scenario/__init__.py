"""The scenario: what a file may say, and how it is read."""

from __future__ import annotations

from sim.scenario.document import Scenario, Variant
from sim.scenario.loading import Loaded, Setting, check, fingerprint, load

__all__ = ["Loaded", "Scenario", "Setting", "Variant", "check", "fingerprint", "load"]
