from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.errors import RunError, UsageError
from sim.experiment import attributing
from sim.experiment.attributing import AttributionPlan, World, attribute
from sim.results import Identity
from sim.scenario import load
from tests.chains import SHOP, written

if TYPE_CHECKING:
    from pathlib import Path

    from sim.results.attribution import Attribution

# The shop sells what it has, and 40 at most are on the shelf: an outage of its maker costs sales.
STRUCK = SHOP.replace("price: 3, demand", "price: 3, when_short: lost, demand").replace(
    "variants:\n",
    """\
disruptions:
  frost: {where: maker, when: {starts: 15, lasts: 8 days}, what: {kind: closure}}
  strike: {where: maker, when: {starts: 19, lasts: 9 days}, what: {kind: closure}}
  boycott:
    {where: people, when: {kind: after, of: strike, delay: 1 day, lasts: 5 days}, what: {kind: demand, factor: 0.5}}
  party: {where: people, when: {starts: 40, lasts: 2 days}, what: {kind: demand, factor: 2}}
variants:
  storms: {disruptions: [frost, strike, boycott]}
  one: {disruptions: [frost]}
  apart: {disruptions: [frost, party]}
""",
)


def plan(path: Path, variant: str = "storms", **changes: object) -> AttributionPlan:
    loaded = load(path, variant=variant)
    identity = Identity("shop", variant, loaded.fingerprint, 3, "0.1.0")
    return replace(AttributionPlan(loaded.scenario, identity, replications=2), **changes)


def same(one: Attribution, other: Attribution) -> None:
    assert one.changes == other.changes
    pd.testing.assert_frame_equal(one.parts, other.parts)


def test_whole_is_what_the_disruptions_changed_and_parts_sum_to_it(tmp_path: Path) -> None:
    path = written(tmp_path, STRUCK)
    found = sim.attribute(path, variant="storms", replications=3)
    with_all, without = (sim.run(path, variant=name, replications=3) for name in ("storms", None))
    for change in found.attribution.changes:
        assert sum(part.part for part in change.parts) == change.whole
        difference = with_all.kpi(change.kpi) - without.kpi(change.kpi)
        assert change.whole == pytest.approx(difference)
        assert change.without == pytest.approx(without.kpi(change.kpi))
    assert [change.kpi for change in found.attribution.changes] == list(attributing.MEASURES)
    assert found.whole.loc[1, "whole"] < -0.05  # service; profit rises, as holding stock is dear here
    assert found.parts["disruption"].tolist()[:3] == ["boycott", "frost", "strike"]
    assert set(found.replications["replication"]) == {0, 1, 2}


def test_what_follows_is_not_there_without_its_cause(tmp_path: Path) -> None:
    """A boycott after a strike never comes by itself, so only with the strike it has a part: of 8 worlds 6 differ."""
    path, seen = written(tmp_path, STRUCK), []
    found = attribute(plan(path), progress=lambda *done: seen.append(done))
    assert seen[-1] == (12, 12)
    assert found.runs == 8
    profit = {part.disruption: part.part for part in found.changes[0].parts}
    assert profit["boycott"] != 0
    # It and the strike share what they do: the boycott's marginal contribution counts in half of the orders.
    alone = attribute(plan(path, "one")).changes[0]
    assert [part.disruption for part in alone.parts] == ["frost"]
    assert alone.parts[0].part == alone.whole


def test_disruptions_apart_from_each_other_have_what_they_do_alone(tmp_path: Path) -> None:
    """With a month between them, each one's part is its own effect to within what the stock remembers."""
    path = written(tmp_path, STRUCK)
    both = {part.disruption: part.part for part in attribute(plan(path, "apart")).changes[0].parts}
    frost = attribute(plan(path, "one")).changes[0].whole
    assert both["frost"] == pytest.approx(frost, rel=0.05)
    assert both["party"] > 0  # more is sold


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(5, 45), st.integers(1, 12), st.sampled_from(["maker", "people", "road"])),
        min_size=1,
        max_size=4,
    )
)
def test_parts_sum_to_the_whole_whatever_strikes(tmp_path_factory: pytest.TempPathFactory, struck: list) -> None:
    what = {"maker": "{kind: closure}", "road": "{kind: closure}", "people": "{kind: demand, factor: 1.7}"}
    lines = [
        f"  d{n}: {{where: {place}, when: {{starts: {start}, lasts: {lasts}}}, what: {what[place]}}}"
        for n, (start, lasts, place) in enumerate(struck)
    ]
    names = ", ".join(f"d{n}" for n in range(len(struck)))
    text = SHOP.replace("variants:\n", "disruptions:\n" + "\n".join(lines) + f"\nactive: [{names}]\nvariants:\n")
    path = written(tmp_path_factory.mktemp("struck"), text)
    found = sim.attribute(path, replications=2).attribution
    for change in found.changes:
        assert sum(part.part for part in change.parts) == change.whole
    wholes = found.parts.groupby(["replication", "kpi"])["part"].sum()
    with_all = sim.run(path, replications=2).measurements
    without = sim.run(path, settings=["active=[]"], replications=2).measurements
    for (number, name), whole in wholes.items():  # type: ignore[misc]
        values = [
            run[(run["kpi"] == name) & (run["replication"] == number) & run["site"].isna() & run["product"].isna()
                & run["customer"].isna() & run["category"].isna()]["value"].iloc[0]
            for run in (with_all, without)
        ]  # fmt: skip
        assert whole == pytest.approx(values[0] - values[1], abs=1e-9)


def test_more_than_six_are_sampled_with_errors(tmp_path: Path) -> None:
    lines = [
        f"  d{n}: {{where: maker, when: {{starts: {12 + 5 * n}, lasts: 9}}, what: {{kind: closure}}}}" for n in range(7)
    ]
    active = f"active: [{', '.join(f'd{n}' for n in range(7))}]"
    path = written(tmp_path, SHOP.replace("variants:\n", "\n".join(["disruptions:", *lines, active, "variants:\n"])))
    loaded = load(path)
    identity = Identity("shop", None, loaded.fingerprint, 3, "0.1.0")
    found = attribute(AttributionPlan(loaded.scenario, identity, replications=1, pairs=3))
    assert found.pairs == 3
    assert found.runs < 2**7
    for change in found.changes:
        assert sum(part.part for part in change.parts) == change.whole
    assert all(part.error > 0 for part in found.changes[0].parts)


def test_workers_and_folders_change_no_figure_and_nothing_is_run_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, kept = written(tmp_path, STRUCK), tmp_path / "kept"
    expected = attribute(plan(path, "apart"), kept)
    same(attribute(plan(path, "apart", workers=2, start_up=0.0)), expected)
    files = sorted((kept / "worlds").iterdir())
    assert len(files) == 8
    files[0].unlink()
    files[1].write_bytes(files[1].read_bytes()[:-30])
    ran: list[World] = []
    call = World.__call__

    def counted(world: World) -> object:
        ran.append(world)
        return call(world)

    monkeypatch.setattr(World, "__call__", counted)
    same(attribute(plan(path, "apart"), kept), expected)
    assert len(ran) == 2
    same(attribute(plan(path, "apart"), kept), expected)
    assert len(ran) == 2
    other = replace(plan(path, "apart"), identity=replace(expected.identity, seed=4))
    attribute(other, kept)
    assert len(ran) == 10


def test_interruption_keeps_what_had_ended(tmp_path: Path) -> None:
    path, kept = written(tmp_path, STRUCK), tmp_path / "kept"

    def stop(done: int, total: int) -> None:
        assert total == 8
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        attribute(plan(path, "apart"), kept, stop)
    assert len(list((kept / "worlds").iterdir())) == 3
    same(attribute(plan(path, "apart"), kept), attribute(plan(path, "apart")))


def test_kpis_that_are_asked_for_are_shared_in_their_units(tmp_path: Path) -> None:
    path = written(tmp_path, STRUCK)
    found = sim.attribute(path, variant="one", kpis=["backlog", "total_cost", "backlog"], replications=1)
    assert found.whole["kpi"].tolist() == ["backlog", "total_cost"]
    assert "EUR" in found.whole["unit"].tolist()
    assert math.isnan(found.whole.loc[0, "half_width"])


@pytest.mark.parametrize(
    ("variant", "kpis", "said"),
    [
        (None, ["fill_rate"], "no disruption is active"),
        ("storms", ["fil_rate"], "there is no KPI 'fil_rate'; did you mean 'fill_rate'"),
        ("storms", ["fil"], "there is no KPI 'fil'; `headwater kinds kpi` lists all"),
        ("storms", [], "name at least one KPI"),
        ("storms", "fill_rate", "kpis must be a list of names"),
    ],
)
def test_what_cannot_be_shared_is_refused(tmp_path: Path, variant: str | None, kpis: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        sim.attribute(written(tmp_path, STRUCK), variant=variant, kpis=kpis)


def test_a_failed_run_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> object:
        raise RunError("the books do not balance")

    monkeypatch.setattr(attributing, "replay", failing)
    with pytest.raises(RunError, match="replication 0 with no disruption failed: the books do not balance"):
        attribute(plan(written(tmp_path, STRUCK)))
