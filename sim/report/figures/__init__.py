"""Figures of a run, each drawn from saved results alone.

network      who delivered to whom, and how much
stock        stock and backlog over time
service      fill rate by site
costs        costs by kind, and by site
utilisation  how long lines were busy, set up, down ...
gantt        what each machine made, and when
warm_up      where the beginning was cut off, and why there
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.report.figures import costs, levels, machines, service, warm_up
from sim.report.network import draw, of_run
from sim.report.style import NothingToShowError, rendered
from sim.results.files import discard, replacing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sim.report.style import Picture
    from sim.results import Run


def draw_network(run: Run) -> Picture:
    """The network with what flowed in the first replication.

    Raises:
        UsageError: The first replication did not finish.
    """
    if run.scene is None:
        raise NothingToShowError("the first replication did not finish: there is no flow to draw")
    return draw(of_run(run))


FIGURES: Final[dict[str, Callable[[Run], Picture]]] = {
    "network": draw_network,
    "stock": levels.draw,
    "service": service.draw,
    "costs": costs.draw,
    "utilisation": machines.draw_utilisation,
    "gantt": machines.draw_gantt,
    "warm_up": warm_up.draw,
}
"""The figures by name, in the order in which they are told."""


def write(run: Run, folder: Path) -> tuple[str, ...]:
    """Writes every figure that the run has something to show in; one of an earlier run that has nothing now goes.

    Args:
        run: The run.
        folder: Where to, as ``NAME.png``; made if it is not there.

    Returns:
        The names of the figures written.

    Raises:
        ResultsError: The system refused to write; names the file.
    """
    written = []
    for name, figure in FIGURES.items():
        path = folder / f"{name}.png"
        try:
            content = rendered(figure(run), "png")
        except NothingToShowError:
            discard(path)
            continue
        with replacing(path) as partial:
            partial.write_bytes(content)
        written.append(name)
    return tuple(written)
