"""The order of everything: phases, ranks, names, and work that is added to an instant while it runs."""

from __future__ import annotations

import itertools

import pytest
import simpy

from sim.clock import snap
from sim.engine import agenda as module
from sim.engine.agenda import Agenda, EndlessInstantError, Phase, Wake, key
from sim.engine.clock import ReviewClock


class Diary:
    """An agenda, and what happened on it."""

    def __init__(self, end=10.0):
        self.env = simpy.Environment()
        self.cleaned = []
        self.agenda = Agenda(self.env, end, lambda: self.cleaned.append(self.agenda.now))
        self.seen = []

    def note(self, what):
        self.seen.append((self.agenda.now, what))

    def add(self, time, phase, what, level=0, actor=0):
        self.agenda.add(time, key(phase, level, actor), self.note, what)

    def run(self):
        self.agenda.begin()
        self.env.run()
        return self.seen


@pytest.mark.parametrize("order", [list(Phase), list(reversed(Phase))])
def test_phases_run_in_their_order_whatever_was_added_first(order):
    diary = Diary()
    for phase in order:
        diary.add(1.0, phase, phase)
    assert [what for _, what in diary.run()] == sorted(Phase)


@pytest.mark.parametrize(("phase", "first"), [(phase, 0) for phase in Phase])
def test_the_customers_end_goes_first_except_where_goods_leave(phase, first):
    expected = [2, 1, 0] if phase in (Phase.EARLY_ALLOCATION, Phase.DEPARTURES) else [0, 1, 2]
    for order in itertools.permutations(range(3)):
        diary = Diary()
        for level in order:
            diary.add(1.0, phase, level, level=level)
        assert [what for _, what in diary.run()] == expected


def test_level_comes_before_name_and_phase_before_level():
    diary = Diary()
    diary.add(1.0, Phase.REVIEWS, "far", level=2, actor=0)
    diary.add(1.0, Phase.REVIEWS, "near b", level=1, actor=9)
    diary.add(1.0, Phase.REVIEWS, "near a", level=1, actor=8)
    diary.add(1.0, Phase.DEMAND, "demand", level=2**19, actor=2**23)
    assert [what for _, what in diary.run()] == ["demand", "near a", "near b", "far"]


def test_equal_keys_keep_the_sequence_in_which_they_were_added():
    diary = Diary()
    for number in range(20):
        diary.add(1.0, Phase.ARRIVALS, number)
    assert [what for _, what in diary.run()] == list(range(20))


def test_times_run_in_order():
    diary = Diary()
    for time in (3.0, 0.5, 2.0, 0.0):
        diary.add(time, Phase.DEMAND, "x")
    assert [time for time, _ in diary.run()] == [0.0, 0.5, 2.0, 3.0]


def test_work_for_a_phase_that_has_passed_runs_next():
    diary = Diary()

    def review(_):
        diary.note("review")
        diary.agenda.add(1.0, key(Phase.ARRIVALS, 0, 0), arrive, None)
        diary.agenda.soon(key(Phase.DEPARTURES, 0, 0), diary.note, "departure")

    def arrive(_):
        diary.note("arrival")
        diary.agenda.soon(key(Phase.DEMAND, 0, 0), diary.note, "late demand")

    diary.agenda.add(1.0, key(Phase.REVIEWS, 1, 0), review, None)
    diary.add(1.0, Phase.REVIEWS, "upstream review", level=2)
    diary.add(1.0, Phase.DEPARTURES, "departure upstream", level=5)
    assert [what for _, what in diary.run()] == [
        "review", "arrival", "late demand", "upstream review", "departure upstream", "departure",
    ]  # fmt: skip


def test_the_key_that_is_running_is_known_again_after_work_was_caught_up_with():
    diary = Diary()
    keys = []
    late, early = key(Phase.REVIEWS, 1, 3), key(Phase.ARRIVALS, 0, 0)
    diary.agenda.add(1.0, key(Phase.REVIEWS, 1, 2), lambda _: diary.agenda.soon(early, see, None), None)
    diary.agenda.add(1.0, late, lambda _: see(None), None)

    def see(_):
        keys.append(diary.agenda.key)

    diary.run()
    assert keys == [early, late]


def test_at_the_end_goods_still_arrive_and_nothing_else_happens():
    diary = Diary(end=2.0)
    for phase in Phase:
        diary.add(2.0, phase, phase)
        diary.add(2.5, phase, phase)
    assert [what for _, what in diary.run()] == [Phase.ARRIVALS]


def test_what_an_arrival_at_the_end_asks_for_does_not_happen():
    diary = Diary(end=2.0)
    soon = key(Phase.EARLY_ALLOCATION, 1, 0)
    diary.agenda.add(2.0, key(Phase.ARRIVALS, 0, 0), lambda _: diary.agenda.soon(soon, diary.note, "served"), None)
    assert diary.run() == []


def test_a_run_that_finishes_at_once_finishes_its_instant():
    diary = Diary(end=float("inf"))
    diary.agenda.add(1.0, key(Phase.DEMAND, 0, 0), lambda _: diary.agenda.finish_at_once(), None)
    diary.agenda.add(1.0, key(Phase.DEMAND, 0, 1), lambda _: diary.agenda.soon(0, diary.note, "more"), None)
    diary.add(1.0, Phase.REVIEWS, "review")
    diary.add(1.5, Phase.REVIEWS, "never")
    assert diary.run() == [(1.0, "more"), (1.0, "review")]
    assert diary.agenda.end == 1.0 + 2.0**-20


def test_one_simpy_event_stands_for_all_instants_at_their_exact_times():
    diary = Diary(end=1e4)
    times = [snap(k / 7) for k in range(1, 60000)]
    pending, clock = set(), []

    def look(_):
        pending.add(len(diary.env._queue))
        clock.append(diary.env.now)

    for time in times:
        diary.agenda.add(time, key(Phase.DEMAND, 0, 0), look, None)
    diary.run()
    assert pending == {0}
    assert clock == times


def test_the_house_is_kept_after_so_many_things_done_be_the_instants_few_or_many(monkeypatch):
    monkeypatch.setattr(module, "_HOUSEKEEPING_EVERY", 4)

    def cleaned(count, act=lambda _: None):
        diary = Diary()
        for time in range(1, 10):
            for _ in range(count):
                diary.agenda.add(float(time), key(Phase.DEMAND, 0, 0), act, diary.agenda)
        diary.run()
        return diary.cleaned

    def and_more(agenda):
        agenda.soon(key(Phase.REVIEWS, 0, 0), lambda _: None, None)

    assert cleaned(1) == [4.0, 8.0]
    assert cleaned(2) == cleaned(1, and_more) == [2.0, 4.0, 6.0, 8.0]
    assert cleaned(9) == [float(time) for time in range(1, 10)]


def test_an_entry_that_stands_for_many_counts_as_many(monkeypatch):
    monkeypatch.setattr(module, "_HOUSEKEEPING_EVERY", 4)
    diary = Diary(6.0)
    ReviewClock(diary.agenda, key(Phase.REVIEWS, 0, 0), 0.0, 1.0, [diary.note] * 3)
    diary.run()
    assert diary.cleaned == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]


def test_a_process_goes_on_when_the_agenda_gets_there():
    diary = Diary()
    wake = Wake(diary.agenda, key(Phase.DEMAND, 0, 0))

    def life():
        for time in (0.0, 0.0, 1.5, 4.0):
            yield wake.at(time)
            diary.note("awake")

    process = wake.start(life())
    assert isinstance(process, simpy.Process)
    assert diary.run() == [(0.0, "awake"), (0.0, "awake"), (1.5, "awake"), (4.0, "awake")]
    assert not process.is_alive


def test_a_process_can_be_woken_in_the_instant_that_runs():
    diary = Diary()
    wake = Wake(diary.agenda, key(Phase.COMPLETIONS, 0, 0))

    def life():
        while True:
            yield wake
            diary.note("woken")

    wake.start(life())
    diary.agenda.add(2.0, key(Phase.REVIEWS, 0, 0), lambda _: wake.fire(), None)
    diary.add(2.0, Phase.REVIEWS, "next", actor=1)
    assert diary.run() == [(2.0, "woken"), (2.0, "next")]


# --------------------------------------------------------------------------------------------- instants without an end


def test_reviews_that_come_back_for_ever_end_the_run(monkeypatch):
    monkeypatch.setattr(module, "_WITHOUT_SUSPICION", 50)
    diary = Diary()

    def again(actor):
        for other in range(1, 4):
            if actor not in (9, other):
                diary.agenda.soon(key(Phase.REVIEWS, other, other), again, other)

    monkeypatch.setattr(module, "_MOST_REVIEWS", 100)
    diary.agenda.add(3.0, key(Phase.REVIEWS, 0, 9), again, 9)
    diary.agenda.add(3.0, key(Phase.REVIEWS, 0, 1), again, 1)
    with pytest.raises(EndlessInstantError) as caught:
        diary.run()
    assert (caught.value.time, caught.value.actors) == (3.0, (1, 2))  # 3 never gets its turn


def test_an_instant_may_be_full_of_anything_else(monkeypatch):
    monkeypatch.setattr(module, "_WITHOUT_SUSPICION", 50)
    monkeypatch.setattr(module, "_MOST_REVIEWS", 100)
    diary = Diary()
    left = iter(range(5000))

    def more(_):
        if next(left, None) is not None:
            diary.agenda.soon(key(Phase.DEMAND, 0, 1), more, None)

    diary.agenda.add(3.0, key(Phase.DEMAND, 0, 1), more, None)
    for actor in range(200):
        diary.add(3.0, Phase.REVIEWS, actor, actor=actor)
    assert len(diary.run()) == 200
    assert next(left, None) is None
