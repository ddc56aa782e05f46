"""Mean demand in time."""

from __future__ import annotations

import numpy as np
import pytest

from sim.demand import Profile, Season
from sim.scenario.courses import add_courses, mean_demands
from sim.scenario.network import Network
from tests.engine.worlds import customer, document, lane, supplier, warehouse
from tests.networks import read

SEASON = Profile(courses=(Season(period=4, factors=(0.0, 1.0, 2.0, 1.0)),))
FLAT = Profile()


def test_what_comes_all_the_time_is_integrated():
    means = mean_demands({(SEASON, None): 10.0}, np.array([-1.0, 0.0, 0.5, 2.0]), 2.0, with_start=True)
    assert means.tolist() == pytest.approx([0.0, 10.0, 20.0, 30.0])


@pytest.mark.parametrize(("with_start", "expected"), [(True, [0, 10, 30, 30]), (False, [10, 30, 30, 10])])
def test_what_comes_on_a_clock_is_counted(with_start, expected):
    courses = {(SEASON, (0.0, 1.0)): 10.0}
    starts = np.array([-1.0, 0.0, 1.0, 2.0])
    two = mean_demands(courses, starts, 2.0, with_start=with_start)
    assert two.tolist() == pytest.approx(expected)


def test_a_clock_that_starts_late_brings_nothing_before():
    courses = {(FLAT, (2.0, 1.0)): 3.0}
    starts = np.arange(-1.0, 5.0)
    assert mean_demands(courses, starts, 1.0, with_start=True).tolist() == [0, 0, 0, 3, 3, 3]
    assert mean_demands(courses, starts, 1.0, with_start=False).tolist() == [0, 0, 3, 3, 3, 3]


def test_what_comes_less_often_than_reviews_is_spread():
    assert mean_demands({(FLAT, (0.0, 7.0)): 3.0}, np.arange(9.0), 1.0, with_start=True).tolist() == [3.0] * 9


def test_clocks_that_were_snapped_still_meet():
    third, number = 1 / 3, np.arange(3001)
    starts = np.round(number * third * 2**20) / 2**20
    season = Profile(courses=(Season(period=4 * third, factors=(0.0, 1.0, 2.0, 1.0)),))
    quantity = season.mean_over(number * third, (number + 1) * third)
    courses = {(season, (0.0, third)): 3.0}
    assert mean_demands(courses, starts, third, with_start=True).tolist() == pytest.approx(quantity.tolist())
    assert mean_demands(courses, starts, third, with_start=False)[:-1].tolist() == pytest.approx(quantity[1:].tolist())


def test_courses_of_one_kind_are_one():
    courses = {(FLAT, None): 2.0}
    add_courses(courses, {(Profile(), None): 4.0, (SEASON, None): 8.0}, 0.5)
    assert courses == {(FLAT, None): 4.0, (SEASON, None): 4.0}


def test_the_courses_of_a_node_sum_to_its_mean_demand():
    split = {"kind": "split", "shares": {"a": 0.25, "b": 0.75}}
    policy = {"kind": "base_stock", "level": 9}
    poisson = {"kind": "poisson", "rate": 3, "season": {"period": 2, "factors": [1, 3]}}
    sites = {
        "s": supplier(),
        **{name: warehouse(9, policy) for name in "ab"},
        "c": customer(split, demand=poisson),
        "d": customer({"kind": "priority", "sites": ["a", "b"]}, demand={**poisson, "rate": 2}),
        "e": customer("b", demand={"kind": "constant", "quantity": 5}),
    }
    network = Network(read(document(sites, [lane("s", "a"), lane("s", "b")])))
    assert network.mean_demand[("a", "item")] == 0.25 * 3 + 2
    assert {node: sum(courses.values()) for node, courses in network.courses.items()} == network.mean_demand
    assert len(network.courses[("s", "item")]) == 2
