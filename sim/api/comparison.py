"""What a comparison found, for looking at: tables, the results of its variants, a display for notebooks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from sim.api.arguments import folder_path
from sim.api.comparison_plots import ComparisonPlots
from sim.api.result import Result
from sim.errors import UsageError
from sim.experiment.differences import pairing
from sim.report import comparisons
from sim.results import comparison as kept
from sim.results.comparison import Comparison
from sim.results.files import write_text
from sim.results.lock import locked
from sim.results.run import KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.report.comparisons import By
    from sim.results.run import Status

_SHOWN: Final = ("mean", "difference", "half_width", "verdict")
"""What a table for reading holds of each variant."""


class ComparisonResult:
    """What a comparison found, for looking at.

    Attributes:
        comparison: All of it as plain data.
        results: The result of each variant by its label, with its KPIs, levels over time, ledger and pictures.
    """

    def __init__(self, comparison: Comparison, results: Mapping[str, Result]) -> None:
        self.comparison = comparison
        self.results = dict(results)

    @classmethod
    def read(cls, folder: str | Path) -> ComparisonResult:
        """The comparison that a folder keeps.

        Raises:
            ResultsError: The folder holds none, or a file of it is missing or damaged; names the file.
        """
        path = folder_path(folder)
        found = kept.read(path)
        return cls(found, {label: Result(run, folder=path / label) for label, run in found.runs.items()})

    @property
    def differences(self) -> pd.DataFrame:
        """One row for each KPI row and variant: kpi, unit, site ... category, variant, n, baseline, mean, difference,
        half_width, p_value, adjusted, verdict and correlation.
        """  # noqa: D205 - one sentence, too long for a line
        return self.comparison.differences

    @property
    def changes(self) -> Mapping[str, tuple[str, ...]]:
        """What each variant has otherwise than the baseline, one line each."""
        return self.comparison.changes

    @property
    def status(self) -> Status:
        """Whether all replications that were asked for have been run."""
        return self.comparison.status

    @property
    def measurements(self) -> pd.DataFrame:
        """One row for each KPI, replication and variant: variant, replication, kpi ... category and value."""
        return self._together("measurements")

    @property
    def series(self) -> pd.DataFrame:
        """Levels over time of all variants: variant, time, site, product, measure, mean, half_width and n."""
        return self._together("series")

    @property
    def expectations(self) -> pd.DataFrame:
        """One row for each variant and thing expected: variant, expectation, kpi, subject ... bound and verdict."""
        return self._together("expectations")

    def check(self) -> pd.DataFrame:
        """Whether all variants are as expected: ``(result.check()["verdict"] == "met").all()``.

        Returns:
            The rows of ``expectations``; none where nothing is expected.
        """
        return self.expectations

    @property
    def pairing(self) -> pd.DataFrame:
        """How many times as many replications independent luck would need: kpi ... variant, variance_reduction."""
        return pairing(self.comparison.runs, self.comparison.baseline)

    def table(self, by: By = "headlines", kpis: Sequence[str] = ()) -> pd.DataFrame:
        """A table for reading: a row for each KPI, and beside it what each variant makes of it.

        Args:
            by: ``headlines`` (the main KPIs of the network), ``network``, ``site``, ``product``, ``customer``,
                ``lane``, ``resource`` or ``all``.
            kpis: Only these KPIs; empty for all.

        Returns:
            The KPI, its unit and whatever it is about as the index; the baseline's mean, then ``mean``,
            ``difference``, ``half_width`` and ``verdict`` of each variant, as two levels of columns.

        Raises:
            UsageError: There is no such kind of thing, or no such KPI.
        """
        require_names("kpis", kpis)
        found = comparisons.chosen(self.comparison, by, kpis)
        about = [name for name in KEYS if found[name].notna().any()]
        index = found.loc[:, about].astype(object).where(found.loc[:, about].notna(), "")
        found = pd.concat([index, found.loc[:, ["variant", "baseline", *_SHOWN]]], axis="columns")
        parts = {label: found[found["variant"] == label].set_index(about) for label in self.comparison.variants}
        columns = {(label, name): part[name] for label, part in parts.items() for name in _SHOWN}
        table = pd.DataFrame(columns)
        if parts:
            table.insert(0, (self.comparison.baseline, "mean"), next(iter(parts.values()))["baseline"])
        return table

    @property
    def plot(self) -> ComparisonPlots:
        """Pictures of all variants: ``result.plot.stock("shop")``, ``.service()``, ``.differences("fill_rate")`` ..."""
        return ComparisonPlots(self.comparison)

    def page(self, *, colour: str = "fill_rate") -> str:
        """The page of the comparison: one HTML file that holds all that it shows, and fetches nothing.

        Args:
            colour: The KPI that colours the networks.

        Raises:
            UsageError: Nothing has finished, or places cannot be coloured by this KPI; names the nearest.
        """
        from sim.report import page

        return page.comparison(self.comparison, colour=colour)

    def save_page(self, path: str | Path, *, colour: str = "fill_rate") -> None:
        """Writes the page of the comparison into a file, whole or not at all.

        Args:
            path: The file, e.g. ``report.html``; replaced if it is there.
            colour: The KPI that colours the networks.

        Raises:
            UsageError: The path cannot be that of a file, or there is no such page.
            ResultsError: The system refused to write.
        """
        from sim.report.page import file_path

        write_text(file_path(path), self.page(colour=colour))

    def save(self, folder: str | Path, *, force: bool = False) -> None:
        """Writes everything into a folder, from which ``ComparisonResult.read`` reads it.

        Args:
            folder: Where; a new or empty folder, or one that holds a comparison of the same.
            force: Whether to discard other results that it holds.

        Raises:
            UsageError: The folder holds something else.
            ResultsError: The system refused to write.
        """
        path, found = folder_path(folder), self.comparison
        require_labels(found.runs)
        kept.require_room(path, {label: run.identity for label, run in found.runs.items()}, force=force)
        with locked(path):
            kept.begin(path, found)
            for label, result in self.results.items():
                result.save(path / label, force=force)
            kept.write(path, found)

    def _together(self, name: str) -> pd.DataFrame:
        frames = [getattr(run, name).assign(variant=label) for label, run in self.comparison.runs.items()]
        found: pd.DataFrame = pd.concat([frame.astype({"variant": "string"}) for frame in frames], ignore_index=True)
        return found[["variant", *(column for column in found.columns if column != "variant")]]

    def __repr__(self) -> str:
        return comparisons.text(self.comparison)

    def _repr_html_(self) -> str:
        return comparisons.html(self.comparison)


def require_names(what: str, value: object) -> None:
    """Refuses what is not a list of names.

    Raises:
        UsageError: It is not; names the argument.
    """
    if isinstance(value, str) or not all(isinstance(name, str) for name in value):  # type: ignore[attr-defined]
        raise UsageError(f"{what} must be a list of names, not {value!r:.80}")


def require_labels(labels: Iterable[str]) -> None:
    """Refuses labels that cannot be the names of folders.

    Raises:
        UsageError: One cannot.
    """
    for label in labels:
        try:
            kept.require_label(label)
        except ValueError as error:
            raise UsageError(f"{error}; give it another name") from None
