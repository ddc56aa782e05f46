from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from sim import tables
from sim.quantities import Reading
from sim.tables import read_table


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "scenario"
    inside.mkdir()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    return inside


def read(folder, content, name="data.csv"):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(Reading(folder=folder), name)


def refusal(call):
    with pytest.raises(PydanticCustomError) as caught:
        call()
    return str(caught.value), caught.value.context


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_reads_what_people_save(folder, end, mark):
    table = read(folder, mark + end.join(["day, amount", "1,2.5", "", '2," 3 "', "3,4"]).encode())
    assert table.columns == ("day", "amount")
    assert table.rows == (("1", "2.5"), ("2", "3"), ("3", "4"))
    assert table.lines == (2, 4, 5)
    assert table.column("day") == ("1", "2", "3")
    assert table.numbers("amount") == (2.5, 3.0, 4.0)
    assert table.path == (folder / "data.csv").resolve()


def test_a_cell_may_span_lines(folder):
    table = read(folder, 'name,size\n"two\nlines",1\nplain,2\n')
    assert table.lines == (2, 4)
    assert table.column("name") == ("two\nlines", "plain")


def test_a_table_may_have_no_rows_and_a_row_no_content(folder):
    assert read(folder, "a,b\n").rows == ()
    assert read(folder, "a,b\n,\n").rows == (("", ""),)


def test_a_file_is_read_once(folder):
    reading = Reading(folder=folder)
    (folder / "data.csv").write_text("a\n1\n")
    first = read_table(reading, "data.csv")
    (folder / "data.csv").write_text("a\n2\n")
    assert read_table(reading, "./data.csv") is first
    assert read_table(Reading(folder=folder), "data.csv").numbers("a") == (2,)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "data.csv: the file is empty"),
        ("\n\n", "data.csv: the file is empty"),
        ("a,b\n1,2\n\n1,2,3\n", "data.csv line 4: the row has 3 cells, but the header names 2 columns"),
        ("a,b\n1\n", "data.csv line 2: the row has 1 cells"),
        ("a,b,a,b\n", "data.csv line 1: the header names 'a', 'b' more than once"),
        ("\na,,b\n", "data.csv line 2: column 2 of the header has no name"),
        ("a;b\n1;2\n", "data.csv line 1: the cells must be separated by commas"),
        ('a,b\n1,"2\n3,4\n', "data.csv line 2: this is not a table"),
        (b"a\n1\r\n\xff\n", "data.csv line 3: the file is not UTF-8"),
    ],
)
def test_says_what_is_wrong_and_where(folder, content, message):
    text, context = refusal(lambda: read(folder, content))
    assert text.startswith(message)
    assert context["file"] == "data.csv"
    assert f"line {context['line']}" in text or context["line"] is None


def test_columns_and_numbers(folder):
    table = read(folder, "amount,day\n1,x\n2 kg,\n{0},inf\n1_000,3\n")
    assert refusal(lambda: table.column("amonut"))[1]["hint"] == "did you mean 'amount'?"
    assert refusal(lambda: table.column("zzz"))[1]["hint"] == "its columns: amount, day"
    found = "data.csv line 3: column 'amount': '2 kg' is not a number (and 2 more in this column)"
    assert refusal(lambda: table.numbers("amount"))[0] == found
    assert refusal(lambda: table.numbers("day"))[0].startswith("data.csv line 2: column 'day': 'x' is not a number")
    empty = read(folder, "a,b\n1,\n")
    assert refusal(lambda: empty.numbers("b"))[0] == "data.csv line 2: column 'b': an empty cell is not a number"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../secret.csv", "leaves the scenario's folder"),
        ("deep/../../secret.csv", "leaves the scenario's folder"),
        ("link.csv", "leaves the scenario's folder"),
        ("/etc/hostname", "must be relative"),
        ("C:\\data.csv", "must be relative"),
        ("\\\\server\\data.csv", "must be relative"),
        ("none.csv", "no such file"),
        (".", "no such file"),
        ("", "name of a file is missing"),
        ("a\0b", "not a path that can be read"),
    ],
)
def test_stays_inside_the_folder(folder, name, message):
    (folder / "link.csv").symlink_to(folder.parent / "secret.csv")
    assert message in refusal(lambda: read_table(Reading(folder=folder), name))[0]


def test_needs_a_folder():
    assert "a scenario that is a file itself" in refusal(lambda: read_table(Reading(), "data.csv"))[0]


def test_has_a_limit(folder, monkeypatch):
    monkeypatch.setattr(tables, "LARGEST_FILE", 2_000_000)
    assert "larger than 2 MB" in refusal(lambda: read(folder, b"a\n" + b"1\n" * 1_000_000))[0]
    assert len(read(folder, b"a\n" + b"1\n" * 10).rows) == 10
