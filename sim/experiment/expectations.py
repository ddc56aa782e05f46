"""Whether a run keeps what its scenario expects of it.

An expectation is **met** where the replications show it with the confidence that it asks for, **failed** where they
show the contrary with the same confidence, and **undecided** where more replications are needed to tell.

On the mean: the bound is the one-sided t bound on the side of the limit, ``mean - t(c, n-1) s / sqrt(n)`` for
``at_least``, with plus for ``at_most``. Both limits of ``between`` are tested so, each with confidence c, which holds
for both together (two one-sided tests). On a share of the replications: the one-sided Wilson bound. A value that a
replication does not define is left out, and ``n`` counts the others. Where nothing is random, the value itself decides.

An expectation about several things is tested for each; if all are met, that they all keep it holds with confidence c
without adjustment, since it is wrong only if one of them is (an intersection-union test).

Sources: A. M. Law, *Simulation Modeling and Analysis*, section 4.5 (t intervals); D. J. Schuirmann, "A comparison of
the two one-sided tests procedure and the power approach ...", J. Pharmacokinetics and Biopharmaceutics 15 (1987);
E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927); R. L. Berger,
"Multiparameter hypothesis testing and acceptance sampling", Technometrics 24 (1982).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from scipy.special import stdtrit

from sim.experiment.intervals import wilson_bounds
from sim.experiment.statistics import summarise
from sim.results.run import GRAIN
from sim.results.verdicts import FAILED, MET, UNDECIDED, Judgement, frame
from sim.scenario.expectation import Selector, chosen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from sim.scenario.document import Scenario
    from sim.scenario.expectation import Expectation

_KEYS: Final = {
    "site": "sites",
    "product": "products",
    "customer": "customers",
    "lane": "lanes",
    "resource": "resources",
}
"""The columns of a KPI and the keys of an expectation that choose among their names."""


def judged(scenario: Scenario, measurements: pd.DataFrame, *, is_random: bool) -> pd.DataFrame:
    """The verdict on each expectation of a scenario, and on each thing that it is about.

    Args:
        scenario: Says what is expected.
        measurements: One row for each KPI and replication: ``replication``, ``KEYS`` and ``value``.
        is_random: Whether replications can differ; if not, one says it all.

    Returns:
        One row for each expectation and thing, by name: ``verdicts.COLUMNS``.
    """
    found: list[Judgement] = []
    for name, expectation in sorted(scenario.expect.items()):
        for subject, values in _subjects(scenario, expectation, name, measurements):
            found.append(_judgement(name, expectation, subject, values, is_random=is_random))
    return frame(found)


def _subjects(
    scenario: Scenario, expectation: Expectation, name: str, measurements: pd.DataFrame
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """What an expectation is about, each with its values by replication; what has no figures, with none."""
    fitting = measurements[measurements["kpi"] == (expectation.kpi or name)]
    entries: dict[str, Mapping[str, Any]] = {
        "sites": scenario.sites,
        "products": scenario.products,
        "customers": scenario.sites,
    }
    named: list[tuple[str, str]] = []
    for column, key in _KEYS.items():
        choice = getattr(expectation, key)
        names = chosen(choice, entries.get(key, {}))
        if names is not None:
            fitting = fitting[fitting[column].isin(names)]
            named += [] if isinstance(choice, Selector) else [(column, one) for one in names]
        elif not (column == "site" and expectation.resources is not None):
            fitting = fitting[fitting[column].isna()]
    part = expectation.category
    fitting = fitting[fitting["category"].isna() if part is None else fitting["category"] == part]
    grain = list(GRAIN)
    known = fitting.loc[:, grain].astype("object").where(fitting.loc[:, grain].notna(), None)
    told = [_subject(dict(zip(grain, row, strict=True))) for row in known.itertuples(index=False, name=None)]
    values = fitting["value"].to_numpy(dtype=np.float64)
    for subject in sorted(set(told)):
        yield subject, values[[one == subject for one in told]]
    for column, one in sorted(set(named)):
        if not (fitting[column] == one).any():
            yield f"{column} {one}", np.zeros(0)
    if not told and not named:
        yield "network" if all(getattr(expectation, key) is None for key in _KEYS.values()) else "nothing", np.zeros(0)


def _subject(row: dict[str, str | None]) -> str:
    about = [f"{name} {row[name]}" for name in _KEYS if row[name] is not None]
    part = [f"category {row['category']}"] if row["category"] is not None else []
    return ", ".join([*(about or ["network"]), *part])


def _judgement(
    name: str, expectation: Expectation, subject: str, values: NDArray[np.float64], *, is_random: bool
) -> Judgement:
    defined = values[~np.isnan(values)]
    if expectation.share is None:
        low, high = expectation.limits
        bounds = _mean_bounds(defined, expectation.confidence, is_random=is_random)
        estimate = float(summarise(defined).mean) if defined.size else None
    else:
        low, high = expectation.share, None
        kept = _keeps(defined, expectation)
        bounds = _share_bounds(kept, defined.size, expectation.confidence, is_random=is_random)
        estimate = kept / defined.size if defined.size else None
    bound, verdict = _verdict(low, high, bounds)
    return Judgement(
        expectation=name,
        kpi=expectation.kpi or name,
        subject=subject,
        wanted=_wanted(expectation),
        confidence=expectation.confidence,
        n=int(defined.size),
        estimate=estimate,
        bound=bound,
        verdict=verdict,
    )


def _verdict(
    low: float | None, high: float | None, bounds: tuple[float, float] | None
) -> tuple[float | None, Literal["met", "failed", "undecided"]]:
    """The bound that decides, and what follows: the one that breaks a limit, else the one that is nearest to it."""
    if bounds is None:
        return None, UNDECIDED
    lower, upper = bounds
    broken = [upper] if low is not None and upper < low else [lower] if high is not None and lower > high else []
    if broken:
        return broken[0], FAILED
    room = [(lower - low, lower)] if low is not None else []
    room += [(high - upper, upper)] if high is not None else []
    least, bound = min(room)
    return bound, MET if least >= 0 else UNDECIDED


def _mean_bounds(values: NDArray[np.float64], confidence: float, *, is_random: bool) -> tuple[float, float] | None:
    """The one-sided t bounds of a mean, below and above; None with fewer than two values, if they are random."""
    if values.size == 0 or (is_random and values.size < 2):
        return None
    if not is_random or np.ptp(values) == 0:
        return float(values[0]), float(values[0])
    mean = float(summarise(values).mean)
    reach = float(stdtrit(values.size - 1, confidence) * values.std(ddof=1)) / math.sqrt(values.size)
    return mean - reach, mean + reach


def _share_bounds(successes: int, n: int, confidence: float, *, is_random: bool) -> tuple[float, float] | None:
    """The one-sided Wilson bounds of a probability, below and above; None without a trial."""
    if n == 0:
        return None
    share = successes / n
    if not is_random:
        return share, share
    return wilson_bounds(successes, n, confidence)


def _keeps(values: NDArray[np.float64], expectation: Expectation) -> int:
    """How many values keep the limits."""
    low, high = expectation.limits
    above = values >= low if low is not None else np.ones(values.size, dtype=np.bool_)
    below = values <= high if high is not None else np.ones(values.size, dtype=np.bool_)
    return int((above & below).sum())


def _wanted(expectation: Expectation) -> str:
    low, high = expectation.limits
    limits = (
        f"between {low:.12g} and {high:.12g}"
        if low is not None and high is not None
        else f"at least {low:.12g}" if low is not None else f"at most {high:.12g}"
    )  # fmt: skip
    return limits if expectation.share is None else f"{limits} in {100 * expectation.share:.12g} % of replications"
