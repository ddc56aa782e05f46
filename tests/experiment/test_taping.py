"""Tapes of whole runs: side by side, resumed, read back from the results folder."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.errors import ResultsError, UsageError
from sim.experiment import replicate as module
from sim.experiment.plan import Plan
from sim.experiment.replicate import replicate
from sim.experiment.taping import head_of
from sim.ledger.frames import tables
from sim.results import Folder, Identity, Tape, read
from sim.results.tape import COLUMNS
from sim.scenario import load
from tests.chains import CLOCKWORK, COUNTED, SHOP, written

ROOT = Path(__file__).resolve().parents[2]


def plan(folder: Path, text: str = SHOP, count: int | None = 3, workers: int = 1, **options) -> Plan:
    loaded = load(written(folder, text))
    tape = options.get("tape")
    identity = Identity(
        loaded.scenario.name, None, loaded.fingerprint, options.pop("seed", loaded.scenario.seed), "0.1.0",
        None if tape is None else tape.digest,
    )  # fmt: skip
    return Plan(
        loaded.scenario, identity, text=loaded.text, replications=count, workers=workers, start_up=0.0, **options
    )


@pytest.mark.parametrize("text", [SHOP, COUNTED], ids=["time", "orders"])
def test_workers_and_folders_change_no_byte_of_a_tape(tmp_path, text):
    tapes = [tmp_path / f"{number}.zip" for number in range(3)]
    run = replicate(plan(tmp_path, text, save_tape=tapes[0]))
    replicate(plan(tmp_path, text, workers=2, save_tape=tapes[1]))
    folder = Folder.claim(tmp_path / "out", plan(tmp_path, text).identity)
    replicate(plan(tmp_path, text, workers=2, save_tape=tapes[2]), folder)
    assert len({path.read_bytes() for path in tapes}) == 1
    assert run.digests == replicate(plan(tmp_path, text)).digests
    assert run.drawn_beyond_tape is None


def test_a_run_is_played_alike_under_another_seed_on_one_worker_and_on_two(tmp_path):
    first = replicate(plan(tmp_path, save_tape=tmp_path / "tape.zip"))
    tape = Tape.read(tmp_path / "tape.zip")
    assert tape.head.replications == (0, 1, 2)
    for workers in (1, 2):
        again = replicate(plan(tmp_path, count=None, workers=workers, tape=tape, seed=99))
        assert again.digests == first.digests
        assert again.drawn_beyond_tape == 0
    more = replicate(plan(tmp_path, count=4, tape=tape))
    assert {number: more.digests[number] for number in first.digests} == first.digests
    assert more.drawn_beyond_tape > 0


def test_without_chance_one_replication_is_recorded(tmp_path):
    replicate(plan(tmp_path, CLOCKWORK, save_tape=tmp_path / "tape.zip"))
    tape = Tape.read(tmp_path / "tape.zip")
    assert tape.head.replications == (0,)
    assert len(tape.demand) == 60
    demand = tape.demand
    demand.loc[3, "quantity"] = 12.0
    edited = replicate(plan(tmp_path, CLOCKWORK, tape=tape.with_demand(demand)))
    assert edited.kpis.set_index("kpi")["n"].max() == 1
    assert edited.digest != replicate(plan(tmp_path, CLOCKWORK)).digest


def test_what_had_finished_is_on_the_tape_and_resuming_completes_it(tmp_path, monkeypatch):
    whole = replicate(plan(tmp_path, count=4, save_tape=tmp_path / "whole.zip"))
    run_replication = module.run_replication

    def stopped(task, number):
        if number == 2:
            raise KeyboardInterrupt
        return run_replication(task, number)

    asked = plan(tmp_path, count=4, save_tape=tmp_path / "tape.zip")
    monkeypatch.setattr(module, "run_replication", stopped)
    run = replicate(asked, Folder.claim(tmp_path / "out", asked.identity))
    assert run.status == "interrupted"
    assert Tape.read(tmp_path / "tape.zip").head.replications == (0, 1)
    monkeypatch.setattr(module, "run_replication", run_replication)
    (tmp_path / "out" / "replications" / "0001-tape.zip").write_bytes(b"spoiled")  # is run again
    again = replicate(asked, Folder.claim(tmp_path / "out", asked.identity, resume=True))
    assert again.digests == whole.digests
    assert (tmp_path / "tape.zip").read_bytes() == (tmp_path / "whole.zip").read_bytes()


def test_results_keep_the_tape_and_run_again_from_it(tmp_path):
    path = written(tmp_path)
    sim.run(path, replications=2, save_tape=tmp_path / "tape.zip")
    tape = Tape.read(tmp_path / "tape.zip")
    demand = tape.demand
    demand.loc[0, "quantity"] = 9.0
    edited = tape.with_demand(demand)
    result = sim.run(path, tape=edited, out=tmp_path / "out", figures=False)
    assert result.manifest["tape"] == edited.digest
    assert result.manifest["drawn_beyond_tape"] >= 0
    again = sim.Result.read(tmp_path / "out")
    assert again.ledger.orders["quantity"].tolist() == result.ledger.orders["quantity"].tolist()
    assert 9.0 in again.ledger.orders["quantity"].tolist()
    assert read(tmp_path / "out").drawn_beyond_tape == result.drawn_beyond_tape
    result.save(tmp_path / "copy")
    assert Tape.read(tmp_path / "copy" / "tape.zip").digest == edited.digest
    tape.write(tmp_path / "out" / "tape.zip")
    with pytest.raises(ResultsError, match="not the tape that was played"):
        _ = sim.Result.read(tmp_path / "out").ledger
    with pytest.raises(UsageError, match="holds other results: tape"):
        sim.run(path, tape=tape, out=tmp_path / "copy", figures=False)


def test_python_warns_of_what_is_not_heard(tmp_path):
    path = written(tmp_path)
    sim.run(path, replications=1, save_tape=tmp_path / "tape.zip")
    tape = Tape.read(tmp_path / "tape.zip")
    demand = tape.demand
    demand.loc[0, "product"] = "itme"
    with pytest.warns(UserWarning, match=r"'people/itme' is not in the scenario; did you mean 'people/item'"):
        sim.run(path, tape=tape.with_demand(demand))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tape": "x.zip", "save_tape": "y.zip"}, "plays a tape records none"),
        ({"tape": 3}, "path of a file"),
        ({"save_tape": ""}, "path of a file"),
        ({"tape": "nowhere.zip"}, "cannot be read"),
        ({"save_tape": "."}, "is a folder"),
        ({"save_tape": "out/tape.zip", "out": "out"}, "give the new one another name"),
        ({"save_tape": "scenario.yaml/tape.zip"}, "is not a folder"),
    ],
)
def test_what_cannot_be_played_or_written_is_refused(tmp_path, monkeypatch, options, message):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=message):
        sim.run(written(tmp_path), **options)


def test_customers_who_share_luck_must_share_their_demand_to_be_recorded(tmp_path):
    buys = "{item: {from: shop, price: 3, demand: {kind: poisson, rate: RATE}}}"
    twin = f"  twin: {{kind: customer, luck: people, buys: {buys}}}"
    for rate, fits in ((10, True), (11, False)):
        text = SHOP.replace("lanes:", twin.replace("RATE", str(rate)) + "\nlanes:")
        asked = plan(tmp_path, text, count=1, save_tape=tmp_path / "tape.zip")
        if fits:
            played = replicate(asked), replicate(dataclasses.replace(asked, save_tape=None, tape=None))
            assert played[0].digest == played[1].digest
            again = replicate(plan(tmp_path, text, count=1, tape=Tape.read(tmp_path / "tape.zip")))
            assert (again.digest, again.drawn_beyond_tape) == (played[0].digest, 0)
            continue
        with pytest.raises(UsageError, match="'people' and 'twin' share their luck, but ask for 'item'"):
            head_of(asked.scenario, asked.identity)
        with pytest.raises(UsageError, match="share their luck"):
            replicate(asked)


STORMY = SHOP.replace(
    "variants:",
    """disruptions:
  strike:
    where: maker
    when: {kind: recurring, gap: {kind: exponential, mean: 9}, lasts: {kind: exponential, mean: 3}}
    what: [{kind: capacity}]
    ends: {kind: staircase, steps: [[1, 0.5], [2, 0]]}
    hits: 0.7
  panic:
    where: people
    when: {kind: after, of: strike, delay: {kind: exponential, mean: 1}, lasts: 2, probability: 0.8}
    what: {kind: demand, factor: 3}
    severity: {kind: uniform, low: 0.2, high: 1}
  silence:
    where: shop
    when: {kind: chance, probability: 0.5, starts: 20, delay: {kind: uniform, low: 0, high: 9}}
    what: {kind: information_outage, stale_demand: true}
active: [strike, panic, silence]
variants:""",
)


def test_disruptions_are_played_alike_under_another_seed_with_their_hits_and_severities(tmp_path):
    first = replicate(plan(tmp_path, STORMY, count=4, save_tape=tmp_path / "tape.zip"))
    assert len(set(first.digests.values())) == 4
    tape = Tape.read(tmp_path / "tape.zip")
    windows = tape.tables["windows"]
    assert set(windows["disruption"]) == {"strike", "panic", "silence"}
    assert windows["end"].max() == float("inf")  # the silence is for good, in some replication
    again = replicate(plan(tmp_path, STORMY, count=None, tape=tape, seed=99))
    assert again.digests == first.digests
    assert again.drawn_beyond_tape == 0
    assert replicate(plan(tmp_path, STORMY, count=4, seed=99)).digests != first.digests


def test_an_edited_window_moves_the_outage(tmp_path):
    loaded = load(written(tmp_path, STORMY))
    replicate(plan(tmp_path, STORMY, count=1, save_tape=tmp_path / "tape.zip"))
    tape = Tape.read(tmp_path / "tape.zip")
    windows = tape.tables["windows"].copy()
    row = int(((windows["disruption"] == "strike") & (windows["replication"] == 0)).to_numpy().argmax())
    usual = float(windows.loc[row, "start"])
    windows.loc[row, "start"] = usual - 0.5
    edited = dataclasses.replace(tape, tables={**tape.tables, "windows": windows})

    def struck(played) -> list[float]:
        states = tables(sim.simulate(loaded, tape=played, replication=0))["states"]
        return states["since"][states["resource"].astype(str).str.startswith("strike/capacity")].tolist()

    before, after = struck(tape), struck(edited)
    assert before[0] == usual
    assert after[0] == usual - 0.5
    assert after[1:] == before[1:]


@pytest.mark.parametrize(
    ("scenario", "variants"),
    [
        ("supplier_fire", [None, "fire", "fire_with_plan", "fire_with_stock"]),
        ("jit_or_buffer", ["kanban_calm", "kanban_storm", "buffer_calm", "buffer_storm"]),
        ("law_kelton", [None, "s20_S100", "s60_S80"]),
        ("cases/second_source", None),
        ("cases/thailand_floods", None),
    ],
)
def test_the_outer_world_is_the_same_in_all_variants(tmp_path, scenario, variants):
    """What is drawn for a thing, a day and a place in the sequence is that, whatever the policies; some draw more."""
    path = ROOT / "scenarios" / f"{scenario}.yaml"
    tapes = []
    for label in variants if variants is not None else [None, *sim.load(path).scenario.variants]:
        sim.run(path, variant=label, replications=2, save_tape=tmp_path / f"{label}.zip")
        tapes.append(Tape.read(tmp_path / f"{label}.zip"))
    first, *others = tapes
    for other in others:
        pd.testing.assert_frame_equal(other.demand, first.demand, check_exact=True)
        for table, keys in [
            ("draws", ["replication", "thing", "day", "ordinal"]),
            ("windows", ["replication", "disruption", "start"]),
            ("prices", ["replication", "name", "time"]),
        ]:
            both = first.tables[table].merge(other.tables[table], on=keys, suffixes=("", "_of_other"))
            for column in set(COLUMNS[table]) - set(keys):
                pd.testing.assert_series_equal(
                    both[column], both[f"{column}_of_other"], check_names=False, check_exact=True
                )
        struck = [tape.tables["windows"] for tape in (first, other)]
        shared = set(struck[0]["disruption"]) & set(struck[1]["disruption"])
        mine, theirs = (each[each["disruption"].isin(shared)].reset_index(drop=True) for each in struck)
        pd.testing.assert_frame_equal(mine, theirs, check_exact=True)
