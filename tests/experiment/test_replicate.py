from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from sim.engine import world
from sim.engine.world import simulate
from sim.errors import BooksError, UsageError
from sim.experiment import replicate as module
from sim.experiment.plan import Plan
from sim.experiment.replicate import replay, replicate
from sim.ledger.balance import Discrepancy, TrialBalance
from sim.report.tables import document
from sim.results import Folder, Identity, read
from sim.scenario import load
from tests.chains import CLOCKWORK, COUNTED, SHOP, written

if TYPE_CHECKING:
    from sim.results import Run


def plan(folder: Path, text: str = SHOP, count: int | None = 3, workers: int = 1) -> Plan:
    loaded = load(written(folder, text))
    identity = Identity(loaded.scenario.name, None, loaded.fingerprint, loaded.scenario.seed, "0.1.0")
    return Plan(loaded.scenario, identity, text=loaded.text, replications=count, workers=workers, start_up=0.0)


def assert_same(run: Run, other: Run) -> None:
    assert run.digests == other.digests
    assert run.digest == other.digest
    for name in ("kpis", "series", "measurements"):
        pd.testing.assert_frame_equal(getattr(run, name), getattr(other, name), check_exact=True)


def test_replications_differ_and_repeat(tmp_path: Path) -> None:
    run = replicate(plan(tmp_path))
    assert run.status == "finished"
    assert len(set(run.digests.values())) == 3
    assert (run.goods, run.money) == (0, 0.0)
    assert run.period == (10.0, 60.0)
    assert_same(replicate(plan(tmp_path)), run)
    assert replicate(plan(tmp_path, SHOP.replace("seed: 3", "seed: 4"))).digest != run.digest


def test_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    assert_same(replicate(plan(tmp_path, count=5, workers=2)), replicate(plan(tmp_path, count=5)))


def test_more_replications_keep_the_first(tmp_path: Path) -> None:
    few, many = replicate(plan(tmp_path, count=2)), replicate(plan(tmp_path, count=4))
    assert {number: many.digests[number] for number in few.digests} == few.digests


def test_without_chance_one_run_says_it_all(tmp_path: Path) -> None:
    run = replicate(plan(tmp_path, CLOCKWORK, count=7))
    assert (run.asked, run.finished, run.is_random) == (1, 1, False)
    assert run.kpis["half_width"].isna().all()


def test_thirty_replications_or_the_scenarios_own_number(tmp_path: Path) -> None:
    assert plan(tmp_path, count=None).count == 30
    assert plan(tmp_path, SHOP + "replications: 4\n", count=None).count == 4
    assert plan(tmp_path, SHOP + "replications: 4\n", count=2).count == 2


def test_one_replication_is_the_ledger_itself(tmp_path: Path) -> None:
    task = plan(tmp_path, count=1)
    run, books = replicate(task), replay(task.scenario, task.identity.seed)
    shop = run.series.query("site == 'shop' and measure == 'on_hand'")
    account = next(i for i, a in enumerate(books.register.accounts) if a.kind == "warehouse")
    assert shop["mean"].tolist() == books.stock.before(np.arange(1.0, 61.0))[account].tolist()
    shipped = run.series.query("site == 'shop' and measure == 'shipped'")["mean"].sum()
    assert shipped == books.facts.shipped[books.facts.is_customer].sum()


def test_measures_are_kept_where_they_apply(tmp_path: Path) -> None:
    series = replicate(plan(tmp_path, count=2)).series
    found = {site: set(rows["measure"]) for site, rows in series.groupby("site", observed=True)}
    assert found["people"] == {"in_transit", "on_order", "ordered"}
    assert "on_hand" not in found["maker"]
    assert {"on_hand", "backlog", "demand", "shipped", "ordered"} <= found["shop"]


@pytest.mark.parametrize("workers", [1, 2])
def test_runs_of_different_length_share_the_first_ones_buckets(tmp_path: Path, workers: int) -> None:
    run = replicate(plan(tmp_path, COUNTED, count=6, workers=workers))
    ends = [replay(plan(tmp_path, COUNTED).scenario, 3, number).end for number in range(6)]
    counts = run.series.query("measure == 'on_hand'").set_index("time")["n"]
    assert run.period[1] == max(ends)
    for time, count in counts.items():
        assert count == sum(end > time for end in ends)
    assert counts.index[-1] < ends[0]


def test_a_failing_replication_is_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(scenario, luck):
        if luck.replication in {0, 2}:
            raise ZeroDivisionError("by zero")
        return simulate(scenario, luck)

    complete = replicate(plan(tmp_path, count=4))
    monkeypatch.setattr(world, "simulate", broken)
    folder = Folder.claim(tmp_path / "out", plan(tmp_path).identity)
    run = replicate(plan(tmp_path, count=4), folder)
    assert run.status == "finished"
    assert [(failure.replication, failure.message) for failure in run.failures] == [
        (0, "ZeroDivisionError: by zero"),
        (2, "ZeroDivisionError: by zero"),
    ]
    assert "broken" in run.failures[0].trace
    assert run.digests == {number: complete.digests[number] for number in (1, 3)}
    assert read(tmp_path / "out").failures == run.failures
    monkeypatch.undo()
    assert_same(replicate(plan(tmp_path, count=4), folder), complete)  # what failed is run again


def test_books_that_do_not_balance_fail_the_replication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = TrialBalance(3, 0.0, (Discrepancy("goods", "stock", "shop", 3),))
    monkeypatch.setattr(module, "reconcile", lambda books: broken)
    run = replicate(plan(tmp_path, count=2))
    assert run.finished == 0
    assert "the books do not balance: stock: shop is off by 3" in run.failures[0].message
    with pytest.raises(BooksError, match="stock: shop is off by 3"):
        replay(plan(tmp_path).scenario, 3)
    assert run.kpis.empty
    assert run.series.empty


def test_a_discrepancy_is_told_in_the_manifest_and_in_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def robbed(scenario, luck):
        closing = simulate(scenario, luck)
        if luck.replication == 1:
            closing.on_hand[closing.on_hand > 0] += 7
        return closing

    monkeypatch.setattr(world, "simulate", robbed)
    folder = Folder.claim(tmp_path / "out", plan(tmp_path).identity)
    run = replicate(plan(tmp_path, count=3), folder)
    assert (run.finished, run.goods, run.money) == (2, 7, 0.0)
    assert [(failure.replication, failure.goods, failure.money) for failure in run.failures] == [(1, 7, 0.0)]
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["trial_balance"]["goods"] == 7
    assert document(run)["trial_balance"] == {"goods": 7, "money": 0.0}
    assert read(tmp_path / "out").failures == run.failures
    assert read(tmp_path / "out").goods == 7


def test_a_scenario_that_cannot_run_stops_the_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(scenario, luck):
        raise UsageError("cannot run this")

    monkeypatch.setattr(world, "simulate", refused)
    with pytest.raises(UsageError, match="cannot run this"):
        replicate(plan(tmp_path))


@pytest.mark.parametrize("at", [0, 2])
def test_an_interruption_keeps_what_has_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    def interrupted(scenario, luck):
        if luck.replication == at:
            raise KeyboardInterrupt
        return simulate(scenario, luck)

    complete = replicate(plan(tmp_path, count=4))
    folder = Folder.claim(tmp_path / "out", plan(tmp_path).identity)
    monkeypatch.setattr(world, "simulate", interrupted)
    run = replicate(plan(tmp_path, count=4), folder)
    assert (run.status, run.finished) == ("interrupted", at)
    assert read(tmp_path / "out").digests == run.digests
    monkeypatch.undo()

    folder = Folder.claim(tmp_path / "out", plan(tmp_path).identity, resume=True)
    ran = []
    monkeypatch.setattr(
        world, "simulate", lambda scenario, luck: ran.append(luck.replication) or simulate(scenario, luck)
    )
    resumed = replicate(plan(tmp_path, count=4), folder)
    assert ran == list(range(at, 4))
    assert_same(resumed, complete)
    assert read(tmp_path / "out").digest == complete.digest


def test_resume_runs_again_what_lacks_its_ledger(tmp_path: Path) -> None:
    folder = Folder.claim(tmp_path / "out", plan(tmp_path).identity)
    replicate(plan(tmp_path, count=2), folder)
    replicate(dataclasses.replace(plan(tmp_path, count=2), keep_ledger=True), folder)
    assert folder.ledger(0).is_dir()
    assert folder.ledger(1).is_dir()
    orders = folder.read_ledger(1)["orders"]
    books = replay(plan(tmp_path).scenario, 3, 1)
    assert len(orders) == len(books.orders)
