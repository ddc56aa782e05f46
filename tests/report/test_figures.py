from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

import sim
from sim.errors import UsageError
from sim.experiment.pilot import find
from sim.ledger.tables import State
from sim.report import figures, style
from sim.report.figures import costs, levels, machines, service
from sim.results.folder import FIGURES
from sim.scenario import load
from tests.chains import SHOP, run, written
from tests.report import pictures

PLANT = """\
name: plant
time: {unit: hour, horizon: 400, warm_up: 50}
seed: 5
products: {red: {value: 2}, blue: {value: 3}, dye: {value: 1, unit: l}}
sites:
  mill: {kind: supplier, supplies: {dye: {price: 1}}}
  works:
    kind: factory
    lines:
      press: {machines: 2, time: {kind: gamma, mean: 2, cv: 0.5}, setup: 1}
      oven:
        time: 1
        breakdowns: {time_to_failure: {kind: exponential, mean: 30}, time_to_repair: 4}
    makes:
      red: {from: {dye: 2}, route: [press, oven]}
      blue: {from: {dye: 1}, route: [press, oven]}
    stock:
      dye:
        opening: {on_hand: 80}
        replenish: {kind: base_stock, level: 90}
        costs: {holding: 0.1}
  town:
    kind: customer
    buys:
      red: {from: works, price: 9, demand: {kind: poisson, rate: 0.3}}
      blue: {from: works, price: 8, demand: {kind: poisson, rate: 0.3}}
lanes: {pipe: {from: mill, to: works, lead_time: 10}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> sim.Result:
    return sim.run(written(tmp_path_factory.mktemp("shop")), variant="busy", replications=4)


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> tuple[sim.Result, Path]:
    path = written(tmp_path_factory.mktemp("plant"), PLANT)
    result = sim.run(path, replications=2)
    result.run = replace(result.run, warm_up=find(load(path).scenario, 5))  # to have every figure
    return result, path


# ----------------------------------------------------------------------------------------- stock and backlog


def test_stock_lines_are_the_series(shop: sim.Result) -> None:
    figure = shop.plot.stock("shop")
    (axes,) = figure.axes
    series = shop.series[shop.series["site"] == "shop"]
    lines = {line.get_label(): line for line in axes.lines}
    for measure, sign, label in (("on_hand", 1, "stock on hand"), ("backlog", -1, "backlog")):
        line = lines[label]
        rows = series[series["measure"] == measure]
        assert line.get_ydata() == pytest.approx(sign * rows["mean"].to_numpy())
        # A level is that at the end of its bucket: the first is drawn at 1, the last at the end of the run.
        assert line.get_xdata().tolist() == [*rows["time"].tolist()[1:], 60]
    band = axes.collections[0].get_paths()[0].vertices[:, 1]
    rows = series[series["measure"] == "on_hand"]
    assert band.max() == pytest.approx((rows["mean"] + rows["half_width"]).max())
    assert axes.get_title(loc="left") == "item at shop"
    assert (axes.patches[0].get_x(), axes.patches[0].get_width()) == (0, 10)  # the warm-up


def test_no_band_where_there_is_no_interval(tmp_path: Path) -> None:
    figure = sim.run(written(tmp_path), replications=1).plot.stock()
    assert all(not axes.collections for axes in figure.axes)
    assert "interval" not in figure.texts[1].get_text()


def test_many_stocks_are_added_up_by_product(tmp_path: Path) -> None:
    shops = "".join(
        f"  shop{n}: {{kind: warehouse, stock: {{item: {{opening: {{on_hand: {10 + n}}}}}}}}}\n" for n in range(9)
    )
    result = sim.run(written(tmp_path, SHOP.replace("sites:\n", f"sites:\n{shops}")), replications=2)
    figure = result.plot.stock()
    (axes,) = figure.axes
    assert axes.get_title(loc="left") == "item"
    sums = {line.get_label(): line.get_ydata() for line in axes.lines if not str(line.get_label()).startswith("_")}
    assert sums["shop0 … shop8 (9)"] == pytest.approx(np.full(60, sum(10 + n for n in range(9))))
    rows = result.series[(result.series["site"] == "shop") & (result.series["measure"] == "on_hand")]
    assert sums["shop"] == pytest.approx(rows["mean"].to_numpy())


def test_a_line_is_left_out_where_a_product_is_not_stocked(tmp_path: Path) -> None:
    shops = "".join(
        f"  shop{n}: {{kind: warehouse, stock: {{other: {{opening: {{on_hand: {10 + n}}}}}}}}}\n" for n in range(9)
    )
    text = SHOP.replace("sites:\n", f"sites:\n{shops}").replace("{item: {value: 2}}", "{item: {value: 2}, other: {}}")
    figure = sim.run(written(tmp_path, text), replications=1).plot.stock()
    shown = {
        axes.get_title(loc="left"): [
            line.get_label() for line in axes.lines if not str(line.get_label()).startswith("_")
        ]
        for axes in figure.axes
    }
    assert shown == {"item": ["shop"], "other": ["shop0 … shop8 (9)"]}


@pytest.mark.parametrize(
    ("site", "product", "said"),
    [
        ("shp", None, "no stock of site 'shp'; did you mean 'shop'"),
        ("shop", "itm", "'itm' at 'shop'; did you mean 'item'"),
    ],
)
def test_stock_that_is_not_there(shop: sim.Result, site: str, product: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        shop.plot.stock(site, product)


# ----------------------------------------------------------------------------------------- service, costs


def test_service_dots_are_the_fill_rates(shop: sim.Result) -> None:
    (axes,) = shop.plot.service().axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["shop"]
    rate = shop.kpi("fill_rate", site="shop")
    dots = axes.lines[0].get_xdata()
    assert dots == pytest.approx([rate])
    lines = [line for line in axes.lines if len(line.get_xdata()) == 2]
    assert lines[0].get_xdata() == pytest.approx([shop.kpi("fill_rate")] * 2)
    assert f"{rate:.2%}" in [text.get_text() for text in axes.texts]


def test_only_the_lowest_fill_rates_are_shown() -> None:
    found = run()
    row = found.kpis[found.kpis["kpi"] == "fill_rate"].iloc[[0]]
    rows = [row.assign(site=f"s{n:02d}", mean=1 - n / 100, half_width=0.0) for n in range(50)]
    figure = service.draw(replace(found, kpis=__import__("pandas").concat([row, *rows])))
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert names == [f"s{n}" for n in range(49, 19, -1)]
    assert figure.texts[0].get_text() == "Fill rate: the 30 lowest of 50 sites"


def test_cost_bars_are_the_costs(shop: sim.Result) -> None:
    (kinds,) = shop.plot.costs().axes
    names = [label.get_text().replace(" ", "_") for label in kinds.get_yticklabels()]
    widths = [bar.get_width() for bar in kinds.patches]
    assert widths == pytest.approx([shop.kpi("total_cost", category=name) for name in names])
    assert widths == sorted(widths, reverse=True)
    assert sum(widths) == pytest.approx(shop.kpi("total_cost"))


def test_costs_by_site_add_up_to_the_network() -> None:
    result = sim.run(Path(sim.__file__).parent.parent / "scenarios" / "beer_game.yaml", variant="human")
    _, sites = result.plot.costs().axes
    assert sum(bar.get_width() for bar in sites.patches) == pytest.approx(2694)
    names = [label.get_text() for label in sites.get_yticklabels()]
    found = dict.fromkeys(names, 0.0)
    for bar in sites.patches:
        found[names[round(bar.get_y() + bar.get_height() / 2)]] += bar.get_width()
    assert found == pytest.approx({name: result.kpi("total_cost", site=name) for name in names})


# ----------------------------------------------------------------------------------------- machines


def test_utilisation_bars_are_the_states_of_the_ledger(plant: tuple[sim.Result, Path]) -> None:
    result, path = plant
    (axes,) = result.plot.utilisation().axes
    books = sim.simulate(path, replication=0)
    lines = [label.get_text() for label in axes.get_yticklabels()]
    assert sorted(lines) == ["works/oven", "works/press"]
    members = {"works/press": 2, "works/oven": 1}
    shares: dict[str, float] = dict.fromkeys(lines, 0.0)
    for name in ("busy", "setup", "down", "blocked"):
        spells = books.spells
        chosen = spells.are([State[name.upper()]])
        if not chosen.any():
            continue
        for row, left, width in pictures.bars(axes, name):
            line = lines[round(row)]
            own = np.array([f"{each.site}/{each.line}" == line for each in books.register.resources])[spells.resource]
            expected = spells.within(50, 400)[chosen & own].sum() / 350 / members[line]
            assert width == pytest.approx(expected)
            assert left == pytest.approx(shares[line])
            shares[line] += width
    for row, left, width in pictures.bars(axes, "idle"):
        assert left + width == pytest.approx(1.0)
        assert left == pytest.approx(shares[lines[round(row)]])


def test_gantt_bars_are_the_jobs_of_the_ledger(plant: tuple[sim.Result, Path]) -> None:
    result, path = plant
    books = sim.simulate(path, replication=0)
    (axes,) = result.plot.gantt("press", start=100, end=140).axes
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names == ["works/press/1", "works/press/2"]
    assert axes.get_xlim() == (100, 140)
    product = {each: account.product for each, account in enumerate(books.register.accounts)}
    spells = books.spells
    for colour in ("red", "blue"):
        drawn = sorted((names[round(row)], left, left + width) for row, left, width in pictures.bars(axes, colour))
        expected = sorted(
            (books.register.resources[resource].name, max(since, 100), min(until, 140))
            for resource, state, order, since, until in zip(
                spells.resource, spells.state, spells.order, spells.since, spells.until, strict=True
            )
            if state == State.BUSY and since < 140 and until > 100
            and books.register.resources[resource].line == "press"
            and product[books.orders["buyer"][order]] == colour
        )  # fmt: skip
        assert [name for name, *_ in drawn] == [name for name, *_ in expected]
        assert np.array([each[1:] for each in drawn]) == pytest.approx(np.array([each[1:] for each in expected]))
        assert len(drawn) > 3


def test_gantt_shows_as_much_as_can_be_read(plant: tuple[sim.Result, Path]) -> None:
    result, _ = plant
    (axes,) = result.plot.gantt().axes
    begin, end = axes.get_xlim()
    assert begin == 50
    assert 60 < end < 200
    rows = [label.get_text() for label in axes.get_yticklabels()]
    assert rows == ["works/press/1", "works/press/2", "works/oven/1"]  # in the order of the route
    most = max(sum(round(row) == n for bars in axes.containers for row, *_ in pictures.bars(axes, bars.get_label()))
               for n in range(3))  # fmt: skip
    assert most == 40


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda plot: plot.gantt("pres"), "no line or machine 'pres'; did you mean 'press'"),
        (lambda plot: plot.utilisation("works/ovn"), "no line or machine 'works/ovn'; did you mean 'works/oven'"),
        (lambda plot: plot.gantt(start=900), "nothing to draw from 900 to 400: the run ends at 400"),
        (lambda plot: plot.gantt(start=90, end=80), "nothing to draw from 90 to 80"),
    ],
)
def test_machines_that_are_not_there(plant: tuple[sim.Result, Path], call, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        call(plant[0].plot)


# ----------------------------------------------------------------------------------------- the whole set


def test_figures_have_the_names_that_a_folder_knows() -> None:
    assert tuple(figures.FIGURES) == FIGURES


def test_figures_are_written_where_there_is_something_to_show(shop: sim.Result, tmp_path: Path) -> None:
    (tmp_path / "gantt.png").write_bytes(b"of an earlier run")
    (tmp_path / "mine.png").write_bytes(b"not ours")
    assert figures.write(shop.run, tmp_path) == ("network", "stock", "service", "costs")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "costs.png", "mine.png", "network.png", "service.png", "stock.png",
    ]  # fmt: skip
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in tmp_path.iterdir() if path.stem != "mine")


def test_machines_have_figures(plant: tuple[sim.Result, Path], tmp_path: Path) -> None:
    assert figures.write(plant[0].run, tmp_path) == FIGURES


def test_nothing_overlaps(shop: sim.Result, plant: tuple[sim.Result, Path]) -> None:
    for result in (shop, plant[0]):
        for name, draw in figures.FIGURES.items():
            try:
                assert pictures.overlaps(draw(result.run)) == [], name
            except style.NothingToShowError:
                assert result is shop
                assert name in {"utilisation", "gantt", "warm_up"}


def test_empty_runs_say_what_is_missing() -> None:
    bare = run()
    for draw in (machines.draw_gantt, machines.draw_utilisation, figures.draw_network, costs.draw):
        with pytest.raises(style.NothingToShowError):
            draw(bare)
    none = replace(bare, series=bare.series.iloc[:0], kpis=bare.kpis.iloc[:0])
    for draw in (levels.draw, service.draw):
        with pytest.raises(style.NothingToShowError):
            draw(none)


@pytest.mark.parametrize("form", style.FORMATS)
def test_the_same_picture_has_the_same_bytes(plant: tuple[sim.Result, Path], form: str) -> None:
    result = plant[0]
    first, second = (style.rendered(result.plot.gantt(), form) for _ in range(2))
    assert first == second


def test_bytes_do_not_depend_on_the_process(plant: tuple[sim.Result, Path], tmp_path: Path) -> None:
    result, _ = plant
    result.save(tmp_path / "run")
    code = (
        "import hashlib, json, sys; from pathlib import Path\n"
        "from sim.results import read; from sim.report import figures; from sim.report.style import rendered\n"
        "run = read(Path(sys.argv[1]))\n"
        "print(json.dumps({form: hashlib.sha256(b''.join(rendered(draw(run), form)\n"
        "    for draw in figures.FIGURES.values())).hexdigest() for form in ('svg', 'png', 'pdf')}))\n"
        "assert not {'simpy', 'sim.engine', 'sim.experiment', 'matplotlib.pyplot'} & set(sys.modules)"
    )
    found = []
    for seed in ("0", "7"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", code, str(tmp_path / "run")]
        root = Path(sim.__file__).parent.parent
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found.append(json.loads(done.stdout))
    assert found[0] == found[1]
    own = {
        form: hashlib.sha256(
            b"".join(style.rendered(draw(result.run), form) for draw in figures.FIGURES.values())
        ).hexdigest()
        for form in style.FORMATS
    }
    assert own == found[0]


def test_settings_of_the_caller_neither_change_nor_matter(shop: sim.Result) -> None:
    usual = style.rendered(shop.plot.service(), "svg")
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.hashsalt": None, "lines.linewidth": 9}):
        before = dict(mpl.rcParams)
        assert style.rendered(shop.plot.service(), "svg") == usual
        assert dict(mpl.rcParams) == before


def test_a_figure_shows_itself_in_a_notebook(shop: sim.Result) -> None:
    assert shop.plot.network()._repr_png_().startswith(b"\x89PNG")
    assert repr(shop.plot) == "Plots: costs, gantt, network, service, stock, utilisation, warm_up"


# ----------------------------------------------------------------------------------------- style


def test_format_is_the_ending_of_the_file() -> None:
    assert [style.form_of(Path(f"a.b.{form}")) for form in ("svg", "PNG", "pdf")] == ["svg", "png", "pdf"]
    with pytest.raises(UsageError, match=r"must end in one of \.svg, \.png, \.pdf"):
        style.form_of(Path("chain.jpeg"))


def test_more_names_than_colours_get_tints() -> None:
    names = [f"n{n}" for n in range(20)]
    assert len(set(style.colours_of(names).values())) == 20
    assert style.colours_of([]) == {}


def test_width_of_text_grows_with_the_text() -> None:
    assert style.text_width("", 8) == 0
    assert 0 < style.text_width("ab", 8) < style.text_width("abcd", 8) < style.text_width("abcd", 16)
    assert style.text_width("abcd", 16) == pytest.approx(2 * style.text_width("abcd", 8), rel=0.05)


def test_a_picture_that_there_is_not(shop: sim.api.Result) -> None:
    with pytest.raises(AttributeError, match="there is no picture 'stocks'; did you mean 'stock'"):
        shop.plot.stocks  # noqa: B018 - the access is what is tested
    assert dir(shop.plot) == ["costs", "gantt", "network", "service", "stock", "utilisation", "warm_up"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda plot: plot.utilisation([]), "line must be a name"),
        (lambda plot: plot.stock(5), "site must be a name"),
        (lambda plot: plot.stock("shop", 5), "product must be a name"),
        (lambda plot: plot.gantt("press", "a"), "start must be a time in time units"),
        (lambda plot: plot.gantt("press", 0, float("nan")), "end must be a time in time units"),
    ],
)
def test_wrong_types_of_a_picture(shop: sim.api.Result, call, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        call(shop.plot)
