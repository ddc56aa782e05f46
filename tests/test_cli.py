from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

import sim
from sim import __version__, cli
from sim.engine import world
from sim.results import read
from sim.results.files import read_parquet
from tests import held
from tests.chains import CLOCKWORK, SHOP, written

ROOT = Path(sim.__file__).parent.parent
SLOW = SHOP.replace("horizon: 60", "horizon: 1000")
COUNT = 16
OPTIONS = ("--replications", COUNT, "--format", "json", "--quiet")
PROGRAM = (
    "from functools import partial; from sim import api, cli\n"
    "api.Plan = partial(api.Plan, start_up=0.0)  # however short the run, let there be processes\n"
    "if __name__ == '__main__': cli.main()"
)
HELD = "from sim.experiment import replicate; from tests import held\n" + PROGRAM.replace(
    "if __name__", "replicate.run_replication = held.run_replication\nif __name__"
)
BROKEN = SHOP.replace("kind: warehouse", "kind: werehouse").replace("price: 3", "price: -3")


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def headwater(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The command line, in this process and in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*words: object) -> Outcome:
        with pytest.raises(SystemExit) as end:
            cli.main([str(word) for word in words])
        captured = capsys.readouterr()
        code = end.value.code
        assert isinstance(code, int)
        return Outcome(code, captured.out, captured.err)

    return call


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("slow"), SLOW)


@pytest.fixture(scope="module")
def whole(slow: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What an uninterrupted run on one worker says and leaves."""
    out = tmp_path_factory.mktemp("whole") / "out"
    return program("run", slow, *OPTIONS, "--workers", 1, "--out", out, hash_seed=0), out


def program(*words: object, hash_seed: int) -> str:
    """What the program says in a process of its own."""
    command = [sys.executable, "-c", PROGRAM, *(str(word) for word in words)]
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


# ------------------------------------------------------------------------------------------------------------- output


def test_json_is_one_document_of_the_published_shape(headwater, shop: Path) -> None:
    code, out, err = headwater("run", shop, "--replications", 3, "--format", "json", "--no-save")
    assert code == 0
    assert err == ""
    document = json.loads(out)
    assert list(document) == [
        *("scenario", "variant", "fingerprint", "seed", "replications", "kind", "period"),
        *("kpis", "trial_balance", "digest"),
    ]
    assert (document["scenario"], document["variant"], document["seed"]) == ("shop", None, 3)
    assert (document["replications"], document["period"]) == (3, [10, 60])
    assert document["trial_balance"] == {"goods": 0, "money": 0}
    assert re.fullmatch(r"[0-9a-f]{32}", document["digest"])
    assert len(document["kpis"]) > 20
    for entry in document["kpis"]:
        assert list(entry) == ["kpi", "unit", "grain", "mean", "half_width", "n"]
        assert set(entry["grain"]) <= {"site", "product", "customer", "lane", "resource", "category"}
        assert 0 <= entry["n"] <= 3
        assert (entry["mean"] is None) == (entry["n"] == 0)
        assert (entry["half_width"] is None) == (entry["n"] < 2)
    grains = [set(entry["grain"]) for entry in document["kpis"]]
    assert set() in grains
    assert {"site", "product"} in grains


def test_csv_and_json_hold_the_same(headwater, shop: Path) -> None:
    document = json.loads(headwater("run", shop, "--replications", 2, "--format", "json").out)
    lines = list(csv.DictReader(io.StringIO(headwater("run", shop, "--replications", 2, "--format", "csv").out)))
    assert [line["kpi"] for line in lines] == [entry["kpi"] for entry in document["kpis"]]
    means = [float(line["mean"]) if line["mean"] else None for line in lines]
    assert means == [entry["mean"] for entry in document["kpis"]]


def test_table_shows_the_network_or_what_is_asked_for(headwater, shop: Path) -> None:
    network = headwater("run", shop, "--replications", 2)
    assert network.out.startswith("shop: 2 replications, seed 3, steady state, measured from day 10 to 60\n")
    assert "fill_rate" in network.out
    assert "item" not in network.out
    assert "item" in headwater("run", shop, "--replications", 2, "--by", "product").out
    everything = headwater("run", shop, "--replications", 2, "--by", "all").out
    assert set(network.out.split()) <= set(everything.split()) | {"-" * 100} | set(network.out.splitlines()[3].split())


def test_a_deterministic_scenario_says_so(headwater, tmp_path: Path) -> None:
    path = written(tmp_path, CLOCKWORK)
    table = headwater("run", path, "--replications", 9)
    assert "Nothing in this scenario is random" in table.out
    document = headwater("run", path, "--format", "json")
    assert json.loads(document.out)["replications"] == 1
    assert {entry["half_width"] for entry in json.loads(document.out)["kpis"]} == {None}
    assert "nothing in this scenario is random" in document.err
    assert headwater("run", path, "--format", "json", "--quiet").err == ""


def test_results_are_written(headwater, shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = headwater("run", shop, "--replications", 2, "--out", out, "--keep-ledger", "--variant", "busy")
    assert done.code == 0
    assert f"results are in {out}" in done.err
    run = read(out)
    assert run.identity.variant == "busy"
    assert run.command.startswith("headwater run ")
    assert "--variant busy" in run.command
    assert (out / "ledger" / "0001" / "orders.parquet").exists()


def test_results_have_a_place_of_their_own(headwater, shop: Path, tmp_path: Path) -> None:
    done = headwater("run", shop, "--replications", 2)
    assert done.code == 0
    assert f"results are in {Path('results', 'shop')}" in done.err
    assert read(tmp_path / "results" / "shop").identity.seed == 3
    headwater("run", shop, "--replications", 1, "--variant", "busy")
    assert read(tmp_path / "results" / "shop-busy").identity.variant == "busy"
    assert headwater("run", shop, "--replications", 1, "--seed", 8).code == 0  # ours is replaced without a question
    assert read(tmp_path / "results" / "shop").identity.seed == 8
    refused = headwater("run", shop, "--replications", 1, "--resume")  # but not where it was to be completed
    assert refused.code == 2
    assert "seed 8 instead of 3" in refused.err
    assert headwater("run", shop, "--replications", 3, "--seed", 8, "--resume").code == 0
    assert read(tmp_path / "results" / "shop").finished == 3


def test_what_is_not_ours_is_never_replaced(headwater, shop: Path, tmp_path: Path) -> None:
    precious = tmp_path / "results" / "shop" / "precious.txt"
    precious.parent.mkdir(parents=True)
    precious.write_text("mine")
    refused = headwater("run", shop, "--replications", 1)
    assert refused.code == 2
    assert "not our results" in refused.err
    assert precious.read_text() == "mine"


def test_nothing_is_written_where_that_is_asked_for(headwater, shop: Path, tmp_path: Path) -> None:
    assert headwater("run", shop, "--replications", 1, "--no-save").code == 0
    assert list(tmp_path.iterdir()) == []


def test_set_changes_a_value(headwater, shop: Path) -> None:
    plain = json.loads(headwater("run", shop, "--replications", 1, "--format", "json").out)
    changed = ["--set", "sites.shop.stock.item.replenish.up_to=80"]
    other = json.loads(headwater("run", shop, "--replications", 1, "--format", "json", *changed).out)
    assert other["fingerprint"] != plain["fingerprint"]


def test_kinds_schema_reference_and_version(headwater, tmp_path: Path) -> None:
    assert "min_max" in headwater("kinds").out
    assert "poisson" not in headwater("kinds", "replenishment").out
    wrong = headwater("kinds", "replenishmnt")
    assert wrong == (2, "", "error: there is no family 'replenishmnt'; did you mean 'replenishment'?\n")
    assert re.search(r"\n  fill_rate +share, higher is better: Fill rate", headwater("kinds", "kpi").out)
    assert headwater("kinds").out.endswith(headwater("kinds", "kpi").out)
    schema = headwater("schema").out
    assert json.loads(schema)["properties"]["sites"]
    assert headwater("schema", "--out", tmp_path / "schema.json").code == 0
    assert (tmp_path / "schema.json").read_text(encoding="utf-8") == schema
    assert headwater("reference").out.startswith("# ")
    assert headwater("schema", "--out", tmp_path / "no" / "schema.json").code == 2
    assert headwater("--version") == (0, f"headwater {__version__}\n", "")


# --------------------------------------------------------------------------------------------- mistakes, exit codes


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run"], "SCENARIO"),
        (["run", "nowhere.yaml"], "nowhere.yaml"),
        (["run", "."], "cannot read"),
        (["check", "nowhere.yaml"], "nowhere.yaml"),
        (["run", "{shop}", "--bogus"], "--bogus"),
        (["run", "{shop}", "--replications", "0"], "--replications"),
        (["run", "{shop}", "--replications", "many"], "--replications"),
        (["run", "{shop}", "--workers", "-1"], "--workers"),
        (["run", "{shop}", "--seed", "-1"], "--seed"),
        (["run", "{shop}", "--format", "xml"], "--format"),
        (["run", "{shop}", "--by", "moon"], "--by"),
        (["run", "{shop}", "--variant", "bussy"], "did you mean 'busy'"),
        (["run", "{shop}", "--set", "nonsense"], "path=value"),
        (["run", "{shop}", "--resume", "--no-save"], "no results folder"),
        (["run", "{shop}", "--keep-ledger", "--no-save"], "results folder"),
        (["run", "{shop}", "--out", "results", "--no-save"], "no use for --out"),
        (["run", "{shop}", "--out", "{shop}"], "is a file"),
        (["run", "{shop}", "--out", "{parent}"], "not our results"),
        (["bogus"], "bogus"),
    ],
)
def test_wrong_words_are_explained(headwater, shop: Path, words: list[str], said: str) -> None:
    code, out, err = headwater(*(word.format(shop=shop, parent=shop.parent) for word in words))
    assert code == 2
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_every_mistake_has_its_place(headwater, tmp_path: Path) -> None:
    path = written(tmp_path, BROKEN)
    for words in (["run", path], ["check", path]):
        code, out, err = headwater(*words)
        assert code == 2
        lines = (out + err).splitlines()
        for line in lines[:-1]:
            assert re.match(rf"{re.escape(str(path))}:\d+:\d+: error: \S+: ", line), line
        assert lines[-1] == f"{len(lines) - 1} errors"


def test_check_is_quiet_about_a_good_file(headwater, shop: Path) -> None:
    assert headwater("check", shop) == (0, f"{shop}: no problems\n", "")


def test_warnings_are_errors_only_where_strict(headwater, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim import api
    from sim.errors import Place, Problem

    path = written(tmp_path)
    suspicion = Problem(Place(str(path), 3, 1), "seed", "three is an odd number", severity="warning")
    loaded = api.load(path)
    monkeypatch.setattr(api, "check", lambda path, variant=None: (suspicion,))
    monkeypatch.setattr(
        api, "load", lambda *words, **options: api.Loaded(loaded.scenario, None, (suspicion,), loaded.fingerprint, "")
    )
    assert headwater("check", path) == (0, f"{suspicion}\n1 warning\n", "")
    assert headwater("check", path, "--strict").code == 2
    assert str(suspicion) in headwater("run", path, "--replications", 1).err
    assert headwater("run", path, "--replications", 1, "--quiet").err == ""


def test_a_failing_replication_ends_with_1_and_keeps_the_rest(
    headwater, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = world.simulate

    def broken(scenario, luck):
        if luck.replication == 1:
            raise ZeroDivisionError("by zero")
        return original(scenario, luck)

    monkeypatch.setattr(world, "simulate", broken)
    out = tmp_path / "out"
    code, text, err = headwater("run", shop, "--replications", 3, "--workers", 1, "--out", out)
    assert code == 1
    assert "2 of 3 replications" in text
    assert "error: replication 1 failed: ZeroDivisionError: by zero" in err
    assert "Traceback" not in err
    assert read(out).finished == 2


def test_json_of_an_interrupted_run_says_so(headwater, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = world.simulate

    def interrupted(scenario, luck):
        if luck.replication == 2:
            raise KeyboardInterrupt
        return original(scenario, luck)

    monkeypatch.setattr(world, "simulate", interrupted)
    words = ("run", shop, "--replications", 5, "--workers", 1, "--quiet", "--no-save", "--format")
    code, text, err = headwater(*words, "json")
    document = json.loads(text)
    assert code == 130
    assert (document["status"], document["finished"], document["asked"]) == ("interrupted", 2, 5)
    assert err == "interrupted: 2 of 5 replications had finished\n"
    assert headwater(*words, "csv").err == err


def test_damaged_results_end_with_1(headwater, shop: Path, tmp_path: Path) -> None:
    assert headwater("run", shop, "--replications", 2, "--out", tmp_path / "out").code == 0
    (tmp_path / "out" / "kpis.csv").unlink()
    (tmp_path / "out" / "kpis.csv").mkdir()
    (tmp_path / "out" / "kpis.csv" / "in the way").touch()
    assert headwater("run", shop, "--replications", 2, "--out", tmp_path / "out", "--resume").code == 1


def test_other_results_need_force(headwater, shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert headwater("run", shop, "--replications", 1, "--out", out).code == 0
    refused = headwater("run", shop, "--replications", 1, "--out", out, "--seed", 8)
    assert refused.code == 2
    assert "seed 3 instead of 8" in refused.err
    assert headwater("run", shop, "--replications", 1, "--out", out, "--seed", 8, "--force").code == 0
    assert read(out).identity.seed == 8


# ----------------------------------------------------------------------------------------------- in other processes


def test_help_comes_at_once() -> None:
    heavy = {"numpy", "pandas", "scipy", "simpy", "pyarrow", "matplotlib"}
    code = (
        "import sys; from sim import cli\n"
        "try: cli.main(['run', '--help'])\n"
        f"finally: print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "--replications" in done.stdout
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(("hash_seed", "workers"), [(1, 2), (2, 1)])
def test_hash_seed_and_workers_change_no_byte(
    slow: Path, whole: tuple[str, Path], tmp_path: Path, hash_seed: int, workers: int
) -> None:
    said = program("run", slow, *OPTIONS, "--workers", workers, "--out", tmp_path / "out", hash_seed=hash_seed)
    assert said == whole[0]
    for name in ("kpis.parquet", "kpis.csv", "series.parquet"):
        assert (tmp_path / "out" / name).read_bytes() == (whole[1] / name).read_bytes(), name


@pytest.mark.parametrize(("blow", "workers"), [(signal.SIGINT, 1), (signal.SIGINT, 2), (signal.SIGKILL, 2)])
def test_what_has_finished_survives_and_is_completed(
    slow: Path, whole: tuple[str, Path], tmp_path: Path, blow: signal.Signals, workers: int
) -> None:
    out = tmp_path / "out"
    words = ["run", slow, "--replications", COUNT, "--workers", workers, "--out", out]
    with subprocess.Popen(
        [sys.executable, "-c", HELD, *(str(word) for word in words)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as running:  # fmt: skip
        _wait_for(out / "replications", held.FREE)
        os.killpg(running.pid, blow)  # as a terminal does: to everybody
        text, err = running.communicate(timeout=60)
    kept = [path for path in (out / "replications").glob("*.parquet") if not path.name.startswith(".")]
    for path in kept:
        read_parquet(path)  # no half file
    if blow == signal.SIGINT:
        assert running.returncode == 130, err
        assert "Traceback" not in err
        assert re.search(rf"interrupted: {held.FREE} of {COUNT} replications had finished; --resume", err)
        assert read(out).status == "interrupted"
        assert read(out).finished == held.FREE
        assert f"of {COUNT} replications" in text
    assert program("run", slow, *OPTIONS, "--workers", 2, "--out", out, "--resume", hash_seed=1) == whole[0]
    assert (out / "kpis.parquet").read_bytes() == (whole[1] / "kpis.parquet").read_bytes()
    assert (out / "series.parquet").read_bytes() == (whole[1] / "series.parquet").read_bytes()
    assert not list(out.glob("**/.*.partial"))


def _wait_for(folder: Path, count: int) -> None:
    deadline = time.perf_counter() + 60
    while len(list(folder.glob("[0-9][0-9][0-9][0-9].parquet"))) < count:
        assert time.perf_counter() < deadline
        time.sleep(0.02)


def test_a_broken_pipe_is_nobodys_business(shop: Path) -> None:
    run = f"{sys.executable} -m sim run {shop} --replications 2 --format csv --no-save"
    command = f"{run} | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("kpi,unit,")
    assert done.stderr == ""
    assert done.returncode == 0


def test_script_and_module_are_the_same_program() -> None:
    for words in (["run_sim.py"], ["-m", "sim"]):
        done = subprocess.run(
            [sys.executable, *words, "--version"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stdout == f"headwater {__version__}\n"
