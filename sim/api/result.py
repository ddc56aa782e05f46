"""What came out of a run, for looking at: tables, the ledger, a display for notebooks."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sim.api.arguments import folder_path, require_whole
from sim.api.chances import Chance, chance
from sim.api.ledger import Ledger
from sim.api.origin import Origin
from sim.api.plots import Plots
from sim.errors import ResultsError, UsageError
from sim.explain import DEPTH, explain
from sim.names import nearest
from sim.report import outcomes, tables
from sim.report.card import card
from sim.results import Folder, Run, Tape, claimed, read
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

    from sim.explain import Explanation
    from sim.results.run import Failure, Status


class Result:
    """What a run found, for looking at.

    Attributes:
        run: All of it as plain data.
        misfits: What was on the tape that was played and is not in the scenario, in words.
    """

    def __init__(
        self,
        run: Run,
        scenario: Scenario | None = None,
        folder: Path | None = None,
        tape: Tape | None = None,
        misfits: tuple[str, ...] = (),
    ) -> None:
        self.run = run
        self.misfits = misfits
        self._tape = tape
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
    def expectations(self) -> pd.DataFrame:
        """One row for each thing expected: expectation, kpi, subject, wanted, ..., estimate, bound and verdict."""
        return self.run.expectations

    def check(self) -> pd.DataFrame:
        """Whether the run is as expected: ``(result.check()["verdict"] == "met").all()``.

        Returns:
            The rows of ``expectations``; none where the scenario expects nothing.
        """
        return self.expectations

    @property
    def series(self) -> pd.DataFrame:
        """Levels over time: time (where a bucket begins), site, product, measure, mean, half_width and n."""
        return self.run.series

    @property
    def outcomes(self) -> pd.DataFrame:
        """How the KPIs of the network scatter over replications: mean, p5, p95 and cvar with intervals."""
        return outcomes.table(self.run)

    def probability(
        self, name: str, *, at_least: float | None = None, at_most: float | None = None, **about: str
    ) -> Chance:
        """How likely it is that a KPI reaches a value, judged by the replications.

        Args:
            name: Name of the KPI, e.g. ``fill_rate``.
            at_least: The KPI is to be this or more; or
            at_most: this or less; or both.
            about: What the KPI is about, as in ``kpi``: ``site="shop", product="juice"``.

        Returns:
            The share of replications that reach it, and its 95 % interval (Wilson).

        Raises:
            UsageError: There is no such row, or neither value is given.
        """
        self.kpi(name, **about)
        return chance(self.measurements, {"kpi": name, **about}, at_least, at_most)

    @property
    def plot(self) -> Plots:
        """Pictures, e.g. ``result.plot.network()``, ``.stock("shop")``, ``.service()`` or ``.gantt("press")``."""
        return Plots(self.run)

    def page(self, *, colour: str = "fill_rate") -> str:
        """The page of the run: one HTML file that holds all that it shows, and fetches nothing.

        Args:
            colour: The KPI that colours the network.

        Raises:
            UsageError: Places cannot be coloured by this KPI; names the nearest.
        """
        from sim.report import page

        return page.run(self.run, colour=colour)

    def save_page(self, path: str | Path, *, colour: str = "fill_rate") -> None:
        """Writes the page of the run into a file, whole or not at all.

        Args:
            path: The file, e.g. ``report.html``; replaced if it is there.
            colour: The KPI that colours the network.

        Raises:
            UsageError: The path cannot be that of a file, or places cannot be coloured by this KPI.
            ResultsError: The system refused to write.
        """
        from sim.report import page

        page.write(self.run, page.file_path(path), colour=colour)

    @property
    def digest(self) -> str:
        """Digest of all ledgers: the same for the same scenario, seed and version."""
        return self.run.digest

    @property
    def manifest(self) -> dict[str, object]:
        """Everything but the tables: what was run, by what, and how it ended."""
        return self.run.manifest

    @property
    def tape(self) -> Tape | None:
        """The tape that was played; None if none was.

        Raises:
            ResultsError: The folder that keeps it has lost or damaged it.
        """
        if self._tape is None and self._folder is not None:
            self._tape = Folder(self._folder, self.run.identity).played()
        return self._tape

    @property
    def drawn_beyond_tape(self) -> int | None:
        """How many draws the tape that was played did not hold, over all replications; None if none was played."""
        return self.run.drawn_beyond_tape

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
        return Ledger(self._origin.tables(numbers[0]))

    def explain(
        self, site: str, product: str, day: int, *, replication: int | None = None, depth: int = DEPTH
    ) -> Explanation:
        """Why a product was short at a site on a day: the chain of causes, as a tree that prints itself.

        Args:
            site: The site whose stock is asked about.
            product: The product.
            day: The day; 1 is the first. In a scenario of abstract periods the period.
            replication: Number of the replication; None for the first that finished.
            depth: How many stocks a chain goes through at most.

        Raises:
            UsageError: There is no such site, product, day or replication.
            ResultsError: The ledger was not kept, and cannot be made again.
        """
        for name, value in (("day", day), ("depth", depth)):
            require_whole(name, value, 1)
        numbers = sorted(self.run.digests)
        number = (numbers[0] if numbers else 0) if replication is None else replication
        if number not in self.run.digests:
            known = f"{numbers[0]} to {numbers[-1]}" if numbers else "none"
            raise UsageError(f"replication {number} has not finished here; those that have: {known}")
        return explain(
            self._origin.tables(number), self._origin.clock, site, product, day, replication=number, depth=depth
        )

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
            if self.tape is not None:
                place.keep_played(self.tape)
            place.replications.write(self.run)
            place.write(self.run)

    @property
    def _origin(self) -> Origin:
        return Origin(self.run, self._scenario, self._folder, self.tape)

    def __repr__(self) -> str:
        return tables.text(self.run)

    def _repr_html_(self) -> str:
        return card(self.run)
