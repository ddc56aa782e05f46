from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.quantities import Reading
from sim.scenario.budget import Budget, Exhausted
from sim.scenario.expansion import expand
from sim.scenario.syntax import parse
from sim.scenario.tree import Entries, Findings, place, plain


def expanded(text: str, folder: Path | None = None) -> tuple[Any, list[str], frozenset[str]]:
    findings = Findings()
    root = parse(text, "f.yaml", findings)
    assert isinstance(root, Entries)
    uncertain = expand(root, Reading(folder=folder), findings, Budget())
    return root, [str(problem) for problem in findings.sorted()], uncertain


def test_count_pads_its_numbers() -> None:
    root, problems, _ = expanded("sites: {store: {count: 12, kind: x, note: 'no {n}', tags: ['t{n}']}}")
    assert not problems
    assert sorted(root["sites"]) == [f"store_{number:02}" for number in range(1, 13)]
    assert plain(root["sites"]["store_03"]) == {"kind": "x", "note": "no 03", "tags": ["t03"]}


def test_copies_share_nothing() -> None:
    root, _, _ = expanded("sites: {store: {count: 2, stock: {a: {}}}}")
    root["sites"]["store_1"]["stock"]["a"]["level"] = 5
    assert root["sites"]["store_2"]["stock"]["a"] == {}


def test_an_entry_written_out_wins() -> None:
    root, problems, _ = expanded("sites: {store: {count: 2, kind: x}, store_2: {kind: y}}")
    assert not problems
    assert root["sites"]["store_2"] == {"kind": "y"}


def test_two_made_under_one_name_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("name\nstore_1\nother\nother\n")
    _, problems, _ = expanded("sites:\n  store: {count: 2}\n  more: {from_csv: t.csv}\n", tmp_path)
    assert [problem.split(": error: ")[0] for problem in problems] == ["f.yaml:2:3", "t.csv:4:1"]
    assert "'store_1' is made twice; the first is from t.csv:2:1" in problems[0]
    assert "'other' is made twice; the first is from t.csv:3:1" in problems[1]


def test_rows_fill_templates(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "t.csv").write_text(
        "name,region,stock.a.opening.on_hand,city,dc,price,tags\n"
        'x,north,5,Rome,dc_1,1.50,"[small, new]"\n'
        "y,,,Bonn,dc_2,2,\n"
    )
    root, problems, _ = expanded(
        """
sites:
  store:
    from_csv: data/t.csv
    region: south
    note: store in {city}
    source: "{dc}"
    rate: "{price}"
    tags: [old]
    stock: {a: {level: 7}}
""",
        tmp_path,
    )
    assert not problems
    assert plain(root["sites"]) == {
        "x": {
            "region": "north",
            "note": "store in Rome",
            "source": "dc_1",
            "rate": 1.5,
            "tags": ["small", "new"],
            "stock": {"a": {"level": 7, "opening": {"on_hand": 5}}},
        },
        "y": {
            "region": "south",
            "note": "store in Bonn",
            "source": "dc_2",
            "rate": 2,
            "tags": ["old"],
            "stock": {"a": {"level": 7}},
        },
    }
    assert str(place(root, ("sites", "x", "stock", "a", "opening", "on_hand"))) == "data/t.csv:2:3"
    assert str(place(root, ("sites", "y", "rate"))) == "data/t.csv:3:6"
    assert str(place(root, ("sites", "y", "region"))) == "f.yaml:5:13"


def test_lanes_may_do_without_names(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("from,to,name,lead_time\na,b,,2 days\na,c,fast,1 day\n")
    root, problems, _ = expanded("lanes: {all: {from_csv: t.csv, distance: 5}}", tmp_path)
    assert not problems
    assert plain(root["lanes"]) == {
        "a_to_b": {"from": "a", "to": "b", "lead_time": "2 days", "distance": 5},
        "fast": {"from": "a", "to": "c", "lead_time": "1 day", "distance": 5},
    }


def test_rows_inside_a_site_and_copies_of_it(tmp_path: Path) -> None:
    (tmp_path / "t_1.csv").write_text("name,level\na,5\nb,6\n")
    (tmp_path / "t_2.csv").write_text("name,level\na,7\n")
    root, problems, _ = expanded("sites: {s: {count: 2, stock: {all: {from_csv: 't_{n}.csv', kind: x}}}}", tmp_path)
    assert not problems
    assert plain(root["sites"]["s_1"]["stock"]) == {"a": {"kind": "x", "level": 5}, "b": {"kind": "x", "level": 6}}
    assert plain(root["sites"]["s_2"]["stock"]) == {"a": {"kind": "x", "level": 7}}


def test_tags_stand_for_products() -> None:
    root, problems, _ = expanded(
        """
products: {a: {tags: [t]}, b: {tags: [t, u]}, c: {}}
sites:
  s: {stock: {tag:t: {note: "{product}"}, b: {note: mine}}, buys: {tag:u: {}}}
"""
    )
    assert not problems
    assert plain(root["sites"]["s"]) == {"stock": {"a": {"note": "a"}, "b": {"note": "mine"}}, "buys": {"b": {}}}


def test_a_column_sets_what_a_tag_selected(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("name,stock.a.level\nx,5\n")
    root, _, _ = expanded("products: {a: {tags: [t]}}\nsites: {s: {from_csv: t.csv, stock: {tag:t: {k: 1}}}}", tmp_path)
    assert plain(root["sites"]["x"]) == {"stock": {"a": {"k": 1, "level": 5}}}


@pytest.mark.parametrize(
    ("table", "where", "says"),
    [
        ("name,level\nx,5\ny,010\n", "t.csv:3:2", "column 'level': 010 begins with 0"),
        ("name,level\nx,5\n,6\n", "t.csv:3:1", "the cell of 'name' is empty"),
        ("nam,level\nx,5\n", "f.yaml:1:23", "t.csv has no column 'name' (did you mean 'nam'?)"),
        ("name,level\n", "f.yaml:1:23", "t.csv has no rows"),
        ("", "f.yaml:1:23", "the file is empty"),
        ("name,level\nx\n", "t.csv:2:1", "the row has 1 cells"),
        ("name,name\nx,y\n", "t.csv:1:1", "more than once"),
        ("name,note.x\nx,5\n", "t.csv:2:2", "the template's 'note' is not a mapping"),
        ("name,city\nx,\n", "t.csv:2:2", "the cell of 'city' is empty, but the template uses {city}"),
        ("name,tags\nx,[a\n", "t.csv:2:2", "column 'tags': not YAML"),
        ("name,stock.tag:t.level\nx,5\n", "f.yaml:1:23", "a column names one place"),
    ],
)
def test_mistakes_in_tables_name_file_and_row(table: str, where: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(table)
    _, problems, uncertain = expanded("sites: {s: {from_csv: t.csv, note: 'in {city}', tags: [x]}}", tmp_path)
    assert problems[0].startswith(f"{where}: error: ")
    assert says in problems[0]
    assert uncertain == {"sites"}


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("name\nx\n")
    folder = tmp_path / "scenario"
    folder.mkdir()
    (folder / "t.csv").symlink_to(tmp_path / "secret.csv")
    _, problems, _ = expanded("sites: {s: {from_csv: t.csv}}", folder)
    assert "leaves the scenario's folder" in problems[0]


def test_many_copies_of_much_are_refused() -> None:
    with pytest.raises(Exhausted, match="more than 1,000,000 values"):
        expanded("sites: {s: {count: 100000, stock: {a: {x: [1, 2, 3, 4, 5, 6, 7, 8]}}}}")
