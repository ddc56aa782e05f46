from __future__ import annotations

import math

import pytest

from sim.disruption.when.after import After
from sim.ledger.digest import digest
from sim.streams import Luck
from tests.networks import run
from tests.struck_roads import document

CAUSES = ((10.0, 40.0), (50.0, 60.0))


def windows(**keys):
    return list(After(of="closure", **keys).windows(Luck(2), ("panic",), iter(CAUSES)))


def test_the_delay_counts_from_the_start_or_from_the_end():
    assert windows(delay=2, lasts=5) == [(12.0, 17.0), (52.0, 57.0)]
    assert windows(delay=2, lasts=5, counted_from="end") == [(42.0, 47.0), (62.0, 67.0)]


@pytest.mark.parametrize("keys", [{"lasts": 0}, {"lasts": 1, "probability": 0}, {"lasts": 1, "probability": 1e-9}])
@pytest.mark.parametrize(
    "cause",
    [
        {"kind": "recurring", "gap": 2, "lasts": 1},
        {"kind": "chain", "strikes": 0.1, "ends": 0.5, "every": 1},
        {"kind": "after", "of": "start", "lasts": 1},
    ],
)
def test_what_never_follows_is_not_looked_for_without_end(keys, cause):
    disruptions = {
        "start": {"where": "road", "what": {"kind": "closure"}, "when": {"kind": "recurring", "gap": 3, "lasts": 1}},
        "cause": {"where": "road", "what": {"kind": "closure"}, "when": cause},
        "wake": {"where": "road", "what": {"kind": "closure"}, "when": {"kind": "after", "of": "cause", **keys}},
    }
    said = document("road", {"kind": "closure"}) | {"disruptions": disruptions, "active": sorted(disruptions)}
    assert digest(run(said)) == digest(run({**said, "active": ["cause", "start"]}))


def test_what_comes_while_it_is_on_prolongs_it():
    assert windows(lasts=45) == [(10.0, 95.0)]
    assert windows(lasts=40) == [(10.0, 90.0)]


def test_after_what_never_ends_nothing_follows_its_end():
    law = After(of="closure", counted_from="end", lasts=1)
    assert list(law.windows(Luck(1), ("a",), iter([(3.0, math.inf)]))) == []


def test_causes_that_are_not_followed_take_nobodys_luck():
    # Delays differ; the second cause's is the same whether the first was followed or not.
    law = {"delay": {"kind": "uniform", "low": 0, "high": 5}, "lasts": 1}
    every = [start for start, _ in windows(**law)]
    some = {start for number in range(1) for start, _ in windows(probability=0.999, **law)}
    assert some <= set(every)


def test_windows_come_in_the_order_of_their_starts_though_a_later_cause_may_strike_sooner():
    law = After(of="a", delay={"kind": "uniform", "low": 0, "high": 100}, lasts=0.001)
    causes = [(float(number), number + 0.5) for number in range(50)]
    found = list(law.windows(Luck(4), ("b",), iter(causes)))
    starts = [start for start, _ in found]
    assert starts == sorted(starts)
    assert len(found) == 50
