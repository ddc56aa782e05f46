"""Luck: keys, alignment, and that nothing but names, seed and replication decides a draw."""

from __future__ import annotations

import itertools
import subprocess
import sys
import timeit
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from sim.distributions.poisson import Poisson
from sim.streams import FIRST_BLOCK, LARGEST_BLOCK, Calendar, Luck, Stream, key_words

NAMES = ("lane", "grove->plant", "oranges")


def draws(stream: Stream, count: int) -> list[float]:
    return [stream.next() for _ in range(count)]


# --------------------------------------------------------------------------------------------------------------- keys


def test_keys_are_golden():
    assert key_words() == (3404097857, 3656367424, 1313704053, 2393273968)
    assert key_words("ab", "c") == (1096960287, 618832347, 2863909442, 3187032411)


def test_names_are_told_apart_by_their_lengths():
    keys = [("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), ("", "abc"), ("c", "ab"), (), ("",)]
    assert len({key_words(*key) for key in keys}) == len(keys)


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_keys_are_equal_only_if_the_names_are(one, other):
    assert (key_words(*one) == key_words(*other)) == (one == other)


# ----------------------------------------------------------------------------------------------------------- streams


def test_the_first_draws_are_golden():
    assert draws(Luck(2025).stream(*NAMES), 3) == [0.9169940200495853, 0.7533374018704134, 0.885671118658605]
    assert draws(Luck(2025, 1).stream(*NAMES), 3) == [0.4865578973213097, 0.8460238293052089, 0.44725645654703894]
    through = draws(Luck(2025).stream(*NAMES, quantile=ndtri), 2)
    assert through == pytest.approx([1.3851324866462058, 0.6850296736143568], rel=1e-13)


def test_another_process_draws_the_same():
    program = f"from sim.streams import Luck; s = Luck(2025).stream(*{NAMES!r}); print([s.next() for _ in range(40)])"
    command = [sys.executable, "-c", program]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    assert said.stdout.strip() == repr(draws(Luck(2025).stream(*NAMES), 40))


@pytest.mark.parametrize("largest", [1, 3, FIRST_BLOCK, 100, 5000])
def test_the_size_of_blocks_changes_no_draw(largest):
    expected = draws(Luck(7).stream(*NAMES, quantile=ndtri), 3000)
    assert draws(Luck(7, 0, largest).stream(*NAMES, quantile=ndtri), 3000) == expected
    assert Luck(7).stream(*NAMES).uniforms(3000).tolist() == draws(Luck(7, 0, largest).stream(*NAMES), 3000)


def test_blocks_grow_from_the_first_to_the_largest():
    sizes: list[int] = []

    def quantile(uniforms: np.ndarray) -> np.ndarray:
        sizes.append(len(uniforms))
        return uniforms

    stream = Luck(7).stream(*NAMES, quantile=quantile)
    assert sizes == []
    draws(stream, 5000)
    assert sizes == [16, 32, 64, 128, 256, 512, 1024, 1024, 1024, 1024]
    assert LARGEST_BLOCK == 1024


def test_no_stream_depends_on_another():
    alone = draws(Luck(7).stream("a"), 100)
    luck = Luck(7)
    first, second = luck.stream("a"), luck.stream("b")
    mixed = [(second.next(), first.next())[1] for _ in range(100)]
    assert mixed == alone
    assert draws(luck.stream("a"), 100) == alone


def test_seeds_replications_and_names_are_independent():
    streams = [Luck(seed, replication).stream(name) for seed in (1, 2) for replication in (0, 1, 2) for name in "ab"]
    table = np.array([draws(stream, 4000) for stream in streams])
    correlations = np.corrcoef(table) - np.eye(len(table))
    assert np.abs(correlations).max() < 4.5 / np.sqrt(4000)
    assert np.abs(table.mean(axis=1) - 0.5).max() < 4 * np.sqrt(1 / 12 / 4000)


def test_a_seed_is_not_the_seed_next_to_the_next_replication():
    assert draws(Luck(1, 1).stream("a"), 4) != draws(Luck(2, 0).stream("a"), 4)


def test_a_change_of_the_mean_keeps_the_luck():
    fifty, more = (draws(Luck(7).stream(*NAMES, quantile=Poisson(mean=mean).quantile), 2000) for mean in (50, 55))
    assert np.corrcoef(fifty, more)[0, 1] > 0.99
    assert all(one <= other for one, other in zip(fifty, more, strict=True))


class Extreme(np.random.Generator):
    """A generator that draws the two ends of its range."""

    def __init__(self) -> None:
        super().__init__(np.random.PCG64(1))

    def random(self, size: int) -> np.ndarray:
        return np.resize([0.0, 1.0 - 2.0**-53, 2.0**-53, 0.5], size)


def test_neither_0_nor_1_is_ever_drawn(monkeypatch):
    expected = [2.0**-54, 1.0 - 2.0**-53, 2.0**-53, 0.5]
    assert draws(Stream(Extreme(), None), 4) == expected
    assert np.isfinite(draws(Stream(Extreme(), ndtri), 4)).all()
    monkeypatch.setattr(Luck, "generator", lambda *_: Extreme())
    calendar = Luck(1).calendar("x")
    assert [calendar.draw(day) for day in range(4)] == expected


def test_a_draw_is_cheap():
    stream = Luck(7).stream(*NAMES, quantile=ndtri)
    seconds = min(timeit.repeat(stream.next, number=50_000, repeat=5)) / 50_000
    assert seconds < 1e-6  # 0.1 us on a quiet machine


# ----------------------------------------------------------------------------------------------------------- calendar


COLUMNS = [Luck(7).stream("x", f"ordinal {ordinal}").uniforms(4001).tolist() for ordinal in range(3)]


def table(calendar: Calendar, days: list[int]) -> dict[tuple[int, int], float]:
    """The draws of ``days`` by day and ordinal."""
    found: dict[tuple[int, int], float] = {}
    for day, group in itertools.groupby(days):
        for ordinal, _ in enumerate(group):
            found[day, ordinal] = calendar.draw(day)
    return found


def test_the_first_days_are_golden():
    expected = [0.6550047755195838, 0.20011870479243288, 0.9065990484328851, 0.6041854502826003]
    assert list(table(Luck(2025).calendar(*NAMES), [0, 0, 1, 40]).values()) == expected


def test_each_ordinal_is_a_stream_of_its_own_with_one_draw_a_day():
    found = table(Luck(7).calendar(*NAMES), [day for day in range(300) for _ in range(3)])
    for ordinal in range(3):
        column = draws(Luck(7).stream(*NAMES, f"ordinal {ordinal}"), 300)
        assert [found[day, ordinal] for day in range(300)] == column


def test_more_on_one_day_leaves_the_other_days_alone():
    base = table(Luck(7).calendar(*NAMES), list(range(200)))
    more = table(Luck(7).calendar(*NAMES), sorted([*range(200), *[50] * 5, 51, *[120] * 20]))
    assert {key: more[key] for key in base} == base
    assert len(set(more.values())) == len(more)


@given(
    days=st.lists(st.tuples(st.integers(0, 4000), st.integers(1, 3)), max_size=40, unique_by=lambda day: day[0]),
    largest=st.sampled_from([1, 16, 100, LARGEST_BLOCK]),
)
def test_a_draw_depends_on_its_day_and_ordinal_only(days, largest):
    asked = [day for day, count in sorted(days) for _ in range(count)]
    found = table(Luck(7, 0, largest).calendar("x"), asked)
    assert len(found) == len(asked)
    assert found == {(day, ordinal): COLUMNS[ordinal][day] for day, ordinal in found}


def test_replications_have_days_of_their_own():
    one, other = (
        np.array(list(table(Luck(7, replication).calendar(*NAMES), list(range(3000))).values()))
        for replication in (0, 1)
    )
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(3000)


def test_days_do_not_go_back():
    calendar = Luck(7).calendar(*NAMES)
    calendar.draw(5)
    calendar.draw(5)
    with pytest.raises(ValueError, match="the draws of day 4 are gone: day 5 was asked for before"):
        calendar.draw(4)


def test_a_quantile_shapes_the_calendar():
    plain, shaped = Luck(7).calendar("x"), Luck(7).calendar("x", quantile=ndtri)
    assert [float(ndtri(plain.draw(day))) for day in range(50)] == [shaped.draw(day) for day in range(50)]
