"""Pictures of a comparison: ``result.plot.stock("madrid_dc")``, all variants beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.api.pictures import Pictures, require_name
from sim.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.results.comparison import Comparison


class ComparisonPlots(Pictures):
    """The figures of a comparison, each as a matplotlib ``Figure`` that shows itself in a notebook.

    See ``Pictures``.
    """

    __slots__ = ("_comparison",)

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    def stock(self, site: str | None = None, product: str | None = None) -> Figure:
        """Stock on hand over time of all variants, with bands, and with disruptions as shaded stretches.

        Args:
            site: Only this site.
            product: Only this product.

        Raises:
            UsageError: There is no such stock; says what comes nearest.
        """
        from sim.report.figures import variants

        require_name("site", site)
        require_name("product", product)
        return variants.stock(self._finished, site, product)

    def service(self) -> Figure:
        """The share of what customers ordered that was delivered at once, over time.

        Raises:
            UsageError: Nobody ordered anything, or the curves were not kept.
        """
        from sim.report.figures import variants

        return variants.service(self._finished)

    def curves(self, measure: str = "fill_rate") -> Figure:
        """A thin line for each replication and a bold one for their mean, with a panel for each variant.

        Args:
            measure: ``fill_rate``, ``backlog``, ``on_hand`` or ``lost``, of the network.

        Raises:
            UsageError: There is no such measure, or its curves were not kept.
        """
        from sim.report.figures import replications

        return replications.draw(self._finished, measure)

    def differences(self, *kpis: str) -> Figure:
        """The differences to the baseline with their intervals; colour and shape tell the verdict.

        Args:
            kpis: Names of KPIs of the network; none for the main ones.

        Raises:
            UsageError: There is no such KPI; says what comes nearest.
        """
        from sim.report.figures import differences

        for kpi in kpis:
            require_name("a KPI", kpi)
        return differences.draw(self._finished, kpis)

    def costs(self, variant: str | None = None) -> Figure:
        """What leads from the baseline's total cost to a variant's, kind by kind.

        Args:
            variant: Only this one.

        Raises:
            UsageError: There is no such variant, or nothing costs anything.
        """
        from sim.report.figures import waterfalls

        require_name("variant", variant)
        return waterfalls.draw(self._finished, variant)

    @property
    def _finished(self) -> Comparison:
        if not self._comparison.runs:
            raise UsageError("nothing that was to be compared has finished, so there is no picture")
        return self._comparison
