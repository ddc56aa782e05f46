# ruff: noqa: E501 - a case is one line of a table
"""Carriers: what is refused and what is warned of, with the place and the words."""

from __future__ import annotations

import pytest

from sim.scenario import check

GOOD = """\
name: small
time: {unit: hour, horizon: 100}
products:
  juice: {weight: 1 kg, volume: 1 l}
sites:
  maker: {kind: supplier, supplies: {juice: {}}}
  shop: {kind: warehouse, stock: {juice: {opening: {on_hand: 9}, replenish: {kind: base_stock, level: 9}}}}
  kiosk: {kind: warehouse, stock: {juice: {opening: {on_hand: 9}, replenish: {kind: base_stock, level: 9}}}}
  people: {kind: customer, buys: {juice: {from: shop, demand: {kind: poisson, rate: 1}}}}
  others: {kind: customer, buys: {juice: {from: kiosk, demand: {kind: poisson, rate: 1}}}}
carriers:
  truck:
    vehicles: 9
    payload: {weight: 20 kg, units: 30}
    departs: {kind: full_load, longest_wait: 2 h}
    rounds:
      tour: {stops: [to_shop, {lane: to_kiosk, lead_time: 1 h}]}
    costs: {per_km: 1}
lanes:
  to_shop: {from: maker, to: shop, by: truck, lead_time: 2, distance: 9 km}
  to_kiosk: {from: maker, to: kiosk, by: truck, lead_time: 3}
"""


def problems(tmp_path, *changes):
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = tmp_path / "scenario.yaml"
    file.write_text(text)
    return check(file)


def test_the_small_file_is_right(tmp_path):
    assert problems(tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("by: truck, lead_time: 2", "by: truk, lead_time: 2", 20, "there is no carrier 'truk' (did you mean 'truck'?)"),
        ("by: truck, lead_time: 3", "lead_time: 3", 17, "'to_kiosk' is not served by 'truck'"),
        ("by: truck, lead_time: 3", "by: truck, costs: {per_kg: 1}", 21, "stands with the carrier"),
        ("by: truck, lead_time: 3", "by: truck, crossing: false", 21, "may overtake each other"),
        ("by: truck, lead_time: 3", "by: truck, way_back: 3", 21, "whose way back is its own"),
        ("weight: 1 kg, ", "", 14, "'juice' has no weight, and is carried"),
        ("weight: 20 kg", "weight: 0.5 kg", 14, "not even the smallest amount of 'juice' fits"),
        ("weight: 20 kg", "weight: 0 kg", 14, "greater than 0"),
        ("payload: {weight: 20 kg, units: 30}", "payload: {volume: 0.0001 m3}", 14, "not even the smallest amount"),
        ("longest_wait: 2 h", "share: 120 %", 15, "must be at most 1"),
        ("stops: [to_shop, {lane: to_kiosk, lead_time: 1 h}]", "stops: [to_shop]", 17, "two stops at least"),
        ("{lane: to_kiosk, lead_time: 1 h}", "to_kiosk", 17, "from the stop before"),
        ("{lane: to_kiosk, lead_time: 1 h}", "{lane: to_shop, lead_time: 1 h}", 17, "each of its lanes once"),
        ("by: truck, lead_time: 3", "by: truck, distance: 700 km", 17, "700 km are those of the lane (say how far 'to_kiosk' is from"),
        ("[to_shop, {", "[{lane: to_shop, distance: 0}, {", 17, "is that of its lane"),
        ("[to_shop, {", "[{lane: to_shop, distance: 3}, {", 17, "is that of its lane"),
        ("[to_shop, {", "[to_shp, {", 17, "there is no lane 'to_shp' (did you mean 'to_shop'?)"),
        ("vehicles: 9", "vehicles: 0", 13, "must be at least 1"),
    ],
)  # fmt: skip
def test_mistakes_are_told(tmp_path, old, new, line, says):
    found = problems(tmp_path, (old, new))
    told = [one for one in found if one.severity == "error"]
    assert [(one.place.line, says in str(one)) for one in told] == [(line, True)], "\n".join(map(str, found))


NO_PAYLOAD = ("payload: {weight: 20 kg, units: 30}", "payload: {}")


@pytest.mark.parametrize(
    ("changes", "line", "says"),
    [
        ([NO_PAYLOAD, (", longest_wait: 2 h", "")], 15, "it would never leave"),
        ([NO_PAYLOAD, ("longest_wait: 2 h", "longest_wait: 2 h, share: 50 %")], 15, "is never full"),
        ([("      tour: {stops: [to_shop, {lane: to_kiosk, lead_time: 1 h}]}", "      {}"), ("by: truck, lead_time: 3", "way_back: 1")],
         21, "a lane without a carrier has no vehicles"),
        ([("unit: hour", "unit: period"), ("1 h}", "1}"), ("2 h", "2"), ("vehicles: 9", "hours: {shifts: [{from: 6, to: 18}]}")],
         13, "working hours need a unit of time with a length"),
        ([("to_kiosk: {from: maker, to: kiosk, by", "to_kiosk: {from: shop, to: kiosk, by")], 17, "and the round at 'maker'"),
        ([("    costs:", "      again: {stops: [to_shop, {lane: to_kiosk, lead_time: 1}]}\n    costs:")], 18, "is on the round 'again' already"),
    ],
)  # fmt: skip
def test_mistakes_of_several_things_are_told(tmp_path, changes, line, says):
    found = problems(tmp_path, *changes)
    told = [one for one in found if one.severity == "error"]
    assert told
    assert all((one.place.line == line or "round" in says) and says in str(one) for one in told), "\n".join(
        map(str, found)
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (", distance: 9 km", "", 18, "no lane of this carrier has a distance"),
        (
            "    costs: {per_km: 1}",
            "    costs: {per_km: 1}\n  van: {}",
            19,
            "no lane that is used is served by this carrier",
        ),
        ("lead_time: 1 h}]}", "lead_time: 1 h}], way_back: 2 h}", 21, "and the round has a way_back of its own"),
    ],
)
def test_what_has_no_effect_is_warned_of(tmp_path, old, new, line, says):
    (warning,) = problems(tmp_path, (old, new))
    assert warning.severity == "warning"
    assert (warning.place.line, says in str(warning)) == (line, True), str(warning)


def test_the_way_of_a_lane_that_no_vehicle_goes_is_warned_of(tmp_path):
    (warning,) = problems(
        tmp_path,
        ("lead_time: 1 h}]}", "lead_time: 1 h, distance: 0 km}]}"),
        ("by: truck, lead_time: 3", "by: truck, lead_time: 3, distance: 700 km"),
    )
    assert (warning.place.line, "how far this stop is from the one before" in str(warning)) == (21, True), str(warning)


NIGHT = "departs: {kind: timetable, every: 1 day, first: 2 h}\n    hours: {shifts: [{from: 8 h, to: 16 h}]}"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ([], True),
        ([("first: 2 h", "first: 8 h")], False),
        ([("first: 2 h", "first: 16 h")], True),  # the instant in which it closes is none of its hours
        ([("every: 1 day", "every: 13 h")], False),  # at 15 o'clock on the first day
        ([("every: 1 day", "every: 1 week"), ("first: 2 h", "first: 10 h")], False),
        ([("every: 1 day", "every: 1 week"), ("first: 2 h", "first: 10 h"), ("{shifts", "{days: [tuesday], shifts")], True),
        ([("first: 2 h", "first: 10 h"), ("{shifts", "{days: [sunday], shifts")], True),  # the run ends on a Friday
    ],
)  # fmt: skip
def test_a_timetable_of_which_nothing_falls_into_the_hours_is_refused(tmp_path, changes, refused):
    found = problems(tmp_path, ("departs: {kind: full_load, longest_wait: 2 h}", NIGHT), *changes)
    errors = [(one.place.line, one.message) for one in found if one.severity == "error"]
    assert [line for line, _ in errors] == ([15] if refused else []), found
    assert not refused or "no departure of the timetable falls into the working hours" in errors[0][1]


def test_a_fleet_that_cannot_keep_up_is_warned_of(tmp_path):
    found = problems(
        tmp_path,
        ("    rounds:\n      tour: {stops: [to_shop, {lane: to_kiosk, lead_time: 1 h}]}\n", ""),
        ("vehicles: 9", "vehicles: 1"),
        ("payload: {weight: 20 kg, units: 30}", "payload: {weight: 5 kg}"),
    )
    assert ["takes 2 vehicles" in str(one) for one in found] == [True]  # (2 x 2 h + 2 x 3 h) / 5 units of payload
