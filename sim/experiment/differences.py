"""What differs between runs on the same luck: each KPI, pair by pair, and whether it is more than luck.

A variant in which nothing is random ran once, and is the same in every replication of the baseline. Where neither is
random, one pair is all there can be, and its difference is exact.

Verdicts are adjusted by Holm's method within the families of ``sim.results.comparison.families``, over all variants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sim import kpi
from sim.experiment.pairs import holm, paired, variance_reduction
from sim.results.comparison import NUMBERS, families
from sim.results.run import CONFIDENCE, KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray
    from pandas.api.extensions import ExtensionArray

    from sim.results.run import Run

_SIGNS: Final = {"higher": 1.0, "lower": -1.0, "neither": 0.0}


def differences(runs: Mapping[str, Run], baseline: str, confidence: float = CONFIDENCE) -> pd.DataFrame:
    """What differs between each run and the baseline.

    Args:
        runs: By label, on the same luck.
        baseline: Label of what the others are compared with.
        confidence: Of the intervals, and of each family of verdicts.

    Returns:
        One row for each KPI row and other run, as ``Comparison.differences``. Rows of one KPI are together, runs in
        their order. A KPI row that only one of the two has is there with no pairs.
    """
    others = [label for label in runs if label != baseline]
    if baseline not in runs or not others:
        return _empty(NUMBERS)
    keys, values = _matrices(runs)
    first = np.stack([values[baseline]] * len(others), axis=1)
    second = np.stack([values[label] for label in others], axis=1)
    pairs = paired(first, second, confidence)
    exact = np.broadcast_to([not (runs[baseline].is_random or runs[each].is_random) for each in others], pairs.n.shape)
    together = ~(np.isnan(first) | np.isnan(second))
    lone = pairs.n == 0
    columns = {
        "n": pairs.n,
        "baseline": _mean(first, together | lone[..., np.newaxis]),
        "mean": _mean(second, together | lone[..., np.newaxis]),
        "difference": pairs.difference,
        "half_width": pairs.half_width,
        "p_value": pairs.p_value,
        "correlation": pairs.correlation,
    }
    found = _frame(keys, others, columns)
    found["adjusted"] = found.groupby(families(found))["p_value"].transform(lambda family: holm(family.to_numpy()))
    found["verdict"] = _verdicts(found, exact.ravel(), 1.0 - confidence)
    return found.loc[:, [*KEYS, *NUMBERS]]


def pairing(runs: Mapping[str, Run], baseline: str) -> pd.DataFrame:
    """What the common luck was worth: how many times as many replications independent luck would need.

    Returns:
        One row for each KPI row and other run: ``KEYS``, ``variant`` and ``variance_reduction``; NaN where there is
        nothing to reduce.
    """
    others = [label for label in runs if label != baseline]
    if baseline not in runs or not others:
        return _empty(("variant", "variance_reduction"))
    keys, values = _matrices(runs)
    factors = [variance_reduction(values[baseline], values[label]) for label in others]
    return _frame(keys, others, {"variance_reduction": np.stack(factors, axis=1)})


def _matrices(runs: Mapping[str, Run]) -> tuple[pd.DataFrame, dict[str, NDArray[np.float64]]]:
    """The rows of all runs in order of first appearance; their values by run, of shape (rows, replications)."""
    frames = [run.measurements for run in runs.values()]
    together = pd.concat([frame.loc[:, list(KEYS)].astype(object) for frame in frames], ignore_index=True)
    rows = np.zeros(len(together), dtype=np.int64)
    for name in KEYS:
        codes, known = pd.factorize(together[name])
        rows, _ = pd.factorize(rows * (len(known) + 1) + codes + 1)
    _, first = np.unique(rows, return_index=True)
    count = max(1, *(max(run.digests, default=0) + 1 for run in runs.values()))
    values, start = {}, 0
    for (label, run), frame in zip(runs.items(), frames, strict=True):
        matrix = np.full((len(first), count), np.nan)
        numbers = frame["replication"].to_numpy(dtype=np.int64)
        measured = frame["value"].to_numpy(dtype=np.float64)
        matrix[rows[start : start + len(frame)], numbers] = np.where(np.isfinite(measured), measured, np.nan)
        start += len(frame)
        if not run.is_random and run.digests:
            matrix = np.broadcast_to(matrix[:, :1], matrix.shape)
        values[label] = matrix
    return together.iloc[first].reset_index(drop=True).astype("string"), values


def _mean(values: NDArray[np.float64], chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Mean over the last axis of what is chosen and defined; NaN where nothing is."""
    kept = chosen & ~np.isnan(values)
    count = kept.sum(axis=-1)
    origin = np.take_along_axis(
        values, kept.argmax(axis=-1)[..., np.newaxis], axis=-1
    )  # equal values keep their digits
    total = np.where(kept, values - origin, 0.0).sum(axis=-1)
    return np.where(count > 0, origin[..., 0] + total / np.maximum(count, 1), np.nan)


def _frame(keys: pd.DataFrame, others: list[str], columns: Mapping[str, NDArray[np.generic]]) -> pd.DataFrame:
    """A row for each KPI row and run, from columns of shape (KPI rows, runs)."""
    found = keys.loc[keys.index.repeat(len(others))].reset_index(drop=True)
    found["variant"] = pd.array(others * len(keys), dtype="string")
    return found.assign(**{name: values.ravel() for name, values in columns.items()})


def _empty(columns: Iterable[str]) -> pd.DataFrame:
    """No rows, and the columns all the same."""
    types = {**dict.fromkeys((*KEYS, "variant", "verdict"), "string"), "n": "int64"}
    return pd.DataFrame({name: pd.Series(dtype=types.get(name, "float64")) for name in (*KEYS, *columns)})


def _verdicts(found: pd.DataFrame, exact: NDArray[np.bool_], level: float) -> ExtensionArray:
    difference = found["difference"].to_numpy(dtype=np.float64)
    certain = exact & (found["n"].to_numpy() > 0) & (difference != 0.0)
    with np.errstate(invalid="ignore"):
        tells = certain | (found["adjusted"].to_numpy(dtype=np.float64) <= level)
    better = np.array([_SIGNS[kpi.KINDS[name].better] if name in kpi.KINDS else 0.0 for name in found["kpi"]])
    gain = np.nan_to_num(difference) * better
    words = np.where(gain > 0, "better", np.where(gain < 0, "worse", "differs"))
    return pd.array(np.where(tells, words, "cannot distinguish"), dtype="string")
