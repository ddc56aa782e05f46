"""Attribution: what each disruption did to each KPI, from runs with some of them removed, on the same luck.

The worth of a coalition is the KPI in the runs in which exactly those disruptions are active. A part is thus a change
of the KPI: a lost profit is below zero, an additional cost above.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.shapley import balanced
from sim.experiment.statistics import summarise
from sim.results.attribution import PARTS, Attribution, Change, Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sim.experiment.shapley import Coalition, Game
    from sim.results.run import Identity


@dataclass(frozen=True, slots=True)
class Measure:
    """A KPI of the whole network that is shared between the disruptions.

    Attributes:
        kpi: Its name.
        unit: Its unit.
    """

    kpi: str
    unit: str


def attributed(
    game: Game,
    identity: Identity,
    measures: Sequence[Measure],
    worth: Mapping[Coalition, NDArray[np.float64]],
    *,
    is_random: bool,
) -> Attribution:
    """Shares what the disruptions changed between them.

    Args:
        game: The disruptions, and which coalitions of them were run.
        identity: What the run with all of them depends on.
        measures: The KPIs.
        worth: The KPIs of each coalition, of shape (measures, replications), all on the same luck; NaN where undefined.
        is_random: Whether replications can differ.

    Returns:
        Parts that sum to the whole, in each replication and on average. A replication in which a KPI is undefined in
        one of the runs does not count for it.

    Raises:
        KeyError: A coalition's worth is missing.
    """
    found = game.parts(worth)
    means = [summarise(found.amount[place]) for place in range(len(game.players))]
    whole = summarise(found.whole)
    raw = np.array([mean.mean for mean in means]).reshape(len(game.players), len(measures))
    parts, total = balanced(raw, whole.mean)
    # Parts are linear in worth: the error of a mean part is that of the part of the mean, all replications together.
    undefined = np.isnan(found.whole)
    mean_worth = {
        coalition: summarise(np.where(undefined, np.nan, worth[coalition])).mean for coalition in game.coalitions
    }
    error = game.parts(mean_worth).error
    changes = tuple(
        Change(
            kpi=measure.kpi,
            unit=measure.unit,
            without=float(mean_worth[frozenset()][row]),
            whole=float(total[row]),
            half_width=float(whole.half_width[row]),
            n=int(whole.count[row]),
            parts=tuple(
                Part(name, float(parts[place, row]), float(means[place].half_width[row]), float(error[place, row]))
                for place, name in enumerate(game.players)
            ),
        )
        for row, measure in enumerate(measures)
    )
    return Attribution(
        identity=identity,
        disruptions=game.players,
        runs=len(game.coalitions),
        pairs=0 if game.orders is None else len(game.orders) // 2,
        replications=found.whole.shape[-1],
        is_random=is_random,
        changes=changes,
        parts=_rows(game.players, measures, found.amount),
    )


def _rows(players: Sequence[str], measures: Sequence[Measure], values: NDArray[np.float64]) -> pd.DataFrame:
    """The parts by replication, KPI and disruption; ``values`` has shape (players, measures, replications)."""
    by_replication = np.moveaxis(values, -1, 0).swapaxes(1, 2)
    replications = by_replication.shape[0]
    frame = pd.DataFrame({
        "replication": np.repeat(np.arange(replications), len(measures) * len(players)),
        "kpi": np.tile(np.repeat([measure.kpi for measure in measures], len(players)), replications),
        "disruption": np.tile(list(players), replications * len(measures)),
        "part": by_replication.ravel(),
    })  # fmt: skip
    return frame[list(PARTS)]
