"""The results folder: a run on disk, written bit by bit while it goes on, each file whole or not at all.

    manifest.json                     what was run, by what, and its digests; there from the first moment
    scenario.yaml                     the scenario as it was read, and beside it its data files under their own names
    kpis.parquet, kpis.csv            the KPIs over all replications
    series.parquet                    levels over time over all replications (as text it would be 50 times the size)
    outcomes.parquet, outcomes.csv    how widely the KPIs of the network scatter over the replications
    warm_up.parquet                   what the warm-up was found from, if it was not stated
    replications/0000.parquet         the KPIs of one replication, written when it ends
    replications/0000-series.parquet  its levels over time
    replications/0000-curves.parquet  its levels over time, of the network as a whole
    replications/0000-flows.parquet   what flowed in the first replication; -sites: between whom; -spells: machines
    replications/0000-tape.zip        what was recorded of it, where that was asked for
    tape.zip                          the tape that was played, where one was
    figures/*.png                     pictures of all that
    report.html                       the page that tells all of it
    ledger/0000/*.parquet             its ledger, where that was asked for

Tables are Parquet with the checksums of their pages, so that damage shows when they are read; each replication's bear
the identity of the run, those over all replications a checksum in the manifest. With the options in the manifest,
scenario.yaml gives the same digests again. What is in the folder and is none of these files is never removed.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

import pandas as pd

from sim.errors import ResultsError, UsageError
from sim.ledger import frames
from sim.results import manifest
from sim.results.files import (
    PARTIAL,
    checksum,
    copy,
    discard,
    read_text,
    replacing,
    write_csv,
    write_parquet,
    write_text,
)
from sim.results.lock import LOCK, locked
from sim.results.replications import RECORDED, Replications
from sim.results.run import Identity, Replication, Run
from sim.results.tape import Tape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sim.ledger.books import Books

PLAYED: Final = "tape.zip"
"""The tape that was played."""
_TABLES: Final = (
    *("kpis.parquet", "kpis.csv", "series.parquet"),
    *("outcomes.parquet", "outcomes.csv", "warm_up.parquet"),
)
SUMMED_UP: Final = ("kpis.parquet", "series.parquet")
OUTCOME_TABLE: Final = "outcomes.parquet"
WARM_UP_TABLE: Final = "warm_up.parquet"
PAGE: Final = "report.html"
"""The page that a folder may hold."""
_OURS: Final = frozenset(
    {manifest.MANIFEST, "scenario.yaml", *_TABLES, PAGE, "replications", "ledger", "figures", LOCK, PLAYED}
)
FIGURES: Final = ("network", "stock", "service", "costs", "utilisation", "gantt", "warm_up")
"""The figures that a folder may hold."""


class Folder:
    """The results folder of one run.

    Attributes:
        path: Where it is.
        identity: What the numbers in it depend on.
        replications: The tables of its replications.
    """

    __slots__ = ("identity", "path", "replications")

    def __init__(self, path: Path, identity: Identity) -> None:
        self.path = path
        self.identity = identity
        self.replications = Replications(path / "replications", identity)

    @classmethod
    def claim(
        cls, path: Path, identity: Identity, *, data: Iterable[str] = (), resume: bool = False, force: bool = False
    ) -> Folder:
        """Takes a folder for a run: a new or empty one, or one that holds the results of the same identity.

        Args:
            path: Where; made if it is not there.
            identity: What the numbers of the coming run depend on.
            data: Names of the data files that will be copied into it.
            resume: Keep the finished replications that the folder holds.
            force: Discard results of another identity, too.

        Raises:
            UsageError: The folder cannot be used, or it holds something else; nothing was touched.
            ResultsError: The system refused to write.
        """
        _require_room(path, data)
        held = _held(path)
        same = held is not None and held == identity
        if held is not None and not same and not force:
            raise UsageError(
                f"{path}: holds other results: {'; '.join(identity.differences(held))}; "
                "choose another folder, or force it to discard them"
            )
        folder = cls(path, identity)
        manifest.begin(path, identity)
        folder._clear(everything=not (resume and same))
        return folder

    def _clear(self, *, everything: bool) -> None:
        """Removes what was left half written, and on demand all tables; nothing that is not ours."""
        for name in _OURS:
            discard(self.path / f".{name}{PARTIAL}")
        for place in ("replications", "ledger", "figures"):
            for rubbish in self._parts(place, f".*{PARTIAL}"):
                discard(rubbish)
        if not everything:
            return
        ledgers = [place for place in self._parts("ledger", "*") if place.name.isdecimal() and not place.is_symlink()]
        old = [self.path / name for name in (*_TABLES, PAGE)]
        old += [table for table in self._parts("replications", "*.parquet") if self.replications.wrote(table)]
        old += [*self._parts("replications", f"*{RECORDED}"), self.path / PLAYED]
        old += [ledger / f"{name}.parquet" for ledger in ledgers for name in frames.TABLES]
        old += [self.path / "figures" / f"{name}.png" for name in FIGURES]
        for table in old:
            if not table.is_dir():
                discard(table)
        rooms = (self.path / name for name in ("ledger", "replications", "figures"))
        for emptied in (*ledgers, *rooms):
            if emptied.is_dir() and not any(emptied.iterdir()):
                emptied.rmdir()

    def _parts(self, place: str, pattern: str) -> list[Path]:
        return sorted((self.path / place).glob(pattern))

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
        self.replications.keep(replication)

    def keep_played(self, tape: Tape) -> None:
        """Writes the tape that the run plays, so that it can be run again."""
        tape.write(self.path / PLAYED)

    def played(self) -> Tape | None:
        """The tape that the run has played; None if it played none.

        Raises:
            ResultsError: It is missing or damaged, or not the one; names the file.
        """
        if self.identity.tape is None:
            return None
        try:
            tape = Tape.read(self.path / PLAYED)
        except UsageError as error:
            raise ResultsError(str(error)) from None
        if tape.digest != self.identity.tape:
            raise ResultsError(f"{self.path / PLAYED}: is not the tape that was played")
        return tape

    def replication(self, number: int) -> Replication | None:
        """What a replication of the same identity found, if the folder holds it undamaged; else None: run it again."""
        return self.replications.found(number)

    def write(self, run: Run) -> None:
        """Writes the tables over all replications, then the manifest, which makes them valid."""
        if run.text is not None:
            if not _says(self.path / "scenario.yaml", run.text):
                write_text(self.path / "scenario.yaml", run.text)
            for name, source in run.data.items():
                copy(source, self.path / name)
        write_parquet(self.path / "kpis.parquet", run.kpis)
        write_csv(self.path / "kpis.csv", run.kpis)
        write_parquet(self.path / "series.parquet", run.series)
        written = [*SUMMED_UP, *self._write_statistics(run)]
        manifest.end(self.path, run, {name: checksum(self.path / name) for name in written})

    def _write_statistics(self, run: Run) -> list[str]:
        """Writes the tables that not every run has, and removes those of an earlier one; says which were written."""
        tables = {OUTCOME_TABLE: run.outcomes, WARM_UP_TABLE: None if run.warm_up is None else run.warm_up.table}
        for name, table in tables.items():
            if table is None:
                discard(self.path / name)
            else:
                write_parquet(self.path / name, table)
        if run.outcomes is None:
            discard(self.path / "outcomes.csv")
        else:
            write_csv(self.path / "outcomes.csv", run.outcomes)
        return [name for name, table in tables.items() if table is not None]


@contextmanager
def claimed(
    path: Path, identity: Identity, *, data: Mapping[str, Path], resume: bool = False, force: bool = False
) -> Iterator[Folder]:
    """``Folder.claim``, with nobody else writing into the folder until the end of the block.

    Raises:
        UsageError: The folder cannot be used, it holds something else, or another run is writing into it.
        ResultsError: The system refused to write.
    """
    _require_room(path, data)
    with locked(path):
        yield Folder.claim(path, identity, data=data, resume=resume, force=force)


def _says(path: Path, text: str) -> bool:
    try:
        return path.is_file() and read_text(path) == text
    except ResultsError:
        return False


def _require_room(path: Path, data: Iterable[str]) -> None:
    """Refuses what cannot be a folder for these results."""
    try:
        os.fspath(path).encode()
        if path.exists() and not path.is_dir():
            raise UsageError(f"{path}: is a file, not a folder for results")
    except UnicodeEncodeError:
        raise UsageError(f"{path}: cannot be a folder for results: its name is not UTF-8") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{path}: cannot be a folder for results: {reason}") from None
    for name in ("replications", "ledger", "figures"):
        if (path / name).is_symlink():
            raise UsageError(f"{path / name}: is a link; results are kept in folders of their own")
    for name in data:
        if PurePath(name).parts[0].casefold() in _OURS:
            raise UsageError(
                f"{path}: the scenario's data file {name!r} has the name of a file of the results; give it another"
            )


def _held(path: Path) -> Identity | None:
    """The identity of the results in the folder; None if it is new or empty but for what an early end left."""
    try:
        rubbish = {LOCK, *(f".{name}{PARTIAL}" for name in _OURS)}
        if not path.exists() or not any(found.name not in rubbish for found in path.iterdir()):
            return None
        return manifest.head(path).identity
    except OSError as error:
        raise UsageError(f"{path}: cannot be a folder for results: {error.strerror or error}") from None
    except ResultsError as error:
        raise UsageError(
            f"{path}: is not empty, and what it holds are not our results; choose another folder"
        ) from error
