"""The picture of a network: tiers from left to right, kinds by shape, flow by the width of the arrow."""

from __future__ import annotations

from sim.report.network.drawing import Shades, draw
from sim.report.network.grouping import grouped
from sim.report.network.map import Map, Place, of_flows, of_run, of_scenario

__all__ = ["Map", "Place", "Shades", "draw", "grouped", "of_flows", "of_run", "of_scenario"]
