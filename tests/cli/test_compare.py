from __future__ import annotations

import csv
import io
import json
import re
import signal
from pathlib import Path

import pytest

from sim.cli.compare import Listing
from sim.errors import UsageError
from sim.experiment import replicate
from sim.results.comparison import read
from sim.results.run import KEYS, Failure
from tests.chains import CLOCKWORK, SHOP, written
from tests.cli.program import Outcome, Program, called

VARIANTS = SHOP.replace("  busy:", "  same: {}\n  lean: {set: {sites.shop.stock.item.replenish.up_to: 40}}\n  busy:")


@pytest.fixture
def headwater(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """``headwater compare`` with few replications, in this process and in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*words: object, command: str = "compare") -> Outcome:
        few = ["--replications", "3", "--workers", "1"] if command == "compare" else []
        return called(capsys, command, *words, *few)

    return call


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return written(tmp_path, VARIANTS)


@pytest.mark.parametrize(
    ("command", "words"), [("explain", ["--site", "shop", "--product", "item", "--day", 5]), ("draw", [])]
)
def test_what_is_about_one_run_names_the_runs_of_a_comparison(
    headwater: Program, shop: Path, command: str, words: list[object]
) -> None:
    headwater(shop, "--variants", "base", "lean", "--no-page")
    found = headwater("results/shop-comparison", *words, command=command)
    assert (found.code, found.out) == (2, "")
    assert found.err == (
        "error: results/shop-comparison: holds a comparison; name the folder of one that was compared: "
        "results/shop-comparison/base, results/shop-comparison/lean\n"
    )


def test_a_table_that_can_be_read(headwater: Program, shop: Path) -> None:
    found = headwater(shop)
    assert found.code == 0
    assert "results are in results/shop-comparison" in found.err
    lines = found.out.splitlines()
    assert lines[0] == (
        "shop: same, lean, busy against base: 3 replications each on the same luck, seed 3, measured from day 10 to 60"
    )
    assert lines[2] == "same: identical to base, to the last posting"
    assert re.search(r"^busy: .*fill_rate", found.out, re.MULTILINE)
    header = next(line for line in lines if line.startswith("KPI"))
    assert header.split() == ["KPI", "unit", "variant", "mean", "difference", "±", "verdict", "correlation", "n"]
    first = lines.index(header) + 2
    assert [line.split()[0] for line in lines[first + 1 : first + 4]] == ["same", "lean", "busy"]
    assert lines[first].split()[:3] == ["fill_rate", "share", "base"]
    assert "Holm" in found.out


def test_report_shows_it_again(headwater: Program, shop: Path, tmp_path: Path) -> None:
    shown = headwater(shop, "--out", tmp_path / "out")
    said = f"the page is in {tmp_path / 'out' / 'report.html'}\n"
    assert headwater(tmp_path / "out", command="report") == Outcome(0, shown.out, said)
    by_site = headwater(tmp_path / "out", "--by", "site", command="report").out
    assert re.search(r"^fill_rate +share +shop +base", by_site, re.MULTILINE)
    assert "identical" in by_site
    one = headwater(tmp_path / "out" / "lean", "--no-figures", command="report")
    assert one.out.startswith("shop, variant lean: 3 replications")
    assert headwater(tmp_path / "out" / "lean", "--by", "headlines", command="report").code == 2


def test_variants_and_kpis_are_lists(headwater: Program, shop: Path) -> None:
    found = headwater("--variants", "lean", "base", shop, "--kpis", "fill_rate", "total_cost", "--no-save")
    assert found.code == 0, found.err
    assert "busy" not in found.out
    names = {line.split()[0] for line in found.out.splitlines() if re.match(r"(fill_rate|backlog|total_cost)", line)}
    assert names == {"fill_rate", "total_cost"}
    assert "results are in" not in found.err


@pytest.mark.parametrize(
    ("words", "parsed"),
    [
        (["a.yaml", "--variants", "x", "y"], ["a.yaml", "--variants", "x", "--variants", "y"]),
        (["--variants", "x", "y", "a.yaml", "b.yaml"], ["--variants", "x", "--variants", "y", "a.yaml", "b.yaml"]),
        (["--kpis", "x", "--variants", "y", "-q"], ["--kpis", "x", "--variants", "y", "-q"]),
        (["--variants", "x", "dir/file", "z"], ["--variants", "x", "dir/file", "z"]),
        (
            ["--variants", "x", "-q", "--variants", "y", "z"],
            ["--variants", "x", "-q", "--variants", "y", "--variants", "z"],
        ),
    ],
)
def test_lists_of_words(monkeypatch: pytest.MonkeyPatch, words: list[str], parsed: list[str]) -> None:
    heard: list[list[str]] = []
    monkeypatch.setattr("typer.core.TyperCommand.parse_args", lambda _self, _context, args: heard.append(args))
    Listing("compare").parse_args(None, words)
    assert heard == [parsed]


@pytest.mark.parametrize("words", [["a.yaml", "--variants"], ["--variants", "-q", "x"], ["--kpis", "a.yaml"]])
def test_a_list_of_no_words(words: list[str]) -> None:
    with pytest.raises(UsageError, match="needs at least one name behind it"):
        Listing("compare").parse_args(None, words)


def test_another_baseline(headwater: Program, shop: Path, tmp_path: Path) -> None:
    found = headwater(shop, "--variants", "lean", "--baseline", "busy", "--out", tmp_path / "out")
    assert found.out.startswith("shop: lean against busy:")
    kept = read(tmp_path / "out")
    assert list(kept.runs) == ["busy", "lean"]
    assert sorted(kept.changes["lean"]) == [
        "sites.people.buys.item.demand.rate: 20 -> 10",
        "sites.shop.stock.item.replenish.up_to: 60 -> 40",
    ]


def test_json_and_csv_hold_everything(headwater: Program, shop: Path, tmp_path: Path) -> None:
    told = json.loads(headwater(shop, "--format", "json", "--out", tmp_path / "out", "--quiet").out)
    kept = read(tmp_path / "out")
    assert len(told["differences"]) == len(kept.differences)
    assert told["identical"] == ["same"]
    assert told["variants"]["lean"]["digest"] == kept.runs["lean"].digest
    rows = list(csv.DictReader(io.StringIO(headwater(shop, "--format", "csv", "--no-save", "--quiet").out)))
    assert len(rows) == len(kept.differences)
    assert set(KEYS) <= set(rows[0])
    one = json.loads(headwater(shop, "--format", "json", "--kpis", "fill_rate", "--no-save", "--quiet").out)
    assert {row["kpi"] for row in one["differences"]} == {"fill_rate"}


def test_files_side_by_side(headwater: Program, tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text(SHOP)
    second.write_text(SHOP.replace("up_to: 60", "up_to: 80").replace("seed: 3", "seed: 8"))
    found = headwater(first, second, "--out", tmp_path / "out")
    assert found.code == 0, found.err
    assert found.out.startswith("shop: b against a: 3 replications each on the same luck, seed 3,")
    second.write_text(second.read_text().replace("name: shop", "name: depot"))
    found = headwater(first, second, "--out", tmp_path / "other", "--baseline", "depot")
    assert found.out.startswith("shop, depot: shop against depot:") or found.out.startswith("depot, shop: shop against")
    assert found.code == 0


def test_without_luck(headwater: Program, tmp_path: Path) -> None:
    text = CLOCKWORK.replace("demand.rate: 20", "demand.quantity: 20").replace("variants:", "variants:\n  same: {}")
    found = headwater(written(tmp_path, text))
    assert found.code == 0, found.err
    assert "every difference is exact" in found.out
    assert "correlation" not in found.out
    assert "±" not in found.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--variants", "leen"], r"there is no variant 'leen'; did you mean 'lean'"),
        (["--variants", "base"], "there is nothing to compare"),
        (["--baseline", "busi"], r"there is no variant 'busi'; did you mean 'busy'"),
        (["--confidence", "1.5"], "confidence must be between 0 and 1"),
        (["--kpis", "fill_rat", "--no-save"], r"there is no KPI 'fill_rat'; did you mean 'fill_rate'"),
        (["--no-save", "--out", "x"], "--no-save writes nothing"),
        (["--no-save", "--resume"], "there is no results folder to resume from"),
        (["--set", "time.horizont=5"], "unknown key"),
        (["--variants"], "--variants needs at least one name"),
    ],
)
def test_mistakes_are_told(headwater: Program, shop: Path, words: list[str], message: str) -> None:
    found = headwater(shop, *words)
    assert found.code == 2
    assert re.search(message, found.err), found.err
    assert "Traceback" not in found.err


def test_mistakes_in_files(headwater: Program, tmp_path: Path) -> None:
    plain = SHOP[: SHOP.index("variants:")]
    alone = headwater(written(tmp_path, plain))
    assert (alone.code, "has no variants to compare" in alone.err) == (2, True)
    named = headwater(written(tmp_path, SHOP.replace("busy:", "base:")))
    assert (named.code, "a variant cannot be called 'base'" in named.err) == (2, True)
    written(tmp_path, SHOP)
    other = tmp_path / "other.yaml"
    other.write_text(plain.replace("name: shop", "name: dollars\ncurrency: USD"))
    money = headwater(tmp_path / "scenario.yaml", other)
    assert (money.code, "'dollars' counts in USD and 'shop' in EUR" in money.err) == (2, True)
    twice = headwater(other, other)
    assert (twice.code, "two of the files are called 'other'" in twice.err) == (2, True)
    both = headwater(tmp_path / "scenario.yaml", other, "--variants", "busy")
    assert (both.code, "no use for variants" in both.err) == (2, True)


def test_other_results_are_safe(headwater: Program, shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert headwater(shop, "--out", out).code == 0
    before = (out / "comparison.json").read_bytes()
    refused = headwater(shop, "--out", out, "--seed", 9)
    assert (refused.code, "holds other results" in refused.err) == (2, True)
    assert (out / "comparison.json").read_bytes() == before
    assert headwater(shop, "--out", out, "--seed", 9, "--force").code == 0
    assert {run.identity.seed for run in read(out).runs.values()} == {9}


def test_an_interruption_says_how_to_go_on(
    headwater: Program, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_replication = replicate.run_replication
    ended: list[int] = []

    def stopping(task: replicate.Task, number: int) -> object:
        ended.append(number)
        if len(ended) == 5:
            signal.raise_signal(signal.SIGINT)
        return run_replication(task, number)

    out = tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr(replicate, "run_replication", stopping)
        found = headwater(shop, "--out", out)
    assert found.code == 130
    assert re.search(r"interrupted: 4 replications had finished; --resume --out \S+ completes them", found.err)
    assert "Interrupted: replications that had finished: base 3, same 1, lean 0, busy 0." in found.out
    assert headwater(shop, "--out", out, "--resume").code == 0
    assert read(out).status == "finished"


def test_a_failed_replication_is_told_and_left_out(
    headwater: Program, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_replication = replicate.run_replication

    def failing(task: replicate.Task, number: int) -> object:
        if number == 1 and task.scenario.sites["shop"].stock["item"].replenish.up_to == 40:  # type: ignore[union-attr]
            return Failure(number, "the lights went out")
        return run_replication(task, number)

    monkeypatch.setattr(replicate, "run_replication", failing)
    found = headwater(shop, "--out", tmp_path / "out")
    assert found.code == 1
    assert "error: lean: replication 1 failed: the lights went out" in found.err
    kept = read(tmp_path / "out")
    assert kept.differences.groupby("variant")["n"].max().to_dict() == {"busy": 3, "lean": 2, "same": 3}
