"""Results: what a run found, as plain data with a fingerprint, and the folder that keeps it. Knows no engine."""

from __future__ import annotations

from sim.results.folder import Folder, claimed, read
from sim.results.run import GRAIN, KEYS, Failure, Identity, Replication, Run, Tracks, combined

__all__ = [
    "GRAIN",
    "KEYS",
    "Failure",
    "Folder",
    "Identity",
    "Replication",
    "Run",
    "Tracks",
    "claimed",
    "combined",
    "read",
]
