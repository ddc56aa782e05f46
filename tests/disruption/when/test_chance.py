from __future__ import annotations

import pytest

from sim.disruption.when.chance import Chance
from sim.streams import Luck


def test_it_strikes_as_often_as_is_said():
    law = Chance(probability=0.3, starts=10, lasts=5)
    found = [list(law.windows(Luck(1, number), ("a",), iter(()))) for number in range(2000)]
    assert {tuple(windows) for windows in found} == {(), ((10.0, 15.0),)}
    assert sum(map(len, found)) / 2000 == pytest.approx(0.3, abs=0.03)


def test_who_is_likelier_to_strike_strikes_wherever_the_less_likely_does():
    def struck(probability):
        law = Chance(probability=probability, starts=0, lasts=1)
        return {number for number in range(300) if list(law.windows(Luck(1, number), ("a",), iter(())))}

    assert struck(0.0) == set()
    assert struck(0.2) < struck(0.5) < struck(1.0)


def test_the_delay_comes_on_top():
    law = Chance(probability=1, starts="day 3", delay="1 week", lasts=2)
    assert list(law.windows(Luck(1), ("a",), iter(()))) == [(9.0, 11.0)]
