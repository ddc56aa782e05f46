"""Pictures of a result: ``result.plot.stock("madrid_dc")``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.api.pictures import Pictures, require_name
from sim.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.results.run import Run


class Plots(Pictures):
    """The figures of a result, each as a matplotlib ``Figure`` that shows itself in a notebook.

    See ``Pictures``.
    """

    __slots__ = ("_run",)

    def __init__(self, run: Run) -> None:
        self._run = run

    def network(self) -> Figure:
        """The network, with what flowed in the first replication as the width of arrows.

        Raises:
            UsageError: The first replication did not finish.
        """
        from sim.report.figures import draw_network

        return draw_network(self._run)

    def stock(self, site: str | None = None, product: str | None = None) -> Figure:
        """Stock on hand and backlog over time, with the interval of the mean where there is one.

        Args:
            site: Only this site.
            product: Only this product.

        Raises:
            UsageError: There is no such stock; says what comes nearest.
        """
        from sim.report.figures import levels

        require_name("site", site)
        require_name("product", product)
        return levels.draw(self._run, site, product)

    def service(self) -> Figure:
        """The fill rate of each site.

        Raises:
            UsageError: Nobody asked for anything in the measuring period.
        """
        from sim.report.figures import service

        return service.draw(self._run)

    def costs(self) -> Figure:
        """Total cost by kind, and by site.

        Raises:
            UsageError: Nothing cost anything.
        """
        from sim.report.figures import costs

        return costs.draw(self._run)

    def utilisation(self, line: str | None = None) -> Figure:
        """How long each line was busy, set up, down ... in the first replication.

        Args:
            line: Only this site or line: ``plant``, ``press`` or ``plant/press``.

        Raises:
            UsageError: There is no such line; says what comes nearest.
        """
        from sim.report.figures import machines

        require_name("line", line)
        return machines.draw_utilisation(self._run, line)

    def gantt(self, line: str | None = None, start: float | None = None, end: float | None = None) -> Figure:
        """What each machine made and when, in the first replication.

        Args:
            line: Only this site, line or machine: ``plant``, ``press``, ``plant/press`` or ``plant/press/1``.
            start: From when, in time units; None for the end of the warm-up.
            end: Until when; None for as long as can be read.

        Raises:
            UsageError: There is no such line, or nothing between ``start`` and ``end``; says what comes nearest.
        """
        from sim.report.figures import machines

        require_name("line", line)
        _require_time("start", start)
        _require_time("end", end)
        return machines.draw_gantt(self._run, line, start, end)

    def warm_up(self) -> Figure:
        """Where the beginning was cut off, and why there; for runs with ``warm_up: auto``.

        Raises:
            UsageError: The warm-up was stated, or there is none.
        """
        from sim.report.figures import warm_up

        return warm_up.draw(self._run)


def _require_time(what: str, value: object) -> None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value)):
        raise UsageError(f"{what} must be a time in time units, not {value!r:.80}")
