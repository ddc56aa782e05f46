from __future__ import annotations

import multiprocessing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import sim
from sim.errors import RunError, UsageError
from sim.experiment import stress as stressing
from sim.experiment.closures import targets
from sim.experiment.outages import Outage
from sim.experiment.replicate import replay
from sim.experiment.responses import Responses, response
from sim.experiment.stress import Errand, Run, StressPlan, stress
from sim.results import Identity
from sim.scenario import load
from tests.chains import CLOCKWORK, SHOP, written
from tests.stressed import slowed

if TYPE_CHECKING:
    from pathlib import Path

    from sim.results.stress import Stress
    from sim.scenario import Scenario

OUTAGES = (Outage("road", "lane", 12.0, 20.0), Outage("shop", "warehouse", 12.0, 20.0))


def plan(path: Path, **changes: object) -> StressPlan:
    loaded = load(path)
    identity = Identity("shop", None, loaded.fingerprint, 3, "0.1.0")
    made = StressPlan(loaded.scenario, identity, OUTAGES, partial(slowed, str(path)), replications=2)
    return replace(made, **changes)


def same(one: Stress, other: Stress) -> None:
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, other.tables[name])


def test_outages_are_compared_with_the_same_replication_without(tmp_path: Path) -> None:
    path = written(tmp_path)
    found = stress(plan(path))
    assert (found.status, found.replications, found.is_random, found.start) == ("finished", 2, True, 12.0)
    assert found.outages["name"].tolist() == ["road", "shop"]
    scenario = load(path).scenario
    edges = np.arange(61.0)
    road = found.strikes[found.strikes["name"] == "road"]
    for number, lost in zip(road["replication"], road["lost_profit"], strict=True):
        profits = [
            response(each, number, replay(each, 3, number), edges).profit
            for each in (scenario, slowed(str(path), scenario, OUTAGES[0], for_good=False))
        ]
        assert lost == profits[0] - profits[1]
        assert lost != 0
    assert found.sites["site"].tolist() == ["maker", "people", "shop"]
    assert found.flows["rate"].sum() > 0


def test_profit_and_service_are_those_of_a_run(tmp_path: Path) -> None:
    path = written(tmp_path)
    result = sim.run(path, replications=1)
    scenario = load(path).scenario
    found = response(scenario, 0, replay(scenario, scenario.seed), np.arange(61.0))
    assert found.profit == result.kpi("operating_profit")
    assert found.served == pytest.approx(result.kpi("fill_rate"))  # nobody promises anything here: in time is at once


def test_only_what_hurt_nobody_is_run_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Run] = []
    respond = stressing.respond

    def counted(*words: object) -> object:
        asked.append(words[0].run)  # type: ignore[attr-defined]
        return respond(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(stressing, "respond", counted)
    found = stress(plan(written(tmp_path)))
    strikes = found.strikes.set_index(["name", "replication"])
    endless = {(OUTAGES[run.outage].name, run.number) for run in asked if run.for_good}
    assert all(strikes.loc[key, "time_to_survive"] >= 20 or strikes.loc[key, "survived"] for key in endless)
    assert ("shop", 0) in endless
    assert ("road", 0) not in endless
    assert strikes.loc[("shop", 0), "survived"]


def test_workers_change_no_figure(tmp_path: Path) -> None:
    path = written(tmp_path)
    same(stress(plan(path)), stress(plan(path, workers=2, start_up=0.0)))
    assert not multiprocessing.active_children()


def test_what_had_ended_is_not_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, kept = written(tmp_path), tmp_path / "kept"
    seen: list[tuple[int, int]] = []
    expected = stress(plan(path), kept, lambda done, total: seen.append((done, total)))
    assert seen[0] == (1, 6)
    assert seen[-1][0] == seen[-1][1] > 6
    count = len(list((kept / "responses").iterdir()))
    assert count == seen[-1][0] - 1  # replication 0 without an outage shows the network, and is run each time
    victim, damaged, *_ = sorted((kept / "responses").iterdir())
    victim.unlink()
    damaged.write_bytes(damaged.read_bytes()[:-40])
    (kept / "responses" / ".rubbish.parquet.partial").write_text("")
    again: list[Run] = []
    respond = stressing.respond
    monkeypatch.setattr(stressing, "respond", lambda *words: again.append(words[0].run) or respond(*words))  # type: ignore[func-returns-value]
    same(stress(plan(path), kept), expected)
    assert len(again) == 2
    assert len(list((kept / "responses").iterdir())) == count
    # Another seed finds nothing that it could use.
    other = Responses(kept / "responses", Identity("shop", None, "", 4, "0.1.0"))
    scenario = load(path).scenario
    assert other.found(other.key(scenario), 1) is None
    mine = Responses(kept / "responses", Identity("shop", None, "", 3, "0.1.0"))
    assert mine.found(mine.key(scenario), 1) is not None


@pytest.mark.parametrize("after", [1, 4, 6])
def test_an_interrupted_test_ranks_what_had_ended_and_can_be_completed(tmp_path: Path, after: int) -> None:
    path, kept = written(tmp_path), tmp_path / "kept"

    def stop(done: int, _: int) -> None:
        if done == after:
            raise KeyboardInterrupt

    try:
        found = stress(plan(path), kept, stop)
    except KeyboardInterrupt:  # before there was anything to tell
        assert after == 1
    else:
        assert found.status == "interrupted"
        assert len(found.outages) == (after - 2) // 2
    completed = stress(plan(path), kept)
    assert completed.status == "finished"
    same(completed, stress(plan(path)))


def test_without_chance_each_outage_runs_once(tmp_path: Path) -> None:
    found = stress(plan(written(tmp_path, CLOCKWORK), replications=None))
    assert (found.replications, found.is_random) == (1, False)
    assert found.outages["n"].tolist() == [1, 1]


def test_a_failed_run_is_named(tmp_path: Path) -> None:
    def broken(scenario: Scenario, outage: Outage, for_good: bool) -> Scenario:
        return scenario

    path = written(tmp_path)
    made = plan(path, strike=broken)
    stressing_replay = stressing.replay

    def failing(scenario: Scenario, seed: int, number: int = 0, tape: object = None) -> object:
        if number == 1:
            raise RunError("the books do not balance")
        return stressing_replay(scenario, seed, number)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stressing, "replay", failing)
        with pytest.raises(RunError, match="replication 1 without an outage failed: the books do not balance"):
            stress(made)
        with pytest.raises(RunError, match="replication 1 with road out failed"):
            stressing.respond(Errand(made.scenario, 3, np.arange(61.0), Run(0, 1), "road"))


# -------------------------------------------------------------------------------------------------- what is out


def test_all_sites_but_customers_and_all_lanes_are_taken_out(tmp_path: Path) -> None:
    scenario = load(written(tmp_path)).scenario
    assert targets(scenario, None, None) == {"maker": "supplier", "shop": "warehouse", "road": "lane"}
    assert targets(scenario, ["shop"], None) == {"shop": "warehouse"}
    assert targets(scenario, None, ["road"]) == {"road": "lane"}
    assert targets(scenario, ["shop", "shop"], ["road"]) == {"shop": "warehouse", "road": "lane"}


@pytest.mark.parametrize(
    ("sites", "lanes", "said"),
    [
        (["shp"], None, "there is no site 'shp' to take out; did you mean 'shop'"),
        (None, ["rod"], "there is no lane 'rod' to take out; did you mean 'road'"),
        (["people"], None, "there is no site 'people' to take out: it is a customer"),
        (["zzzzzz"], None, "there is no site 'zzzzzz' to take out; known: maker, shop"),
    ],
)
def test_what_is_not_there_is_refused(
    tmp_path: Path, sites: list[str] | None, lanes: list[str] | None, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        targets(load(written(tmp_path)).scenario, sites, lanes)


def test_a_name_of_two_things_is_refused(tmp_path: Path) -> None:
    scenario = load(written(tmp_path, SHOP.replace("road:", "maker:"))).scenario
    with pytest.raises(UsageError, match="'maker' is a site and a lane"):
        targets(scenario, None, None)
