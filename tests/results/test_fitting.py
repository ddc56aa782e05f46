"""Whether a tape fits a scenario."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from sim.errors import UsageError
from sim.results.fitting import fitted
from sim.results.tape import Head, Tape
from sim.scenario import load
from tests.chains import SHOP, written

HEAD = Head(scenario="shop", fingerprint="f" * 32, seed=3, version="0.1.0", time_unit="day")


@pytest.fixture(name="scenario")
def _scenario(tmp_path):
    return load(written(tmp_path, SHOP.replace("{horizon", "{start: 2025-01-06, horizon"))).scenario


def demand(*pairs: tuple[str, str]) -> pd.DataFrame:
    customers, products = zip(*pairs, strict=True)
    return pd.DataFrame({"replication": 0, "customer": customers, "product": products, "time": 1.0, "quantity": 1.0})


def draws(*things: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"replication": 0, "thing": things, "day": 1, "ordinal": 0, "uniform": 0.5, "value": float("nan")}
    )


def test_names_that_are_not_there_are_told_with_the_nearest(scenario):
    tape = Tape.of(
        HEAD, demand=demand(("people", "item"), ("peple", "item")),
        draws=draws("lane/maker->shop/item", "lane/maker->shop/itme", "trip/van/shop->maker"),
        windows=pd.DataFrame({"replication": [0], "disruption": ["strike"], "start": [1.0], "end": [2.0]}),
    )  # fmt: skip
    assert fitted(tape, scenario) == (
        "on the tape: demand of 'peple/item' is not in the scenario; did you mean 'people/item'?",
        "on the tape: disruption 'strike' is not in the scenario",
        "on the tape: draws of 'lane/maker->shop/itme': 'itme' is not in the scenario; did you mean 'item'?",
        "on the tape: draws of 'trip/van/shop->maker': 'van' is not in the scenario; did you mean 'max'?",
    ) or fitted(tape, scenario)[3].startswith(
        "on the tape: draws of 'trip/van/shop->maker': 'van' is not in the scenario"
    )
    assert len(fitted(tape, scenario)) == 4
    many = Tape.of(HEAD, draws=draws(*(f"lane/x{number}/item" for number in range(40))))
    assert len(fitted(many, scenario)) == 13
    assert fitted(many, scenario)[-1] == "on the tape: and 28 more names that are not in the scenario"


def test_what_is_drawn_for_the_places_of_a_disruption_fits(tmp_path):
    flood = (
        "disruptions:\n  flood: {where: maker, when: {kind: window, starts: 3}, what: {kind: closure}, luck: rain}\n"
    )
    found = load(written(tmp_path, SHOP.replace("variants:", f"{flood}variants:"))).scenario
    known = ("disruption/rain/hit/maker", "disruption/rain/severity/maker")
    windows = pd.DataFrame({"replication": [0], "disruption": ["rain"], "start": [1.0], "end": [2.0]})
    assert fitted(Tape.of(HEAD, draws=draws(*known), windows=windows), found) == ()
    assert len(fitted(Tape.of(HEAD, draws=draws("disruption/rain/hat/maker", "lane/maker->shop/hit")), found)) == 2


def test_a_tape_that_fits_says_nothing(scenario):
    tape = Tape.of(
        HEAD, demand=demand(("people", "item")), draws=draws("lane/maker->shop/item", "patience/people/item")
    )
    assert fitted(tape, scenario) == ()


@pytest.mark.parametrize(
    ("changes", "tables", "message"),
    [
        ({"time_unit": "week"}, {}, "counts time in weeks, the scenario in days"),
        ({"start": datetime.date(2024, 1, 1)}, {}, "begins on 2024-01-01, the scenario on 2025-01-06"),
        ({}, {"demand": demand(("mars", "ice"))}, "of another scenario.*'mars/ice'"),
    ],
)
def test_a_foreign_tape_is_refused(scenario, changes, tables, message):
    with pytest.raises(UsageError, match=message):
        fitted(Tape.of(HEAD.model_copy(update=changes), **tables), scenario)
