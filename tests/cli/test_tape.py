"""``headwater tape`` and ``headwater run --tape``, as they are typed."""

from __future__ import annotations

import json

import pytest

from sim import cli
from tests.chains import SHOP, written


@pytest.fixture(name="call")
def _call(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written(tmp_path, SHOP.replace("{horizon", "{start: 2025-01-06, horizon"))

    def call(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            cli.main(list(words))
        captured = capsys.readouterr()
        return end.value.code, captured.out, captured.err

    return call


def test_a_run_is_recorded_edited_and_played(call, tmp_path):
    run = ("run", "scenario.yaml", "--replications", "2", "--no-figures", "--format", "json", "--workers", "1")
    assert call(*run, "--save-tape", "year.zip", "--out", "one")[0] == 0
    code, out, _ = call("tape", "show", "year.zip")
    assert code == 0
    assert "tape of shop: a run\nseed: 3" in out
    assert "replications: 0-1" in out
    assert "lane/maker->shop/item" in out
    assert call("tape", "export", "year.zip", "year")[0] == 0
    lines = (tmp_path / "year" / "demand.csv").read_text().splitlines()
    lines[1] = lines[1].rpartition(",")[0] + ",5"
    (tmp_path / "year" / "demand.csv").write_text("\n".join(lines) + "\n")
    assert call("tape", "import", "year", "edited.zip")[0] == 0
    manifests = {}
    for name, words in {
        "same": ("--tape", "year.zip", "--seed", "8"), "folder": ("--tape", "year"), "zip": ("--tape", "edited.zip")
    }.items():  # fmt: skip
        code, _, err = call(*run, *words, "--out", name)
        assert code == 0
        assert "drawn beyond the tape: " in err
        manifests[name] = json.loads((tmp_path / name / "manifest.json").read_text())
    one = json.loads((tmp_path / "one" / "manifest.json").read_text())
    assert manifests["same"]["digests"] == one["digests"]
    assert manifests["same"]["drawn_beyond_tape"] == 0
    assert manifests["folder"]["digests"] == manifests["zip"]["digests"]
    assert manifests["zip"]["digests"]["0"] != one["digests"]["0"]
    assert manifests["zip"]["digests"]["1"] == one["digests"]["1"]


def test_history_is_read_and_its_mistakes_are_listed(call, tmp_path):
    (tmp_path / "demand.csv").write_text("date,customer,product,quantity\n2025-01-06,people,item,3\n")
    code, _, err = call("tape", "make", "scenario.yaml", "--demand", "demand.csv", "--out", "history.zip")
    assert code == 0
    assert "warning: demand.csv ends at day 1" in err
    assert "the same in each" in call("tape", "show", "history.zip")[1]
    assert call("run", "scenario.yaml", "--tape", "history.zip", "--replications", "2", "--no-save")[0] == 0
    (tmp_path / "demand.csv").write_text("date,customer,product,quantity\n2025-01-06,poeple,item,3\nx,people,item,3\n")
    code, _, err = call("tape", "make", "scenario.yaml", "--demand", "demand.csv", "--out", "other.zip")
    assert code == 2
    assert "demand.csv:2:1: error: there is no customer 'poeple' (did you mean 'people'?)" in err
    assert "demand.csv:3:1: error: column 'date': expected a date" in err
    assert "2 errors" in err
    assert not (tmp_path / "other.zip").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("tape", "show", "nowhere.zip"), "nowhere.zip: cannot be read"),
        (("tape", "show", "scenario.yaml"), "scenario.yaml: is not a tape"),
        (("tape", "export", "scenario.yaml", "folder"), "is not a tape"),
        (("tape", "import", ".", "x.zip"), "there is no tape.json in it"),
        (("tape", "make", "scenario.yaml", "--out", "x.zip"), "needs a file"),
        (("tape", "make", "scenario.yaml", "--demand", "nowhere.csv", "--out", "x.zip"), "there is no such file"),
        (("run", "scenario.yaml", "--tape", "scenario.yaml"), "is not a tape"),
        (("run", "scenario.yaml", "--tape", "a", "--save-tape", "b"), "records none"),
        (("run", "scenario.yaml", "--save-tape", "scenario.yaml"), "holds something that is no tape"),
        (("run", "scenario.yaml", "--save-tape", "/dev/null"), "is a device or a pipe"),
    ],
)
def test_mistakes_end_with_two_and_no_traceback(call, words, message):
    code, _, err = call(*words)
    assert code == 2
    assert message in err
    assert "Traceback" not in err
