"""What must hold on every supply chain under every disruption."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ledger.digest import digest
from sim.ledger.reconcile import reconcile
from tests.disruptions import disrupted
from tests.networks import networks, run

MANY = settings(max_examples=120, deadline=None)
SOME = settings(max_examples=40, deadline=None)


@MANY
@given(disrupted(), st.integers(0, 99))
def test_the_books_balance(document: dict[str, Any], seed: int) -> None:
    assert str(reconcile(run(document, seed))) == "the books balance"


@MANY
@given(disrupted())
def test_no_stock_is_ever_negative(document: dict[str, Any]) -> None:
    books = run(document)
    for levels in (books.stock, books.transit, books.backlog):
        assert not len(levels.level) or levels.level.min() >= 0


@SOME
@given(disrupted())
def test_of_no_length_it_changes_nothing(document: dict[str, Any]) -> None:
    for disruption in document["disruptions"].values():
        disruption["when"] = {"kind": "window", "starts": 3, "lasts": 0}
    calm = copy.deepcopy(document)
    calm["active"] = []
    assert digest(run(document)) == digest(run(calm))


@SOME
@given(disrupted())
def test_of_no_severity_it_changes_nothing(document: dict[str, Any]) -> None:
    for disruption in document["disruptions"].values():
        disruption["severity"] = 0
    calm = copy.deepcopy(document)
    calm["active"] = []
    assert digest(run(document)) == digest(run(calm))


@SOME
@given(disrupted(), st.randoms(use_true_random=False))
def test_permuting_the_entries_changes_nothing(document: dict[str, Any], order: Any) -> None:
    shuffled = copy.deepcopy(document)
    for section in ("sites", "lanes", "disruptions"):
        entries = list(shuffled[section].items())
        order.shuffle(entries)
        shuffled[section] = dict(entries)
    assert digest(run(shuffled)) == digest(run(document))


@SOME
@given(disrupted(), st.sampled_from([16, 64, 1000]))
def test_the_size_of_blocks_changes_nothing(document: dict[str, Any], block: int) -> None:
    assert digest(run(document)) == digest(run(document, largest_block=block))


@SOME
@given(networks(), st.sampled_from([0.5, 2, 5]), st.sampled_from([0.5, 4]))
def test_what_is_ordered_before_it_strikes_is_as_ever(document: dict[str, Any], start: float, lasts: float) -> None:
    struck = copy.deepcopy(document)
    struck["disruptions"] = {
        "strike": {"where": "s0", "when": {"starts": start, "lasts": lasts}, "what": {"kind": "closure"}}
    }
    struck["active"] = ["strike"]
    before, after = run(document), run(struck)

    def early(books: Any) -> Any:
        return books.orders[books.orders["placed_at"] < start]

    assert np.array_equal(early(before), early(after))
