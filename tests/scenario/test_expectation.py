from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.scenario import load
from sim.scenario.expectation import Expectation, Selector, chosen
from tests.scenario.chained import CHAINED, written

LINE = 27
"""The line of the expectation that is replaced."""


def expecting(folder: Path, entry: str) -> Path:
    old = "  fill_rate: {sites: {tag: store}, at_least: 90 %}"
    assert CHAINED.splitlines()[LINE - 1] == old
    return written(folder, CHAINED.replace(old, f"  {entry}"))


@pytest.mark.parametrize(
    ("entry", "limits"),
    [
        ("fill_rate: {at_least: 95 %}", (0.95, None)),
        ("fill_rate: {at_most: 0.5}", (None, 0.5)),
        ("fill_rate: {at_least: 90 %, at_most: 99 %}", (0.9, 0.99)),
        ("fill_rate: {between: [90 %, 0.99]}", (0.9, 0.99)),
        ("lateness: {at_most: 12 h}", (None, 0.5)),
        ("lost_sales: {at_most: 730 per year}", (None, 2)),
        ("gamma_service: {at_least: -20 %}", (-0.2, None)),
        ("total: {kpi: total_cost, category: purchase, at_most: 9}", (None, 9)),
    ],
)
def test_limits_are_read_in_the_unit_of_the_kpi(entry: str, limits: tuple[float, float], tmp_path: Path) -> None:
    file = expecting(tmp_path, entry)
    assert sim.check(file) == ()
    expectation = sim.load(file).scenario.expect[entry.partition(":")[0]]
    assert expectation.limits == pytest.approx(limits)


def test_a_share_of_replications_has_three_spellings() -> None:
    for spelling in ("90 % of replications", "90 %", 0.9):
        read = Expectation.model_validate({"at_least": 1, "in": spelling})
        assert read.share == pytest.approx(0.9)
    assert Expectation.model_validate({"at_least": 1}).share is None


def test_things_are_chosen_by_name_list_and_selector(tmp_path: Path) -> None:
    sites = sim.load(written(tmp_path)).scenario.sites
    assert chosen("shop_1", sites) == ("shop_1",)
    assert chosen(("shop_2", "shop_1"), sites) == ("shop_2", "shop_1")
    assert chosen(Selector(tag="store"), sites) == ("shop_1", "shop_2", "shop_3")
    assert chosen(Selector(kind="warehouse", region="north"), sites) == ("shop_1", "shop_2", "shop_3")
    assert chosen(Selector(kind="customer", region="north"), sites) == ()
    assert chosen(None, sites) is None


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("fill_rat: {at_least: 95 %}", "expect.fill_rat: there is no KPI 'fill_rat' (did you mean 'fill_rate'?)"),
        ("shops: {kpi: fil_rate, at_least: 95 %}", "there is no KPI 'fil_rate' (did you mean 'fill_rate'?)"),
        ("fill_rate: {at_lest: 95 %}", "unknown key 'at_lest' (did you mean 'at_least'?)"),
        ("fill_rate: {}", "say what is expected, with 'at_least', 'at_most' or 'between'"),
        ("fill_rate: 95 %", "expected a mapping"),
        ("fill_rate: {at_least: many}", "expected a duration"),
        ("fill_rate: {at_least: true}", "expected a value of the KPI"),
        ("fill_rate: {at_least: [1]}", "expected a value of the KPI"),
        ("fill_rate: {at_least: .inf}", ".inf is not a finite number"),
        ("fill_rate: {at_least: 2 days}", "'fill_rate' is measured in share, and '2 days' is a length of time"),
        ("lateness: {at_most: 5 %}", "'lateness' is measured in time units, and '5 %' is a share"),
        ("lateness: {at_most: 5 per day}", "'lateness' is measured in time units, and '5 per day' is a rate"),
        ("fill_rate: {at_least: 99 %, at_most: 90 %}", "the lower limit 0.99 is above the upper limit 0.9"),
        ("fill_rate: {between: [99 %, 90 %]}", "the lower limit 0.99 is above the upper limit 0.9"),
        ("fill_rate: {between: [90 %]}", "must have at least 2 entries"),
        ("fill_rate: {between: [0, 1, 2]}", "at most 2"),
        ("fill_rate: {between: [0, 1], at_least: 0}", "leave out 'at_least' and 'at_most'"),
        ("fill_rate: {at_least: 95 %, confidence: 100 %}", "must be less than 1"),
        ("fill_rate: {at_least: 95 %, confidence: 5 %}", "must be at least 0.5"),
        ("fill_rate: {at_least: 95 %, in: 100 % of replications}", "must be less than 1"),
        ("fill_rate: {at_least: 95 %, in: 0}", "must be greater than 0"),
        ("fill_rate: {at_least: 95 %, in: most replications}", "expected a share"),
        ("fill_rate: {at_least: 95 %, share: 90 %}", "unknown key 'share' (it is spelled 'in')"),
        ("fill_rate: {sites: shop_9, at_least: 95 %}", "there is no site 'shop_9'"),
        ("fill_rate: {sites: [shop_1, shp_2], at_least: 1}", "there is no site 'shp_2' (did you mean 'shop_2'?)"),
        ("fill_rate: {sites: shop, at_least: 1}", "'shop' stands for 3 sites"),
        (
            "fill_rate: {sites: {tag: stor}, at_least: 1}",
            "none of the sites has the tag 'stor' (did you mean 'store'?)",
        ),
        ("fill_rate: {sites: {tags: store}, at_least: 1}", "unknown key 'tags' (did you mean 'tag'?)"),
        ("fill_rate: {sites: {}, at_least: 1}", "name a tag, a region or a kind to select by"),
        ("fill_rate: {sites: [], at_least: 1}", "must not be empty"),
        ("fill_rate: {products: jiuce, at_least: 1}", "there is no product 'jiuce' (did you mean 'juice'?)"),
        ("fill_rate: {products: {tag: chiled}, at_least: 1}", "none of the products has the tag 'chiled'"),
        ("fill_rate: {customers: shop_1, at_least: 1}", "there is no customer 'shop_1'"),
        ("fill_rate: {customers: {kind: warehouse}, at_least: 1}", "none of the customers has the kind 'warehouse'"),
        ("trips: {lanes: to_shop, at_most: 1}", "there is no lane 'to_shop'"),
        ("oee: {resources: press, at_least: 1}", "there is no line, machine or carrier 'press'"),
        ("fill_rate: {category: holding, at_least: 1}", "'fill_rate' has no category 'holding' (it has no parts"),
        ("cost: {kpi: total_cost, category: holdin, at_most: 1}", "has no category 'holdin' (did you mean 'holding'?)"),
        ("12: {kpi: fill_rate, at_least: 1}", "is not a name"),
        ("fill_rate: null", "null is not a value here"),
    ],
)
def test_mistakes_are_told_at_their_line(entry: str, says: str, tmp_path: Path) -> None:
    problems = sim.check(expecting(tmp_path, entry))
    told = [problem for problem in problems if says in str(problem)]
    assert told, "\n".join(map(str, problems))
    assert told[0].place.line == LINE
    assert told[0].severity == "error"


def test_a_share_above_one_is_suspected(tmp_path: Path) -> None:
    problems = sim.check(expecting(tmp_path, "fill_rate: {at_least: 95}"))
    assert [(problem.place.line, problem.severity) for problem in problems] == [(LINE, "warning")]
    assert "95 means 9500 % (95 % is written '95 %')" in str(problems[0])


def test_mistakes_in_a_variant_are_told_at_their_line(tmp_path: Path) -> None:
    text = CHAINED + "  far: {extends: more, expect: {fill_rat: {at_least: 1}, lost_share: {at_mst: 3}}}\n"
    problems = sim.check(written(tmp_path, text))
    assert [problem.place.line for problem in problems] == [44]
    assert "unknown key 'at_mst'" in str(problems[0])
    problems = sim.check(written(tmp_path, text.replace("at_mst", "at_most")))
    assert {problem.place.line for problem in problems} == {44}
    assert "in variant 'far': there is no KPI 'fill_rat'" in str(problems)


def test_one_mistake_does_not_make_others(tmp_path: Path) -> None:
    text = CHAINED.replace("    region: north\n", "    region: north\n    regoin: north\n", 1)
    assert len(sim.check(written(tmp_path, text))) == 1


def test_without_the_kpis_at_hand_their_names_are_not_checked(tmp_path: Path) -> None:
    assert load(expecting(tmp_path, "anything: {at_least: 3}")).scenario.expect["anything"].at_least == 3
