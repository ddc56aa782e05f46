"""A stress test: what it costs when each site and lane of a network is out for a while, as plain data, and on disk.

stress.json                       what was tested, and the checksums of the tables, which make them valid; there from
                                  the first moment
outages.parquet, outages.csv      the ranking: one row for each site and lane
strikes.parquet                   the same for each replication
ripple.parquet, ripple.csv        whom each outage reached, and how much later
curves.parquet                    the service of the network over time, with and without each outage
sites.parquet, flows.parquet      the network in the first replication without an outage
responses/*.parquet               how the network did in each run, written when it ends
scenario.yaml                     the scenario as it was read, and beside it its data files under their own names
figures/*.png, report.html        pictures of all that, and the page that tells it
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sim.errors import ResultsError
from sim.results import study
from sim.results.files import checksum, read_parquet, write_csv, write_parquet
from sim.results.provenance import Provenance, Said, said
from sim.results.provenance import write as write_provenance
from sim.results.replications import columns_of
from sim.results.run import Identity, Status
from sim.results.scene import SCENE
from sim.results.study import Head

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

STRESS: Final = {
    "outages": (
        *("rank", "name", "kind", "lasts", "n", "lost_profit", "lost_profit_half_width", "exposure", "lost_service"),
        *("lost_service_half_width", "service_exposure", "time_to_survive", "survived", "time_to_recover"),
        *("unrecovered", "resilience_loss", "resilience_loss_half_width", "depth", "time_to_trough", "reached"),
    ),
    "strikes": (
        *("name", "kind", "lasts", "replication", "lost_profit", "lost_service", "time_to_survive", "survived"),
        *("time_to_recover", "unrecovered", "resilience_loss", "depth", "time_to_trough"),
    ),
    "ripple": ("name", "node", "kind", "n", "reached", "later", "short"),
    "curves": ("name", "replication", "time", "baseline", "performance"),
    "sites": SCENE["sites"],
    "flows": SCENE["flows"],
}
"""The tables of a stress test and their columns."""
FILE: Final = "stress.json"
FORMAT: Final = "headwater stress test 1"
_FOR_SPREADSHEETS: Final = ("outages", "ripple")


@dataclass(frozen=True)
class Stress:
    """What it costs when each site and lane is out for a while, on the luck of the run without an outage.

    All lengths are in time units; times to survive and to recover are medians over the replications.

    Attributes:
        identity: What the run without an outage depends on.
        time_unit: The unit of all times.
        currency: The currency of profits.
        replications: How many pairs of runs each outage had.
        is_random: Whether replications can differ.
        start: When every outage began.
        lasts: How long each lasted, by name.
        band: Below which share of the baseline a service has failed, and from which share on it has recovered.
        outages: One row for each site and lane, the worst first: ``rank`` from 1, ``name``, ``kind`` (of the site, or
            ``lane``), ``lasts`` (how long it was out), ``n`` (pairs), ``lost_profit`` (operating profit without the
            outage less that with it) and ``lost_service`` (the same of the share of customers' demand that was served
            in time), each with ``_half_width`` of the paired difference; ``exposure`` and ``service_exposure`` (risk
            exposure index, 1 for the worst), ``time_to_survive`` with ``survived`` (the median had not been reached:
            the true one is longer), ``time_to_recover`` with ``unrecovered``, ``resilience_loss`` (service lost x
            time), ``depth``, ``time_to_trough``, ``reached`` (how many other nodes left their band in half of the
            replications).
        strikes: The same for each replication, where it has a meaning there.
        ripple: One row for each outage and node that it reached: ``name``, ``node``, its ``kind`` (``customer`` or
            ``site``), ``n``, ``reached`` (share of the replications in which it left its band), ``later`` (by how much
            later than the origin; median of those), ``short`` (units asked of it, or by a customer, that were served
            late or never, more than without the outage; mean).
        curves: One row for each outage, replication and bucket: ``time`` (where it begins), ``baseline`` and
            ``performance``: the share of customers' demand served in time.
        sites: The sites of the network, as in a ``Scene``.
        flows: What flowed in the first replication without an outage, as in a ``Scene``.
        status: Whether all outages that were asked for have been run.
        provenance: Where the scenario came from.
    """

    identity: Identity
    time_unit: str
    currency: str
    replications: int
    is_random: bool
    start: float
    lasts: dict[str, float]
    band: tuple[float, float]
    outages: pd.DataFrame
    strikes: pd.DataFrame
    ripple: pd.DataFrame
    curves: pd.DataFrame
    sites: pd.DataFrame
    flows: pd.DataFrame
    status: Status = "finished"
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name."""
        return {name: getattr(self, name) for name in STRESS}


class _Manifest(Head):
    """What stands in ``stress.json`` when the test has ended."""

    time_unit: str
    currency: str
    replications: int
    is_random: bool
    start: float
    lasts: dict[str, float]
    band: tuple[float, float]
    provenance: Said
    checksums: dict[str, str]


def write(stress: Stress, folder: Path) -> None:
    """Writes the tables, then the file that makes them valid.

    Raises:
        ResultsError: The system refused to write; names the file.
    """
    for name, table in stress.tables.items():
        write_parquet(folder / f"{name}.parquet", table)
    for name in _FOR_SPREADSHEETS:
        write_csv(folder / f"{name}.csv", stress.tables[name])
    write_provenance(stress.provenance, folder)
    ended = {
        "time_unit": stress.time_unit,
        "currency": stress.currency,
        "replications": stress.replications,
        "is_random": stress.is_random,
        "start": stress.start,
        "lasts": dict(sorted(stress.lasts.items())),
        "band": list(stress.band),
        "provenance": said(stress.provenance),
        "checksums": {name: checksum(folder / f"{name}.parquet") for name in STRESS},
    }
    study.write(folder / FILE, FORMAT, stress.identity, stress.status, ended)


def read(folder: Path) -> Stress:
    """The stress test that a folder keeps.

    Raises:
        ResultsError: The folder holds none, or a file of it is missing or damaged; names the file.
    """
    path = folder / FILE
    if not path.exists():
        raise ResultsError(f"{folder}: holds no stress test: there is no {FILE}")
    found = study.read(path, FORMAT, _Manifest)
    return Stress(
        identity=found.identity,
        time_unit=found.time_unit,
        currency=found.currency,
        replications=found.replications,
        is_random=found.is_random,
        start=found.start,
        lasts=found.lasts,
        band=found.band,
        status=found.ended,
        provenance=found.provenance.provenance(folder),
        **{name: _table(folder / f"{name}.parquet", name, found.checksums) for name in STRESS},
    )


def is_stress(folder: Path) -> bool:
    """Whether a folder holds a stress test."""
    return (folder / FILE).is_file()


def _table(path: Path, name: str, checksums: dict[str, str]) -> pd.DataFrame:
    if checksum(path) != checksums.get(name):
        raise ResultsError(f"{path}: is damaged: its checksum is not that of {FILE}")
    return columns_of(path, read_parquet(path)[0], list(STRESS[name]))
