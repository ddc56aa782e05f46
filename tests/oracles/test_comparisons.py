"""The comparison itself: it must be able to fail."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from tests.oracles import comparisons
from tests.oracles.catalogue import Case, Measure
from tests.oracles.figures import KPI, Figure, Largest, Last, Sum, Trajectory
from tests.oracles.references import Reference


def comparison(ours, theirs, tolerance, kind="exact"):
    tolerances = (tolerance,) * len(theirs)
    reference = Reference(tuple(theirs), kind, tolerances, tolerances)
    return comparisons._compare("measure", reference, Figure(tuple(ours)), tolerances)


@pytest.mark.parametrize(
    ("ours", "tolerance", "deviation"), [(5.2, 0.1, 2.0), (5.2, 0.4, 0.5), (5.0, 0.0, 0.0), (5.001, 0.0, math.inf)]
)
def test_deviation_counts_tolerances(ours, tolerance, deviation):
    found = comparison([ours], [5.0], tolerance)
    assert found.deviation == pytest.approx(deviation)
    assert found.passes == (deviation <= 1)


def test_the_worst_of_a_sequence_decides_and_is_named():
    found = comparison([1.0, 2.0, 3.5], [1.0, 2.1, 3.0], 0.2)
    assert found.deviation == pytest.approx(2.5)
    assert "measure[2]: 3.5 against 3" in str(found)


def test_a_sequence_of_another_length_fails():
    found = comparison([1.0, 2.0], [1.0, 2.0, 3.0], 0.2)
    assert not found.passes
    assert "2 values instead of 3" in str(found)


def test_an_approximation_must_be_missed():
    assert not comparison([5.0], [5.01], 0.1, kind="approximation").passes
    assert comparison([5.0], [5.2], 0.1, kind="approximation").passes


def test_fraction_of_the_full_length(monkeypatch):
    monkeypatch.delenv("HEADWATER_ORACLE_FRACTION", raising=False)
    assert comparisons.fraction() == comparisons.USUAL_FRACTION
    monkeypatch.setenv("HEADWATER_ORACLE_FRACTION", "1")
    assert comparisons.fraction() == 1.0
    case = Case("any", (Measure("x", KPI("x")),), replications=100, least=5)
    assert [comparisons.replications(case, share) for share in (1.0, 0.07, 0.01)] == [100, 7, 5]


GRAIN = {"product": None, "customer": None, "lane": None, "resource": None, "category": None}


class Result:
    """Tables as a run gives them."""

    kpis = pd.DataFrame(
        [
            {"kpi": "backlog", "site": "shop", "mean": 2.0, "half_width": 0.5, "n": 5},
            {"kpi": "backlog", "site": "depot", "mean": 3.0, "half_width": 0.25, "n": 5},
            {"kpi": "backlog", "site": None, "mean": 5.0, "half_width": float("nan"), "n": 1},
            {"kpi": "cost", "site": "shop", "mean": 5.0, "half_width": 0.5, "n": 5},
            {"kpi": "cost", "site": "shop", "mean": 6.0, "half_width": 0.5, "n": 5},
        ]
    ).assign(**GRAIN)
    measurements = pd.DataFrame(
        [
            {"replication": replication, "kpi": "backlog", "site": site, "value": value}
            for site, levels in (("shop", (1.0, 2.0, 3.0)), ("depot", (5.0, 4.0, 6.0)))
            for replication, value in enumerate(levels)
        ]
    ).assign(**GRAIN)
    series = pd.DataFrame(
        [
            {"time": time, "site": site, "product": "x", "measure": "on_hand", "mean": mean}
            for site in ("shop", "depot")
            for time, mean in ((1.0, 7.0), (0.0, 9.0), (2.0, 8.0 + len(site)))
        ]
    )


def test_kpi_reads_the_only_row_of_its_grain():
    assert KPI("backlog", site="shop", factor=-2.0).read(Result) == Figure((-4.0,), 1.0)
    assert KPI("backlog").read(Result) == Figure((5.0,), None)
    for missing in (KPI("backlog", site="nowhere"), KPI("cost", site="shop"), KPI("nothing")):
        with pytest.raises(LookupError):
            missing.read(Result)


def test_sum_is_taken_in_each_replication():
    figure = Sum((KPI("backlog", site="shop"), KPI("backlog", site="depot", factor=-1.0))).read(Result)
    # The sums are -4, -2 and -3: mean -3, standard deviation 1, and t of two degrees of freedom.
    assert figure.value == pytest.approx((-3.0,))
    assert figure.half_width == pytest.approx(4.302652730 / math.sqrt(3))


def test_trajectory_is_in_sequence_of_time():
    trajectory = Trajectory("on_hand", "shop")
    assert trajectory.read(Result) == Figure((9.0, 7.0, 12.0))
    assert Largest(trajectory).read(Result) == Figure((12.0,))
    assert Last(trajectory).read(Result) == Figure((12.0,))


def test_tolerances_widen_with_the_share_and_may_be_those_of_another_value(monkeypatch):
    known = {
        "exact": Reference((2.0,), "exact", (0.1,), (0.1,)),
        "shortcut": Reference((1.0,), "approximation", (1e-6,), (1e-6,)),
    }
    monkeypatch.setattr(comparisons, "references", lambda _: known)
    monkeypatch.setattr(comparisons.sim, "run", lambda *_, **__: Result)
    reading = KPI("backlog", site="shop")
    measures = (Measure("exact", reading), Measure("shortcut", reading, scale="exact"))
    case = Case("any", measures, replications=100, least=5)
    found = comparisons.compare.__wrapped__(case, 0.25)
    assert [comparison.deviation for comparison in found] == pytest.approx([0.0, 1.0 / 0.2])
    fixed = Case("any", measures, replications=1, least=1, is_random=False)
    assert comparisons.compare.__wrapped__(fixed, 0.25)[1].deviation == pytest.approx(1.0 / 0.1)
