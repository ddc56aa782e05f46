"""The page about the penny fab: what its runs found obeys the laws, and its picture shows what its table says."""

from __future__ import annotations

import pytest

from benchmarks import penny_fab
from benchmarks.penny_fab import LAWS, Point

CASES = {law.title: case for case, law in LAWS.items()}


def _points() -> list[Point]:
    page = penny_fab.PAGE.read_text(encoding="utf-8")
    rows = page.partition("<!-- points -->")[2].partition("<!-- end -->")[0].strip().splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    found = []
    for case, wip, _, throughput, _, time in cells:
        rate, _, within = throughput.partition(" ± ")
        found.append(Point(CASES[case], int(wip), float(rate), float(within or 0), float(time)))
    return found


def test_every_variant_is_on_it():
    assert [(point.case, point.wip) for point in _points()] == [
        *(("best_case", wip) for wip in range(1, 13)),
        *(("practical_worst_case", wip) for wip in range(1, 13)),
        *(("worst_case", wip) for wip in (2, 4, 8, 12)),
    ]


@pytest.mark.parametrize("point", _points(), ids=lambda point: f"{point.case}_{point.wip:02d}")
def test_points_lie_on_the_laws(point):
    law = LAWS[point.case].throughput(point.wip)
    assert abs(point.throughput - law) <= max(2 * point.within, 5e-5)
    assert point.within < 0.01 * law
    assert point.cycle_time == pytest.approx(point.wip / law, rel=0.01)


def test_the_laws_are_those_of_the_book():
    # Hopp and Spearman (2011), Factory Physics, ch. 7: Penny Fab One with w = 4, and their limits.
    assert [law.throughput(4) for law in LAWS.values()] == [0.5, 2 / 7, 0.125]
    assert [law.throughput(1) for law in LAWS.values()] == [0.125, 0.125, 0.125]


def test_a_point_is_measured_as_the_page_says():
    point = penny_fab.measured("best_case_03")
    assert point in _points()


def test_the_picture_is_drawn_from_the_points():
    drawn = penny_fab.picture(_points())
    assert drawn == penny_fab.picture(_points())
    assert b"<dc:date>" not in drawn
    moved = [
        Point(point.case, point.wip, 0.9 * point.throughput, point.within, point.cycle_time) for point in _points()
    ]
    assert penny_fab.picture(moved) != drawn
    assert penny_fab.PICTURE.read_bytes() == drawn
