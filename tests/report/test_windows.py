from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.report.windows import Window, named, windows
from tests.chains import SHOP, written
from tests.comparisons import struck

STRUCK = SHOP.replace(
    "variants:",
    """\
disruptions:
  flood:
    where: maker
    when: {kind: window, starts: day 21, lasts: 7 days}
    what: {kind: closure}
  panic:
    where: people
    when: {kind: window, starts: day 31, lasts: 4 days}
    what: {kind: demand, factor: 3}
    ends: {kind: linear, over: 4, steps: 4}
variants:
  both: {disruptions: [flood, panic]}""",
)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> sim.Result:
    return sim.run(written(tmp_path_factory.mktemp("shop"), STRUCK), variant="both", replications=2)


def test_a_disruption_is_in_force_until_it_has_ended_altogether(result: sim.Result) -> None:
    assert windows([result.run]) == (Window("flood", 20.0, 27.0), Window("panic", 30.0, 38.0))
    assert [window.days for window in windows([result.run])] == [(21, 27), (31, 38)]


def test_the_scene_calls_a_disruption_by_its_name_and_lets_it_not_idle(result: sim.Result) -> None:
    assert result.run.scene is not None
    spells = result.run.scene.spells
    assert set(spells.loc[spells["state"] == "disrupted", "group"]) == {"flood", "panic"}
    others = spells[spells["state"] != "disrupted"]
    assert not [name for name in others["resource"] if name.startswith(("flood", "panic"))]


def test_a_machine_that_is_disrupted_is_no_disruption(result: sim.Result) -> None:
    assert result.run.scene is not None
    spells = result.run.scene.spells.astype({"resource": "str", "group": "str", "state": "str"})
    rows = [("works/press/1", "works/press"), ("press/2", "press"), ("van/1", "van"), ("works/dock", "works/dock")]
    more = [
        {**spells.iloc[0].to_dict(), "resource": name, "group": group, "state": "disrupted"} for name, group in rows
    ]
    scene = replace(result.run.scene, spells=pd.concat([spells, pd.DataFrame(more)], ignore_index=True))
    assert windows([replace(result.run, scene=scene)]) == windows([result.run])
    assert scene.work["resource"].tolist() == [name for name, _ in rows]
    assert set(scene.strikes["group"]) == {"flood", "panic"}


def test_what_touches_is_one_window_and_what_does_not_is_two(tmp_path: Path) -> None:
    plain = sim.run(written(tmp_path), replications=1).run
    assert windows([plain]) == ()
    found = struck(plain, ("a", 5.0, 9.0), ("a", 9.0, 11.0), ("b", 8.0, 10.0), ("a", 12.0, 13.0))
    assert windows([found]) == (Window("a", 5.0, 11.0), Window("b", 8.0, 10.0), Window("a", 12.0, 13.0))
    assert {name: len(each) for name, each in named(windows([found])).items()} == {"a": 2, "b": 1}
    # Of several variants each window counts once.
    assert windows([plain, found, struck(plain, ("a", 6.0, 7.0))]) == windows([found])


def test_a_disruption_is_no_machine(result: sim.Result) -> None:
    with pytest.raises(sim.UsageError, match="there are no machines to show"):
        result.plot.utilisation()
