"""The tables of single replications in a results folder; each says of which run and replication it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, FiniteFloat, ValidationError

from sim.errors import ResultsError, UsageError
from sim.results.files import read_metadata, read_parquet, write_parquet
from sim.results.run import KEYS, Identity, Replication, Run, Tracks, no_curves
from sim.results.scene import SCENE, Scene
from sim.results.tape import Tape

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RECORDED: Final = "-tape.zip"
"""Ending of the tape of one replication."""
_METADATA: Final = "headwater"
_Kind = TypeVar("_Kind", bound="Stamp")


class Stamp(BaseModel):
    """What every table of a replication says about itself.

    Attributes:
        identity: What its numbers depend on.
        number: Number of the replication.
        digest: Digest of its ledger.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    identity: Identity
    number: int
    digest: str


class _Facts(Stamp):
    """What the KPIs of a replication say beside."""

    goods: int
    money: FiniteFloat
    end: FiniteFloat
    seconds: FiniteFloat
    drawn_beyond_tape: int | None = None
    start: FiniteFloat = 0.0


class _Places(Stamp):
    """What its levels over time say beside."""

    places: tuple[tuple[str, str], ...]


class Replications:
    """The tables of the replications of one run.

    Attributes:
        path: The folder that holds them.
        identity: What the numbers in them depend on.
    """

    __slots__ = ("identity", "path")

    def __init__(self, path: Path, identity: Identity) -> None:
        self.path = path
        self.identity = identity

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
        number, digest = replication.number, replication.digest
        facts = _Facts(
            identity=self.identity,
            number=number,
            digest=digest,
            goods=int(replication.goods),
            money=float(replication.money),
            end=float(replication.end),
            seconds=float(replication.seconds),
            drawn_beyond_tape=replication.drawn_beyond_tape,
            start=float(replication.start),
        )
        places = _Places(identity=self.identity, number=number, digest=digest, places=tracks.places)
        if replication.scene is not None:
            self._keep_scene(number, digest, replication.scene)
        # The KPIs come last: a replication counts as finished when they are there.
        _write(self._series(number), pd.DataFrame(levels), places)
        self._keep_curves(number, digest, curve_of(tracks))
        _write(self._kpis(number), replication.measurements, facts)

    def found(self, number: int) -> Replication | None:
        """What a replication of the same identity found, if the folder holds it undamaged; else None: run it again."""
        try:
            measurements, facts = _read(self._kpis(number), _Facts)
            measurements = measurements.astype(dict.fromkeys(KEYS, "category"))  # a column of nothing has lost its type
            frame, levels = _read(self._series(number), _Places)
            tracks = _tracks(frame, levels.places, self._curve(number, facts.digest))
            scene = self.scene(number, facts.digest)
        except (ResultsError, KeyError, TypeError, ValueError):
            return None
        if not set(KEYS) < set(measurements.columns) or levels.digest != facts.digest:
            return None
        if (facts.identity, facts.number, levels.identity, levels.number) != (self.identity, number) * 2:
            return None
        found = facts.model_dump(exclude={"identity"})
        return Replication(measurements=measurements, tracks=tracks, scene=scene, **found)

    def write(self, run: Run) -> None:
        """Writes the KPIs of each replication of a run that was not written while it went on."""
        for number, digest in sorted(run.digests.items()):
            chosen = run.measurements["replication"] == number
            frame = run.measurements[chosen].drop(columns="replication")
            if number == 0 and run.scene is not None:
                self._keep_scene(number, digest, run.scene)
            curve = run.curves[run.curves["replication"] == number]
            self._keep_curves(number, digest, curve.drop(columns="replication"))
            _write(self._kpis(number), frame, Stamp(identity=self.identity, number=number, digest=digest))

    def scene(self, number: int, digest: str) -> Scene | None:
        """What a replication looked like; None if that was not kept.

        Raises:
            ResultsError: A file of it is missing or damaged, or of another run or replication; names it.
        """
        paths = {name: self.path / f"{number:04d}-{name}.parquet" for name in SCENE}
        if not any(path.exists() for path in paths.values()):
            return None
        found = {}
        for name, path in paths.items():
            frame, stamp = _read(path, Stamp)
            if stamp != Stamp(identity=self.identity, number=number, digest=digest):
                raise ResultsError(f"{path}: is not of this run")
            found[name] = columns_of(path, frame, list(SCENE[name]))
        return Scene(**found)

    def curves(self, digests: Mapping[int, str]) -> pd.DataFrame:
        """The curves of the replications with these digests, as a ``Run`` has them; empty if none were kept.

        Raises:
            ResultsError: A file is missing or damaged, or of another run or replication; names it.
        """
        if not any(self._curves(number).exists() for number in digests):
            return no_curves()
        return curves_together({number: self._curve(number, digest) for number, digest in digests.items()})

    def _curve(self, number: int, digest: str) -> pd.DataFrame:
        path = self._curves(number)
        frame, stamp = _read(path, Stamp)
        if stamp != Stamp(identity=self.identity, number=number, digest=digest):
            raise ResultsError(f"{path}: is not of this run")
        return columns_of(path, frame, ["time", "measure", "value"])

    def _keep_curves(self, number: int, digest: str, curve: pd.DataFrame) -> None:
        _write(self._curves(number), curve, Stamp(identity=self.identity, number=number, digest=digest))

    def _keep_scene(self, number: int, digest: str, scene: Scene) -> None:
        stamp = Stamp(identity=self.identity, number=number, digest=digest)
        for name, frame in scene.tables.items():
            _write(self.path / f"{number:04d}-{name}.parquet", frame, stamp)

    def wrote(self, path: Path) -> bool:
        """Whether a table was written by a run, this one or another."""
        try:
            return _METADATA in read_metadata(path)
        except ResultsError:
            return False

    def measurements(self, digests: Mapping[int, str]) -> pd.DataFrame:
        """The KPIs of the replications with these digests: ``replication``, ``KEYS`` and ``value``.

        Raises:
            ResultsError: A file is missing or damaged, or of another run or replication; names it.
        """
        columns, found = [*KEYS, "value"], {}
        for number, digest in sorted(digests.items()):
            path = self._kpis(number)
            frame, stamp = _read(path, Stamp)
            if stamp != Stamp(identity=self.identity, number=number, digest=digest):
                other = [*self.identity.differences(stamp.identity)]
                other += [f"replication {stamp.number} instead of {number}"] if stamp.number != number else []
                raise ResultsError(f"{path}: is not of this run: {'; '.join(other) or 'its digest is another'}")
            found[number] = columns_of(path, frame, columns)
        return together(found).astype(dict.fromkeys(KEYS, "category"))

    def keep_tape(self, number: int, tape: Tape) -> None:
        """Writes what was recorded of a replication, in place of what may be damaged."""
        path = self.path / f"{number:04d}{RECORDED}"
        path.unlink(missing_ok=True)
        tape.write(path)

    def recorded(self, number: int) -> Tape | None:
        """What was recorded of a replication of the same identity; None if the folder holds no such thing undamaged."""
        try:
            tape = Tape.read(self.path / f"{number:04d}{RECORDED}")
        except UsageError:
            return None
        head, own = tape.head, self.identity
        same = (head.fingerprint, head.seed, head.version) == (own.fingerprint, own.seed, own.version)
        return tape if same and head.replications == (number,) else None

    def _kpis(self, number: int) -> Path:
        return self.path / f"{number:04d}.parquet"

    def _series(self, number: int) -> Path:
        return self.path / f"{number:04d}-series.parquet"

    def _curves(self, number: int) -> Path:
        return self.path / f"{number:04d}-curves.parquet"


def together(replications: dict[int, pd.DataFrame]) -> pd.DataFrame:
    """The KPIs of several replications in one table: ``replication``, ``KEYS`` and ``value``."""
    columns = ["replication", *KEYS, "value"]
    if not replications:
        return pd.DataFrame({name: pd.Series(dtype="int64" if name == "replication" else "object") for name in columns})
    frames = [frame.assign(replication=number) for number, frame in sorted(replications.items())]
    return pd.concat(frames, ignore_index=True)[columns]


def curve_of(tracks: Tracks) -> pd.DataFrame:
    """The curves of one replication as a table: ``time``, ``measure`` and ``value``, without what is undefined."""
    names, times = list(tracks.curves), tracks.edges[:-1]
    codes = np.repeat(np.arange(len(names)), times.size)
    frame = pd.DataFrame(
        {
            "time": np.tile(times, len(names)),
            "measure": pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype="str")),
            "value": np.concatenate([np.zeros(0), *tracks.curves.values()]),
        }
    )
    return frame[frame["value"].notna()].reset_index(drop=True)


def curves_together(replications: dict[int, pd.DataFrame]) -> pd.DataFrame:
    """The curves of several replications in one table: ``replication``, ``time``, ``measure`` and ``value``."""
    if not replications:
        return no_curves()
    frames = [frame.assign(replication=number) for number, frame in sorted(replications.items())]
    whole = pd.concat(frames, ignore_index=True).astype({"replication": "int64", "measure": "category"})
    return whole[["replication", "time", "measure", "value"]]


def _tracks(frame: pd.DataFrame, places: tuple[tuple[str, str], ...], curve: pd.DataFrame) -> Tracks:
    buckets = len(frame) // max(len(places), 1)
    edges = np.append(frame["from"].to_numpy()[:buckets], frame["to"].to_numpy()[buckets - 1 : buckets])
    measures = {
        name.removeprefix("measure "): frame[name].to_numpy(dtype=np.float64).reshape(len(places), buckets)
        for name in frame.columns
        if name.startswith("measure ")
    }
    curves = {}
    for name in curve["measure"].unique():
        chosen = curve[curve["measure"] == name]
        curves[str(name)] = np.full(buckets, np.nan)
        curves[str(name)][np.searchsorted(edges[:-1], chosen["time"].to_numpy())] = chosen["value"].to_numpy()
    return Tracks(places, edges, measures, curves)


def columns_of(path: Path, frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The columns of a table that was read from a file.

    Raises:
        ResultsError: One is missing; names the file.
    """
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise ResultsError(f"{path}: is damaged: it has no column {', '.join(missing)}")
    return frame[columns]


def _write(path: Path, frame: pd.DataFrame, stamp: Stamp) -> None:
    write_parquet(path, frame, {_METADATA: stamp.model_dump_json()})


def _read(path: Path, kind: type[_Kind]) -> tuple[pd.DataFrame, _Kind]:
    frame, metadata = read_parquet(path)
    try:
        return frame, kind.model_validate_json(metadata.get(_METADATA, ""))
    except ValidationError:
        raise ResultsError(f"{path}: is damaged: it does not say of which replication it is") from None
