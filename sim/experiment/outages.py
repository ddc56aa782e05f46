"""Outages: what each did, worked out from runs with and without it on the same luck, and their ranking."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.resilience import Band, Spans, resilience, ripple, risk_exposure_index, time_to_survive
from sim.experiment.statistics import summarise
from sim.results.stress import STRESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from sim.experiment.service import Service


@dataclass(frozen=True)
class Response:
    """How a network did in one replication.

    Attributes:
        number: Number of the replication, from 0.
        profit: Operating profit in the measuring period.
        served: Share of customers' demand that was served in time in the measuring period; NaN where there was none.
        service: Service over time.
    """

    number: int
    profit: float
    served: float
    service: Service


@dataclass(frozen=True)
class Outage:
    """A site or a lane that is out for a while.

    Attributes:
        name: Name of the site or lane.
        kind: The site's kind, or ``lane``.
        start: When it begins, in time units.
        lasts: How long it lasts.
    """

    name: str
    kind: str
    start: float
    lasts: float


@dataclass(frozen=True)
class Findings:
    """What outages did: rows of the tables of a stress test, see ``sim.results.stress.Stress``.

    Attributes:
        strikes: One frame for each outage.
        ripple: One frame for each outage.
        curves: One frame for each outage.
        band: When a service counts as failed and as recovered.
    """

    band: Band
    strikes: list[pd.DataFrame] = field(default_factory=list)
    ripple: list[pd.DataFrame] = field(default_factory=list)
    curves: list[pd.DataFrame] = field(default_factory=list)

    def take(
        self,
        outage: Outage,
        baseline: Sequence[Response],
        struck: Sequence[Response],
        for_good: Mapping[int, Response],
    ) -> None:
        """Takes in one outage.

        Args:
            outage: What was out, and when.
            baseline: The runs without it, by number.
            struck: The runs with it, of the same numbers.
            for_good: Runs in which it never ended, by number, of those replications that it did not hurt while it
                lasted; they tell how long the network would have survived. One that is missing is known only to have
                survived the outage.

        Raises:
            ValueError: The runs are not pairs.
        """
        if [one.number for one in baseline] != [one.number for one in struck]:
            raise ValueError(f"{outage.name}: the runs with and without the outage are not pairs")
        if not baseline:
            return
        edges = baseline[0].service.edges
        without, with_it = _shares(baseline), _shares(struck)
        found = resilience(with_it, without, edges, outage.start, self.band)
        survival = survived(outage, baseline, struck, for_good)
        self.strikes.append(
            pd.DataFrame({
                "name": outage.name,
                "kind": outage.kind,
                "lasts": outage.lasts,
                "replication": [one.number for one in baseline],
                "lost_profit": [a.profit - b.profit for a, b in zip(baseline, struck, strict=True)],
                "lost_service": [a.served - b.served for a, b in zip(baseline, struck, strict=True)],
                "time_to_survive": survival.length,
                "survived": survival.is_censored,
                "time_to_recover": found.time_to_recover.length,
                "unrecovered": found.time_to_recover.is_censored,
                "resilience_loss": found.loss,
                "depth": found.depth,
                "time_to_trough": found.time_to_trough,
            })[list(STRESS["strikes"])]
        )  # fmt: skip
        self.ripple.append(_reached(outage, baseline, struck, self.band))
        self.curves.append(
            pd.DataFrame({
                "name": outage.name,
                "replication": np.repeat([one.number for one in baseline], edges.size - 1),
                "time": np.tile(edges[:-1], len(baseline)),
                "baseline": without.ravel(),
                "performance": with_it.ravel(),
            })
        )  # fmt: skip

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables ``outages`` (the worst first), ``strikes``, ``ripple`` and ``curves``."""
        strikes, reached, curves = (
            _together(name, frames)
            for name, frames in (("strikes", self.strikes), ("ripple", self.ripple), ("curves", self.curves))
        )
        return {"outages": ranking(strikes, reached), "strikes": strikes, "ripple": reached, "curves": curves}


def survived(
    outage: Outage,
    baseline: Sequence[Response],
    struck: Sequence[Response],
    for_good: Mapping[int, Response],
) -> Spans:
    """How long customers did not feel an outage, by replication; see ``Findings.take``.

    While it lasts, the run with the outage is the run in which it never ends; only what it did not hurt until then has
    to be run again.
    """
    edges = baseline[0].service.edges
    usual = np.array([one.service.shortfall for one in baseline])
    found = time_to_survive(np.array([one.service.shortfall for one in struck]), usual, edges, outage.start)
    length, censored = found.length.copy(), found.is_censored.copy()
    for row in np.flatnonzero(censored | (length > outage.lasts)).tolist():
        endless = for_good.get(baseline[row].number)
        if endless is None:
            length[row], censored[row] = min(length[row], outage.lasts), True
            continue
        again = time_to_survive(endless.service.shortfall[np.newaxis], usual[[row]], edges, outage.start)
        length[row], censored[row] = again.length[0], again.is_censored[0]
    return Spans(length, censored)


def ranking(strikes: pd.DataFrame, reached: pd.DataFrame) -> pd.DataFrame:
    """One row for each outage, the one that costs most profit first, then service.

    Args:
        strikes: One row for each outage and replication.
        reached: One row for each outage and node that it reached.

    Returns:
        The table ``outages`` of a stress test.
    """
    names = list(dict.fromkeys(strikes["name"]))
    rows = [_row(name, strikes[strikes["name"] == name], reached[reached["name"] == name]) for name in names]
    found = pd.DataFrame(rows, columns=[name for name in STRESS["outages"] if name != "rank"])
    for lost, index in (("lost_profit", "exposure"), ("lost_service", "service_exposure")):
        found[index] = risk_exposure_index(found[lost].to_numpy(dtype=np.float64)[:, np.newaxis])
    found = found.sort_values(
        ["lost_profit", "lost_service", "name"], ascending=[False, False, True], kind="stable", ignore_index=True
    )
    found.insert(0, "rank", np.arange(1, len(found) + 1))
    return found[list(STRESS["outages"])]


def _row(name: str, strikes: pd.DataFrame, reached: pd.DataFrame) -> dict[str, object]:
    row: dict[str, object] = {
        "name": name,
        "kind": strikes["kind"].iloc[0],
        "lasts": float(strikes["lasts"].iloc[0]),
        "n": len(strikes),
    }
    for column in ("lost_profit", "lost_service", "resilience_loss"):
        summary = summarise(strikes[column].to_numpy(dtype=np.float64)[np.newaxis])
        row[column], row[f"{column}_half_width"] = summary.mean[0], summary.half_width[0]
    for length, censored in (("time_to_survive", "survived"), ("time_to_recover", "unrecovered")):
        spans = Spans(strikes[length].to_numpy(dtype=np.float64), strikes[censored].to_numpy(dtype=np.bool_))
        row[length], row[censored] = spans.quantile(0.5)
    row["depth"] = summarise(strikes["depth"].to_numpy(dtype=np.float64)[np.newaxis]).mean[0]
    troughs = strikes["time_to_trough"].to_numpy(dtype=np.float64)
    row["time_to_trough"] = Spans(troughs, np.zeros(troughs.size, dtype=np.bool_)).quantile(0.5)[0]
    row["reached"] = int(((reached["reached"] >= 0.5) & (reached["node"] != name)).sum())
    return row


def _reached(outage: Outage, baseline: Sequence[Response], struck: Sequence[Response], band: Band) -> pd.DataFrame:
    """Whom an outage reached in any replication, the nearest in time first."""
    service = baseline[0].service
    shares = [np.stack([one.service.share for one in runs], axis=1) for runs in (struck, baseline)]
    origin = service.nodes.index(outage.name) if outage.name in service.nodes else None
    found = ripple(shares[0], shares[1], service.edges, outage.start, band, origin)
    short = np.mean([_short(b) - _short(a) for a, b in zip(baseline, struck, strict=True)], axis=0)
    rows = []
    for number, node in enumerate(service.nodes):
        later = found.later[number]
        if found.reached[number] > 0.0:
            median = Spans(later, np.zeros(later.size, dtype=np.bool_)).quantile(0.5)[0]
            kind = "customer" if service.is_customer[number] else "site"
            rows.append((outage.name, node, kind, len(baseline), found.reached[number], median, short[number]))
    frame = pd.DataFrame(rows, columns=list(STRESS["ripple"]))
    return frame.sort_values(["later", "node"], kind="stable", ignore_index=True)


def _short(response: Response) -> NDArray[np.float64]:
    """Units that each node served late or never, of shape (nodes,)."""
    short: NDArray[np.float64] = (response.service.asked - response.service.served).sum(axis=1)
    return short


def _shares(runs: Sequence[Response]) -> NDArray[np.float64]:
    return np.array([one.service.network for one in runs])


def _together(name: str, frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Frames of one table below each other; an empty table where there is none."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(STRESS[name]))
