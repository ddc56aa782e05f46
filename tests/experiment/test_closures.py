from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sim.disruption.what.closure import Closure
from sim.errors import UsageError
from sim.experiment.closures import NAME, outages, shut, targets
from sim.experiment.outages import Outage
from sim.experiment.replicate import replay
from sim.ledger.digest import digest
from sim.scenario import load
from tests.chains import COUNTED, SHOP, written

if TYPE_CHECKING:
    from pathlib import Path


def test_outage_is_a_closure_beside_what_is_active_anyway(tmp_path: Path) -> None:
    text = SHOP.replace(
        "variants:\n",
        "disruptions:\n  stress_test: {where: people, when: {starts: 15, lasts: 2}, what: {kind: demand, factor: 2}}\n"
        "active: [stress_test]\nvariants:\n",
    )
    scenario = load(written(tmp_path, text)).scenario
    struck = shut(scenario, Outage("road", "lane", 20.0, 5.0), for_good=False)
    assert struck.active == ("stress_test", f"{NAME}_")
    made = struck.disruptions[f"{NAME}_"]
    assert (made.where[0].lane, made.where[0].site) == ("road", None)
    assert made.what == (Closure(),)
    assert (made.when.starts, made.when.ends) == (20.0, 25.0)  # type: ignore[attr-defined]
    endless = shut(scenario, Outage("maker", "supplier", 20.0, 5.0), for_good=True).disruptions[f"{NAME}_"]
    assert (endless.where[0].site, endless.when.ends) == ("maker", None)  # type: ignore[attr-defined]
    assert scenario.active == ("stress_test",)


def test_until_it_begins_the_world_is_the_same(tmp_path: Path) -> None:
    """The outage draws no luck: one that begins when the run ends changes nothing."""
    scenario = load(written(tmp_path)).scenario
    late = shut(scenario, Outage("shop", "warehouse", 60.0, 5.0), for_good=False)
    early = shut(scenario, Outage("shop", "warehouse", 20.0, 5.0), for_good=False)
    without = digest(replay(scenario, 3))
    assert digest(replay(late, 3)) == without
    assert digest(replay(early, 3)) != without


def test_it_begins_after_a_quarter_of_the_measuring_period_and_lasts_two_weeks(tmp_path: Path) -> None:
    scenario = load(written(tmp_path)).scenario
    (found,) = outages(scenario, {"shop": "warehouse"})
    assert found == Outage("shop", "warehouse", 22.0, 14.0)  # 10 + (60 - 10) / 4 = 22.5, on a whole day
    hours = load(written(tmp_path, SHOP.replace("{horizon: 60, warm_up: 10}", "{horizon: 1440, unit: hour}"))).scenario
    (found,) = outages(hours, {"shop": "warehouse"})
    assert (found.start, found.lasts) == (360.0, 336.0)
    short = load(written(tmp_path, SHOP.replace("{horizon: 60, warm_up: 10}", "{horizon: 2.9, warm_up: 0.9}"))).scenario
    assert outages(short, {"shop": "warehouse"})[0].start == 1.0
    shorter = load(written(tmp_path, SHOP.replace("{horizon: 60, warm_up: 10}", "{horizon: 0.9, warm_up: 0.5}")))
    assert outages(shorter.scenario, {"shop": "warehouse"})[0].start == pytest.approx(0.6, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (COUNTED, {}, "needs a 'horizon' in time"),
        (SHOP, {"at": 60.0}, "an outage at 60 would begin after the end of the run, which is 60 long"),
        (SHOP, {"lasts": 0.0}, "an outage of 'shop' would last for no time"),
        (SHOP.replace("{horizon", "{unit: period, horizon"), {}, "say how long an outage of 'shop' lasts"),
    ],
)
def test_what_cannot_be_tested_is_refused(tmp_path: Path, text: str, options: dict[str, Any], said: str) -> None:
    text = text.replace("lead_time: 1 day", "lead_time: 1")
    with pytest.raises(UsageError, match=said):
        outages(load(written(tmp_path, text)).scenario, {"shop": "warehouse"}, **options)


def test_places_of_which_nothing_can_be_shut_are_passed_over(tmp_path: Path) -> None:
    """A site that only makes to order has lines, which can be shut; one that only sends goods on has nothing."""
    scenario = load(written(tmp_path)).scenario
    bare = scenario.model_copy(
        update={"sites": {**scenario.sites, "yard": scenario.sites["shop"].model_copy(update={"stock": {}})}}
    )
    assert "yard" not in targets(bare, None, None)
    with pytest.raises(UsageError, match="nothing of the warehouse 'yard' could be shut"):
        targets(bare, ["yard"], None)
