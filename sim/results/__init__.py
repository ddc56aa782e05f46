"""Results: what a run found, as plain data with a fingerprint, and the folder that keeps it. Knows no engine."""

from __future__ import annotations

from sim.results.comparison import Comparison
from sim.results.folder import Folder, claimed
from sim.results.reading import read
from sim.results.run import GRAIN, KEYS, Failure, Identity, Replication, Run, Tracks, combined
from sim.results.scene import Scene
from sim.results.tape import Tape

__all__ = [
    "GRAIN",
    "KEYS",
    "Comparison",
    "Failure",
    "Folder",
    "Identity",
    "Replication",
    "Run",
    "Scene",
    "Tape",
    "Tracks",
    "claimed",
    "combined",
    "read",
]
