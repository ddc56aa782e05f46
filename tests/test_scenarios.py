"""The shipped scenarios: each file and variant reads without a warning, runs and balances, and shows what it says."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from pathlib import Path

import pytest

import sim
from tests.shipped import FILES, SCENARIOS, kpi, result_of


def _variants(file: Path) -> list[str | None]:
    return [None, *sorted(sim.load(file).scenario.variants)]


CASES = [pytest.param(file, variant, id=f"{file.stem}-{variant}") for file in FILES for variant in _variants(file)]


def test_there_are_scenarios():
    assert {file.stem for file in FILES} >= {
        "beer_game", "car_plant_jit", "fuel_refinery", "grocery_retail", "law_kelton", "newsvendor", "orange_juice",
        "penny_fab", "pharma_cold_chain",
    }  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
class TestEachFile:
    def test_it_names_its_schema_first_and_is_called_as_it_is_named(self, file):
        text = file.read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema=schema.json\n")
        assert sim.load(file).scenario.name == file.stem
        assert sim.load(file).scenario.description

    def test_nothing_in_it_is_wrong_or_looks_wrong(self, file):
        assert sim.check(file) == ()


@pytest.mark.parametrize(("file", "variant"), CASES)
def test_it_runs_and_its_books_balance(file, variant):
    result = result_of(file.stem, variant)
    assert result.run.finished == 1
    assert result.run.goods == 0
    assert result.run.money == pytest.approx(0, abs=1e-4)
    assert kpi(result, "demand") > 0
    served_at_once = kpi(result, "fill_rate")
    assert 0 < served_at_once <= 1 or (file.stem == "car_plant_jit" and served_at_once == 0)  # cars are made to order
    assert math.isfinite(kpi(result, "total_cost"))


class TestBeerGame:
    def test_the_base_stock_reaches_the_benchmark_of_204(self):
        result = result_of("beer_game")
        stages = ("retailer", "wholesaler", "distributor", "factory")
        assert [kpi(result, "total_cost", site=stage) for stage in stages] == [46, 50, 54, 54]
        assert kpi(result, "total_cost") == 204

    def test_people_pay_ten_times_as_much_and_swing_more_at_each_stage(self):
        result = result_of("beer_game", "human")
        assert kpi(result, "total_cost") > 10 * 204
        orders = result.ledger.orders
        largest = [
            orders.loc[orders["buyer"] == stage, "quantity"].max()
            for stage in ("drinkers", "retailer", "wholesaler", "distributor", "factory")
        ]
        assert largest[0] == 8
        assert largest == sorted(set(largest))

    def test_who_passes_orders_on_is_short_for_good_below_the_factory(self):
        result = result_of("beer_game", "pass_through")
        # 52 weeks of the same rule end with 12, 8, 4 and 0 cases owed; these are reached within 36 weeks.
        ledger = result.ledger
        orders = ledger.orders
        owed = {
            site: orders.loc[(orders["seller"] == site) & (orders["open"] > 0), "open"].sum()
            for site in ("retailer", "wholesaler", "distributor", "factory")
        }
        in_post = 2 * 8  # two weeks of orders have not reached the seller
        assert owed == {"retailer": 12, "wholesaler": 8 + in_post, "distributor": 4 + in_post, "factory": in_post}


class TestLawKelton:
    # Expected cost of a month over 120 months, computed exactly from the Markov chain of the stock at reviews.
    @pytest.mark.parametrize(
        ("variant", "cost"),
        [("s20_S80", 121.3456001), ("s40_S60", 125.7694474), ("s40_S100", 131.5445205), ("s60_S100", 144.194784)],
    )
    def test_the_cost_of_a_month_is_that_of_the_theory(self, variant, cost):
        rows = result_of("law_kelton", variant, replications=30).kpis
        everything = rows[["site", "product", "category", "customer", "lane", "resource"]].isna().all(axis=1)
        row = rows[(rows["kpi"] == "cost_rate") & everything]
        assert abs(row["mean"].item() - cost) < 2 * row["half_width"].item()
        assert row["half_width"].item() < 2

    def test_20_80_is_the_cheapest_on_the_same_customers(self):
        variants = sim.load(SCENARIOS / "law_kelton.yaml").scenario.variants
        assert len(variants) == 9
        costs = {variant: kpi(result_of("law_kelton", variant, replications=30), "cost_rate") for variant in variants}
        assert min(costs, key=costs.__getitem__) in {"s20_S60", "s20_S80"}


class TestNewsvendor:
    def test_the_critical_ratio_is_the_share_of_days_on_which_nobody_waits(self):
        result = result_of("newsvendor", replications=10)
        assert kpi(result, "ready_rate") == pytest.approx(0.70 / 0.88, abs=0.02)
        assert kpi(result, "cost_rate") == pytest.approx(1.9976, abs=0.06)

    def test_every_other_level_costs_more_on_the_same_demand(self):
        best = kpi(result_of("newsvendor", replications=10), "total_cost")
        for level in (50, 54, 60, 66):
            assert kpi(result_of("newsvendor", f"level_{level}", replications=10), "total_cost") > best


class TestGroceryRetail:
    def test_it_has_the_size_that_it_says(self):
        scenario = sim.load(SCENARIOS / "grocery_retail.yaml").scenario
        warehouses = [site for site in scenario.sites.values() if site.kind == "warehouse"]
        assert len(warehouses) == 210
        assert sum(len(site.stock) for site in warehouses) == 1050
        assert len(scenario.lanes) == 210

    def test_its_service_is_that_of_a_good_grocer(self):
        assert 0.95 < kpi(result_of("grocery_retail"), "fill_rate") < 0.98

    def test_leaner_is_worse_and_weekly_orders_save_picking(self):
        base = result_of("grocery_retail")
        lean, weekly = (result_of("grocery_retail", variant) for variant in ("lean_stock", "weekly_review"))
        assert kpi(lean, "fill_rate") < kpi(base, "fill_rate") - 0.03
        assert kpi(lean, "profit") < kpi(base, "profit")
        assert kpi(weekly, "total_cost", category="ordering") < 0.5 * kpi(base, "total_cost", category="ordering")
        assert kpi(weekly, "stock_on_hand") > 1.5 * kpi(base, "stock_on_hand")

    def test_growth_is_missed_in_the_centres_that_nobody_told(self):
        centres = [f"dc_{region}" for region in ("coast", "metro", "south")]
        base, grown = result_of("grocery_retail"), result_of("grocery_retail", "growth_20")
        for centre in centres:
            assert kpi(grown, "fill_rate", site=centre) < kpi(base, "fill_rate", site=centre)
        assert kpi(grown, "demand") == pytest.approx(1.2 * kpi(base, "demand"), rel=0.01)

    def test_the_levels_of_the_centres_are_5_and_8_days_of_sales(self):
        mean: dict[tuple[str, str], float] = defaultdict(float)
        with (SCENARIOS / "data" / "grocery_shoppers.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for article in list(row)[3:]:
                    mean[row["region"], article] += float(row[article])
        with (SCENARIOS / "data" / "grocery_distribution_centres.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == 10
        for row in rows:
            for article in {article for _, article in mean}:
                sales = mean[row["region"], article] * (1.9 if article == "ice_cream_1l" else 1)
                assert float(row[f"{article}_min"]) == pytest.approx(5 * sales, abs=20)
                assert float(row[f"{article}_max"]) == pytest.approx(8 * sales, abs=20)
