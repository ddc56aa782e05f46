from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.experiment.shapley import MOST_EXACT, Coalition, Game, balanced
from sim.streams import Luck

LUCK = Luck(2025)


def names(count: int) -> tuple[str, ...]:
    return tuple(f"p{number:02d}" for number in range(count))


def subsets(players: tuple[str, ...]) -> list[Coalition]:
    return [frozenset(chosen) for size in range(len(players) + 1) for chosen in itertools.combinations(players, size)]


def drawn(players: tuple[str, ...], shape: tuple[int, ...] = (), seed: int = 1) -> dict[Coalition, np.ndarray]:
    """A game in which nothing has a pattern."""
    generator = Luck(seed).generator("game")
    return {coalition: generator.random(shape) * 200 - 100 for coalition in subsets(players)}


def by_brute_force(players: tuple[str, ...], worth: dict[Coalition, np.ndarray]) -> list[float]:
    """The mean marginal contribution over all orders, in exact arithmetic."""
    total = dict.fromkeys(players, Fraction(0))
    for order in itertools.permutations(players):
        for size, player in enumerate(order):
            total[player] += Fraction(float(worth[frozenset(order[: size + 1])]))
            total[player] -= Fraction(float(worth[frozenset(order[:size])]))
    return [float(total[player] / math.factorial(len(players))) for player in players]


# --------------------------------------------------------------------------------------------- published games


def test_glove_game() -> None:
    # Two left gloves and a right one: a pair is worth 1; the right one gets 2/3.
    players = ("left", "left_too", "right")
    worth = {each: np.float64("right" in each and len(each) >= 2) for each in subsets(players)}
    parts = Game.of(players, LUCK).parts(worth)
    assert parts.amount == pytest.approx([1 / 6, 1 / 6, 2 / 3], abs=1e-15)
    assert parts.whole == 1
    assert parts.error.tolist() == [0, 0, 0]


def test_airport_game() -> None:
    # Littlechild and Owen (1973): who needs a runway of cost c shares each stretch with those who need it too.
    costs = {"small": 8.0, "middle": 11.0, "large": 13.0, "giant": 18.0}
    worth = {each: np.float64(max((costs[name] for name in each), default=0.0)) for each in subsets(tuple(costs))}
    parts = Game.of(tuple(costs), LUCK).parts(worth)
    assert parts.amount == pytest.approx([8 / 4, 8 / 4 + 3 / 3, 8 / 4 + 3 / 3 + 2 / 2, 8 / 4 + 3 / 3 + 2 / 2 + 5])
    assert parts.amount.sum() == parts.whole == 18


@pytest.mark.parametrize("count", [0, 1, 2, 6, 9])
def test_additive_game(count: int) -> None:
    players = names(count)
    own = {name: 0.1 * (number + 1) for number, name in enumerate(players)}
    game = Game.of(players, LUCK, pairs=3)
    worth = {each: np.float64(5 + math.fsum(own[name] for name in each)) for each in game.coalitions}
    parts = game.parts(worth)
    assert parts.amount == pytest.approx(list(own.values()), abs=1e-14)
    assert parts.error == pytest.approx(np.zeros(count), abs=1e-14)
    assert float(parts.amount.sum()) == parts.whole


# ------------------------------------------------------------------------------------------------- all coalitions


@pytest.mark.parametrize("count", range(1, MOST_EXACT + 1))
def test_agrees_with_brute_force(count: int) -> None:
    players = names(count)
    worth = drawn(players, seed=count)
    game = Game.of(players, LUCK)
    assert set(game.coalitions) == set(worth)
    assert len(game.coalitions) == 2**count
    assert game.parts(worth).amount == pytest.approx(by_brute_force(players, worth), abs=1e-12)


def test_takes_any_shape_cell_by_cell() -> None:
    players = names(4)
    worth = drawn(players, (3, 5))
    parts = Game.of(players, LUCK).parts(worth)
    assert parts.amount.shape == parts.error.shape == (4, 3, 5)
    cell = {each: values[2, 4] for each, values in worth.items()}
    assert parts.amount[:, 2, 4] == pytest.approx(by_brute_force(players, cell), abs=1e-12)


def test_who_adds_nothing_gets_nothing_and_equals_get_the_same() -> None:
    players = ("a", "b", "idle")
    worth = {each: np.float64(0.1 * len(each - {"idle"}) ** 2) for each in subsets(players)}
    parts = Game.of(players, LUCK).parts(worth)
    assert parts.amount[2] == 0
    assert parts.amount[0] == pytest.approx(parts.amount[1], rel=1e-15)


def test_an_undefined_worth_leaves_the_other_cells_alone() -> None:
    players = names(3)
    worth = drawn(players, (3,))
    expected = Game.of(players, LUCK).parts(worth)
    worth[frozenset(players[:2])] = np.array([worth[frozenset(players[:2])][0], math.nan, math.inf])
    parts = Game.of(players, LUCK).parts(worth)
    assert np.isnan(parts.amount[:, 1:]).all()
    assert parts.amount[:, 0].tolist() == expected.amount[:, 0].tolist()


def test_a_missing_coalition_is_an_error() -> None:
    worth = drawn(names(3))
    del worth[frozenset(["p01"])]
    with pytest.raises(KeyError):
        Game.of(names(3), LUCK).parts(worth)


# -------------------------------------------------------------------------------------------------- drawn orders


def test_beyond_six_players_orders_are_drawn_each_with_its_reverse() -> None:
    game = Game.of(names(8), LUCK, pairs=20)
    assert game.orders is not None
    assert len(game.orders) == 40
    for forward, backward in zip(game.orders[::2], game.orders[1::2], strict=True):
        assert sorted(forward) == list(range(8))
        assert backward == forward[::-1]
    assert len(set(game.orders)) > 30
    prefixes = {frozenset(game.players[p] for p in order[:size]) for order in game.orders for size in range(9)}
    assert set(game.coalitions) == prefixes
    assert len(game.coalitions) == len(prefixes) < 2**8


def test_orders_are_uniform() -> None:
    game = Game.of(names(7), LUCK, pairs=4000)
    assert game.orders is not None
    place = np.argsort(np.array(game.orders)[::2], axis=1)
    shares = np.array([[np.mean(place[:, player] == at) for at in range(7)] for player in range(7)])
    assert np.abs(shares - 1 / 7).max() < 5 * math.sqrt(1 / 7 * 6 / 7 / 4000)


def test_same_luck_same_orders_whatever_the_order_of_names() -> None:
    players = names(8)
    worth = drawn(players)
    one = Game.of(players, LUCK, pairs=4).parts(worth)
    other = Game.of(players[::-1], LUCK, pairs=4).parts(worth)
    assert other.amount[::-1] == pytest.approx(one.amount, abs=1e-12)
    assert Game.of(players, Luck(2025)).orders == Game.of(players, LUCK).orders
    assert Game.of(players, Luck(2026)).orders != Game.of(players, LUCK).orders


def test_sampled_parts_are_within_their_errors() -> None:
    players = names(7)
    worth = drawn(players, (40,))
    exact = Game(players, None).parts(worth)
    sampled = Game.of(players, LUCK, pairs=400).parts(worth)
    score = (sampled.amount - exact.amount) / sampled.error
    # 280 standard normal scores, those of one cell correlated.
    assert np.abs(score).max() < 4.5
    assert 0.8 < math.sqrt(float((score**2).mean())) < 1.2
    assert np.isfinite(sampled.error).all()


def test_reverses_cancel_what_grows_with_the_place() -> None:
    # In a game of pairs each order and its reverse together are exact: the n-th to come meets all others once.
    players = names(9)
    generator = Luck(3).generator("pairs")
    together = {frozenset(pair): generator.random() for pair in itertools.combinations(players, 2)}
    game = Game.of(players, LUCK, pairs=2)
    worth = {each: np.float64(sum(w for pair, w in together.items() if pair <= each)) for each in game.coalitions}
    expected = [sum(w for pair, w in together.items() if player in pair) / 2 for player in players]
    assert game.parts(worth).amount == pytest.approx(expected, abs=1e-12)
    assert game.parts(worth).error == pytest.approx(np.zeros(9), abs=1e-12)


def test_one_pair_has_no_error() -> None:
    parts = Game.of(names(7), LUCK, pairs=1).parts(drawn(names(7)))
    assert np.isnan(parts.error).all()
    assert parts.amount.sum() == parts.whole


@pytest.mark.parametrize(("players", "pairs"), [(("a", "a"), 4), (names(61), 4), (names(7), 0)])
def test_games_that_cannot_be_played(players: tuple[str, ...], pairs: int) -> None:
    with pytest.raises(UsageError, match="shares need at most 60 different causes"):
        Game.of(players, LUCK, pairs)


# ----------------------------------------------------------------------------------------------- summing exactly


@pytest.mark.parametrize("count", [3, 6, 8])
def test_parts_sum_to_the_whole_in_every_order(count: int) -> None:
    players = names(count)
    worth = drawn(players, (200,), seed=7)
    parts = Game.of(players, LUCK, pairs=5).parts(worth)
    difference = worth[frozenset(players)] - worth[frozenset()]
    size = np.abs(parts.amount).sum(axis=0)
    assert (np.abs(parts.whole - difference) <= 2.0**-50 * size).all()
    one_sign = np.abs(np.sign(parts.amount).sum(axis=0)) == count
    assert (parts.whole[one_sign] == difference[one_sign]).all()
    for order in itertools.islice(itertools.permutations(range(count)), 0, None, max(1, math.factorial(count) // 24)):
        total = np.zeros(200)
        for place in order:
            total = total + parts.amount[place]
        assert (total == parts.whole).all()
    assert (parts.amount.sum(axis=0) == parts.whole).all()


@given(
    st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=9),
    st.sampled_from([1.0, 1e-300, 1e-9, 1e200]),
)
def test_balanced_parts_sum_to_the_whole(values: list[float], scale: float) -> None:
    raw = np.array(values)[:, np.newaxis] * scale
    whole = np.array([math.fsum(raw[:, 0])])
    parts, total = balanced(raw, whole)
    assert parts.sum(axis=0) == total
    assert math.fsum(parts[:, 0]) == total
    assert sum(parts[::-1, 0].tolist()) == total
    size = float(np.abs(raw).sum())
    assert np.abs(parts - raw).max() <= 2.0**-48 * size + 5e-323
    assert abs(float(total[0] - whole[0])) <= 2.0**-50 * size + 5e-323
    if (raw >= 0).all():
        assert total == whole


def test_cancelling_parts_share_a_coarser_grid() -> None:
    parts, whole = balanced(np.array([1e20, -1e20, 0.3]), np.float64(0.3))
    assert parts.sum() == whole
    assert abs(whole - 0.3) < 1e5  # no floats near 1e20 and -1e20 sum to 0.3


def test_nobody_shares_nothing() -> None:
    parts = Game.of((), LUCK).parts({frozenset(): np.array([3.0])})
    assert parts.amount.shape == (0, 1)
    assert parts.whole.tolist() == [0]
