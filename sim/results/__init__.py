"""Results: what a run found, as plain data with a fingerprint, and the folder that keeps it. Knows no engine."""

from __future__ import annotations

from sim.results.folder import Folder, claimed, read
from sim.results.run import GRAIN, KEYS, Failure, Identity, Replication, Run, Tracks, combined
from sim.results.scene import Scene

__all__ = [
    "GRAIN",
    "KEYS",
    "Failure",
    "Folder",
    "Identity",
    "Replication",
    "Run",
    "Scene",
    "Tracks",
    "claimed",
    "combined",
    "read",
]
