"""Playing a tape: the same world again, edited, and to another policy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.clock import LATEST
from sim.demand.periodic import Periodic
from sim.demand.poisson import Poisson
from sim.engine import world
from sim.experiment.playing import PlayingLuck
from sim.experiment.recording import RecordingLuck
from sim.ledger.books import Books
from sim.ledger.digest import digest
from sim.results.tape import EVERY, Head, Tape
from sim.scenario import load
from sim.streams import Luck
from tests.chains import CLOCKWORK, COUNTED, SHOP, written

ROOT = Path(__file__).resolve().parents[2]
HEAD = Head(scenario="shop", fingerprint="f" * 32, seed=3, version="0.1.0", time_unit="day")
SEASONAL = SHOP.replace("rate: 10}", "rate: 10, season: {period: 10, factors: [0.5, 1.5]}}")
WEEKLY = SHOP.replace(
    "{kind: poisson, rate: 10}",
    "{kind: periodic, every: 7, first: 1/3, quantity: {kind: poisson, mean: 60}, trend: {growth: 0.01}}".replace(
        "1/3", "0.3"
    ),
)
BEYOND = SHOP.replace("reorder_point: 20, up_to: 60", "reorder_point: 35, up_to: 60")


def taped(scenario, number: int = 0, seed: int | None = None) -> tuple[Tape, Books]:
    luck = RecordingLuck(scenario.seed if seed is None else seed, number)
    books = Books.of(world.simulate(scenario, luck))
    head = HEAD.model_copy(update={"seed": luck.seed, "time_unit": scenario.time.unit, "start": scenario.time.start})
    return luck.record.tape(head, number, books.end), books


def played(scenario, tape: Tape, number: int = 0) -> tuple[Books, int]:
    luck = PlayingLuck.of(tape.part(number), number)
    books = Books.of(world.simulate(scenario, luck))
    return books, luck.playback.beyond(books.end)


def scenario_of(folder: Path, text: str):
    return load(written(folder, text)).scenario


def orders_of(books: Books) -> pd.DataFrame:
    from sim.ledger.frames import tables

    return tables(books)["orders"]


@pytest.mark.parametrize("text", [SHOP, CLOCKWORK, COUNTED, SEASONAL, WEEKLY], ids=str.split)
@pytest.mark.parametrize("number", [0, 2])
def test_recording_changes_nothing_and_playing_gives_the_same(tmp_path, text, number):
    scenario = scenario_of(tmp_path, text)
    drawn = digest(Books.of(world.simulate(scenario, Luck(scenario.seed, number))))
    tape, books = taped(scenario, number)
    assert digest(books) == drawn
    tape.write(tmp_path / "tape.zip")
    again, beyond = played(scenario, Tape.read(tmp_path / "tape.zip"), number)
    assert digest(again) == drawn
    assert beyond == 0


@pytest.mark.parametrize("name", ["beer_game", "law_kelton", "newsvendor", "penny_fab"])
def test_shipped_scenarios_play_as_they_ran(name):
    scenario = load(ROOT / "scenarios" / f"{name}.yaml").scenario
    tape, books = taped(scenario)
    again, beyond = played(scenario, tape)
    assert digest(again) == digest(books)
    assert beyond == 0


def test_what_is_played_is_what_is_on_the_tape(tmp_path):
    # If playing drew afresh, a tape of another seed would not be heard.
    scenario = scenario_of(tmp_path, SHOP)
    other, books = taped(scenario, seed=99)
    again, beyond = played(scenario, Tape(other.head.model_copy(update={"seed": 3}), other.tables))
    assert digest(again) == digest(books)
    assert beyond == 0


def test_after_one_demand_is_edited_exactly_that_order_differs(tmp_path):
    scenario = scenario_of(tmp_path, SHOP.replace("on_hand: 40", "on_hand: 10000"))
    tape, books = taped(scenario)
    demand = tape.demand
    demand.loc[100, "quantity"] = 7.0
    again, beyond = played(scenario, tape.with_demand(demand))
    before, after = orders_of(books), orders_of(again)
    assert beyond == 0
    assert len(before) == len(after) > 500
    differs = (before != after) & ~(before.isna() & after.isna())
    rows = np.flatnonzero(differs.any(axis=1))
    assert len(rows) == 1
    amounts = {"quantity", "shipped", "shipped_at_once", "delivered", "delivered_on_time"}
    assert set(differs.columns[differs.iloc[rows[0]]]) == amounts
    assert (before["quantity"][rows[0]], after["quantity"][rows[0]]) == (1.0, 7.0)
    assert digest(again) != digest(books)


def test_an_order_may_be_put_between_the_beats_of_a_clock(tmp_path):
    scenario = scenario_of(tmp_path, WEEKLY)
    tape, books = taped(scenario)
    row = {"replication": 0, "customer": "people", "product": "item", "time": 9.625, "quantity": 11.0}
    longer = tape.with_demand(pd.concat([tape.demand, pd.DataFrame([row])]))
    again, _ = played(scenario, longer)
    orders = orders_of(again)
    assert len(orders[(orders["placed_at"] == 9.625) & (orders["quantity"] > 10)]) == 1
    asked, asked_before = (frame[frame["buyer"] == "people"] for frame in (orders, orders_of(books)))
    assert len(asked) == len(asked_before) + 1


def test_another_policy_meets_the_same_customers_and_is_told_what_was_drawn_beyond(tmp_path):
    scenario, other = scenario_of(tmp_path, SHOP), scenario_of(tmp_path, BEYOND)
    tape, _ = taped(scenario)
    again, beyond = played(other, tape)
    direct = Books.of(world.simulate(other, Luck(3, 0)))
    assert digest(again) == digest(direct)  # the same year, had it been done otherwise
    lanes = tape.tables["draws"]
    tape_of_other = taped(other)[0].tables["draws"]
    keys = ["thing", "day", "ordinal"]
    missing = tape_of_other.merge(lanes, on=keys, how="left", suffixes=("", "_held"))["uniform_held"].isna().sum()
    assert beyond == missing > 0


def test_tapes_are_the_same_across_variants_as_far_as_they_drew(tmp_path):
    one, other = (taped(scenario_of(tmp_path, text))[0] for text in (SHOP, BEYOND))
    pd.testing.assert_frame_equal(one.demand, other.demand, check_exact=True)
    keys = ["replication", "thing", "day", "ordinal"]
    both = one.tables["draws"].merge(other.tables["draws"], on=keys, suffixes=("", "_other"))
    assert 5 < len(both) < max(len(one.tables["draws"]), len(other.tables["draws"])) + 1
    assert both["uniform"].tolist() == both["uniform_other"].tolist()


def test_effects_come_on_top_of_the_tape(tmp_path):
    scenario, seasonal = scenario_of(tmp_path, SHOP), scenario_of(tmp_path, SEASONAL)
    assert digest(played(seasonal, taped(scenario)[0])[0]) == digest(Books.of(world.simulate(seasonal, Luck(3, 0))))
    pd.testing.assert_frame_equal(taped(seasonal)[0].demand, taped(scenario)[0].demand, check_exact=True)


def test_a_longer_run_goes_on_with_the_luck_of_the_tape(tmp_path):
    short, long = scenario_of(tmp_path, SHOP), scenario_of(tmp_path, SHOP.replace("horizon: 60", "horizon: 90"))
    again, beyond = played(long, taped(short)[0])
    assert digest(again) == digest(Books.of(world.simulate(long, Luck(3, 0))))
    assert beyond > 200  # ten orders a day


def test_another_replication_than_was_recorded_is_drawn_from_the_tapes_seed(tmp_path):
    scenario = scenario_of(tmp_path, SHOP)
    again, beyond = played(scenario, taped(scenario)[0], 1)
    assert digest(again) == digest(Books.of(world.simulate(scenario, Luck(3, 1))))
    assert beyond > 500


# ------------------------------------------------------------------------------------------------- the luck by itself


def luck_with(**tables: pd.DataFrame) -> PlayingLuck:
    return PlayingLuck.of(Tape.of(HEAD, **tables), 0)


def draws(rows: list[tuple[int, str, int, int, float, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["replication", "thing", "day", "ordinal", "uniform", "value"])


def test_a_value_stands_above_the_law_and_a_uniform_goes_through_it():
    nan = float("nan")
    luck = luck_with(draws=draws([(0, "lane/a->b/x", 2, 0, nan, 40.0), (0, "lane/a->b/x", 2, 1, 0.25, nan)]))
    calendar, plain = (who.calendar("lane", "a->b", "x", quantile=lambda u: 10 * u) for who in (luck, Luck(3)))
    expected = [plain.draw(day) for day in (1, 2, 2, 2, 5)]
    assert [calendar.draw(day) for day in (1, 2, 2, 2, 5)] == [expected[0], 40.0, 2.5, *expected[3:]]
    assert luck.playback.beyond(100.0) == 3


def test_a_draw_that_is_missing_keeps_its_place_in_a_sequence():
    nan = float("nan")
    luck = luck_with(draws=draws([(0, "repair/a", -1, 0, 0.5, nan), (0, "repair/a", -1, 2, nan, 7.0)]))
    stream, plain = luck.stream("repair", "a"), Luck(3).stream("repair", "a")
    expected = [plain.next() for _ in range(4)]
    assert [stream.next() for _ in range(4)] == [0.5, expected[1], 7.0, expected[3]]
    assert luck.stream("repair", "a").uniforms(4).tolist() == [0.5, expected[1], 7.0, expected[3]]


def test_own_rows_go_before_those_of_every_replication():
    rows = [(EVERY, "a", -1, 0, 0.25, np.nan), (0, "a", -1, 0, 0.75, np.nan), (EVERY, "b", -1, 0, 0.5, np.nan)]
    tape = Tape.of(HEAD, draws=draws(rows))
    for number, expected in ((0, 0.75), (1, 0.25)):
        luck = PlayingLuck.of(tape.part(number), number)
        assert luck.stream("a").next() == expected
        assert luck.stream("b").next() == 0.5


@pytest.mark.parametrize("kind", ["windows", "prices"])
def test_windows_and_prices_are_kept_given_back_and_drawn_beyond(kind):
    def make(luck: Luck):
        time, stream = 0.0, luck.stream("disruption", "strike")
        while True:
            time += 10 * stream.next()
            yield time, time + 1

    def first(luck: Luck, until: float) -> list[tuple[float, float]]:
        found = []
        for start, end in getattr(luck, kind)("strike", make):
            if start >= until:
                return found
            found.append((start, end))
        return found

    recording = RecordingLuck(3, 0)
    expected = first(Luck(3), 200.0)
    assert first(recording, 100.0) == [pair for pair in expected if pair[0] < 100.0]
    tape = recording.record.tape(HEAD, 0, 100.0)
    assert len(tape.tables["draws"]) == 0  # what is made of them is on the tape
    playing = PlayingLuck.of(tape, 0)
    assert first(playing, 200.0) == expected
    assert playing.playback.beyond(200.0) == sum(start >= 100.0 for start, _ in expected) > 0
    assert playing.playback.beyond(100.0) == 0
    frame = tape.tables[kind].copy()
    column = frame.columns[2]
    frame.loc[0, column] = 0.125
    edited = PlayingLuck.of(Tape.of(HEAD, coverage=tape.tables["coverage"], **{kind: frame}), 0)
    assert first(edited, 200.0)[0][0] == 0.125
    assert first(edited, 200.0)[1:] == expected[1:]


@pytest.mark.parametrize("model", [Poisson(rate=4), Periodic(every=2, quantity={"kind": "poisson", "mean": 5})])
def test_the_size_of_blocks_changes_no_number(model):
    recording = RecordingLuck(3, 0)
    for times, _ in model.arrivals(recording, ("demand", "shop", "juice"), model.profile):
        if times[-1] > 300:
            break
    tape = recording.record.tape(HEAD, 0, 300.0)
    found = []
    for largest in (1, 7, 1024):
        luck = PlayingLuck(3, 0, largest, playback=PlayingLuck.of(tape, 0).playback)
        times = [np.empty(0)]
        for block, _ in model.arrivals(luck, ("demand", "shop", "juice"), model.profile):
            times.append(block)
            if block[-1] > 400 or block[-1] > LATEST:
                break
        joined = np.concatenate(times)
        found.append(joined[joined < 400].tolist())
    assert found[0] == found[1] == found[2]
    assert len(found[0]) > 100


def test_luck_without_a_tape_gives_what_it_is_asked_for():
    pairs = [(1.0, 2.0)]
    assert list(Luck(1).windows("strike", lambda luck: iter(pairs))) == pairs
    assert list(Luck(1).prices("oil", lambda luck: iter(pairs))) == pairs
    assert sim.Tape is Tape
