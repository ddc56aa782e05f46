from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from sim.errors import UsageError
from sim.report import stress as report
from sim.report.figures import exposure
from sim.report.style import rendered
from tests.report import pictures
from tests.stressed import stress


def test_the_table_says_who_costs_most() -> None:
    lines = report.text(stress()).splitlines()
    assert lines[0] == "juice: 3 outages after 10 days, for 10 to 14 days, 4 pairs of runs each, seed 3"
    assert lines[2].split("  ")[0] == "outage"
    assert [line.split()[0] for line in lines[4:7]] == ["grove", "plant->shop", "depot"]
    grove, road, depot = lines[4:7]
    assert grove.endswith("plant +4, town +6, village +7")
    # Lost: 400 less 10 for each number: 385 on average; s = 12.91, t(3; 0.975) = 3.182.
    assert "385" in grove
    assert "21" in grove
    assert road.endswith("town +1")
    assert ">30" in road  # never recovered
    assert depot.endswith("shop +2")
    assert " 20 " in depot  # customers would have felt the depot 20 days on, had it stayed closed


def test_without_luck_there_is_no_interval() -> None:
    said = report.text(stress(1))
    assert "±" not in said
    assert "Nothing in this scenario is random" in said


def test_a_short_table_says_what_it_leaves_out() -> None:
    said = report.text(stress(), most=1)
    assert "depot" not in said.split("REI:")[0]
    assert "2 more that cost less are in the results." in said


def test_an_interrupted_test_says_so_and_an_empty_one_too() -> None:
    found = stress()
    empty = {name: table.iloc[:0] for name, table in found.tables.items()}
    said = report.text(replace(found, status="interrupted", lasts={}, **empty))
    assert "Interrupted: outages that had not finished are not ranked." in said
    assert "no site or lane was tested" in said


def test_csv_has_every_figure_in_full() -> None:
    found = stress()
    lines = report.csv(found).splitlines()
    assert lines[0].split(",") == list(found.outages)
    assert lines[1].startswith("1,grove,supplier,10.0,4,385.0,")


def test_the_document_is_json_and_has_the_ripple() -> None:
    found = stress(1)
    said = json.loads(json.dumps(report.document(found), allow_nan=False))
    grove = said["outages"][0]
    assert grove["name"] == "grove"
    assert grove["lost_profit_half_width"] is None
    assert grove["lasts"] == 10
    assert [hit["node"] for hit in grove["ripple"]] == ["grove", "plant", "town", "village"]
    assert grove["ripple"][1]["later"] == 3
    assert said["band"] == {"failed_below": 0.9, "recovered_from": 0.95}


# ---------------------------------------------------------------------------------------------------- pictures


@pytest.mark.parametrize("name", sorted(exposure.FIGURES))
def test_pictures_are_legible_and_the_same_each_time(name: str) -> None:
    assert not pictures.overlaps(exposure.FIGURES[name](stress()))
    assert rendered(exposure.FIGURES[name](stress()), "png") == rendered(exposure.FIGURES[name](stress()), "png")


def test_the_heat_map_shows_the_ripple() -> None:
    axes = exposure.draw_heat_map(stress()).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["grove", "plant->shop", "depot"]
    columns = [label.get_text() for label in axes.get_xticklabels()]
    assert columns == ["town", "village", "plant", "shop"]
    found = {(columns[round(x)], round(y)): text.get_text() for text in axes.texts for x, y in [text.get_position()]}
    assert found == {
        ("plant", 0): "+4",
        ("town", 0): "+6",
        ("village", 0): "+7",
        ("town", 1): "+1",
        ("shop", 2): "+2",
    }
    values = axes.images[0].get_array()
    assert values[0, columns.index("town")] == 1
    assert np.ma.getmaskarray(np.ma.masked_invalid(values))[2, columns.index("town")]


def test_sites_have_the_colour_of_their_exposure() -> None:
    shapes = pictures.shapes(exposure.draw_network(stress()))
    colours = {name: shape.get_facecolor()[:3] for name, shape in shapes.items()}
    assert colours["grove"] == pytest.approx(to_rgb("#B34700"))  # the worst
    assert colours["depot"] == pytest.approx(to_rgb("#FBE3D2"))  # 27.5 of 385
    assert colours["town"] == pytest.approx(to_rgb("#9FB4C7"))  # not tested


def test_the_ranking_has_intervals() -> None:
    axes = exposure.draw_ranking(stress()).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["grove", "plant->shop", "depot"]
    widths = [bar.get_width() for bar in axes.patches]
    assert widths == stress().outages["lost_profit"].tolist()


def test_recovery_shows_every_run() -> None:
    figure = exposure.draw_recovery(stress(), "plant->shop")
    lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 40]
    assert len(lines) == 8
    assert lines[0].get_ydata()[10:12].tolist() == [1.0, 1.0]  # without the outage
    assert lines[4].get_ydata()[10:12].tolist() == [1.0, 0.5]
    with pytest.raises(UsageError, match="there was no outage of 'grov'; did you mean 'grove'"):
        exposure.draw_recovery(stress(), "grov")


def test_nothing_to_show_is_said() -> None:
    found = stress()
    empty = replace(found, **{name: table.iloc[:0] for name, table in found.tables.items()})
    for figure in exposure.FIGURES.values():
        with pytest.raises(UsageError):
            figure(empty)


def test_many_outages_are_cut_to_the_worst() -> None:
    found = stress()
    rows = [found.outages.iloc[[0]].assign(name=f"s{n:02d}", lost_profit=float(n)) for n in range(50)]
    axes = exposure.draw_ranking(replace(found, outages=pd.concat(rows, ignore_index=True))).axes[0]
    assert len(axes.patches) == exposure.MOST
