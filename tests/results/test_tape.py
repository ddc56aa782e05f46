"""Tapes on disk: exact, the same bytes each time, and damage told plainly."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.errors import UsageError
from sim.results.tape import COLUMNS, EVERY, Head, Tape

HEAD = Head(
    scenario="shop", fingerprint="f" * 32, seed=3, version="0.1.0", time_unit="day", replications=(0, 1),
    start="2025-01-06",
)  # fmt: skip


def tape() -> Tape:
    demand = pd.DataFrame(
        {"replication": [1, 0, 0], "customer": "people", "product": "item",
         "time": [0.1 + 0.2, 2 / 3, 1e-9], "quantity": [5e-324, 1e15, np.nextafter(1.0, 2.0)]}
    )  # fmt: skip
    draws = pd.DataFrame(
        {"replication": [0, EVERY], "thing": ["lane/a->b/item", "repair/plant/press/1"], "day": [3, -1],
         "ordinal": [0, 2], "uniform": [2.0**-54, np.nan], "value": [np.nan, 1 / 3]}
    )  # fmt: skip
    windows = pd.DataFrame({"replication": [0], "disruption": ["strike"], "start": [1.5], "end": [2.5]})
    prices = pd.DataFrame({"replication": [0], "name": ["grove/oranges"], "time": [0.0], "price": [0.4]})
    coverage = pd.DataFrame({"replication": [0], "thing": ["demand/people/item"], "until": [60.0]})
    return Tape.of(HEAD, demand=demand, draws=draws, windows=windows, prices=prices, coverage=coverage)


@pytest.mark.parametrize("name", ["tape.zip", "folder/"])
def test_what_is_read_is_what_was_written_to_the_last_bit(tmp_path, name):
    path = f"{tmp_path}/{name}"
    tape().write(path)
    again = Tape.read(path)
    assert again.head == HEAD
    for table in COLUMNS:
        pd.testing.assert_frame_equal(again.tables[table], tape().tables[table], check_exact=True)
    assert again.digest == tape().digest


def test_the_same_tape_is_the_same_bytes_whatever_the_order_of_its_rows(tmp_path):
    tape().write(tmp_path / "one.zip")
    shuffled = tape().with_demand(tape().demand.iloc[::-1])
    shuffled.write(tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_an_edit_changes_the_digest_and_nothing_else():
    edited = tape().demand
    edited.loc[0, "quantity"] = 2.0
    changed = tape().with_demand(edited)
    assert changed.digest != tape().digest
    assert changed.tables["draws"] is not None
    assert tape().demand["quantity"].tolist() != changed.demand["quantity"].tolist()
    assert tape().with_demand(tape().demand).digest == tape().digest


def test_a_part_has_the_rows_of_one_replication_and_those_of_all():
    part = tape().part(0)
    assert part.head.replications == (0,)
    assert len(part.tables["demand"]) == 2
    assert part.tables["draws"]["replication"].tolist() == [EVERY, 0]
    assert tape().part(7).tables["draws"]["replication"].tolist() == [EVERY]
    assert (tape().count, tape().part(7).count) == (2, None)


def test_parts_put_together_are_the_whole():
    own = tape()
    draws = own.tables["draws"]
    own = own.with_draws(draws[draws["replication"] != EVERY])
    assert Tape.merged([own.part(1), own.part(0)]).digest == own.digest
    assert Tape.merged([own.part(1), own.part(0)]).head == own.head


# ------------------------------------------------------------------------------------------------------------- damage

DEMAND = "replication,customer,product,time,quantity\n"
DRAWS = "replication,thing,day,ordinal,uniform,value\n"
BAD = {
    "no number": ("demand.csv", DEMAND + "0,people,item,1,2\n0,people,item,x,2\n", "demand.csv:3.*'time'.*'x'"),
    "negative": ("demand.csv", DEMAND + "0,people,item,1,-2\n", "demand.csv:2.*'quantity'.*0 or more.*'-2'"),
    "infinite": ("demand.csv", DEMAND + "0,people,item,inf,2\n", "demand.csv:2.*'time'"),
    "too late": ("demand.csv", DEMAND + "0,people,item,1e12,2\n", "demand.csv:2.*'time'"),
    "empty cell": ("demand.csv", DEMAND + "0,people,item,,2\n", "demand.csv:2.*'time'"),
    "half replication": ("demand.csv", DEMAND + "0.5,people,item,1,2\n", "demand.csv:2.*'replication'.*'0.5'"),
    "negative replication": ("demand.csv", DEMAND + "-3,people,item,1,2\n", "demand.csv:2.*'replication'"),
    "nobody": ("demand.csv", DEMAND + "0,,item,1,2\n", "demand.csv:2.*'customer'.*a name"),
    "several": ("demand.csv", DEMAND + "0,a,b,1,x\n" * 3, "and 2 more rows like it"),
    "short row": ("demand.csv", DEMAND + "0,people,item,1\n", "demand.csv:2.*4 cells instead of 5"),
    "no column": ("demand.csv", DEMAND.replace("time", "when"), "no column 'time'.*when"),
    "empty file": ("demand.csv", "", "demand.csv.*not a table"),
    "not UTF-8": ("demand.csv", DEMAND.encode() + b"0,\xff,item,1,2\n", "demand.csv:2.*UTF-8"),
    "uniform of 1": ("draws.csv", DRAWS + "0,a,1,0,1,\n", "draws.csv:2.*'uniform'.*below 1"),
    "no draw": ("draws.csv", DRAWS + "0,a,1,0,,\n", "neither a uniform nor a value"),
    "endless": ("draws.csv", DRAWS + "0,a,1,0,,1e12\n", "draws.csv:2.*'value'"),
    "more than all": ("draws.csv", DRAWS + "0,yield/plant/juice,1,0,,1.5\n", "'yield/plant/juice' has a value above 1"),
    "two draws": ("draws.csv", DRAWS + "0,a,1,0,0.5,\n0,a,1,0,0.6,\n", "two rows are about the same: .*thing a"),
    "backwards": ("windows.csv", "replication,disruption,start,end\n0,strike,2,1\n", "'strike' ends before it starts"),
    "no JSON": ("tape.json", "{", "tape.json"),
    "other format": ("tape.json", '{"format": "cassette"}', "is not a tape of the kind"),
    "bad seed": ("tape.json", HEAD.model_dump_json().replace('"seed":3', '"seed":-3'), "tape.json: seed"),
    "unknown key": ("tape.json", HEAD.model_dump_json()[:-1] + ',"more":1}', "tape.json: more"),
}


@pytest.mark.parametrize("case", BAD, ids=str)
def test_damage_is_told_with_its_place(tmp_path, case):
    name, text, message = BAD[case]
    tape().write(f"{tmp_path}/folder/")
    (tmp_path / "folder" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageError, match=message):
        Tape.read(tmp_path / "folder")


def test_a_table_that_is_missing_is_named(tmp_path):
    tape().write(f"{tmp_path}/folder/")
    (tmp_path / "folder" / "draws.csv").unlink()
    with pytest.raises(UsageError, match=r"is not a tape: there is no draws.csv in it"):
        Tape.read(tmp_path / "folder")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("holiday.txt", "sun")
    with pytest.raises(UsageError, match=r"is not a tape: there is no tape.json in it"):
        Tape.read(tmp_path / "other.zip")


def test_a_damaged_file_is_found_wherever_the_damage_is(tmp_path):
    tape().write(tmp_path / "tape.zip")
    whole = (tmp_path / "tape.zip").read_bytes()
    for place in range(0, len(whole), 7):
        spoiled = bytearray(whole)
        spoiled[place] ^= 0xFF
        (tmp_path / "spoiled.zip").write_bytes(spoiled)
        try:
            again = Tape.read(tmp_path / "spoiled.zip")
        except UsageError:
            continue
        assert again.digest == tape().digest  # what was hit is no part of the tape, such as a date
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        (tmp_path / "spoiled.zip").write_bytes(whole[:length])
        with pytest.raises(UsageError, match=re.escape("spoiled.zip")):
            Tape.read(tmp_path / "spoiled.zip")


@pytest.mark.parametrize("path", ["nowhere.zip", "", 3, None, "a\0b"])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(UsageError):
        Tape.read(path)


def test_frames_that_are_no_demand_are_refused():
    frame = tape().demand
    for wrong, message in (
        (frame.drop(columns="time"), "no column 'time'"),
        (frame.assign(quantity=-1.0), "'quantity'"),
        (frame.assign(time=np.nan), "'time'"),
        (frame.assign(customer=3), "'customer'"),
        ([1, 2], "data frame"),
    ):
        with pytest.raises(UsageError, match=message):
            tape().with_demand(wrong)


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match=r"holds 'thesis.txt'"):
        tape().write(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_names_with_control_characters_are_refused(tmp_path):
    tape().write(f"{tmp_path}/folder/")
    (Path(tmp_path) / "folder" / "demand.csv").write_text(DEMAND + '0,"pe\x1b[2Jople",item,1,2\n')
    with pytest.raises(UsageError) as error:
        Tape.read(tmp_path / "folder")
    assert "\x1b" not in str(error.value)
