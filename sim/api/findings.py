"""What stress tests and attributions found, for looking at: tables, pictures, a display for notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.api.arguments import folder_path
from sim.errors import UsageError
from sim.report import attribution as attribution_table
from sim.report import stress as stress_table
from sim.results import attribution as attribution_files
from sim.results import stress as stress_files
from sim.results import study
from sim.results.attribution import FIGURES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.results.attribution import Attribution
    from sim.results.stress import Stress


class StressResult:
    """What a stress test found, for looking at.

    Attributes:
        stress: All of it as plain data.
    """

    def __init__(self, stress: Stress) -> None:
        self.stress = stress

    @classmethod
    def read(cls, folder: str | Path) -> StressResult:
        """The stress test that a folder keeps.

        Raises:
            ResultsError: The folder holds none, or a file of it is missing or damaged; names the file.
        """
        return cls(stress_files.read(folder_path(folder)))

    @property
    def outages(self) -> pd.DataFrame:
        """The ranking: one row for each site and lane, the worst first; see ``sim.results.stress.Stress``."""
        return self.stress.outages

    @property
    def strikes(self) -> pd.DataFrame:
        """The same for each replication."""
        return self.stress.strikes

    @property
    def ripple(self) -> pd.DataFrame:
        """Whom each outage reached, and how much later."""
        return self.stress.ripple

    @property
    def curves(self) -> pd.DataFrame:
        """The service of the network over time, with each outage and without, by replication."""
        return self.stress.curves

    def plot(self, figure: str = "ranking", outage: str | None = None) -> Figure:
        """A picture of it, as a matplotlib ``Figure`` that shows itself in a notebook.

        Args:
            figure: ``ranking``, ``heat_map``, ``network`` or ``recovery``.
            outage: The site or lane whose recovery is drawn; None for the one that costs most.

        Raises:
            UsageError: There is no such figure or outage, or it has nothing to show.
        """
        from sim.names import nearest
        from sim.report.figures import exposure

        if figure not in exposure.FIGURES:
            raise UsageError(f"there is no figure {figure!r}; {nearest(str(figure), exposure.FIGURES)}")
        if outage is not None:
            if figure != "recovery":
                raise UsageError("a single outage is drawn as its 'recovery'")
            return exposure.draw_recovery(self.stress, outage)
        return exposure.FIGURES[figure](self.stress)

    def page(self, path: str | Path) -> Path:
        """Writes the page: one HTML file that opens from a mail.

        Raises:
            UsageError: It is no path of a file, or nothing has finished.
            ResultsError: The system refused to write; names the file.
        """
        from sim.report import page
        from sim.results.files import write_text

        target = page.file_path(path)
        write_text(target, page.stress(self.stress))
        return target

    def save(self, folder: str | Path, *, force: bool = False) -> None:
        """Writes everything into a folder, from which ``StressResult.read`` reads it.

        Args:
            folder: Where; a new or empty folder, or one that holds a stress test of the same.
            force: Whether to discard other results that it holds.

        Raises:
            UsageError: The folder holds something else.
            ResultsError: The system refused to write.
        """
        path, file = folder_path(folder), (stress_files.FILE, stress_files.FORMAT)
        with study.claimed(path, file, self.stress.identity, (), resume=True, force=force):
            stress_files.write(self.stress, path)

    def __repr__(self) -> str:
        return stress_table.text(self.stress)

    def _repr_html_(self) -> str:
        return stress_table.html(self.stress)


class AttributionResult:
    """What an attribution found, for looking at.

    Attributes:
        attribution: All of it as plain data.
    """

    def __init__(self, attribution: Attribution) -> None:
        self.attribution = attribution

    @classmethod
    def read(cls, folder: str | Path) -> AttributionResult:
        """The attribution that a folder keeps.

        Raises:
            ResultsError: The folder holds none, or a file of it is missing or damaged; names the file.
        """
        return cls(attribution_files.read(folder_path(folder)))

    @property
    def parts(self) -> pd.DataFrame:
        """One row for each KPI and disruption: kpi, unit, disruption, part, half_width, error and n."""
        rows = [
            (change.kpi, change.unit, part.disruption, part.part, part.half_width, part.error, change.n)
            for change in self.attribution.changes
            for part in change.parts
        ]
        return pd.DataFrame(rows, columns=list(FIGURES))

    @property
    def whole(self) -> pd.DataFrame:
        """One row for each KPI: what all disruptions did together, as kpi, unit, without, whole, half_width and n."""
        changes = self.attribution.changes
        rows = [(each.kpi, each.unit, each.without, each.whole, each.half_width, each.n) for each in changes]
        return pd.DataFrame(rows, columns=["kpi", "unit", "without", "whole", "half_width", "n"])

    @property
    def replications(self) -> pd.DataFrame:
        """The parts by replication: replication, kpi, disruption and part."""
        return self.attribution.parts

    def save(self, folder: str | Path, *, force: bool = False) -> None:
        """Writes everything into a folder, from which ``AttributionResult.read`` reads it.

        Args:
            folder: Where; a new or empty folder, or one that holds an attribution of the same.
            force: Whether to discard other results that it holds.

        Raises:
            UsageError: The folder holds something else.
            ResultsError: The system refused to write.
        """
        path, file = folder_path(folder), (attribution_files.FILE, attribution_files.FORMAT)
        with study.claimed(path, file, self.attribution.identity, (), resume=True, force=force):
            attribution_files.write(self.attribution, path)

    def __repr__(self) -> str:
        return attribution_table.text(self.attribution)

    def _repr_html_(self) -> str:
        return attribution_table.html(self.attribution)
