from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.experiment import stress as stressing
from sim.experiment.attributing import World
from sim.results import study
from tests.chains import CLOCKWORK, SHOP, written
from tests.cli.program import Outcome, Program, called
from tests.experiment.test_attributing import STRUCK


@pytest.fixture
def headwater(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program in this process and in a folder of its own; studies have few replications."""
    monkeypatch.chdir(tmp_path)

    def call(command: str, *words: object) -> Outcome:
        few = ["--replications", "2", "--workers", "1"] if command in ("stress", "attribute") else []
        return called(capsys, command, *words, *few)

    return call


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return written(tmp_path, STRUCK)


# ------------------------------------------------------------------------------------------------------ stress


def test_every_place_is_ranked_and_everything_is_written(headwater: Program, shop: Path) -> None:
    found = headwater("stress", shop, "--at", "day 21", "--lasts", "1 week")
    assert found.code == 0
    assert found.err.endswith("results are in results/shop-stress\n")
    assert "3 outages after 20 days, for 7 days, 2 pairs of runs each, seed 3" in found.out
    folder = shop.parent / "results" / "shop-stress"
    kept = sim.StressResult.read(folder)
    assert set(kept.outages["name"]) == {"maker", "shop", "road"}
    assert repr(kept) == found.out
    names = {path.name for path in folder.iterdir()}
    assert {"stress.json", "outages.csv", "report.html", "scenario.yaml", "figures", "responses"} <= names
    assert {"ranking.png", "network.png", "recovery_1.png"} <= {path.name for path in (folder / "figures").iterdir()}
    assert (folder / "scenario.yaml").read_text() == STRUCK
    origin = kept.stress.provenance
    assert origin.command.startswith(f"headwater stress {shop} --at 'day 21'")
    assert (origin.text, origin.period) == (STRUCK, (10.0, 60.0))
    assert origin.seconds > 0
    assert "python" in origin.versions


def test_report_shows_what_was_saved_and_draws_it_anew(headwater: Program, shop: Path) -> None:
    first = headwater("stress", shop, "--sites", "maker", "shop", "--out", "kept", "--no-figures", "--no-page")
    folder = shop.parent / "kept"
    assert not (folder / "report.html").exists()
    assert not (folder / "figures").exists()
    again = headwater("report", "kept")
    assert again.out == first.out
    assert "figures are in kept/figures: ranking" in again.err
    assert "Losing" in (folder / "report.html").read_text()
    rows = list(csv.DictReader(io.StringIO(headwater("report", "kept", "--format", "csv").out)))
    assert {row["name"] for row in rows} == {"maker", "shop"}
    document = json.loads(headwater("report", "kept", "--format", "json", "--no-page", "--no-figures", "-q").out)
    assert [each["rank"] for each in document["outages"]] == [1, 2]
    assert all({"ripple", "lasts", "lost_profit", "time_to_survive"} <= set(each) for each in document["outages"])


@pytest.mark.parametrize("words", [["--check"], ["--outcomes"], ["--by", "site"], ["--colour", "fill_rate"]])
@pytest.mark.parametrize("name", ["stress.json", "attribution.json"])
def test_report_refuses_what_it_would_ignore(headwater: Program, tmp_path: Path, words: list[str], name: str) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / name).write_text("{}")
    found = headwater("report", "kept", *words)
    assert found.code == 2
    assert f"there is no {words[0]} for stress tests and attributions" in found.err


def test_an_attribution_has_no_page_that_a_file_could_be_named_for(headwater: Program, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "attribution.json").write_text("{}")
    found = headwater("report", "kept", "--page-file", "page.html")
    assert (found.code, found.err) == (2, "error: kept: there is no --page-file for attributions\n")


def test_python_and_command_line_find_the_same(headwater: Program, shop: Path) -> None:
    headwater("stress", shop, "--lanes", "road", "--variant", "one", "--seed", 5, "--out", "kept")
    there = sim.StressResult.read(shop.parent / "kept")
    here = sim.stress(shop, lanes=["road"], variant="one", seed=5, replications=2)
    for name, table in here.stress.tables.items():
        pd.testing.assert_frame_equal(table, there.stress.tables[name], check_dtype=False)
    assert "<table>" in here._repr_html_()
    assert len(here.plot("recovery", "road").axes) == 1
    assert here.plot("network").axes
    for words in (("nework",), ("ranking", "road"), ("recovery", "rod")):
        with pytest.raises(sim.UsageError):
            here.plot(*words)
    here.save(shop.parent / "saved")
    assert sim.StressResult.read(shop.parent / "saved").outages.equals(here.outages)
    assert here.page(shop.parent / "page.html").read_text().startswith("<!DOCTYPE html>")


def test_active_disruptions_stay_active(shop: Path) -> None:
    """Beside the frost the outage of the road costs less: nothing would have come by it for a while."""
    lost = {
        variant: sim.stress(shop, variant=variant, lanes=["road"], at=15, lasts="8 days", replications=2)
        for variant in (None, "one")
    }
    service = {variant: found.outages.loc[0, "lost_service"] for variant, found in lost.items()}
    assert service["one"] < service[None]


@pytest.mark.parametrize("after", [1, 3])
def test_interruption_keeps_what_had_ended(
    headwater: Program, shop: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    respond, count = stressing.respond, 0

    def stopping(errand: stressing.Errand) -> object:
        nonlocal count
        count += 1
        if count > after:
            raise KeyboardInterrupt
        return respond(errand)

    with monkeypatch.context() as patch:
        patch.setattr(stressing, "respond", stopping)
        found = headwater("stress", shop, "--out", "kept")
    assert found.code == 130
    done = 1 if after == 3 else 0
    assert f"interrupted: {done} outages had finished; --resume --out kept completes the others" in found.err
    again = headwater("stress", shop, "--out", "kept", "--resume")
    assert again.code == 0
    assert again.out == headwater("stress", shop, "--no-save").out


def test_a_folder_of_other_results_is_left_alone(headwater: Program, shop: Path) -> None:
    place = ("--lanes", "road", "--out", "kept")
    headwater("stress", shop, *place)
    refused = headwater("stress", shop, *place, "--seed", 9)
    assert refused.code == 2
    assert "holds other results: seed 3 instead of 9; choose another folder" in refused.err
    assert headwater("stress", shop, *place, "--seed", 9, "--force").code == 0
    assert len(list((shop.parent / "kept" / "responses").iterdir())) == 3  # of the other seed nothing is left
    (shop.parent / "mine").mkdir()
    (shop.parent / "mine" / "letter.txt").write_text("dear")
    refused = headwater("stress", shop, "--lanes", "road", "--out", "mine")
    assert (refused.code, "what it holds are not our results" in refused.err) == (2, True)
    headwater("run", shop, "--replications", "1", "--out", "ran")
    assert headwater("stress", shop, "--lanes", "road", "--out", "ran", "--force").code == 2
    assert headwater("attribute", shop, "--variant", "one", "--out", "kept").code == 2
    refused = headwater("stress", shop, "--lanes", "road", "--out", shop)
    assert "is a file, not a folder for results" in refused.err


def test_what_has_not_ended_is_not_shown(headwater: Program, shop: Path) -> None:
    headwater("stress", shop, "--lanes", "road", "--out", "kept")
    path = shop.parent / "kept" / "stress.json"
    path.write_text(path.read_text().replace('"finished"', '"running"'))
    found = headwater("report", "kept")
    assert found.code == 1
    assert "kept/stress.json: has not ended; run it again with --resume to complete it" in found.err
    path.write_text(path.read_text().replace("headwater stress test 1", "headwater stress test 9"))
    assert "is not of the format" in headwater("report", "kept").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--sites", "shp"), "error: there is no site 'shp' to take out; did you mean 'shop'"),
        (("--sites", "people"), "error: there is no site 'people' to take out: it is a customer"),
        (("--sites",), "error: --sites needs at least one name behind it"),
        (("--lanes", "maker"), "error: there is no lane 'maker' to take out"),
        (("--lasts", "14 dys"), "error: lasts: unknown unit of time 'dys'"),
        (("--lasts", "0 days"), "would last for no time"),
        (("--at", "dy 60"), "error: at: unknown unit of time 'dy'"),
        (("--at", "day 0"), "error: at: 'day 0': the first day is day 1"),
        (("--at", "400"), "error: an outage at 400 would begin after the end of the run"),
        (("--at", "-3"), "error: at: "),
        (("--no-save", "--out", "there"), "--no-save writes nothing"),
        (("--resume", "--no-save"), "there is no results folder to resume from"),
        (("--variant", "storm"), "there is no variant 'storm'"),
    ],
)
def test_mistakes_are_told_without_a_trace(headwater: Program, shop: Path, words: tuple[str, ...], said: str) -> None:
    found = headwater("stress", shop, "-q", *words)
    assert found.code == 2
    assert said in found.err
    assert "Traceback" not in found.err
    assert not (shop.parent / "results").exists()


def test_own_time_to_recover_is_read_with_its_place(headwater: Program, tmp_path: Path) -> None:
    path = written(tmp_path, SHOP.replace("to: shop,", "to: shop, time_to_recover: 0 days,"))
    found = headwater("stress", path)
    assert found.code == 2
    assert "scenario.yaml:16" in found.err
    assert "lanes.road.time_to_recover" in found.err
    text = SHOP.replace("{kind: customer,", "{kind: customer, time_to_recover: 3 days,")
    assert "unknown key 'time_to_recover'" in headwater("check", written(tmp_path, text)).out


def test_without_chance_it_says_so(headwater: Program, tmp_path: Path) -> None:
    found = headwater("stress", written(tmp_path, CLOCKWORK), "--lanes", "road", "--no-save")
    assert "Nothing in this scenario is random: each outage ran once" in found.out
    assert "±" not in found.out.splitlines()[2]


# --------------------------------------------------------------------------------------------------- attribute


def test_parts_are_shown_and_kept(headwater: Program, shop: Path) -> None:
    found = headwater("attribute", shop, "--variant", "apart")
    assert "warning" in found.err
    assert headwater("attribute", shop, "--variant", "apart", "--quiet").err == ""
    assert found.code == 0
    assert "what 2 disruptions did; 4 worlds of 2 replications" in found.out
    folder = shop.parent / "results" / "shop-apart-attribution"
    assert found.err.endswith("results are in results/shop-apart-attribution\n")
    kept = sim.AttributionResult.read(folder)
    assert repr(kept) == found.out == headwater("report", folder).out
    assert "<table>" in kept._repr_html_()
    assert kept.attribution.provenance.text == STRUCK
    document = json.loads(headwater("report", folder, "--format", "json").out)
    assert [change["kpi"] for change in document["changes"]] == ["operating_profit", "fill_rate", "on_time_in_full"]
    rows = list(csv.DictReader(io.StringIO(headwater("report", folder, "--format", "csv").out)))
    assert len(rows) == 9
    kept.save(shop.parent / "saved")
    assert repr(sim.AttributionResult.read(shop.parent / "saved")) == found.out


def test_an_interrupted_attribution_is_completed(
    headwater: Program, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, count = World.__call__, 0

    def stopping(world: World) -> object:
        nonlocal count
        count += 1
        if count > 3:
            raise KeyboardInterrupt
        return call(world)

    words = ("--variant", "apart", "--kpis", "fill_rate", "backlog", "--out", "kept")
    with monkeypatch.context() as patch:
        patch.setattr(World, "__call__", stopping)
        found = headwater("attribute", shop, *words)
    assert (found.code, found.out) == (130, "")
    assert "interrupted: what had finished is kept; --resume --out kept completes it" in found.err
    assert "has not ended" in headwater("report", "kept").err
    assert headwater("attribute", shop, *words, "--resume").code == 0
    assert count == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "error: no disruption is active: there is nothing to attribute"),
        (("--variant", "one", "--kpis", "profits"), "error: there is no KPI 'profits'"),
        (("--variant", "on"), "there is no variant 'on'"),
    ],
)
def test_what_cannot_be_attributed_is_told(headwater: Program, shop: Path, words: tuple[str, ...], said: str) -> None:
    found = headwater("attribute", shop, *words, "--no-save")
    assert found.code == 2
    assert said in found.err


def test_a_mistake_costs_no_results(headwater: Program, shop: Path) -> None:
    words = ("attribute", str(shop), "--variant", "one", "--replications", "2")
    assert headwater(*words).code == 0
    (folder,) = Path("results").glob("*-attribution")
    before = (folder / "attribution.json").read_bytes()
    assert headwater(*words, "--kpis", "profits").code == 2
    assert (folder / "attribution.json").read_bytes() == before
    assert headwater("report", str(folder)).code == 0
    assert headwater("attribute", str(shop), "--replications", "2").code == 2
    assert list(Path("results").glob("*-attribution")) == [folder]


def test_two_do_not_write_into_one_folder(shop: Path) -> None:
    identity = sim.stress(shop, lanes=["road"], replications=1).stress.identity
    folder = shop.parent / "kept"
    with (
        study.claimed(folder, ("stress.json", "x"), identity, ("responses",), resume=False, force=False),
        pytest.raises(sim.UsageError, match="another run"),
    ):
        sim.stress(shop, lanes=["road"], replications=1, out=folder)
