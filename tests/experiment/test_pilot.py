from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import sim
from sim.engine import world
from sim.errors import ResultsError, UsageError
from sim.experiment import pilot
from sim.experiment import replicate as module
from sim.experiment.pilot import PILOTS
from sim.experiment.plan import Plan
from sim.experiment.replicate import replay, replicate
from sim.kpi import Measurement
from sim.ledger.books import Books
from sim.report.figures import warm_up as picture
from sim.report.tables import document, notes, title
from sim.results import Folder, Identity, read
from sim.results.warm_up import WarmUp
from sim.scenario import load
from sim.streams import Luck
from tests.chains import CLOCKWORK, COUNTED, SHOP, written
from tests.oracles.coverage import CASES

if TYPE_CHECKING:
    from pathlib import Path

FULL = SHOP.replace("horizon: 60, warm_up: 10", "horizon: 800, warm_up: auto").replace("on_hand: 40", "on_hand: 600")
"""Begins with two months of stock, so that nothing is ordered before day 58 or so."""


def plan(folder: Path, text: str = FULL, count: int = 3, workers: int = 1) -> Plan:
    loaded = load(written(folder, text))
    identity = Identity(loaded.scenario.name, None, loaded.fingerprint, loaded.scenario.seed, "0.1.0")
    return Plan(loaded.scenario, identity, text=loaded.text, replications=count, workers=workers, start_up=0.0)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> tuple[sim.Result, Path]:
    folder = tmp_path_factory.mktemp("full")
    return sim.run(written(folder, FULL), replications=3, out=folder / "out"), folder / "out"


def test_stock_that_has_to_run_down_is_cut(full: tuple[sim.Result, Path]) -> None:
    run = full[0].run
    assert run.warm_up is not None
    # 600 are 58 days of demand above the reorder point of 20; demand scatters by 25 in that time.
    assert 50 <= run.warm_up.cut <= 70
    assert run.warm_up.cut == max(run.warm_up.cuts.values())
    assert run.warm_up.replications == PILOTS
    assert run.period == (run.warm_up.cut, 800.0)
    assert run.kind == "steady_state"
    assert "seed 3, steady state, measured from day 5" in title(run)
    assert f"The warm-up ends at day {run.warm_up.cut:g}: found by MSER-5 in 10 pilot replications." in notes(run)
    assert document(run)["warm_up"]["cut"] == run.warm_up.cut


def test_measured_as_if_the_cut_had_been_stated(full: tuple[sim.Result, Path], tmp_path: Path) -> None:
    run = full[0].run
    stated = replicate(plan(tmp_path, FULL.replace("auto", f"{run.period[0]:g}")))
    assert stated.digests == run.digests
    pd.testing.assert_frame_equal(stated.kpis, run.kpis, check_exact=True)
    assert stated.warm_up is None
    assert replicate(plan(tmp_path, FULL.replace("auto", "0"))).kpis["mean"].tolist() != run.kpis["mean"].tolist()


def test_workers_and_the_number_of_replications_do_not_move_the_cut(tmp_path: Path) -> None:
    scenario = load(written(tmp_path, FULL)).scenario
    one, many = pilot.find(scenario, 3), pilot.find(scenario, 3, workers=2)
    assert one.manifest == many.manifest
    pd.testing.assert_frame_equal(one.table, many.table, check_exact=True)
    assert pilot.find(scenario, 4).table["value"].tolist() != one.table["value"].tolist()
    few, more = replicate(plan(tmp_path, count=1)), replicate(plan(tmp_path, count=2))
    assert few.period == more.period == (one.cut, 800.0)


def test_folder_keeps_what_the_warm_up_was_found_from(full: tuple[sim.Result, Path]) -> None:
    result, folder = full
    kept = read(folder)
    assert kept.warm_up is not None
    assert result.run.warm_up is not None
    assert kept.warm_up.manifest == result.run.warm_up.manifest
    pd.testing.assert_frame_equal(kept.warm_up.table, result.run.warm_up.table, check_dtype=False)
    assert (kept.kind, kept.period) == (result.run.kind, result.run.period)
    assert (folder / "figures" / "warm_up.png").stat().st_size > 10_000
    # The ledger of a run that was only read is made again from the scenario in the folder, with the same cut.
    assert len(sim.Result.read(folder).ledger.orders) == len(result.ledger.orders)
    (folder / "warm_up.parquet").write_bytes(b"")
    with pytest.raises(ResultsError, match=r"warm_up\.parquet"):
        read(folder)


def test_resuming_measures_from_the_same_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = plan(tmp_path, count=2)
    whole = replicate(asked)
    folder = Folder.claim(tmp_path / "out", asked.identity)
    replicate(dataclasses.replace(asked, replications=1), folder)
    again = Folder.claim(tmp_path / "out", asked.identity, resume=True)
    ran: list[int] = []
    original = module.run_replication
    monkeypatch.setattr(module, "run_replication", lambda task, number: ran.append(number) or original(task, number))
    resumed = replicate(asked, again)
    assert ran == [1]
    pd.testing.assert_frame_equal(resumed.kpis, whole.kpis, check_exact=True)
    # What was measured from another time is measured again.
    assert whole.warm_up is not None
    other = dataclasses.replace(asked, warm_up=dataclasses.replace(whole.warm_up, cut=100.0))
    ran.clear()
    assert replicate(other, Folder.claim(tmp_path / "out", asked.identity, resume=True)).period == (100.0, 800.0)
    assert ran == [0, 1]


def test_interrupted_while_it_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> WarmUp:
        raise KeyboardInterrupt

    asked = plan(tmp_path, count=1)
    folder = Folder.claim(tmp_path / "out", asked.identity)
    replicate(asked, folder)
    again = Folder.claim(tmp_path / "out", asked.identity, resume=True)
    monkeypatch.setattr(pilot, "find", stop)
    run = replicate(asked, again)
    assert (run.status, run.finished) == ("interrupted", 0)
    assert again.replication(0) is not None


def test_without_chance_one_pilot_tells(tmp_path: Path) -> None:
    text = CLOCKWORK.replace("horizon: 60, warm_up: 10", "horizon: 300, warm_up: auto")
    run = replicate(plan(tmp_path, text.replace("on_hand: 40", "on_hand: 600")))
    assert run.warm_up is not None
    assert run.warm_up.replications == 1
    assert 50 <= run.warm_up.cut <= 65
    assert "found by MSER-5 in the only replication." in "\n".join(notes(run))


def test_replayed_and_simulated_with_the_cut(tmp_path: Path) -> None:
    scenario = load(written(tmp_path, FULL)).scenario
    cut = pilot.find(scenario, 3).cut
    assert replay(scenario, 3).start == cut
    assert sim.simulate(scenario).start == cut


def test_until_so_many_orders(tmp_path: Path) -> None:
    text = COUNTED.replace("orders: 100,", "orders: 3000,").replace("people}", "people}, warm_up: auto")
    run = replicate(plan(tmp_path, text.replace("on_hand: 40", "on_hand: 600"), count=2))
    assert run.warm_up is not None
    assert 50 <= run.warm_up.cut <= 70
    assert run.warm_up.end < 310.0


def test_levels_of_the_network_are_those_of_the_kpis(tmp_path: Path) -> None:
    books = Books.of(world.simulate(load(written(tmp_path, SHOP)).scenario, Luck(3)))
    levels = pilot.network_levels(books, np.array([10.0, 60.0]))
    measurement = Measurement(books)
    expected = (measurement.mean(books.stock) * measurement.value).sum()
    assert levels["stock_on_hand"][0] == pytest.approx(expected, rel=1e-12)
    expected = (measurement.mean(books.transit) * measurement.value).sum()
    assert levels["in_transit"][0] == pytest.approx(expected, rel=1e-12)
    assert set(levels) == {"stock_on_hand", "in_transit", "in_process", "backlog", "lost_sales"}
    assert np.isnan(pilot.network_levels(books, np.array([50.0, 60.5]))["backlog"]).all()


def test_jobs_in_a_shop_settle_below_four() -> None:
    scenario = load(CASES / "queue-mm1.yaml", settings=["time.horizon=3000", "time.warm_up=auto"]).scenario
    found = pilot.find(scenario, 1)
    assert set(found.cuts) == {"in_process", "backlog"}
    assert found.cut <= 1000.0


def test_doubts_are_told(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="the warm-up passes half of the run: stock on hand had not settled"):
        result = sim.run(written(tmp_path, FULL.replace("horizon: 800", "horizon: 60")), replications=2)
    assert any(line.startswith("Warning: the warm-up passes half") for line in notes(result.run))


def test_picture_shows_the_cut(full: tuple[sim.Result, Path]) -> None:
    result = full[0]
    figure = result.plot.warm_up()
    found = result.run.warm_up
    assert found is not None
    assert len(figure.axes) == 2 * len(found.cuts)
    for (course, statistic), cut in zip(np.reshape(figure.axes, (-1, 2)), found.cuts.values(), strict=True):
        for ax in (course, statistic):
            lines = {line.get_label(): line for line in ax.lines}
            assert list(lines["cut of this measure"].get_xdata()) == [cut, cut]
        assert lines["its lowest point"].get_xdata().tolist() == [cut]
    with pytest.raises(UsageError, match="say 'warm_up: auto'"):
        picture.draw(dataclasses.replace(result.run, warm_up=None))
