"""The contract of all demand models."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from sim.demand import AnyDemand, Demand, Profile, Season, Windows
from sim.demand.periodic import Periodic
from sim.streams import Luck
from tests.contracts import family_contract as contract
from tests.contracts.examples_demand import EXAMPLES as MORE

KINDS = sorted(contract.kinds("demand"))
EXAMPLES = contract.examples("demand", MORE)
CASES = contract.cases(EXAMPLES)
SEASON = Season(period=7, factors=(0.5, 1.0, 2.0))
NAMES = ("shop", "juice")


def model_of(kind: str, example: dict[str, Any]) -> Demand:
    model = contract.read("demand", kind, example)
    assert isinstance(model, Demand)
    return model


def orders(
    model: Demand,
    until: float,
    *,
    luck: Luck | None = None,
    names: tuple[str, ...] = NAMES,
    profile: Profile | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """All orders before ``until``."""
    times, quantities = [np.empty(0)], [np.empty(0)]
    for block_times, block_quantities in model.arrivals(luck or Luck(7), names, profile or Profile()):
        assert block_times[0] >= times[-1].max(initial=0.0)  # or the loop might never end
        times.append(block_times)
        quantities.append(block_quantities)
        if block_times[-1] >= until:
            break
    time, quantity = np.concatenate(times), np.concatenate(quantities)
    return time[time < until], quantity[time < until]


def span(model: Demand, count: int) -> float:
    """Whole time units in which about ``count`` orders come, or all of them where the model ends before."""
    times: list[float] = []
    for block_times, _ in model.arrivals(Luck(7), NAMES, Profile()):
        times += block_times.tolist()
        if len(times) > count:
            break
    return float(np.floor(times[:count][-1]) + 1)


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_is_declared(self, kind):
        contract.check_declaration("demand", kind)

    def test_is_documented(self, kind):
        contract.check_documentation("demand", kind)


@pytest.mark.parametrize(("kind", "example"), CASES)
class TestEveryExample:
    def test_is_a_value(self, kind, example):
        contract.check_value("demand", kind, example)

    def test_is_drawn_in_units_of_the_product(self, kind, example):
        assert model_of(kind, example).in_steps(1000) == model_of(kind, example)

    def test_times_do_not_decrease_and_quantities_are_wanted(self, kind, example):
        last = 0.0
        for number, (times, quantities) in enumerate(model_of(kind, example).arrivals(Luck(7), NAMES, Profile())):
            assert times.shape == quantities.shape
            assert times.dtype == quantities.dtype == np.float64
            assert len(times) > 0
            assert times[0] >= last
            assert np.all(np.diff(times) >= 0)
            assert np.all(quantities > 0)
            assert np.all(np.isfinite(quantities))
            last = times[-1]
            if number > 8:
                break

    @pytest.mark.parametrize("shape", ["flat", "season", "stop"])
    def test_the_size_of_blocks_changes_no_number(self, kind, example, shape):
        model = model_of(kind, example).model_copy(update={"season": SEASON} if shape != "flat" else {})
        profile = model.profile.scaled_by(Windows((100.0, 130.0), (0.0, 1.0))) if shape == "stop" else model.profile
        until = span(model, 2000)
        expected = orders(model, until, profile=profile, luck=Luck(7, 0, 1024))
        assert len(expected[0]) > 0
        for largest in (16, 100, 1):
            again = orders(model, until, profile=profile, luck=Luck(7, 0, largest))
            assert again[0].tobytes() == expected[0].tobytes()
            assert again[1].tobytes() == expected[1].tobytes()

    def test_blocks_grow_to_the_largest_allowed(self, kind, example):
        drawn = model_of(kind, example).arrivals(Luck(7, 0, 64), NAMES, Profile())
        sizes = [len(times) for times, _ in islice(drawn, 6)]
        assert max(sizes) <= 64
        assert sizes[0] <= 16
        assert len(sizes) < 6 or max(sizes[3:]) > 32  # fewer where the model ends

    def test_luck_belongs_to_the_names_and_the_replication(self, kind, example):
        model = model_of(kind, example)
        until = span(model, 500)
        first, again = orders(model, until), orders(model, until)
        assert np.array_equal(first, again)
        for other in (
            orders(model, until, names=("other", "juice")),
            orders(model, until, luck=Luck(7, replication=1)),
            orders(model, until, luck=Luck(8)),
        ):
            same = len(other[0]) == len(first[0]) and np.array_equal(other, first)
            assert same != model.is_random

    def test_other_names_are_independent(self, kind, example):
        model = model_of(kind, example)
        if not model.is_random:
            pytest.skip("nothing is drawn")
        # Models with a clock would agree on when nothing comes: a bin for each of its beats.
        first, every = model.clock or (0.0, max(1.0, span(model, 2000) / 2000))
        edges = first + every * (np.arange(2001) - 0.5)
        here, there = (
            np.histogram(*(drawn := orders(model, edges[-1], names=(name, "juice")))[:1], bins=edges, weights=drawn[1])[
                0
            ]
            for name in ("north", "south")
        )
        assert abs(np.corrcoef(here, there)[0, 1]) < 4 * 3 / np.sqrt(len(here))

    def test_the_mean_rate_is_exact(self, kind, example):
        model = model_of(kind, example)
        until = span(model, 20_000)
        times, quantities = orders(model, until)
        batches = np.histogram(times, bins=np.linspace(0, until, 51), weights=quantities)[0] / (until / 50)
        error = batches.std(ddof=1) / np.sqrt(50) if model.is_random else 1e-3 * model.mean_rate
        assert model.mean_rate > 0
        assert abs(batches.mean() - model.mean_rate) < 4 * error

    def test_an_effect_moves_or_scales_and_never_draws_again(self, kind, example):
        model = model_of(kind, example)
        profile = Profile.of(SEASON, None)
        until = span(model, 2000)
        base, shaped = orders(model, until), orders(model, 0.75 * until, profile=profile)
        count = min(len(base[0]), len(shaped[0]))
        times, quantities = shaped[0][:count], shaped[1][:count]
        assert count >= min(300, len(base[0]) // 2)
        if np.array_equal(times, base[0][:count]):
            assert set(np.round(quantities / base[1][:count], 9)) - {1.0}
            assert np.all(quantities <= base[1][:count] * 2.0 * (1 + 1e-12))
            assert np.all(quantities >= base[1][:count] * 0.5 * (1 - 1e-12))
        else:
            assert np.array_equal(quantities, base[1][:count])
            assert profile.cumulative(times) == pytest.approx(base[0][:count], rel=1e-12)

    def test_a_stop_silences_its_window_and_nothing_else(self, kind, example):
        model = model_of(kind, example)
        profile = Profile().scaled_by(Windows((100.0, 130.0), (0.0, 1.0)))
        base, stopped = orders(model, 300), orders(model, 300, profile=profile)
        beat = model.clock[1] if model.clock else 1.0  # an order on a clock speaks for the beat that follows
        until = 130 - beat
        assert np.any((base[0] >= 100) & (base[0] < until)) or span(model, 10**4) < 100  # unless it ended before
        assert not np.any((stopped[0] >= 100) & (stopped[0] < until))
        before = base[0] < 100 - beat
        assert np.array_equal(stopped[0][: before.sum()], base[0][before])
        assert np.array_equal(stopped[1][: before.sum()], base[1][before])

    def test_demand_that_dies_comes_to_an_end(self, kind, example):
        profile = Profile().scaled_by(Windows((50.0,), (0.0,)))
        model = model_of(kind, example)
        times = np.concatenate([block[0] for block in model.arrivals(Luck(7), NAMES, profile)])
        assert np.array_equal(times, orders(model, 50)[0])

    def test_profile_is_made_of_season_and_trend(self, kind, example):
        model = contract.read(
            "demand", kind, {**example, "season": SEASON, "trend": {"growth": "10 % per year", "until": 730}}
        )
        # Parts of 7/3 from 0, 2.33 and 4.67 on; the growth stops at 20 %.
        multipliers = model.profile.multiplier(np.array([0.0, 3.0, 7 * 104 + 6.0, 7000.0]))
        assert multipliers == pytest.approx([0.5, 1 + 0.3 / 365, 2.0 * 1.2, 0.5 * 1.2])


@pytest.mark.parametrize(
    ("example", "key"),
    [
        ({"kind": "periodic"}, "quantity"),
        ({"kind": "compound_poisson", "rate": 1}, "size"),
    ],
)
@pytest.mark.parametrize(
    "law", [{"kind": "normal", "mean": 9, "sd": 3, "truncated": False}, {"kind": "uniform", "low": -1, "high": 2}, -1]
)
def test_quantities_must_not_be_able_to_go_negative(example, key, law):
    with pytest.raises(ValidationError, match="must not be negative") as caught:
        TypeAdapter(AnyDemand).validate_python({**example, key: law})
    assert "lower bound" in caught.value.errors()[0]["ctx"]["hint"]


def test_nothing_wanted_is_no_order():
    model = Periodic(quantity={"kind": "poisson", "mean": 0.1})
    times, quantities = orders(model, 1000)
    assert 60 < len(times) < 140
    assert quantities.min() == 1
    assert any(later - earlier > 1 for earlier, later in pairwise(times))
