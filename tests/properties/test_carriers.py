"""What must hold on every supply chain with carriers."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kpi import measure
from sim.ledger.digest import digest
from sim.ledger.reconcile import reconcile
from sim.ledger.tables import State
from tests.carriers import carried_networks
from tests.networks import run

MANY = settings(max_examples=60, deadline=None)
SOME = settings(max_examples=20, deadline=None)


@MANY
@given(carried_networks())
def test_the_books_balance(document: dict[str, Any]) -> None:
    assert str(reconcile(run(document))) == "the books balance"


@SOME
@given(carried_networks(), st.randoms(use_true_random=False))
def test_permuting_the_entries_changes_nothing(document: dict[str, Any], order: Any) -> None:
    shuffled = copy.deepcopy(document)
    for section in ("sites", "lanes", "carriers"):
        entries = list(shuffled[section].items())
        order.shuffle(entries)
        shuffled[section] = dict(entries)
    assert digest(run(shuffled)) == digest(run(document))


@SOME
@given(carried_networks())
def test_time_of_vehicles_is_that_of_their_trips(document: dict[str, Any]) -> None:
    books = run(document)
    kinds = np.array([resource.kind == "vehicle" for resource in books.register.resources], dtype=np.bool_)
    spells = books.spells
    away = (
        (spells.state != State.IDLE) & kinds[spells.resource] if spells.resource.size else np.zeros(0, dtype=np.bool_)
    )
    limited = books.trips[books.trips["vehicle"] < kinds.size]
    spent = np.minimum(limited["returned_at"], books.end) - limited["began_at"]
    assert spells.within(0.0, books.end)[away].sum() == spent.sum()


@SOME
@given(carried_networks())
def test_kpis_are_defined_or_have_nothing_to_divide_by(document: dict[str, Any]) -> None:
    table = measure(run(document))
    shares = table[table["kpi"].isin(["load_factor", "fleet_utilisation"])]["value"].dropna()
    assert shares.between(0, 1 + 1e-9).all()
    assert (table[table["kpi"] == "waiting_for_vehicle"]["value"].dropna() >= 0).all()
