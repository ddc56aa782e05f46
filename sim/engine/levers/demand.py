"""Demand: customers whose demand was laid out before the run."""

from __future__ import annotations

from sim.engine.shocks import lever

__all__ = ["lever"]
