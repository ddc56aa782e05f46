"""What came out of a run, for looking at: tables, the ledger, a display for notebooks."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sim import __version__
from sim.api.arguments import folder_path
from sim.api.plots import Plots
from sim.errors import HeadwaterError, ResultsError, UsageError
from sim.experiment.replicate import replay
from sim.ledger.digest import digest
from sim.ledger.frames import tables as tables_of
from sim.names import nearest
from sim.report import tables
from sim.report.card import card
from sim.results import Folder, Run, claimed, read
from sim.scenario import Scenario, load

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.run import Failure, Status


class Ledger:
    """The tables of one replication as data frames: ``ledger.goods``, ``ledger.orders``, ``ledger.money`` ..."""

    __slots__ = ("_tables",)

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        self._tables = tables

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):  # a copy asks for its own parts before it has any
            raise AttributeError(name)
        if name not in self._tables:
            raise AttributeError(f"the ledger has no table {name!r}; it has {', '.join(self._tables)}")
        return self._tables[name]

    def __dir__(self) -> list[str]:
        return sorted(self._tables)

    def __repr__(self) -> str:
        return "Ledger(" + ", ".join(f"{name}: {len(table)} rows" for name, table in self._tables.items()) + ")"


class Result:
    """What a run found, for looking at.

    Attributes:
        run: All of it as plain data.
    """

    def __init__(self, run: Run, scenario: Scenario | None = None, folder: Path | None = None) -> None:
        self.run = run
        self._scenario = scenario
        self._folder = folder

    @classmethod
    def read(cls, folder: str | Path) -> Result:
        """The result that a folder keeps.

        Raises:
            ResultsError: The folder holds no results, or a file of it is missing or damaged; names the file.
        """
        path = folder_path(folder)
        return cls(read(path), folder=path)

    @property
    def kpis(self) -> pd.DataFrame:
        """One row for each KPI: kpi, unit, site, product, customer, lane, resource, category, mean, half_width, n."""
        return self.run.kpis

    def rows(self, by: tables.By = "network") -> pd.DataFrame:
        """The KPIs about one kind of thing only.

        Args:
            by: ``network``, ``site``, ``product``, ``customer``, ``lane``, ``resource`` or ``all``.

        Returns:
            The rows of ``kpis``, without the columns in which none of them holds a name.

        Raises:
            UsageError: There is no such kind of thing.
        """
        if by not in tables.GRAINS:
            raise UsageError(f"there are no rows by {by!r}; {nearest(str(by), tables.GRAINS)}")
        return tables.rows(self.kpis, by).dropna(axis="columns", how="all")

    def kpi(
        self,
        name: str,
        *,
        site: str | None = None,
        product: str | None = None,
        customer: str | None = None,
        lane: str | None = None,
        resource: str | None = None,
        category: str | None = None,
    ) -> float:
        """The mean of one KPI: of the whole network, or of what is named.

        Args:
            name: Name of the KPI, e.g. ``fill_rate``.
            site: A site; None for no particular one.
            product: A product; with a site, that stock.
            customer: A customer.
            lane: A lane.
            resource: A line or a machine, e.g. ``press`` or ``press/2``; with its site.
            category: A part of the whole, e.g. ``holding`` of ``total_cost``.

        Returns:
            The mean over the replications; NaN where it is undefined. Its interval is in ``kpis``.

        Raises:
            UsageError: There is no such row; says what comes nearest.
        """
        about = {"site": site, "product": product, "customer": customer, "lane": lane}
        wanted = {**about, "resource": resource, "category": category}
        found = self.kpis[self.kpis["kpi"] == name]
        if found.empty:
            hint = nearest(str(name), sorted(set(self.kpis["kpi"]))) or "result.kpis lists all"
            raise UsageError(f"there is no KPI {name!r}; {hint}")
        for column, value in wanted.items():
            if not isinstance(value, str | None):
                raise UsageError(f"{column} must be a name, not {value!r:.80}")
            known = sorted(set(found[column].dropna()))
            rows = found[found[column].isna() if value is None else found[column] == value]
            if rows.empty and value is not None:
                told = sorted(set(self.kpis.loc[self.kpis["kpi"] == name, column].dropna()))
                hint = nearest(str(value), known or told) if known or told else f"it is not told by {column}"
                if value in told:
                    hint = "name what else it belongs to, such as its site"
                raise UsageError(f"{name!r} has no {column} {value!r} here; {hint}")
            if rows.empty:
                raise UsageError(f"{name!r} is told by {column} here: name one of {', '.join(known[:6])}")
            found = rows
        return float(found["mean"].item())

    @property
    def measurements(self) -> pd.DataFrame:
        """One row for each KPI and replication: replication, kpi, unit, site ... category and value."""
        return self.run.measurements

    @property
    def series(self) -> pd.DataFrame:
        """Levels over time: time (where a bucket begins), site, product, measure, mean, half_width and n."""
        return self.run.series

    @property
    def plot(self) -> Plots:
        """Pictures, e.g. ``result.plot.network()``, ``.stock("shop")``, ``.service()`` or ``.gantt("press")``."""
        return Plots(self.run)

    @property
    def digest(self) -> str:
        """Digest of all ledgers: the same for the same scenario, seed and version."""
        return self.run.digest

    @property
    def manifest(self) -> dict[str, object]:
        """Everything but the tables: what was run, by what, and how it ended."""
        return self.run.manifest

    @property
    def status(self) -> Status:
        """Whether all replications that were asked for have been run."""
        return self.run.status

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Replications that went wrong."""
        return self.run.failures

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger of the first replication that finished.

        It is read from the results folder if it was kept there; else that replication is run again.

        Raises:
            ResultsError: It was not kept, and the scenario is not there to run again or gave another digest.
        """
        numbers = sorted(self.run.digests)
        if not numbers:
            raise ResultsError("no replication has finished, so there is no ledger")
        if self._folder is not None:
            kept = Folder(self._folder, self.run.identity).read_ledger(numbers[0])
            if kept is not None:
                return Ledger(kept)
        return Ledger(self._replayed(numbers[0]))

    def save(self, folder: str | Path, *, force: bool = False) -> None:
        """Writes everything into a folder, from which ``Result.read`` reads it.

        Args:
            folder: Where; a new or empty folder, or one that holds results of the same scenario, seed and version.
            force: Whether to discard other results that it holds.

        Raises:
            UsageError: The folder holds something else.
            ResultsError: The system refused to write.
        """
        with claimed(folder_path(folder), self.run.identity, data=self.run.data, force=force) as place:
            place.replications.write(self.run)
            place.write(self.run)

    def _replayed(self, number: int) -> dict[str, pd.DataFrame]:
        identity = self.run.identity
        books = replay(self._scenario or self._scenario_of_folder(), identity.seed, number)
        if digest(books) != self.run.digests[number]:
            raise ResultsError(
                f"replication {number} does not repeat: it was run with version {identity.version}, "
                f"this is {__version__}; run the scenario again and keep its ledger"
            )
        return tables_of(books)

    def _scenario_of_folder(self) -> Scenario:
        reason = "the scenario file is not in the folder"
        if self._folder is not None and self.run.text is not None:
            try:
                loaded = load(
                    self._folder / "scenario.yaml", variant=self.run.identity.variant, settings=self.run.settings
                )
                if loaded.fingerprint == self.run.identity.fingerprint:
                    return loaded.scenario
                reason = "the scenario was run with other data files than are in the folder"
            except HeadwaterError as error:
                reason = str(error)
        raise ResultsError(f"the ledger was not kept, and cannot be made again: {reason}")

    def __repr__(self) -> str:
        return tables.text(self.run)

    def _repr_html_(self) -> str:
        return card(self.run)
