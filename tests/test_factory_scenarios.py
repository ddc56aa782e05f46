"""The shipped scenarios with factories and carriers show what they say."""

from __future__ import annotations

import pytest

import sim
from tests.shipped import SCENARIOS, kpi, result_of


class TestPennyFab:
    # T0 = 8 h, rb = 0.5 per h, W0 = 4: Hopp and Spearman (2011), Factory Physics, ch. 7.
    @pytest.mark.parametrize("wip", [1, 2, 3, 4, 5, 8, 12])
    def test_the_best_case_is_exact(self, wip):
        result = result_of("penny_fab", f"best_case_{wip:02d}")
        assert kpi(result, "throughput") == pytest.approx(min(wip / 8, 0.5), rel=1e-9)
        assert kpi(result, "cycle_time") == pytest.approx(max(8, 2 * wip), rel=1e-9)
        assert kpi(result, "wip") == pytest.approx(wip, rel=1e-9)

    @pytest.mark.parametrize("wip", [2, 4, 8, 12])
    def test_the_worst_case_is_exact(self, wip):
        result = result_of("penny_fab", f"worst_case_{wip:02d}")
        assert kpi(result, "throughput") == pytest.approx(1 / 8, rel=1e-9)
        assert kpi(result, "cycle_time") == pytest.approx(8 * wip, rel=1e-9)

    @pytest.mark.parametrize("wip", [1, 4, 12])
    def test_the_practical_worst_case_is_met_within_its_interval(self, wip):
        rows = result_of("penny_fab", f"practical_worst_case_{wip:02d}", replications=8).kpis
        network = rows[rows[["site", "product", "customer", "lane", "resource", "category"]].isna().all(axis=1)]
        for name, theory in (("throughput", wip / (wip + 3) * 0.5), ("cycle_time", 8 + 2 * (wip - 1))):
            (row,) = network[network["kpi"] == name].itertuples()
            assert abs(row.mean - theory) < 2 * row.half_width
            assert row.half_width < 0.05 * theory

    def test_as_it_stands_it_has_the_critical_wip(self):
        assert result_of("penny_fab").digest == result_of("penny_fab", "practical_worst_case_04").digest

    def test_the_collector_takes_the_share_of_the_bottleneck_rate_that_is_made(self):
        result = result_of("penny_fab", "best_case_03")
        assert kpi(result, "fill_rate") == pytest.approx(kpi(result, "throughput") / 0.5, rel=1e-9)


class TestOrangeJuice:
    def test_shoppers_find_what_they_want_and_households_are_served_in_time(self):
        result = result_of("orange_juice")
        assert 0.96 < kpi(result, "fill_rate") < 0.99
        assert result.kpi("on_time_in_full", customer="households") > 0.99

    def test_the_fillers_are_busy_but_not_too_busy(self):
        for line in ("filler_1l", "filler_250ml", "pasteuriser"):
            assert 0.6 < kpi(result_of("orange_juice"), "utilisation", site="plant", line=line) < 0.9

    def test_four_days_bring_the_fillers_near_the_edge(self):
        base, four = result_of("orange_juice"), result_of("orange_juice", "four_days")
        for line in ("filler_1l", "filler_250ml"):
            busy = kpi(four, "utilisation", site="plant", line=line)
            assert busy == pytest.approx(80 / 64 * kpi(base, "utilisation", site="plant", line=line), rel=0.05)

    def test_small_runs_buy_stock_with_set_ups(self):
        base, small = result_of("orange_juice"), result_of("orange_juice", "small_runs")
        share = [kpi(result, "setup_share", site="plant", line="filler_1l") for result in (base, small)]
        stock = [kpi(result, "stock_on_hand", site="plant", product="orange_juice_1l") for result in (base, small)]
        assert share[1] > 1.3 * share[0]
        assert stock[1] < stock[0]

    def test_fuller_lorries_make_fewer_trips(self):
        carrier = "refrigerated_lorries"
        trips = [kpi(result_of("orange_juice", variant), "trips", line=carrier) for variant in (None, "fuller_lorries")]
        assert trips[1] < 0.9 * trips[0]

    def test_the_harvest_of_a_year_is_what_is_drunk(self):
        scenario = sim.load(SCENARIOS / "orange_juice.yaml").scenario
        plant = scenario.sites["plant"]
        fruit, pressed = (plant.stock[name].replenish.quantities for name in ("oranges", "juice"))
        assert len(fruit) == len(pressed) == 52
        assert [kilograms / 2 for kilograms in fruit] == list(pressed)
        bottled = (230 * 24 + 37 * (6 * 0.5 + 12 * 0.4 + 24 * 0.1)) + 420 * 24 * 0.25 + 80 * 24 * 0.5
        assert sum(pressed) == pytest.approx(364 * bottled / 0.985, rel=0.02)


class TestCarPlant:
    def test_cars_are_made_in_time_and_stations_rarely_starve(self):
        result = result_of("car_plant_jit")
        assert kpi(result, "on_time_in_full") > 0.98
        assert kpi(result, "starved_share", site="car_plant", line="body") < 0.02

    def test_fewer_cards_starve_the_line_and_more_are_only_stock(self):
        base, fewer, more = (result_of("car_plant_jit", variant) for variant in (None, "fewer_cards", "more_cards"))
        starved = [kpi(result, "starved_share", site="car_plant", line="body") for result in (fewer, base, more)]
        stock = [kpi(result, "stock_value", site="car_plant") for result in (fewer, base, more)]
        assert starved[0] > 0.03 > starved[1] >= starved[2]
        assert stock == sorted(stock)
        assert kpi(more, "order_cycle_time") == pytest.approx(kpi(base, "order_cycle_time"), rel=0.01)

    def test_a_plan_piles_up_work_that_cards_do_not(self):
        base, push = result_of("car_plant_jit"), result_of("car_plant_jit", "push")
        assert kpi(push, "wip") > 1.5 * kpi(base, "wip")


class TestPharmaColdChain:
    def test_wards_do_not_run_out(self):
        assert kpi(result_of("pharma_cold_chain"), "fill_rate") > 0.99

    def test_faster_release_shortens_the_way_and_costs_no_service(self):
        base, faster = result_of("pharma_cold_chain"), result_of("pharma_cold_chain", "faster_release")
        assert kpi(faster, "fill_rate") == pytest.approx(kpi(base, "fill_rate"), abs=0.002)
        ways = [kpi(result, "cycle_time", site="fill_and_finish") for result in (base, faster)]
        assert 8 < ways[0] - ways[1] < 12

    def test_rejected_batches_lower_the_quality(self):
        base, rejected = result_of("pharma_cold_chain"), result_of("pharma_cold_chain", "rejected_batches")
        assert kpi(rejected, "quality", site="fill_and_finish") < kpi(base, "quality", site="fill_and_finish") - 0.02


class TestFuelRefinery:
    def test_what_comes_with_petrol_is_in_proportion(self):
        scenario = sim.load(SCENARIOS / "fuel_refinery.yaml").scenario
        recipe = scenario.sites["refinery"].makes["petrol"]
        whole = 1 + sum(recipe.by_products.values())
        assert whole < recipe.components["crude_oil"]  # what is left goes by pipe to others
        assert recipe.components["crude_oil"] == pytest.approx(1 / 0.455, rel=0.005)

    def test_stations_and_depots_are_served(self):
        assert kpi(result_of("fuel_refinery"), "fill_rate") > 0.98

    def test_less_petrol_is_less_of_everything(self):
        base, boom = result_of("fuel_refinery"), result_of("fuel_refinery", "diesel_boom")
        assert kpi(boom, "utilisation", site="refinery") < kpi(base, "utilisation", site="refinery")
        for product in ("heating_oil", "residues"):
            stock = [kpi(result, "stock_on_hand", site="refinery", product=product) for result in (base, boom)]
            assert stock[1] < stock[0]
