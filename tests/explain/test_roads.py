"""A closed road, worked by hand: 2 units set out each day and take 3 days; nothing sets out in [10, 15)."""

from __future__ import annotations

import pytest

from tests.explain.chains import Case
from tests.struck_roads import ROAD, document


@pytest.mark.parametrize(
    ("in_transit", "days", "said"),
    [
        # Those of days 7, 8 and 9 (told from 1: 8, 9 and 10) never come, those of days 10 to 14 on day 18.
        ("lose", range(11, 19), "(2) brought less: 2 were lost on the way from maker on day 11"),
        # They land on days 15, 16 and 17.
        ("hold", range(11, 16), "(2) came 5 days late: it was 8 days on the way from maker, usually 3 days"),
        # They begin anew by sea on day 10, and land on day 16, with what sets out that day.
        ("divert", range(11, 17), "(2) came 6 days late: it was 9 days on the way from maker, by sea, usually 3 days"),
    ],
)
def test_what_a_closed_road_does_to_goods_under_way(in_transit: str, days: range, said: str) -> None:
    sea = in_transit == "divert"
    closure = {"kind": "closure", "in_transit": in_transit, **({"divert_to": "sea"} if sea else {})}
    asked = document("road", closure, lanes={"sea": {**ROAD, "lead_time": 6}} if sea else {})
    asked["sites"]["shop"]["stock"]["item"]["opening"] = {"on_hand": 6}
    demand = {"kind": "constant", "quantity": 2, "every": 1}
    asked["sites"]["people"]["buys"]["item"] |= {"demand": demand, "when_short": "lost"}
    case = Case(asked)
    assert case.short_days("shop") == [*days]
    found = case.asked("shop", 11)
    assert [(cause.quantity, str(cause.text).endswith(said)) for cause in found.causes] == [(2.0, True)]
    assert "  - its order of day 8 (2)" in str(found)
    assert "    - storm at road since day 11 (closure)" in str(found)


def test_orders_that_were_refused_are_missed_until_one_is_taken() -> None:
    """What was under way at 11.5 is lost, and the orders of 12 to 16 are refused; that of 17 is there on day 19."""
    closure = {"kind": "closure", "in_transit": "lose", "orders": "refuse"}
    asked = document("road", closure, lane={"lead_time": 2}, disruption={"when": {"starts": 11.5, "lasts": 5}})
    policy = {"kind": "base_stock", "level": 20, "review": 1}
    asked["sites"]["shop"]["stock"]["item"] |= {"opening": {"on_hand": 20}, "replenish": policy}
    asked["sites"]["people"]["buys"]["item"]["demand"] = {"kind": "constant", "quantity": 5, "every": 1}
    case = Case(asked)
    found = {day: case.asked("shop", day) for day in case.short_days("shop")}
    assert [*found] == [15, 16, 17, 18, 19]
    kinds = [{cause.kind: cause.quantity for cause in of.causes} for of in found.values()]
    assert kinds[:3] == [{"lost_under_way": 5.0}, {"lost_under_way": 10.0}, {"lost_under_way": 10.0, "refused": 5.0}]
    assert "brought less: 5 were lost on the way from maker on day 12 (12:00)" in str(found[15])
    assert "  - 5 of it: its order of day 13 (15) brought less: it was refused on day 13" in str(found[17])
    assert str(found[17]).count("    - storm at road since day 12 (12:00) (closure)") == 2
