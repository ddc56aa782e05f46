"""Explanations of results: in Python, and on the command line."""

from __future__ import annotations

import json
import re
import shutil

import pytest

import sim
from sim import cli
from sim.errors import ResultsError, UsageError
from sim.explain import Cause, Explanation
from sim.ledger import frames
from tests.chains import SHOP, written

LOSING = SHOP.replace("price: 3, ", "price: 3, when_short: lost, ").replace("reorder_point: 20", "reorder_point: 8")


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("result")
    return sim.run(written(folder, LOSING), replications=2, out=folder / "out", figures=False)


@pytest.fixture(scope="module")
def day(result):
    return int(result.ledger.events.query("event == 'lost'")["time"].iloc[0]) + 1


def said(capsys, *words) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        cli.main([str(word) for word in words])
    out, err = capsys.readouterr()
    return int(end.value.code or 0), out, err


def test_in_python_and_on_the_command_line(result, day, capsys):
    found = result.explain("shop", "item", day)
    lost = result.ledger.events.query("event == 'lost' and @day - 1 <= time < @day")["quantity"].sum()
    assert found.short == pytest.approx(lost)
    options = ("--site", "shop", "--product", "item", "--day", day)
    assert said(capsys, "explain", result._folder, *options) == (0, f"{found}\n", "")
    _, out, _ = said(capsys, "explain", result._folder, *options, "--format", "json")
    assert json.loads(out) == json.loads(json.dumps(found.document()))
    assert "<ul><li>" in found._repr_html_()


def test_names_cannot_write_markup():
    cause = Cause("demand", 1.0, "<b>loud</b>")
    found = Explanation("shop", "item", 1, 0, 1.0, "<script>", (cause,))
    assert "<script>" not in found._repr_html_()
    assert "&lt;b&gt;" in found._repr_html_()


def test_replications_differ_and_must_exist(result):
    shortages = [[result.explain("shop", "item", day, replication=n).short for day in range(11, 60)] for n in (0, 1)]
    assert shortages[0] != shortages[1]
    with pytest.raises(UsageError, match="replication 2 has not finished here; those that have: 0 to 1"):
        result.explain("shop", "item", 20, replication=2)


@pytest.mark.parametrize(
    ("words", "said_of_it"),
    [
        (("--site", "shpo", "--product", "item", "--day", 20), "did you mean 'shop'?"),
        (("--site", "shop", "--product", "item", "--day", 9999), "there is no day 9999 in this run"),
        (("--site", "shop", "--product", "item", "--day", 0), "day"),
        (("--site", "shop", "--product", "item", "--day", 20, "--replication", 7), "replication 7 has not finished"),
    ],
)
def test_wrong_words(result, capsys, words, said_of_it):
    code, out, err = said(capsys, "explain", result._folder, *words)
    assert (code, out) == (2, "")
    assert said_of_it in err
    assert "Traceback" not in err


def test_another_world_is_not_explained(result, day, tmp_path):
    # The scenario in the folder was changed after the run: what it would tell is not what happened.
    shutil.copytree(result._folder, tmp_path / "out")
    manifest = tmp_path / "out" / "manifest.json"
    digest = result.run.digests[0]
    changed = re.sub(digest, "0" * len(digest), manifest.read_text(encoding="utf-8"))
    manifest.write_text(changed, encoding="utf-8")
    with pytest.raises(ResultsError):
        sim.Result.read(tmp_path / "out").explain("shop", "item", day)


def test_a_kept_ledger_is_enough(tmp_path, result, day, monkeypatch):
    expected = result.explain("shop", "item", day)
    sim.run(written(tmp_path, LOSING), replications=2, out=tmp_path / "out", keep_ledger=True, figures=False)
    monkeypatch.setattr("sim.api.origin.replay", None)  # nothing is simulated
    assert sim.Result.read(tmp_path / "out").explain("shop", "item", day) == expected


def test_a_kept_ledger_without_purposes_is_made_again(tmp_path, day, result):
    sim.run(written(tmp_path, LOSING), replications=2, out=tmp_path / "out", keep_ledger=True, figures=False)
    orders = tmp_path / "out" / "ledger" / "0000" / "orders.parquet"
    frame = frames.read(orders.parent)["orders"].drop(columns="purpose")
    frame.to_parquet(orders, write_page_checksum=True)
    assert sim.Result.read(tmp_path / "out").explain("shop", "item", day) == result.explain("shop", "item", day)
