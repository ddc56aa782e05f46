"""Pictures of variants beside each other: what is drawn is what was found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_hex

import sim
from sim.errors import UsageError
from sim.report import style
from sim.report.figures import differences, replications, variants, waterfalls
from sim.report.figures.shading import LABEL
from sim.report.waterfall import costs_of
from tests.chains import CLOCKWORK, SHOP, written
from tests.report import pictures

SPARSE = SHOP.replace("low: 0.5, high: 1", "low: 2, high: 4")
STRUCK = SPARSE.replace(
    "variants:",
    """\
disruptions:
  flood:
    where: maker
    when: {kind: window, starts: day 31, lasts: 8 days}
    what: {kind: closure}
variants:
  flood: {disruptions: [flood]}
  flood_and_stock: {extends: flood, set: {sites.shop.stock.item.replenish.up_to: 140}}""",
)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> sim.ComparisonResult:
    return sim.compare(written(tmp_path_factory.mktemp("shop"), STRUCK), replications=4)


def lines(ax) -> dict[str, object]:
    return {str(each.get_label()): each for each in ax.lines if not str(each.get_label()).startswith("_")}


def grounds(ax, label: str) -> list[tuple[float, float]]:
    return [(each.get_x(), each.get_x() + each.get_width()) for each in ax.patches if each.get_label() == label]


# --------------------------------------------------------------------------------------------------- courses over time


def test_stock_of_every_variant_is_its_series(result: sim.ComparisonResult) -> None:
    figure = result.plot.stock("shop", "item")
    (ax,) = figure.axes
    drawn = lines(ax)
    assert list(drawn) == ["base", "flood", "flood_and_stock", "busy"]
    series = result.series.query("site == 'shop' and measure == 'on_hand'")
    for number, (label, line) in enumerate(drawn.items()):
        rows = series[series["variant"] == label]
        assert line.get_ydata() == pytest.approx(rows["mean"].to_numpy())
        band = ax.collections[number].get_paths()[0].vertices[:, 1]
        assert band.max() == pytest.approx((rows["mean"] + rows["half_width"]).max())
        assert band.min() >= 0.0
    assert ax.get_title(loc="left") == "item at shop"
    assert figure.texts[0].get_text() == "Stock on hand"
    assert "4 replications each; bands: 95% intervals of the mean" in figure.texts[1].get_text()


def test_variants_are_told_apart_by_colour_and_by_dashes(result: sim.ComparisonResult) -> None:
    drawn = lines(result.plot.service().axes[0])
    assert to_hex(drawn["base"].get_color()).upper() == style.INK
    assert len({line.get_color() for line in drawn.values()}) == 4
    assert len({str(variants.marks(drawn)[label].dashes) for label in drawn}) == 4
    many = variants.marks(str(number) for number in range(30))
    assert len({(mark.colour, str(mark.dashes)) for mark in many.values()}) == 30


def test_disruptions_are_shaded_and_named(result: sim.ComparisonResult) -> None:
    for figure in (result.plot.stock(), result.plot.service(), result.results["flood"].plot.stock("shop")):
        (ax,) = figure.axes
        assert grounds(ax, LABEL) == [(30.0, 38.0)]
        assert grounds(ax, "warm-up") == [(0.0, 10.0)]
        assert [text.get_text() for text in ax.texts] == ["flood"]
        assert [text.get_text() for text in figure.legends[0].get_texts()][-1] == LABEL
        assert pictures.overlaps(figure) == []
    assert not grounds(result.results["base"].plot.stock("shop").axes[0], LABEL)


def test_names_without_room_are_left_out(result: sim.ComparisonResult) -> None:
    from matplotlib.figure import Figure

    from sim.report.figures.shading import shade
    from sim.report.windows import Window

    ax = Figure().subplots()
    ax.set_xlim(0, 100)
    shade(
        ax, [Window("quake", 10, 11), Window("flood", 12, 13), Window("frost", 60, 90), Window("late", 120, 130)], 4.0
    )
    assert [text.get_text() for text in ax.texts] == ["quake", "frost"]
    assert grounds(ax, LABEL) == [(10, 11), (12, 13), (60, 90)]


def test_service_is_the_mean_of_the_curves(result: sim.ComparisonResult) -> None:
    (ax,) = result.plot.service().axes
    curves = result.results["flood"].run.curves
    at = curves[(curves["measure"] == "fill_rate") & (curves["time"] == 40.0)]["value"]
    line = lines(ax)["flood"]
    assert line.get_ydata()[line.get_xdata().tolist().index(41.0)] == pytest.approx(at.mean())
    assert ax.yaxis.get_major_formatter()(0.5) == "50 %"


def test_many_stocks_are_those_whose_service_differs(tmp_path: Path) -> None:
    shops = "".join(
        f"  s{n}: {{kind: warehouse, stock: {{item: {{opening: {{on_hand: {10 + n}}}}}}}}}\n" for n in range(9)
    )
    compared = sim.compare(written(tmp_path, SHOP.replace("sites:\n", f"sites:\n{shops}")), replications=2)
    figure = compared.plot.stock()
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["item at shop"]
    assert "one of the 8 of 10 stocks" in figure.texts[1].get_text()


def test_every_replication_has_a_thin_line_and_their_mean_a_bold_one(result: sim.ComparisonResult) -> None:
    figure = result.plot.curves("backlog")
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["base", "flood", "flood_and_stock", "busy"]
    assert len({ax.get_ylim() for ax in figure.axes}) == 1
    flood = figure.axes[1]
    thin, bold = flood.lines[:-1], flood.lines[-1]
    assert len(thin) == 4
    assert bold.get_linewidth() > 2 * thin[0].get_linewidth()
    assert bold.get_ydata() == pytest.approx(np.mean([line.get_ydata() for line in thin], axis=0))
    assert grounds(figure.axes[0], LABEL) == []  # nothing struck the baseline
    assert grounds(flood, LABEL) == [(30.0, 38.0)]


# --------------------------------------------------------------------------------------------- differences and costs


def test_differences_have_their_intervals_and_the_colour_of_their_verdict(result: sim.ComparisonResult) -> None:
    figure = result.plot.differences("fill_rate", "operating_profit")
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["fill rate (points)", "operating profit (EUR)"]
    rows = result.comparison.differences
    whole = rows[rows[["site", "product", "customer", "lane", "resource", "category"]].isna().all(axis=1)]
    for ax, kpi, factor in zip(figure.axes, ("fill_rate", "operating_profit"), (100, 1), strict=True):
        own = whole[whole["kpi"] == kpi].set_index("variant")
        assert [label.get_text() for label in ax.get_yticklabels()] == list(result.comparison.variants)
        for place, (bars, label) in enumerate(zip(ax.containers, result.comparison.variants, strict=True)):
            point, _, (span,) = bars
            assert (point.get_xdata()[0], point.get_ydata()[0]) == (factor * own.loc[label, "difference"], place)
            left, right = span.get_segments()[0][:, 0]
            assert (right - left) / 2 == pytest.approx(factor * own.loc[label, "half_width"])
            verdict = own.loc[label, "verdict"]
            assert bars.get_label() == verdict
            assert to_hex(point.get_color()).upper() == {"better": style.BLUE, "worse": style.VERMILION}.get(
                verdict, style.GREY
            )
    assert {"worse"} <= {text.get_text() for text in figure.legends[0].get_texts()}
    assert pictures.overlaps(figure) == []


def test_the_main_differences_are_those_of_the_table(result: sim.ComparisonResult) -> None:
    shown = {ax.get_title(loc="left").partition(" (")[0] for ax in result.plot.differences().axes}
    table = set(result.table().index.get_level_values("kpi"))
    assert shown <= {kpi.replace("_", " ") for kpi in table}
    assert {"fill rate", "total cost"} <= shown


def test_a_waterfall_leads_from_total_to_total(result: sim.ComparisonResult) -> None:
    figure = result.plot.costs("busy")
    (ax,) = figure.axes
    before, after = (costs_of(result.results[label].run) for label in ("base", "busy"))
    bars = [container.patches[0] for container in ax.containers]
    changes, totals = bars[:-2], bars[-2:]
    level = sum(before.values())
    assert totals[0].get_x() + totals[0].get_width() == pytest.approx(level)
    for bar in changes:
        assert bar.get_x() == pytest.approx(level)
        level += bar.get_width()
        assert to_hex(bar.get_facecolor()).upper() == (style.ORANGE if bar.get_width() > 0 else style.BLUE)
    assert level == pytest.approx(sum(after.values()))
    assert totals[1].get_x() + totals[1].get_width() == pytest.approx(level)
    assert len(result.plot.costs().axes) == 3


def test_an_exact_comparison_has_no_bars_of_error(tmp_path: Path) -> None:
    exact = sim.compare(written(tmp_path, CLOCKWORK.replace("demand.rate: 20", "demand.quantity: 12")))
    figure = exact.plot.differences("total_cost", "revenue")
    assert all(not bars.has_xerr for ax in figure.axes for bars in ax.containers)
    assert "nothing is random" in figure.texts[1].get_text()
    assert not exact.plot.stock("shop").axes[0].collections
    assert len(exact.plot.curves("on_hand").axes[0].lines) == 2


# -------------------------------------------------------------------------------------------------- what is not there


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda plot: plot.stock("shp"), "no stock of site 'shp'; did you mean 'shop'"),
        (lambda plot: plot.stock("shop", "itm"), "'itm' at 'shop'; did you mean 'item'"),
        (lambda plot: plot.stock(3), "site must be a name"),
        (lambda plot: plot.curves("fill_rat"), "no curves of 'fill_rat'; did you mean 'fill_rate'"),
        (lambda plot: plot.differences("fill_rat"), "no KPI 'fill_rat'; did you mean 'fill_rate'"),
        (lambda plot: plot.differences(["fill_rate"]), "a KPI must be a name"),
        (lambda plot: plot.differences("oee"), "there is no difference to show"),
        (lambda plot: plot.costs("bussy"), "no variant 'bussy' to lead to; did you mean 'busy'"),
        (lambda plot: plot.costs("base"), "no variant 'base' to lead to"),
    ],
)
def test_what_is_not_there_is_refused(result: sim.ComparisonResult, call, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        call(result.plot)


def test_a_picture_that_there_is_not(result: sim.ComparisonResult) -> None:
    with pytest.raises(AttributeError, match="there is no picture 'cost'; did you mean 'costs'"):
        result.plot.cost  # noqa: B018 - the access is what is tested
    assert repr(result.plot) == "Plots: costs, curves, differences, service, stock"
    assert dir(result.plot) == ["costs", "curves", "differences", "service", "stock"]


def test_nothing_to_show_is_said(result: sim.ComparisonResult) -> None:
    found = result.comparison
    bare = {
        label: replace(run, curves=run.curves.iloc[:0], series=run.series.iloc[:0], kpis=run.kpis.iloc[:0], scene=None)
        for label, run in found.runs.items()
    }
    nothing = replace(found, runs=bare, differences=found.differences.iloc[:0])
    for draw in (variants.stock, variants.service, replications.draw, differences.draw, waterfalls.draw):
        with pytest.raises(style.NothingToShowError):
            draw(nothing)
    empty = sim.ComparisonResult(replace(nothing, runs={}), {})
    with pytest.raises(UsageError, match="nothing that was to be compared has finished"):
        empty.plot.service()


def test_the_same_picture_has_the_same_bytes(result: sim.ComparisonResult) -> None:
    first, second = (style.rendered(result.plot.stock(), "svg") for _ in range(2))
    assert first == second
    assert result.plot.costs("flood")._repr_png_().startswith(b"\x89PNG")
