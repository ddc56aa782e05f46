from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.api import load
from sim.api.study import Question, gather, study_of
from sim.errors import UsageError
from sim.experiment import compare as comparing
from sim.experiment.compare import Study, compare
from sim.experiment.differences import pairing
from sim.experiment.pairs import variance_reduction
from sim.experiment.replicate import replicate
from sim.results.comparison import families
from tests.chains import CLOCKWORK, SHOP, written
from tests.shipped import SCENARIOS

TWO = SHOP.replace("  busy:", "  same: {}\n  lean: {set: {sites.shop.stock.item.replenish.up_to: 40}}\n  busy:")


def study(folder: Path, text: str = TWO, replications: int = 4, **question: object) -> Study:
    path = written(folder, text)
    base = load(path)
    loaded = {"base": base, **{name: load(path, variant=name) for name in base.scenario.variants}}
    return study_of(loaded, Question(replications=replications, **question))  # type: ignore[arg-type]


def test_every_variant_meets_the_same_luck(tmp_path: Path) -> None:
    asked = study(tmp_path)
    found = compare(asked)
    assert list(found.runs) == ["base", "same", "lean", "busy"]
    assert found.identical == ("same",)
    assert {run.identity.seed for run in found.runs.values()} == {3}
    assert {run.finished for run in found.runs.values()} == {4}
    assert found.status == "finished"
    alone = replicate(asked.plans["lean"])
    assert alone.digest == found.runs["lean"].digest
    demand = found.differences[(found.differences["kpi"] == "demand") & (found.differences["variant"] == "lean")]
    assert (demand["difference"] == 0.0).all()  # the customers are the same, customer by customer


def test_a_seed_in_a_variant_does_not_count(tmp_path: Path) -> None:
    asked = study(tmp_path, TWO.replace("same: {}", "same: {set: {seed: 99, replications: 7}}"), replications=3)
    assert {plan.identity.seed for plan in asked.plans.values()} == {3}
    found = compare(asked)
    assert found.identical == ("same",)
    assert found.runs["same"].finished == 3


def test_what_is_not_random_runs_once(tmp_path: Path) -> None:
    text = CLOCKWORK.replace("demand.rate: 20", "demand.quantity: 20")
    found = compare(study(tmp_path, text, replications=5))
    assert [run.finished for run in found.runs.values()] == [1, 1]
    assert not found.is_random
    cost = found.differences[(found.differences["kpi"] == "demand") & found.differences["site"].isna()]
    assert set(cost["n"]) == {1}
    assert set(cost["verdict"]) == {"differs"}


def test_progress_is_told_over_all(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    compare(study(tmp_path, replications=2), None, lambda done, total: told.append((done, total)))
    assert {total for _, total in told} == {8}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (8, 8)


def test_an_interruption_keeps_what_has_finished(tmp_path: Path) -> None:
    def stop(done: int, _: int) -> None:
        if done == 6:
            signal.raise_signal(signal.SIGINT)

    found = compare(study(tmp_path), None, stop)
    assert found.status == "interrupted"
    assert {label: run.finished for label, run in found.runs.items()} == {"base": 4, "same": 2}
    assert found.labels == ("base", "same", "lean", "busy")
    assert set(found.differences["variant"]) == {"same"}
    assert found.differences["n"].max() == 2


def test_an_interruption_at_the_first_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(comparing, "replicate", stopped)
    found = compare(study(tmp_path))
    assert found.status == "interrupted"
    assert found.runs == {}
    assert found.differences.empty
    assert found.identical == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("busy: {set: {", "busy: {set: {currency: USD, ", "'busy' counts in USD and 'base' in EUR"),
        ("busy: {set: {", "busy: {set: {time.unit: week, ", "'busy' counts time by the week and 'base' by the day"),
        ("busy: {set: {", "busy: {set: {time.horizon: 70, ", "'busy' is not measured over the same time as 'base'"),
        ("busy: {set: {", "busy: {set: {time.warm_up: 5, ", "'busy' is not measured over the same time as 'base'"),
    ],
)
def test_what_is_counted_otherwise_is_not_compared(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        study(tmp_path, TWO.replace(old, new))


def test_one_is_nothing_to_compare(tmp_path: Path) -> None:
    base = load(written(tmp_path))
    with pytest.raises(UsageError, match="nothing to compare"):
        study_of({"base": base}, Question())


def test_other_luck_is_refused(tmp_path: Path) -> None:
    asked = study(tmp_path)
    other = replace(asked.plans["busy"], identity=replace(asked.plans["busy"].identity, seed=8))
    with pytest.raises(UsageError, match="would not meet the same luck"):
        replace(asked, plans={**asked.plans, "busy": other})


# -------------------------------------------------------------------------------------- what the common luck is worth


def test_the_factor_is_what_independent_seeds_show(tmp_path: Path) -> None:
    """The variant once more, on another seed: the variance of the differences really is that many times larger."""
    asked = study(tmp_path, replications=24)
    plan = asked.plans["lean"]
    base, paired = (replicate(asked.plans[label]) for label in ("base", "lean"))
    apart = replicate(replace(plan, identity=replace(plan.identity, seed=4711)))

    def cost(run: object) -> np.ndarray:
        rows = run.measurements  # type: ignore[attr-defined]
        whole = rows[["site", "product", "customer", "lane", "resource", "category"]].isna().all(axis="columns")
        return rows[(rows["kpi"] == "total_cost") & whole]["value"].to_numpy()

    promised = float(variance_reduction(cost(base), cost(paired)))
    measured = np.var(cost(apart) - cost(base)) / np.var(cost(paired) - cost(base))
    assert promised > 1.5
    assert measured == pytest.approx(promised, rel=0.5)


QUICK = {"law_kelton": [], "newsvendor": [], "orange_juice": ["time.horizon=6 weeks"]}
"""Shipped scenarios whose comparison is quick; ``docs/comparing.md`` has the figures of all."""


@pytest.mark.parametrize("name", QUICK)
def test_pairing_beats_drawing_apart_on_shipped_comparisons(name: str) -> None:
    path = SCENARIOS / f"{name}.yaml"
    study = study_of(gather([path], settings=QUICK[name]), Question(replications=5))
    factors = pairing(compare(study).runs, "base")
    profit = factors[(families(factors) == "headlines") & (factors["kpi"] == "operating_profit")]
    assert len(profit) == len(study.plans) - 1
    assert (profit["variance_reduction"] > 1.0).all(), profit[["variant", "variance_reduction"]].to_string()
