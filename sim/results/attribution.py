"""An attribution: how much of what a variant lost each of its disruptions caused, as plain data, and on disk.

attribution.json      what was shared between which disruptions, and how; makes the table valid, there from the start
attribution.csv       each disruption's part of each KPI, the whole below
attribution.parquet   the parts by replication
worlds/*.parquet      the KPIs of each run, written when it ends
scenario.yaml         the scenario as it was read, and beside it its data files under their own names
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, Field

from sim.errors import ResultsError
from sim.results import study
from sim.results.files import checksum, read_parquet, write_parquet, write_text
from sim.results.provenance import Provenance, Said, said
from sim.results.provenance import write as write_provenance
from sim.results.replications import columns_of
from sim.results.run import Identity
from sim.results.study import Head

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

PARTS: Final = ("replication", "kpi", "disruption", "part")
"""The columns of the parts by replication."""
FIGURES: Final = ("kpi", "unit", "disruption", "part", "half_width", "error", "n")
"""The columns of a row for reading."""
FILE: Final = "attribution.json"
FORMAT: Final = "headwater attribution 1"
_TABLE: Final = "attribution.parquet"


@dataclass(frozen=True)
class Part:
    """What one disruption did to a KPI, averaged over the replications.

    Attributes:
        disruption: Its name.
        part: Its part of the change.
        half_width: Half the width of the t interval over the replications; NaN with fewer than two.
        error: Standard error from the orders drawn; 0 where all coalitions were run, NaN where it is not known.
    """

    disruption: str
    part: float
    half_width: float
    error: float


@dataclass(frozen=True)
class Change:
    """What all disruptions together did to a KPI of the network.

    Attributes:
        kpi: Name of the KPI.
        unit: Its unit.
        without: Its mean without any of the disruptions.
        whole: What all of them together changed: the sum of the parts, to the last bit.
        half_width: Half the width of the t interval of the whole.
        n: In how many replications the KPI is defined in every run.
        parts: One for each disruption, in their order.
    """

    kpi: str
    unit: str
    without: float
    whole: float
    half_width: float
    n: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Attribution:
    """How much of what a variant lost each of its disruptions caused.

    Attributes:
        identity: What the run with all disruptions depends on.
        disruptions: Names of the disruptions.
        runs: How many coalitions of disruptions were run.
        pairs: How many pairs of orders were drawn; 0 where every coalition was run.
        replications: How many replications each coalition had.
        is_random: Whether replications can differ.
        changes: One for each KPI.
        parts: One row for each replication, KPI and disruption: ``replication``, ``kpi``, ``disruption``, ``part``.
        provenance: Where the scenario came from.
    """

    identity: Identity
    disruptions: tuple[str, ...]
    runs: int
    pairs: int
    replications: int
    is_random: bool
    changes: tuple[Change, ...]
    parts: pd.DataFrame
    provenance: Provenance = field(default_factory=Provenance)


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)

    disruption: str
    part: float | None
    half_width: float | None
    error: float | None


class _Change(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)

    kpi: str
    unit: str
    without: float | None
    whole: float | None
    half_width: float | None
    n: int
    parts: list[_Part]


class _Manifest(Head):
    """What stands in ``attribution.json`` when all has been run."""

    disruptions: list[str]
    runs: int = Field(ge=0)
    pairs: int = Field(ge=0)
    replications: int = Field(ge=0)
    is_random: bool
    changes: list[_Change]
    provenance: Said
    checksum: str


def write(attribution: Attribution, folder: Path) -> None:
    """Writes the tables, then the file that makes them valid.

    Raises:
        ResultsError: The system refused to write; names the file.
    """
    write_parquet(folder / _TABLE, attribution.parts)
    write_text(folder / "attribution.csv", csv(attribution))
    write_provenance(attribution.provenance, folder)
    ended = {"provenance": said(attribution.provenance), "checksum": checksum(folder / _TABLE)}
    study.write(folder / FILE, FORMAT, attribution.identity, "finished", {**document(attribution), **ended})


def read(folder: Path) -> Attribution:
    """The attribution that a folder keeps.

    Raises:
        ResultsError: The folder holds none, or a file of it is missing or damaged; names the file.
    """
    path = folder / FILE
    if not path.exists():
        raise ResultsError(f"{folder}: holds no attribution: there is no {FILE}")
    found = study.read(path, FORMAT, _Manifest)
    table = folder / _TABLE
    if checksum(table) != found.checksum:
        raise ResultsError(f"{table}: is damaged: its checksum is not that of {FILE}")
    return Attribution(
        identity=found.identity,
        disruptions=tuple(found.disruptions),
        runs=found.runs,
        pairs=found.pairs,
        replications=found.replications,
        is_random=found.is_random,
        changes=tuple(_change(one) for one in found.changes),
        parts=columns_of(table, read_parquet(table)[0], list(PARTS)),
        provenance=found.provenance.provenance(folder),
    )


def is_attribution(folder: Path) -> bool:
    """Whether a folder holds an attribution."""
    return (folder / FILE).is_file()


def document(attribution: Attribution) -> dict[str, object]:
    """All but the parts by replication, as JSON can hold it: None where a number is undefined."""
    return {
        **asdict(attribution.identity),
        "disruptions": list(attribution.disruptions),
        "runs": attribution.runs,
        "pairs": attribution.pairs,
        "replications": attribution.replications,
        "is_random": attribution.is_random,
        "changes": [
            {
                **{key: _finite(value) for key, value in asdict(change).items() if key != "parts"},
                "parts": [{key: _finite(value) for key, value in asdict(part).items()} for part in change.parts],
            }
            for change in attribution.changes
        ],
    }


def csv(attribution: Attribution) -> str:
    """Each disruption's part of each KPI, and below them the whole, which has no name; numbers in full."""
    import pandas as pd

    rows: list[tuple[object, ...]] = []
    for change in attribution.changes:
        for part in change.parts:
            key = (change.kpi, change.unit, part.disruption)
            rows.append((*key, part.part, part.half_width, part.error, change.n))
        rows.append((change.kpi, change.unit, None, change.whole, change.half_width, 0.0, change.n))
    return pd.DataFrame(rows, columns=list(FIGURES)).to_csv(index=False, lineterminator="\n")


def _change(said: _Change) -> Change:
    parts = tuple(
        Part(part.disruption, _number(part.part), _number(part.half_width), _number(part.error)) for part in said.parts
    )
    numbers = (_number(said.without), _number(said.whole), _number(said.half_width))
    return Change(said.kpi, said.unit, *numbers, said.n, parts)


def _finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _number(value: float | None) -> float:
    return math.nan if value is None else value
