from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.errors import UsageError
from sim.report import page, tables
from sim.report.page import chart, courses, recovery, scale, summary, territory, verdicts, waterfall
from sim.results import Failure, Run
from sim.results.comparison import Comparison
from tests.chains import CLOCKWORK, SHOP, written
from tests.chains import run as small
from tests.comparisons import compared, renamed, struck
from tests.report.documents import HOSTILE, Document

SPARSE = SHOP.replace("lead_time: {kind: uniform, low: 0.5, high: 1}", "lead_time: {kind: uniform, low: 2, high: 4}")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    path = written(tmp_path_factory.mktemp("shop"), SPARSE)
    return {
        "base": sim.run(path, replications=5).run,
        "busy": struck(sim.run(path, variant="busy", replications=5).run, ("storm", 20.0, 27.0)),
    }


@pytest.fixture(scope="module")
def comparison(runs: dict[str, Run]) -> Comparison:
    return compared(runs, {"busy": ("sites.people.buys.item.demand.rate: 10 instead of 20",)})


@pytest.fixture(scope="module")
def pages(runs: dict[str, Run], comparison: Comparison) -> dict[str, str]:
    return {"run": page.run(runs["busy"]), "comparison": page.comparison(comparison)}


# --------------------------------------------------------------------------------------------------------------- HTML


@pytest.mark.parametrize("name", ["run", "comparison"])
def test_page_is_sound_html(pages: dict[str, str], name: str) -> None:
    text = pages[name]
    found = Document(text)
    assert found.faults == []
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    for landmark in ("main", "header", "footer", "nav", "h1"):
        assert len(found.all(landmark)) == 1, landmark
    assert len([title for title in found.all("title") if "head" in title.within]) == 1
    levels = [int(element.name[1]) for element in found.elements if re.fullmatch("h[1-6]", element.name)]
    assert levels[0] == 1
    assert max(np.diff(levels)) <= 1
    assert all(cell.attributes.get("scope") in {"col", "row"} for cell in found.all("th"))
    assert all("caption" in table.children for table in found.all("table"))
    scrolling = [element for element in found.elements if "scroll" in element.attributes.get("class", "").split()]
    assert all({"role", "tabindex"} <= set(element.attributes) for element in scrolling)


@pytest.mark.parametrize("name", ["run", "comparison"])
def test_every_picture_says_what_it_shows(pages: dict[str, str], name: str) -> None:
    found = Document(pages[name])
    pictures = found.pictures
    assert len(pictures) == len(found.all("figure")) >= 6
    words = [picture.attributes.get("alt") or picture.attributes.get("aria-label", "") for picture in pictures]
    assert all(len(said) > 40 for said in words)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("name", ["run", "comparison"])
def test_page_refers_to_nothing_outside_of_itself(pages: dict[str, str], name: str) -> None:
    found = Document(pages[name])
    for element in found.elements:
        assert element.name not in {"script", "iframe", "object", "embed", "form", "base"}
        for attribute, value in element.attributes.items():
            assert not attribute.startswith("on")
            if attribute in {"src", "href", "srcset", "action", "xlink:href"}:
                assert value.startswith(("#", "data:")), value
    style = found.all("style")[0].text
    assert "url(" not in style
    assert "@import" not in style
    policy = next(each for each in found.all("meta") if "http-equiv" in each.attributes)
    assert policy.attributes["content"].startswith("default-src 'none'")


def test_page_is_the_same_each_time(runs: dict[str, Run], pages: dict[str, str]) -> None:
    assert page.run(runs["busy"]) == pages["run"]


def test_names_are_shown_as_they_are(runs: dict[str, Run]) -> None:
    evil = {HOSTILE[label]: renamed(run, HOSTILE) for label, run in runs.items()}
    for text in (
        page.run(evil[HOSTILE["busy"]]),
        page.comparison(compared(evil, {HOSTILE["busy"]: (HOSTILE["shop"],)})),
    ):
        found = Document(text)
        assert found.faults == []
        assert not found.all("script")
        assert not found.all("b")
        assert not [element for element in found.elements if any(name.startswith("on") for name in element.attributes)]
        shown = found.all("main")[0].text
        for name in ("shop", "item", "maker", "people", "busy"):
            assert HOSTILE[name] in shown, name
        assert "49" not in found.all("h1")[0].text


def test_the_scenario_file_is_shown_to_the_letter(runs: dict[str, Run]) -> None:
    text = "\n\n# <b> & 'quotes'\nname: x\n"
    found = Document(page.run(replace(runs["base"], text=text)))
    # HTML drops one line break after <pre>; the page writes one more.
    assert found.all("pre")[0].text == "\n" + text
    assert not Document(page.run(replace(runs["base"], text=None))).all("pre")
    long = Document(page.run(replace(runs["base"], text="# long\n" * 100_000)))
    assert len(long.all("pre")[0].text) < 500_000
    assert "scenario.yaml of the results folder" in long.all("main")[0].text


def test_what_is_no_text_is_shown_as_escapes(runs: dict[str, Run]) -> None:
    text = page.run(replace(runs["base"], command="headwater run \udcff.yaml\x1b[2J", settings=("a=\n",)))
    assert "headwater run " in text
    assert "\x1b" not in text
    assert text.encode().decode() == text


def test_a_run_with_little_in_it_has_a_page_too(tmp_path: Path) -> None:
    for found in (small(), small(1), replace(small(1, is_random=False), status="interrupted", asked=9)):
        assert Document(page.run(found)).faults == []
    bare = sim.run(written(tmp_path, CLOCKWORK)).run
    assert "one run, since nothing in it is random" in page.run(bare)
    none = replace(
        bare, kpis=bare.kpis.iloc[:0], series=bare.series.iloc[:0], curves=bare.curves.iloc[:0], scene=None, digests={},
        failures=(Failure(0, "<b>broken</b>"),),
    )  # fmt: skip
    text = page.run(none)
    assert Document(text).faults == []
    assert "Replication 0 failed: &lt;b&gt;broken&lt;/b&gt;" in text


def test_a_comparison_that_was_cut_short_has_a_page_too(comparison: Comparison) -> None:
    nothing = comparison.differences.iloc[:0]
    only = {"busy": comparison.runs["busy"]}
    for runs in (only, {"base": comparison.runs["base"]}):
        assert Document(page.comparison(replace(comparison, runs=runs, differences=nothing))).faults == []
    with pytest.raises(UsageError, match="nothing that was to be compared has finished"):
        page.comparison(replace(comparison, runs={}, differences=nothing))


# ------------------------------------------------------------------------------------------------------------- summary


def said(paragraphs: list[summary.Paragraph], heading: str) -> str:
    return " ".join(str(s) for p in paragraphs if p.heading == heading for s in p.sentences)


def test_summary_is_computed_from_the_figures(runs: dict[str, Run]) -> None:
    run = runs["busy"]
    network = tables.rows(run.kpis, "network")
    row = network[(network["kpi"] == "fill_rate") & network["category"].isna()].iloc[0]
    shown = tables.number_text(100 * row["mean"], 100 * row["half_width"])
    assert f"Customers got {shown}%" in said(summary.of_run(run), "")
    kpis = run.kpis.copy()
    kpis.loc[kpis["kpi"] == "fill_rate", ["mean", "half_width"]] = [0.25, 0.01]
    changed = said(summary.of_run(replace(run, kpis=kpis)), "")
    assert "Customers got 25.0% ±\u00a01.0 of what they ordered at once." in changed
    assert "item at shop (25.0%)" in said(summary.of_run(replace(run, kpis=kpis)), "Who is short")
    assert "storm: in force from day 21 to 27 (day 1 is the first), in the first replication." in said(
        summary.of_run(run), "What was disrupted"
    )


def test_summary_says_what_got_better_and_what_cannot_be_told(comparison: Comparison) -> None:
    label = "busy against base"
    frame = comparison.differences.copy()
    whole = tables.rows(frame, "network")
    whole = whole[whole["category"].isna()]
    words = said(summary.of_comparison(comparison), label)
    for kpi in ("fill_rate", "total_cost", "stock_value"):
        verdict = whole.loc[whole["kpi"] == kpi, "verdict"].item()
        sentence = next(part for part in words.split("<strong>") if kpi.replace("_", " ") in part)
        assert {"better": "Better", "worse": "Worse", "cannot distinguish": "Cannot"}[verdict] in sentence
    counts = whole["verdict"].value_counts()
    assert counts["worse"] > 0
    of_network = tables.rows(frame, "network")["verdict"].value_counts()
    assert f"{of_network['better']} better, {of_network['worse']} worse" in words
    frame["verdict"] = "cannot distinguish"
    words = said(summary.of_comparison(replace(comparison, differences=frame)), label)
    assert "Better" not in words
    assert "fill rate" in words.partition("Cannot be distinguished from base")[2]
    assert "No site serves distinguishably less at once than before." in words


def test_what_is_made_to_order_is_not_called_short(runs: dict[str, Run]) -> None:
    run = runs["base"]
    kpis = run.kpis.copy()
    kpis.loc[kpis["kpi"] == "fill_rate", "mean"] = 0.0
    kpis.loc[kpis["kpi"] == "on_time_in_full", "mean"] = 1.0
    to_order = replace(run, kpis=kpis)
    assert territory.made_to_order(to_order) == {("shop", None), ("shop", "item")}
    assert "Made to order" in said(summary.of_run(to_order), "Who is short")
    kpis = kpis.copy()
    kpis.loc[kpis["kpi"] == "on_time_in_full", "mean"] = 0.0
    empty = replace(run, kpis=kpis)
    assert territory.made_to_order(empty) == frozenset()
    assert "item at shop (0.0%)" in said(summary.of_run(empty), "Who is short")


def test_verdicts_put_the_main_figures_first_and_leave_out_nothing_but_zeros(comparison: Comparison) -> None:
    rows = verdicts.table(comparison, "busy")
    assert [row.kpi for row in rows[:2]] == ["fill rate", "on time in full"]
    whole = tables.rows(comparison.differences, "network")
    kept = whole[(whole[["baseline", "mean"]].fillna(0) != 0).any(axis=1)]
    assert len(rows) == len(kept)
    fill = rows[0]
    row = whole[(whole["kpi"] == "fill_rate") & whole["category"].isna()].iloc[0]
    points = tables.number_text(100 * abs(row["difference"]), 100 * row["half_width"])
    assert fill.change == f"\N{MINUS SIGN}{points} points"
    assert (fill.sign, fill.verdict) == ("▼", "worse")


# ------------------------------------------------------------------------------------------------------------ pictures


def test_bands_are_the_intervals_of_the_mean(runs: dict[str, Run]) -> None:
    run = runs["base"]
    curve = courses.mean_curves(run, "on_hand")
    at = run.curves[(run.curves["measure"] == "on_hand") & (run.curves["time"] == 30.0)]["value"].to_numpy()
    row = curve[curve["time"] == 30.0].iloc[0]
    assert row["mean"] == pytest.approx(at.mean())
    assert row["half_width"] == pytest.approx(2.7764451 * at.std(ddof=1) / np.sqrt(5))  # t of 4 degrees, 97.5 %
    # The same as the levels over all replications: here is one warehouse with one product.
    series = run.series[(run.series["site"] == "shop") & (run.series["measure"] == "on_hand")]
    assert curve["mean"].to_numpy() == pytest.approx(series["mean"].to_numpy())
    assert curve["half_width"].to_numpy() == pytest.approx(series["half_width"].to_numpy())


def test_a_band_does_not_say_that_stock_may_be_negative() -> None:
    times, wide = np.arange(1.0, 4.0), np.full(3, 5.0)
    stock = chart.Line("stock", times, np.array([0.0, 3.0, 9.0]), "#000", half_width=wide)
    assert [border.tolist() for border in stock.band] == [[0.0, 0.0, 4.0], [5.0, 8.0, 14.0]]
    owed = replace(stock, levels=-stock.levels)
    assert [border.tolist() for border in owed.band] == [[-5.0, -8.0, -14.0], [0.0, 0.0, -4.0]]
    assert chart.Chart("", "units", [stock], 4.0, "").range()[0] == 0.0
    assert chart.Chart("", "units", [stock, owed], 4.0, "").range()[0] < -14.0


def test_disruptions_are_shaded_where_they_were(runs: dict[str, Run]) -> None:
    found = courses.gallery(runs)
    assert "Shaded: storm in force in the first replication (in busy)." in found.text
    assert found.legend[-1].label == "in force: storm"
    svg = str(found.figures[0].picture)
    assert ">storm</text>" in svg
    left, width = map(int, re.search(r'<rect x="(\d+)" y="30" width="(\d+)"[^>]*class="window"', svg).groups())
    assert left == round(92 + 20 / 60 * 612)
    assert width == pytest.approx(7 / 60 * 612, abs=1)
    assert 'class="window"' not in str(courses.gallery({"base": runs["base"]}).figures[0].picture)


def test_every_replication_has_its_line(runs: dict[str, Run]) -> None:
    found = recovery.gallery(runs)
    assert found is not None
    assert found.columns == 2
    assert ['class="window"' in str(figure.picture) for figure in found.figures[:2]] == [False, True]
    one = {label: replace(run, digests={0: run.digests[0]}) for label, run in runs.items()}
    assert recovery.gallery(one) is None  # the same lines are among the courses over time
    assert found.figures[0].title == "Fill rate of all customers: base"
    for figure in found.figures:
        assert str(figure.picture).count('class="thin"') == 5
    many = {"base": replace(runs["base"], curves=_repeated(runs["base"], 60))}
    shown = recovery.gallery(many)
    assert shown is not None
    assert str(shown.figures[0].picture).count('class="thin"') == recovery.MOST
    assert recovery.gallery({"base": replace(runs["base"], curves=runs["base"].curves.iloc[:0])}) is None


def _repeated(run: Run, count: int):
    import pandas as pd

    one = run.curves[run.curves["replication"] == 0]
    return pd.concat([one.assign(replication=number) for number in range(count)], ignore_index=True)


def test_the_waterfall_leads_from_one_total_to_the_other(runs: dict[str, Run]) -> None:
    found = waterfall.gallery(runs)
    assert found is not None
    (figure,) = found.figures
    totals = {}
    for label, run in runs.items():
        costs = tables.rows(run.kpis[run.kpis["kpi"] == "total_cost"], "network")
        totals[label] = dict(zip(costs["category"].fillna("all"), costs["mean"], strict=True))
    rects = re.findall(r'<rect x="(\d+)" y="\d+" width="(\d+)"', str(figure.picture))
    bars = [(int(x), int(x) + int(width)) for x, width in rects]
    level = bars[0][1]  # each bar begins where the one above it ends, and the last total is where the last change ends
    for left, right in bars[1:-1]:
        assert min(abs(level - left), abs(level - right)) <= 3
        level = right if abs(level - left) < abs(level - right) else left
    assert bars[-1][1] == pytest.approx(level, abs=3)
    words = re.search(r'aria-label="([^"]*)"', str(figure.picture)).group(1)
    changes = re.findall(r"([a-z ]+) ([+\N{MINUS SIGN}])([\d,.]+\d)", words)
    moved = sum((1 if sign == "+" else -1) * float(amount.replace(",", "")) for _, sign, amount in changes)
    assert moved == pytest.approx(totals["busy"]["all"] - totals["base"]["all"], rel=1e-3)
    for kind, sign, amount in changes:
        name = kind.strip().replace(" ", "_")
        if name in totals["base"]:
            change = totals["busy"][name] - totals["base"][name]
            assert (1 if sign == "+" else -1) * float(amount.replace(",", "")) == pytest.approx(change, rel=1e-4)


def test_the_network_is_coloured_by_the_kpi_that_is_asked_for(runs: dict[str, Run]) -> None:
    found = territory.gallery({"base": runs["base"]}, "stock_value")
    assert found is not None
    assert "Lowest stock value: shop" in str(found.figures[0].picture)
    with pytest.raises(UsageError, match="cannot be coloured by 'fill_rat'; did you mean 'fill_rate'"):
        page.run(runs["base"], colour="fill_rat")
    assert territory.gallery({"base": replace(runs["base"], scene=None)}) is None


def test_a_variant_that_looks_like_the_baseline_is_not_drawn_again(runs: dict[str, Run]) -> None:
    twin = {"base": runs["base"], "twin": runs["base"]}
    found = territory.gallery(twin)
    assert found is not None
    assert len(found.figures) == 1
    assert "Every place has the same colour in twin as in base" in found.text
    kpis = runs["base"].kpis.copy()
    kpis.loc[kpis["kpi"] == "fill_rate", "mean"] = 0.97
    other = territory.gallery({"base": runs["base"], "short": replace(runs["base"], kpis=kpis)})
    assert other is not None
    assert len(other.figures) == 2


@pytest.mark.parametrize(
    ("low", "high", "most"), [(0, 1, 5), (0, 364, 6), (-3, 7, 5), (0.9995, 1.0, 4), (0, 1e9, 5), (1e-9, 3e-9, 5)]
)
def test_ticks_are_round_and_inside(low: float, high: float, most: int) -> None:
    found = scale.ticks(low, high, most)
    assert 2 <= len(found) <= most
    assert all(low - 1e-12 <= tick <= high + 1e-12 for tick in found)
    assert np.diff(found) == pytest.approx(found[1] - found[0])


def test_a_line_breaks_where_nothing_is_known() -> None:
    values = np.array([1.0, np.nan, np.nan, 2.0, 3.0])
    found = chart.path(np.arange(5.0), values)
    assert found.count("M") == 2
    assert chart.path(np.arange(3.0), np.full(3, np.nan)) == ""
