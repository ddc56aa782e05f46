from __future__ import annotations

import math

import numpy as np
import pytest

from sim.experiment.attribution import Measure, attributed
from sim.experiment.shapley import Game
from sim.results.attribution import PARTS
from sim.streams import Luck
from tests.attributed import attribution

IDENTITY = attribution(1).identity


def test_what_two_do_together_is_shared_between_them() -> None:
    found = attribution(1)
    profit, service = found.changes
    assert [(part.disruption, part.part) for part in profit.parts] == [
        ("frost", pytest.approx(-330)),
        ("strike", pytest.approx(-130)),
        ("storm", 0),
    ]
    assert (profit.kpi, profit.unit, profit.without, profit.whole, profit.n) == (
        "operating_profit",
        "EUR",
        1000,
        -460,
        1,
    )
    assert sum(part.part for part in profit.parts) == profit.whole
    assert service.whole == pytest.approx(-0.46)
    assert math.isnan(profit.half_width)
    assert (found.runs, found.pairs, found.replications) == (8, 0, 1)


def test_means_and_intervals_are_those_of_the_replications() -> None:
    profit = attribution(4).changes[0]
    assert profit.whole == pytest.approx(-460 * 1.15)
    assert profit.parts[0].part == pytest.approx(-330 * 1.15)
    # 1, 1.1, 1.2, 1.3 times 330: s = 42.6, t(3; 0.975) = 3.182446
    assert profit.parts[0].half_width == pytest.approx(3.182446305 * 330 * math.sqrt(1 / 60) / 2)
    assert profit.parts[0].error == 0


@pytest.mark.parametrize("count", [1, 4, 30])
def test_parts_sum_to_the_whole_to_the_last_bit(count: int) -> None:
    found = attribution(count)
    for change in found.changes:
        assert sum(part.part for part in change.parts) == change.whole
        assert sum(part.part for part in change.parts[::-1]) == change.whole


def test_means_of_parts_that_have_no_pattern_sum_up_too() -> None:
    game = Game.of(tuple("abcde"), Luck(3))
    generator = Luck(4).generator("worths")
    worth = {coalition: generator.random((40, 7)) for coalition in game.coalitions}
    measures = [Measure(f"kpi {number}", "share") for number in range(40)]
    for change in attributed(game, IDENTITY, measures, worth, is_random=True).changes:
        assert sum(part.part for part in change.parts) == change.whole


def test_a_replication_without_a_figure_counts_nowhere() -> None:
    profit, service = attribution(4, gap=True).changes
    assert (profit.n, service.n) == (4, 3)
    assert service.without == pytest.approx(0.98 - 0.001)  # of replications 0, 1 and 2
    assert service.parts[1].part == pytest.approx(-0.13)


def test_parts_by_replication() -> None:
    found = attribution(4)
    assert list(found.parts) == list(PARTS)
    assert len(found.parts) == 4 * 2 * 3
    chosen = found.parts[(found.parts["kpi"] == "operating_profit") & (found.parts["disruption"] == "strike")]
    assert chosen["replication"].tolist() == [0, 1, 2, 3]
    assert chosen["part"].tolist() == pytest.approx([-130, -143, -156, -169])


def test_drawn_orders_have_errors_of_the_mean() -> None:
    names = tuple("abcdefgh")
    game = Game.of(names, Luck(3), pairs=16)
    weight = {name: 2.0**number for number, name in enumerate(names)}
    worth = {}
    for coalition in game.coalitions:
        whole = sum(weight[name] for name in coalition) + 40.0 * ({"a", "b", "c"} <= coalition)
        # What the first world has more, the second has less: their mean is additive, its parts without error.
        swing = 40.0 * ({"a", "b", "c"} <= coalition)
        worth[coalition] = np.array([[whole, whole - 2 * swing]])
    found = attributed(game, IDENTITY, [Measure("total_cost", "EUR")], worth, is_random=True)
    assert found.pairs == 16
    (change,) = found.changes
    assert [part.part for part in change.parts] == pytest.approx(list(weight.values()))
    assert [part.error for part in change.parts] == pytest.approx([0.0] * 8, abs=1e-12)
    single = attributed(
        game, IDENTITY, [Measure("total_cost", "EUR")], {c: w[:, :1] for c, w in worth.items()}, is_random=False
    )
    assert single.changes[0].parts[0].error > 0


def test_no_disruption_changes_nothing() -> None:
    worth = {frozenset(): np.array([[5.0, 6.0]])}
    found = attributed(Game.of((), Luck(1)), IDENTITY, [Measure("profit", "EUR")], worth, is_random=True)
    assert found.changes[0].whole == 0
    assert found.changes[0].parts == ()
    assert not len(found.parts)
