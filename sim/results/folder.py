"""The results folder: a run on disk, written bit by bit while it goes on, each file whole or not at all.

    manifest.json                     what was run, by what, and its digests; there from the first moment
    scenario.yaml                     the scenario as it was read
    kpis.parquet, kpis.csv            the KPIs over all replications
    series.parquet                    levels over time over all replications (as text it would be 50 times the size)
    replications/0000.parquet         the KPIs of one replication, written when it ends
    replications/0000-series.parquet  its levels over time
    ledger/0000/*.parquet             its ledger, where that was asked for

Tables are Parquet with the checksums of their pages, so that damage shows when they are read.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from sim.errors import ResultsError, UsageError
from sim.ledger import frames
from sim.results.files import (
    PARTIAL,
    discard,
    read_parquet,
    read_text,
    replacing,
    write_csv,
    write_parquet,
    write_text,
)
from sim.results.run import KEYS, Failure, Identity, Replication, Run, Tracks

if TYPE_CHECKING:
    from pathlib import Path

    from sim.ledger.books import Books

FORMAT: Final = "headwater results 1"
_METADATA: Final = "headwater"
_MANIFEST: Final = "manifest.json"
_OURS: Final = (
    "kpis.parquet", "kpis.csv", "series.parquet", "scenario.yaml", "replications", "ledger"
)  # fmt: skip


class Folder:
    """The results folder of one run.

    Attributes:
        path: Where it is.
        identity: What the numbers in it depend on.
    """

    __slots__ = ("identity", "path")

    def __init__(self, path: Path, identity: Identity) -> None:
        self.path = path
        self.identity = identity

    @classmethod
    def claim(cls, path: Path, identity: Identity, *, resume: bool = False, force: bool = False) -> Folder:
        """Takes a folder for a run: a new or empty one, or one that holds the results of the same identity.

        Args:
            path: Where; made if it is not there.
            identity: What the numbers of the coming run depend on.
            resume: Keep the finished replications that the folder holds.
            force: Discard results of another identity, too.

        Raises:
            UsageError: The folder holds something else; nothing was touched.
            ResultsError: The system refused to write.
        """
        if path.exists() and not path.is_dir():
            raise UsageError(f"{path}: is a file, not a folder for results")
        held = _held(path)
        same = held is not None and held == identity
        if held is not None and not same and not force:
            raise UsageError(
                f"{path}: holds other results: {'; '.join(identity.differences(held))}; "
                "choose another folder, or force it to discard them"
            )
        folder = cls(path, identity)
        write_text(path / _MANIFEST, _json({"format": FORMAT, "status": "running", **asdict(identity)}))
        for place in (path, path / "replications", path / "ledger"):
            for rubbish in place.glob(f".*{PARTIAL}"):
                discard(rubbish)
        if not (resume and same):
            for name in _OURS:
                discard(path / name)
        return folder

    def ledger(self, number: int) -> Path:
        """Where the ledger of a replication is kept."""
        return self.path / "ledger" / f"{number:04d}"

    def keep_ledger(self, number: int, books: Books) -> None:
        """Writes the ledger of a replication, all its tables or none."""
        with replacing(self.ledger(number)) as partial:
            frames.write(books, partial)

    def read_ledger(self, number: int) -> dict[str, pd.DataFrame] | None:
        """The ledger of a replication by the names of its tables; None if it was not kept.

        Raises:
            ResultsError: A table is missing or damaged; names the file.
        """
        return frames.read(self.ledger(number)) if self.ledger(number).is_dir() else None

    def keep(self, replication: Replication) -> None:
        """Writes what a replication found; once this returns, nothing of it can be lost."""
        tracks = replication.tracks
        buckets = len(tracks.edges) - 1
        sites, products = zip(*tracks.places, strict=True) if tracks.places else ((), ())
        levels = {
            "site": pd.Categorical(np.repeat(np.array(sites, dtype=object), buckets)),
            "product": pd.Categorical(np.repeat(np.array(products, dtype=object), buckets)),
            "from": np.tile(tracks.edges[:-1], len(sites)),
            "to": np.tile(tracks.edges[1:], len(sites)),
            **{f"measure {name}": values.ravel() for name, values in tracks.measures.items()},
        }
        facts: dict[str, Any] = {
            "identity": asdict(self.identity),
            "digest": replication.digest,
            "goods": replication.goods,
            "money": replication.money,
            "end": replication.end,
            "seconds": replication.seconds,
        }
        # The KPIs come last: a replication counts as finished when they are there.
        write_parquet(self._series(replication.number), pd.DataFrame(levels), {_METADATA: json.dumps(tracks.places)})
        write_parquet(self._kpis(replication.number), replication.measurements, {_METADATA: json.dumps(facts)})

    def replication(self, number: int) -> Replication | None:
        """What a replication of the same identity found, if the folder holds it undamaged; else None: run it again."""
        try:
            measurements, metadata = read_parquet(self._kpis(number))
            facts = json.loads(metadata[_METADATA])
            if Identity(**facts.pop("identity")) != self.identity:
                return None
            frame, metadata = read_parquet(self._series(number))
            places = tuple((site, product) for site, product in json.loads(metadata[_METADATA]))
            return Replication(number=number, measurements=measurements, tracks=_tracks(frame, places), **facts)
        except (ResultsError, KeyError, TypeError, ValueError):
            return None

    def write(self, run: Run) -> None:
        """Writes the tables over all replications, then the manifest, which makes them valid."""
        if run.text is not None:
            write_text(self.path / "scenario.yaml", run.text)
        write_parquet(self.path / "kpis.parquet", run.kpis)
        write_csv(self.path / "kpis.csv", run.kpis)
        write_parquet(self.path / "series.parquet", run.series)
        write_text(self.path / _MANIFEST, _json({"format": FORMAT, **run.manifest}))

    def write_measurements(self, run: Run) -> None:
        """Writes the KPIs of each replication of a run that was not written while it went on."""
        for number in sorted(run.digests):
            chosen = run.measurements["replication"] == number
            frame = run.measurements[chosen].drop(columns="replication")
            write_parquet(self._kpis(number), frame, {_METADATA: json.dumps({"identity": asdict(self.identity)})})

    def measurements(self, numbers: list[int]) -> pd.DataFrame:
        """The KPIs of the replications with these numbers: ``replication``, ``KEYS`` and ``value``."""
        columns = (*KEYS, "value")
        frame = together({number: _table(self._kpis(number), columns) for number in numbers})
        return frame.astype(dict.fromkeys(KEYS, "category"))

    def _kpis(self, number: int) -> Path:
        return self.path / "replications" / f"{number:04d}.parquet"

    def _series(self, number: int) -> Path:
        return self.path / "replications" / f"{number:04d}-series.parquet"


def read(path: Path) -> Run:
    """The run that a folder keeps.

    Raises:
        ResultsError: The folder holds no results, or a file of it is missing or damaged; names the file.
    """
    manifest = _manifest(path)
    if manifest.get("status") == "running":
        raise ResultsError(f"{path / _MANIFEST}: the run has not ended; run it again with --resume to complete it")
    try:
        identity = Identity(**{field.name: manifest[field.name] for field in fields(Identity)})
        digests = {int(number): str(digest) for number, digest in manifest["digests"].items()}
        balance, (begin, end) = manifest["trial_balance"], manifest["period"]
        failures = tuple(Failure(**failure) for failure in manifest["failures"])
        asked = int(manifest["replications"]["asked"])
        folder = Folder(path, identity)
        text = path / "scenario.yaml"
        run = Run(
            identity=identity,
            is_random=bool(manifest["is_random"]),
            asked=asked,
            period=(float(begin), float(end)),
            time_unit=str(manifest["time_unit"]),
            kpis=_table(path / "kpis.parquet", (*KEYS, "mean", "half_width", "n")),
            measurements=folder.measurements(sorted(digests)),
            series=_table(path / "series.parquet", ("time", "site", "product", "measure", "mean", "half_width", "n")),
            digests=digests,
            goods=balance["goods"],
            money=balance["money"],
            failures=failures,
            status=manifest["status"],
            seconds=float(manifest["seconds"]),
            versions=dict(manifest["versions"]),
            command=str(manifest["command"]),
            text=read_text(text) if text.exists() else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ResultsError(f"{path / _MANIFEST}: is damaged: {type(error).__name__}: {error}") from error
    if run.digest != manifest.get("digest"):
        raise ResultsError(f"{path / _MANIFEST}: is damaged: the digest is not that of the replications")
    return run


def together(replications: dict[int, pd.DataFrame]) -> pd.DataFrame:
    """The KPIs of several replications in one table: ``replication``, ``KEYS`` and ``value``."""
    columns = ["replication", *KEYS, "value"]
    if not replications:
        return pd.DataFrame({name: pd.Series(dtype="int64" if name == "replication" else "object") for name in columns})
    frames = [frame.assign(replication=number) for number, frame in sorted(replications.items())]
    return pd.concat(frames, ignore_index=True)[columns]


def _tracks(frame: pd.DataFrame, places: tuple[tuple[str, str], ...]) -> Tracks:
    buckets = len(frame) // max(len(places), 1)
    edges = np.append(frame["from"].to_numpy()[:buckets], frame["to"].to_numpy()[buckets - 1 : buckets])
    measures = {
        name.removeprefix("measure "): frame[name].to_numpy(dtype=np.float64).reshape(len(places), buckets)
        for name in frame.columns
        if name.startswith("measure ")
    }
    return Tracks(places, edges, measures)


def _table(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    frame, _ = read_parquet(path)
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise ResultsError(f"{path}: is damaged: it has no column {', '.join(missing)}")
    return frame[list(columns)]


def _manifest(path: Path) -> dict[str, Any]:
    if not path.is_dir():
        raise ResultsError(f"{path}: there is no such folder")
    try:
        manifest = json.loads(read_text(path / _MANIFEST))
    except ValueError as error:
        raise ResultsError(f"{path / _MANIFEST}: is damaged: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ResultsError(f"{path / _MANIFEST}: is not a manifest of {FORMAT!r}")
    return manifest


def _held(path: Path) -> Identity | None:
    """The identity of the results in the folder; None if it is new or empty."""
    if not path.exists() or not any(path.iterdir()):
        return None
    try:
        manifest = _manifest(path)
        return Identity(**{field.name: manifest[field.name] for field in fields(Identity)})
    except (ResultsError, KeyError) as error:
        raise UsageError(
            f"{path}: is not empty, and what it holds are not our results; choose another folder"
        ) from error


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
