"""Comparisons put together from runs, for what shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from sim.kpi import KINDS
from sim.results.comparison import Comparison
from sim.results.run import KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.results import Run

COLUMNS = (
    *("variant", "n", "baseline", "mean", "difference", "half_width", "p_value", "adjusted", "verdict", "correlation"),
)


def compared(runs: Mapping[str, Run], changes: Mapping[str, tuple[str, ...]] | None = None) -> Comparison:
    """A comparison of runs whose replications are pairs; the first is the baseline."""
    baseline, *others = runs
    tables = [_differences(runs[baseline], runs[label], label) for label in others]
    said = changes or dict.fromkeys(others, ())
    return Comparison(runs[baseline].identity.scenario, baseline, runs, pd.concat(tables), said, 0.95)


def _differences(before: Run, after: Run, label: str) -> pd.DataFrame:
    first, second = _wide(before), _wide(after)
    second = second.reindex(first.index)
    gap = second - first
    n = gap.notna().sum(axis=1)
    error = gap.std(axis=1) / np.sqrt(n)
    half = stdtrit(np.maximum(n - 1, 1), 0.975) * error
    with np.errstate(all="ignore"):
        p = 2 * stdtr(np.maximum(n - 1, 1), -(gap.mean(axis=1) / error).abs())
    frame = pd.DataFrame(
        {
            "variant": label,
            "n": n,
            "baseline": first.mean(axis=1),
            "mean": second.mean(axis=1),
            "difference": gap.mean(axis=1),
            "half_width": half,
            "p_value": p,
            "adjusted": np.minimum(p * 20, 1.0),
            "correlation": first.corrwith(second, axis=1),
        }
    ).reset_index()
    frame["verdict"] = [_verdict(row) for row in frame.to_dict("records")]
    return frame.replace({"": None})[[*KEYS, *COLUMNS]]


def _wide(run: Run) -> pd.DataFrame:
    long = run.measurements.astype(dict.fromkeys(KEYS, "object")).fillna(dict.fromkeys(KEYS, ""))
    grouped = {number: own.set_index(list(KEYS))["value"] for number, own in long.groupby("replication")}
    return pd.DataFrame(grouped)


def _verdict(row: Mapping[str, object]) -> str:
    difference, adjusted = float(row["difference"]), float(row["adjusted"])  # type: ignore[arg-type]
    if not adjusted < 0.05:
        return "cannot distinguish"
    better = KINDS[str(row["kpi"])].better if row["kpi"] in KINDS else "neither"
    if better == "neither":
        return "differs"
    return "better" if (difference > 0) == (better == "higher") else "worse"


def struck(run: Run, *windows: tuple[str, float, float]) -> Run:
    """The run with disruptions in the scene of its first replication: name, since and until of each."""
    assert run.scene is not None
    rows = [
        (f"{name}/capacity/maker", name, "maker", state, since, until)
        for name, begin, end in windows
        for state, since, until in (("idle", 0.0, begin), ("disrupted", begin, end))
    ]
    words = ["resource", "group", "site", "state"]
    more = pd.DataFrame(rows, columns=[*words, "since", "until"])
    frame = pd.concat([run.scene.spells.astype(dict.fromkeys(words, "object")), more], ignore_index=True)
    return replace(run, scene=replace(run.scene, spells=frame.astype(dict.fromkeys(words, "category"))))


def renamed(run: Run, names: Mapping[str, str]) -> Run:
    """The run with other names for its things, however they are spelled."""

    def told(frame: pd.DataFrame) -> pd.DataFrame:
        columns = {name: frame[name] for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])}
        new = {
            name: column.astype("object").replace(dict(names)).astype("category") for name, column in columns.items()
        }
        return frame.assign(**new)

    assert run.scene is not None
    scene = replace(run.scene, **{name: told(frame) for name, frame in run.scene.tables.items()})
    identity = replace(
        run.identity,
        scenario=names.get(run.identity.scenario, run.identity.scenario),
        variant=names.get(run.identity.variant or "", run.identity.variant),
    )
    return replace(
        run, identity=identity, scene=scene, kpis=told(run.kpis), series=told(run.series),
        measurements=told(run.measurements), text=f"# {' '.join(names.values())}\n{run.text}",
        command=" ".join(names.values()), settings=tuple(names.values()),
    )  # fmt: skip
