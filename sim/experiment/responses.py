"""Responses: how a network did in one replication, from its books; and the folder that keeps them while a test runs.

    responses/3f2a...c9-0004.parquet    replication 4 of the world with this key

A key is a hash of all that the numbers depend on, so that a file is either the one that is looked for or none.
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from sim import kpi
from sim.errors import ResultsError
from sim.experiment.outages import Response
from sim.experiment.service import Service, service
from sim.results.files import PARTIAL, discard, read_parquet, write_parquet
from sim.results.run import GRAIN
from sim.scenario import fingerprint

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.results.run import Identity
    from sim.scenario import Scenario

RESPONSES: Final = "responses"
"""The folder of the responses within that of a stress test."""
_METADATA: Final = "headwater.response"


def response(scenario: Scenario, number: int, books: Books, edges: NDArray[np.float64]) -> Response:
    """How the network did.

    Args:
        scenario: What was run.
        number: Number of the replication.
        books: Its books.
        edges: Borders of the buckets in time units, of shape (buckets + 1,).
    """
    measured = kpi.measure(books, scenario.currency, scenario.time.unit)
    network = measured[measured[list(GRAIN)].isna().all(axis="columns")].set_index("kpi")["value"]
    period = np.array([books.start, edges[-1]])
    served = float(service(books, period).network[0])
    return Response(number, float(network.get("operating_profit", math.nan)), served, service(books, edges))


class Responses:
    """Keeps responses in a folder, or nowhere.

    Attributes:
        folder: The folder; None keeps nothing.
    """

    __slots__ = ("_identity", "folder")

    def __init__(self, folder: Path | None, identity: Identity) -> None:
        self.folder = folder
        self._identity = identity
        if folder is not None:
            for rubbish in folder.glob(f".*{PARTIAL}"):
                discard(rubbish)

    def key(self, scenario: Scenario) -> str:
        """What the numbers of a world depend on, as one word."""
        words = json.dumps([fingerprint(scenario), self._identity.seed, self._identity.version, self._identity.tape])
        return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()

    def keep(self, key: str, found: Response) -> None:
        """Writes a response; once this returns, it cannot be lost."""
        if self.folder is None:
            return
        own = found.service
        frame = pd.DataFrame({"asked": own.asked.ravel(), "served": own.served.ravel()})
        said = {
            "key": key,
            "number": found.number,
            "profit": found.profit,
            "served": found.served,
            "nodes": own.nodes,
            "is_customer": own.is_customer.tolist(),
            "edges": own.edges.tolist(),
        }
        write_parquet(self._path(key, found.number), frame, {_METADATA: json.dumps(said)})

    def found(self, key: str, number: int) -> Response | None:
        """The response of a world and replication, if the folder holds it undamaged; else None: run it again."""
        if self.folder is None or not self._path(key, number).exists():
            return None
        try:
            frame, metadata = read_parquet(self._path(key, number))
            said: dict[str, Any] = json.loads(metadata[_METADATA])
            if (said["key"], said["number"]) != (key, number):
                return None
            edges = np.array(said["edges"], dtype=np.float64)
            shape = (len(said["nodes"]), edges.size - 1)
            asked, served = (frame[name].to_numpy(dtype=np.float64).reshape(shape) for name in ("asked", "served"))
            own = Service(tuple(said["nodes"]), np.array(said["is_customer"], dtype=np.bool_), edges, asked, served)
            return Response(number, float(said["profit"]), float(said["served"]), own)
        except (ResultsError, ValueError, KeyError, TypeError):
            return None

    def _path(self, key: str, number: int) -> Path:
        assert self.folder is not None
        return self.folder / f"{key}-{number:04d}.parquet"
