"""Profiles: worked by hand, against brute force, and forth and back."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from sim.clock import Clock
from sim.demand import Profile, Season, Trend, Windows, _profile
from sim.quantities import Reading

SEASON = Season(period=4, factors=(0.5, 2.0), first=1)
PROFILES = {
    "flat": Profile(),
    "season": Profile.of(SEASON, None),
    "trend": Profile.of(None, Trend(growth=0.05)),
    "shrinking": Profile.of(None, Trend(growth=-0.01)),
    "until": Profile.of(None, Trend(growth=0.05, until=30)),
    "both": Profile.of(SEASON, Trend(growth=0.05)),
    "uneven": Profile.of(Season(period=365, factors=(0.7, 1.0, 1.6, 0.2, 1, 1, 1)), Trend(growth=-0.001, until=70)),
    "paused": Profile.of(SEASON, Trend(growth=0.02)).scaled_by(Windows((10.0, 20.0), (0.0, 1.0))),
    "closing": Profile.of(Season(period=7, factors=(1, 1, 1, 1, 1, 0.0, 0.0)), None),
    "dying": Profile.of(SEASON, None).scaled_by(Windows((33.0,), (0.0,))),
    "two effects": Profile().scaled_by(Windows((5.0, 9.5), (3.0, 1.0))).scaled_by(Windows((8.0, 60.0), (0.5, 2.0))),
}


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


@pytest.fixture(params=sorted(PROFILES))
def profile(request) -> Profile:
    value = PROFILES[request.param]
    return Profile(value.trend, value.courses)  # one that nobody has looked at


def test_a_season_by_hand():
    # Parts of 2: 0.5 on [1, 3), 2.0 on [3, 5), and backwards 2.0 on [-1, 1).
    profile = Profile.of(SEASON, None)
    assert profile.multiplier(array(0, 0.999, 1, 2.9, 3, 5, 7)).tolist() == [2, 2, 0.5, 0.5, 2, 0.5, 2]
    assert profile.cumulative(array(0, 1, 3, 5, 8)).tolist() == [0, 2, 3, 7, 10]
    assert profile.inverse(array(0, 2, 3, 5, 7, 8)).tolist() == [0, 1, 3, 4, 5, 7]
    assert profile.mean_over(array(0, 0, 1, 4), array(1, 4, 3, 8)).tolist() == [2, 1.25, 0.5, 1.25]


def test_a_trend_by_hand():
    profile = Profile.of(None, Trend(growth=0.1))
    assert profile.cumulative(array(0, 10, 20)).tolist() == pytest.approx([0, 15, 40])
    assert profile.inverse(array(0, 15, 40)).tolist() == pytest.approx([0, 10, 20])
    assert profile.mean_over(array(0, 10), array(10, 20)).tolist() == pytest.approx([1.5, 2.5])


def test_a_trend_that_stops_by_hand():
    profile = Profile.of(None, Trend(growth=0.1, until=10))
    assert profile.multiplier(array(5, 10, 99)).tolist() == pytest.approx([1.5, 2, 2])
    assert profile.cumulative(array(10, 20)).tolist() == pytest.approx([15, 35])
    assert profile.inverse(array(15, 35)).tolist() == pytest.approx([10, 20])
    assert profile.ends_at == math.inf


def test_demand_that_shrinks_ends_at_nothing():
    profile = Profile.of(None, Trend(growth=-0.1))
    assert profile.multiplier(array(5, 10, 11, 1000)).tolist() == [0.5, 0, 0, 0]
    assert profile.cumulative(array(10, 50)).tolist() == [5, 5]
    assert profile.inverse(array(3.75, 5.0001, 99)).tolist() == [5, math.inf, math.inf]
    assert profile.ends_at == 10
    # A trend that stops before it gets there goes on for ever.
    assert Profile.of(None, Trend(growth=-0.1, until=9)).ends_at == math.inf


def test_growth_is_read_per_year():
    trend = TypeAdapter(Trend).validate_python({"growth": "10 % per year"}, context=Reading(Clock("week")))
    assert Profile.of(None, trend).multiplier(array(8760 / 168))[0] == pytest.approx(1.1)


def test_arrivals_of_a_pause_wait_until_it_ends():
    profile = Profile().scaled_by(Windows((10.0, 20.0), (0.0, 1.0)))
    assert profile.inverse(array(9.5, 10, 10.5)).tolist() == [9.5, 20, 20.5]
    assert profile.mean_over(array(8, 10, 19), array(12, 20, 21)).tolist() == [0.5, 0, 0.5]


def test_beyond_the_last_demand_is_never():
    profile = Profile.of(SEASON, None).scaled_by(Windows((5.0,), (0.0,)))
    assert profile.ends_at == 5
    assert profile.inverse(array(6.999, 7, 8))[1:].tolist() == [math.inf, math.inf]
    assert profile.inverse(array(6.999))[0] == pytest.approx(4.9995)


def test_what_never_was_yields_nothing():
    profile = Profile.of(SEASON, None).scaled_by(Windows((0.0,), (0.0,)))
    assert profile.ends_at == 0
    assert profile.inverse(array(0.0, 1.0)).tolist() == [math.inf, math.inf]
    assert profile.cumulative(array(9.0)).tolist() == [0]


def test_is_flat():
    assert Profile().is_flat
    assert Profile.of(Season(period=3, factors=(1, 1)), Trend(growth=0)).is_flat
    assert Profile.of(None, Trend(growth=0.3, until=0)).is_flat
    assert [name for name, profile in PROFILES.items() if profile.is_flat] == ["flat"]


def test_integral_and_mean_agree_with_brute_force(profile):
    # The midpoint rule is exact on a line; the steps are so fine that a jump inside one weighs nothing.
    edges = np.linspace(0, 90, 900_001)
    values = profile.multiplier((edges[:-1] + edges[1:]) / 2)
    sums = np.concatenate(([0.0], np.cumsum(values * np.diff(edges))))
    picked = np.arange(0, 900_001, 7919)
    assert profile.cumulative(edges[picked]) == pytest.approx(sums[picked], abs=4e-4)
    means = np.diff(sums[picked]) / np.diff(edges[picked])
    assert profile.mean_over(edges[picked][:-1], edges[picked][1:]) == pytest.approx(means, abs=1e-3)


def test_inverse_undoes_cumulative(profile):
    times = np.sort(np.random.Generator(np.random.PCG64(5)).random(2000)) * 1000
    times = times[(profile.multiplier(times) > 1e-3) & (times < profile.ends_at - 1e-3)]
    assert len(times) > 50
    assert profile.inverse(profile.cumulative(times)) == pytest.approx(times, rel=1e-11)


def test_cumulative_undoes_inverse(profile):
    wanted = np.linspace(0, 400, 1001)
    times = profile.inverse(wanted)
    reached = np.isfinite(times)
    assert np.all(np.diff(times[reached]) >= 0)
    assert profile.cumulative(times[reached]) == pytest.approx(wanted[reached], rel=1e-11, abs=1e-11)
    if not reached.all():
        assert wanted[~reached][0] >= profile.cumulative(array(profile.ends_at))[0]


def test_who_asks_first_changes_nothing(profile):
    times = np.linspace(0, 5000, 977)
    at_once = profile.cumulative(times)
    wanted = at_once[:-1]
    inverse = Profile(profile.trend, profile.courses).inverse(wanted)
    piecewise = Profile(profile.trend, profile.courses)
    for index in range(0, len(times) - 1, 10):
        assert piecewise.inverse(wanted[index : index + 10]).tobytes() == inverse[index : index + 10].tobytes()
        assert piecewise.cumulative(times[index : index + 10]).tobytes() == at_once[index : index + 10].tobytes()


def test_is_a_value(profile):
    profile.cumulative(array(50))
    again = pickle.loads(pickle.dumps(profile))  # noqa: S301, TID251 - our own bytes; workers receive profiles so
    assert again == profile
    assert again.cumulative(array(50)).tolist() == profile.cumulative(array(50)).tolist()
    with pytest.raises(AttributeError):
        profile.trend = None


def test_profiles_multiply():
    season, pause = Profile.of(SEASON, Trend(growth=0.02)), Windows((10.0, 20.5), (0.25, 1.0))
    times = np.linspace(0, 40, 501)
    expected = season.multiplier(times) * Profile().scaled_by(pause).multiplier(times)
    assert season.scaled_by(pause).multiplier(times) == pytest.approx(expected)
    assert season.scaled_by(pause).scaled_by(SEASON).multiplier(times) == pytest.approx(
        expected * Profile.of(SEASON, None).multiplier(times)
    )


@given(period=st.floats(0.01, 500), count=st.integers(1, 24), first=st.floats(0, 400), number=st.integers(0, 5000))
def test_each_part_of_a_season_begins_with_its_own_factor(period, count, first, number):
    # On the very start of a part, as rounded to the grid, its own factor rules, and just before it the one before.
    season = Season(period=period, factors=tuple(float(factor) for factor in range(1, count + 1)), first=first)
    start = round((first + number * period / count) * 2**20) / 2**20
    found = season.levels(array(start, start - 2**-20))
    assert found.tolist() == [number % count + 1, (number - 1) % count + 1]
    after = max(start - period / count / 3, 0.0)
    assert count == 1 or season.changes(after, start).tolist() == ([start] if start > after else [])


def test_a_period_of_one_day_meets_one_factor_of_a_week():
    # Neither the times nor the parts are binary fractions; on the grid they coincide.
    season = Season(period=0.7, factors=(1, 0, 1, 0, 1, 0, 1))
    starts = np.arange(0, 5000) * 0.1
    means = Profile.of(season, None).mean_over(starts, np.arange(1, 5001) * 0.1)
    assert set(means) == {0.0, 1.0}


def test_far_away_the_season_is_averaged(monkeypatch):
    monkeypatch.setattr(_profile, "MOST_SEGMENTS", 1000)
    profile = Profile.of(Season(period=2, factors=(0.5, 1.5)), Trend(growth=0.001))
    far = array(1e9)
    assert profile.cumulative(far) == pytest.approx(1e9 + 0.0005e18, rel=1e-3)
    assert profile.inverse(profile.cumulative(far)) == pytest.approx(far)
    shrinking = Profile.of(Season(period=2, factors=(0.5, 1.5)), Trend(growth=-0.0001))
    assert shrinking.cumulative(array(1e4, far[0])) == pytest.approx(5000, rel=1e-3)
    assert shrinking.inverse(array(6000)) == math.inf
    stopped = profile.scaled_by(Windows((1e4,), (0.0,)))
    assert stopped.cumulative(array(1e4, far[0])) == pytest.approx(1e4 + 0.0005e8, rel=1e-3)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"period": 0, "factors": [1]}, "greater than or equal to 0.00000095"),
        ({"period": 7, "factors": []}, "at least 1 item"),
        ({"period": 7, "factors": [0, 0]}, "at least one factor"),
        ({"period": 7, "factors": [1, -1]}, "greater than or equal to 0"),
    ],
)
def test_a_season_must_make_sense(wrong, message):
    with pytest.raises(ValidationError, match=message):
        Season(**wrong)


def test_windows_must_make_sense():
    with pytest.raises(ValueError, match="1 starts for 2 factors"):
        Windows((1.0,), (1.0, 2.0))
    with pytest.raises(ValueError, match="ascending"):
        Windows((2.0, 1.0), (1.0, 2.0))
    with pytest.raises(ValueError, match="negative"):
        Windows((2.0,), (-1.0,))
