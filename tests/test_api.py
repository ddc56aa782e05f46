from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim import api
from sim.engine import world
from sim.errors import ResultsError, RunError, ScenarioError, UsageError
from sim.results import Folder
from tests.chains import CLOCKWORK, SHOP, written
from tests.kpi.chains import PLAN


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def result(shop: Path) -> api.Result:
    return api.run(shop, replications=3)


def test_public_names_are_those_of_the_package() -> None:
    assert {name for name in sim.__all__ if not name.endswith("Error")} <= set(api.__all__)
    assert sim.run is api.run


def test_path_text_loaded_and_scenario_give_the_same(shop: Path, result: api.Result) -> None:
    loaded = api.load(shop)
    for scenario in (str(shop), loaded, loaded.scenario):
        other = api.run(scenario, replications=3)
        assert other.digest == result.digest
        assert other.run.identity == result.run.identity
        pd.testing.assert_frame_equal(other.kpis, result.kpis, check_exact=True)


def test_options_reach_the_run(shop: Path, result: api.Result) -> None:
    busy = api.run(shop, variant="busy", replications=2)
    assert busy.manifest["variant"] == "busy"
    assert busy.manifest["fingerprint"] != result.manifest["fingerprint"]
    assert api.run(shop, seed=9, replications=2).manifest["seed"] == 9
    slow = api.run(shop, settings=["sites.people.buys.item.demand.rate=5"], replications=2)
    assert slow.digest != busy.digest


def test_progress_is_told(shop: Path) -> None:
    told: list[tuple[int, int]] = []
    api.run(shop, replications=2, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_ledger_is_run_again_when_it_was_not_kept(result: api.Result) -> None:
    books = {"goods", "orders", "events", "money", "states", "forecasts", "trips", "loads", "master"}
    assert set(dir(result.ledger)) == books
    assert len(result.ledger.orders) > 100
    assert "orders" in repr(result.ledger)
    with pytest.raises(AttributeError, match="no table 'stock'; it has"):
        result.ledger.stock  # noqa: B018 - the access is what is tested


def test_ledger_comes_from_the_folder_where_it_was_kept(shop: Path, result: api.Result, tmp_path: Path) -> None:
    api.run(shop, replications=2, out=tmp_path / "out", keep_ledger=True)
    kept = api.Result.read(tmp_path / "out")
    pd.testing.assert_frame_equal(kept.ledger.orders, result.ledger.orders, check_categorical=False)


def test_ledger_of_a_folder_is_run_again_from_its_scenario(shop: Path, result: api.Result, tmp_path: Path) -> None:
    api.run(shop, replications=1, variant="busy", out=tmp_path / "out")
    busy = api.Result.read(tmp_path / "out")
    assert len(busy.ledger.orders) > 1.5 * len(result.ledger.orders)


def test_ledger_that_cannot_be_had_says_why(shop: Path, tmp_path: Path) -> None:
    api.run(shop, replications=1, out=tmp_path / "other")
    (tmp_path / "other" / "scenario.yaml").write_text(SHOP.replace("up_to: 60", "up_to: 61"), encoding="utf-8")
    with pytest.raises(ResultsError, match="other data files"):
        api.Result.read(tmp_path / "other").ledger  # noqa: B018
    api.run(shop, replications=1, out=tmp_path / "out")
    (tmp_path / "out" / "scenario.yaml").unlink()
    with pytest.raises(ResultsError, match="the scenario file is not in the folder"):
        api.Result.read(tmp_path / "out").ledger  # noqa: B018


TABLED = (
    SHOP.replace("{horizon: 60", "{start: 2025-01-06, horizon: 60")
    .replace("  people: {kind", "  people: {from_csv: data/people.csv, kind")
    .replace("{kind: poisson, rate: 10}", "{kind: trace, file: data/demand.csv, date: day, quantity: asked}")
)


def test_a_folder_is_enough_to_run_again(tmp_path: Path) -> None:
    path = written(tmp_path, TABLED)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "people.csv").write_text("name\nnorth\nsouth\n")
    (tmp_path / "data" / "demand.csv").write_text(
        "day,asked\n" + "".join(f"2025-01-{day:02},{day}\n" for day in range(6, 32))
    )
    settings = ["sites.shop.stock.item.replenish.up_to=80", ("sites.shop.stock.item.opening.on_hand", 33)]
    variant = TABLED.replace("sites.people.buys.item.demand.rate: 20", "sites.shop.stock.item.opening.on_hand: 55")
    path.write_text(variant, encoding="utf-8")
    first = api.run(path, variant="busy", settings=settings, seed=8, replications=2, out=tmp_path / "out")
    for name in ("scenario.yaml", "data/people.csv", "data/demand.csv"):
        (tmp_path / name).unlink()
    kept = api.Result.read(tmp_path / "out")
    assert kept.manifest["data"] == ["data/demand.csv", "data/people.csv"]
    again = api.run(
        tmp_path / "out" / "scenario.yaml",
        variant=kept.run.identity.variant,
        settings=kept.run.settings,
        seed=kept.run.identity.seed,
        replications=kept.run.asked,
        out=tmp_path / "out",  # the folder that it is read from: nothing of it may be lost
    )
    assert again.digest == first.digest
    assert (tmp_path / "out" / "data" / "people.csv").read_text() == "name\nnorth\nsouth\n"
    assert len(api.Result.read(tmp_path / "out").ledger.orders) == len(first.ledger.orders)
    api.Result.read(tmp_path / "out").save(tmp_path / "saved")
    assert (tmp_path / "saved" / "data" / "demand.csv").exists()


def test_the_scenario_outlives_a_run_that_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    api.run(written(tmp_path), replications=1, out=tmp_path / "out")

    def killed(scenario, luck):
        raise KeyboardInterrupt

    monkeypatch.setattr(world, "simulate", killed)
    monkeypatch.setattr(Folder, "write", lambda folder, run: None)  # it does not come to that
    with pytest.raises(KeyboardInterrupt):
        api.run(tmp_path / "out" / "scenario.yaml", out=tmp_path / "out", force=True)
    assert (tmp_path / "out" / "scenario.yaml").read_text(encoding="utf-8") == SHOP


def test_a_folder_without_its_scenario_file_claims_none(shop: Path, tmp_path: Path) -> None:
    api.run(shop, replications=1, out=tmp_path / "out")
    api.run(api.load(shop).scenario, seed=4, replications=1, out=tmp_path / "out", force=True)
    assert api.Result.read(tmp_path / "out").run.text is None


def test_results_can_be_copied(result: api.Result) -> None:
    rows = len(result.ledger.orders)
    for again in (copy.copy(result), copy.deepcopy(result), pickle.loads(pickle.dumps(result))):  # noqa: S301, TID251
        assert again.digest == result.digest
        assert len(again.ledger.orders) == rows
    assert len(copy.copy(result.ledger).orders) == rows
    assert len(pickle.loads(pickle.dumps(result.ledger)).orders) == rows  # noqa: S301, TID251


def test_ledger_must_repeat(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = api.run(shop, replications=1)
    monkeypatch.setattr("sim.api.origin.digest", lambda books: "another")
    with pytest.raises(ResultsError, match="replication 0 does not repeat"):
        found.ledger  # noqa: B018


def test_saved_results_come_back(result: api.Result, tmp_path: Path) -> None:
    result.save(tmp_path / "saved")
    again = api.Result.read(tmp_path / "saved")
    assert again.manifest == result.manifest
    for name in ("kpis", "series", "measurements"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(result, name), check_exact=True)
    assert len(again.ledger.orders) == len(result.ledger.orders)
    with pytest.raises(UsageError, match="holds other results"):
        api.run(written(tmp_path, CLOCKWORK), out=tmp_path / "saved")


def test_out_and_save_hold_the_same(shop: Path, result: api.Result, tmp_path: Path) -> None:
    result.save(tmp_path / "saved")
    api.run(shop, replications=3, out=tmp_path / "out")
    for name in ("kpis.parquet", "kpis.csv", "series.parquet", "scenario.yaml"):
        assert (tmp_path / "saved" / name).read_bytes() == (tmp_path / "out" / name).read_bytes(), name


def test_resume_extends_a_run(shop: Path, result: api.Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    api.run(shop, replications=2, out=tmp_path / "out")
    ran: list[int] = []
    original = world.simulate
    monkeypatch.setattr(
        world, "simulate", lambda scenario, luck: ran.append(luck.replication) or original(scenario, luck)
    )
    longer = api.run(shop, replications=3, out=tmp_path / "out", resume=True)
    assert ran == [2]
    assert longer.digest == result.digest


def test_rows_are_about_one_kind_of_thing(result: api.Result) -> None:
    assert "site" not in result.rows()
    assert result.rows("site")["site"].notna().all()
    assert len(result.rows("all")) == len(result.kpis)
    with pytest.raises(UsageError, match="did you mean 'product'"):
        result.rows("prodct")  # type: ignore[arg-type]


def test_shows_itself(result: api.Result) -> None:
    assert repr(result).startswith("shop: 3 replications, seed 3")
    assert ">shop: 3 replications, " in result._repr_html_()


@pytest.mark.parametrize("wrong", [None, 5, {"name": "shop"}, ["shop.yaml"], b"shop.yaml", ""])
def test_what_is_no_scenario_is_refused(wrong: object) -> None:
    for call in (api.run, api.load, api.check, api.simulate):
        with pytest.raises(UsageError, match=r"a scenario must be the path of a file, not|cannot read"):
            call(wrong)  # type: ignore[operator]


def test_wrong_types_are_refused_everywhere(shop: Path, result: api.Result) -> None:
    with pytest.raises(UsageError, match="there are no rows by None"):
        result.rows(None)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="there is no KPI 5"):
        result.kpi(5)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="site must be a name, not 5"):
        result.kpi("fill_rate", site=5)  # type: ignore[arg-type]
    for call in (result.save, api.Result.read):
        with pytest.raises(UsageError, match="a folder must be given by its path, not 5"):
            call(5)  # type: ignore[operator]
    for options in ({"seed": -1}, {"seed": "1"}, {"seed": 2**200}, {"replication": -1}, {"replication": None}):
        with pytest.raises(UsageError, match="must be"):
            api.simulate(shop, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options",
    [
        {"settings": [5]},
        {"settings": 5},
        {"settings": "seed=7"},
        {"settings": [("seed", 7, 8)]},
        {"settings": [(7, "seed")]},
        {"variant": 5},
        {"out": 5},
        {"out": ""},
        {"progress": 5},
        {"replications": 10**12},
        {"seed": 10**5000},
        {"replications": 0},
        {"replications": True},
        {"workers": -1},
        {"seed": -1},
        {"seed": 1.5},
        {"resume": True},
        {"keep_ledger": True},
        {"variant": "bussy"},
        {"settings": ["nonsense"]},
    ],
)
def test_wrong_options_are_refused(shop: Path, options: dict[str, object]) -> None:
    with pytest.raises((UsageError, ScenarioError)):
        api.run(shop, **options)  # type: ignore[arg-type]


def test_a_variant_needs_a_file(shop: Path) -> None:
    with pytest.raises(UsageError, match="belong to a file"):
        api.run(api.load(shop), variant="busy")


def test_failures_warn_and_nothing_at_all_raises(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = world.simulate

    def broken(scenario, luck):
        if luck.replication >= first:
            raise ZeroDivisionError("by zero")
        return original(scenario, luck)

    monkeypatch.setattr(world, "simulate", broken)
    first = 2
    with pytest.warns(RuntimeWarning, match=r"1 of 3 replications failed; number 2: ZeroDivisionError: by zero"):
        assert len(api.run(shop, replications=3).failures) == 1
    first = 0
    with pytest.raises(RunError, match="3 of 3 replications failed"):
        api.run(shop, replications=3)


def test_an_interruption_reaches_the_caller(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(scenario, luck):
        raise KeyboardInterrupt

    monkeypatch.setattr(world, "simulate", interrupted)
    with pytest.raises(KeyboardInterrupt):
        api.run(shop, out=tmp_path / "out")
    assert Folder(tmp_path / "out", api.Result.read(tmp_path / "out").run.identity).replication(0) is None
    with pytest.raises(ResultsError, match="no replication has finished"):
        api.Result.read(tmp_path / "out").ledger  # noqa: B018


def test_variants_change_the_scenario_not_the_text(shop: Path) -> None:
    assert api.load(shop, variant="busy").text == SHOP


def test_one_kpi_is_a_number(result: api.Result) -> None:
    kpis = result.kpis
    network = kpis[kpis[["site", "product", "customer", "lane", "resource", "category"]].isna().all(axis=1)].set_index(
        "kpi"
    )
    assert result.kpi("fill_rate") == network["mean"]["fill_rate"]
    stock = kpis.query("kpi == 'fill_rate' and site == 'shop' and product == 'item'")
    assert result.kpi("fill_rate", site="shop", product="item") == stock["mean"].item()
    assert 0 < result.kpi("cost_rate", category="holding") < result.kpi("cost_rate")


@pytest.mark.parametrize(
    ("grain", "said"),
    [
        ({"name": "fil_rate"}, "there is no KPI 'fil_rate'; did you mean 'fill_rate'"),
        ({"name": "fill_rate", "site": "shopp"}, "'fill_rate' has no site 'shopp' here; did you mean 'shop'"),
        ({"name": "fill_rate", "lane": "supply"}, "'fill_rate' has no lane 'supply' here; it is not told by lane"),
        ({"name": "bullwhip"}, "'bullwhip' is told by site here: name one of shop"),
    ],
)
def test_no_such_kpi_says_what_comes_nearest(result: api.Result, grain: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        result.kpi(**grain)


def test_units_are_named_after_currency_and_time(shop: Path, tmp_path: Path) -> None:
    text = SHOP.replace("name: shop\n", "name: shop\ncurrency: USD\n")
    assert text != SHOP
    found = api.run(written(tmp_path, text), replications=1)
    units = dict(zip(found.kpis["kpi"], found.kpis["unit"], strict=True))
    assert units["total_cost"] == "USD"
    assert units["cost_rate"] == "USD per day"
    assert units["demand"] == "units per day"
    assert units["order_cycle_time"] == "days"
    assert units["fill_rate"] == "share"
    assert not {unit for unit in units.values() if "money" in unit or "time unit" in unit}
    assert set(found.measurements["unit"]) == set(found.kpis["unit"])


def test_a_line_is_asked_for_with_its_site(tmp_path: Path) -> None:
    result = api.run(written(tmp_path, PLAN), replications=1)
    assert result.kpi("utilisation", site="shop", resource="line") > 0
    with pytest.raises(UsageError, match="no resource 'line' here; name what else it belongs to, such as its site"):
        result.kpi("utilisation", resource="line")
    with pytest.raises(UsageError, match="no resource 'lime' here; did you mean 'line'"):
        result.kpi("utilisation", resource="lime")
