from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

from sim.errors import UsageError
from sim.scenario import check, load
from sim.scenario.network import Network
from tests.scenario.broken_files import SMALL, Broken, text_of
from tests.scenario.broken_hostile import HOSTILE, MISLEADING


def told(folder: Path, text: str, **tables: str) -> list[str]:
    for name, content in tables.items():
        (folder / f"{name}.csv").write_text(content)
    file = folder / "scenario.yaml"
    file.write_text(text)
    return [str(problem) for problem in check(file)]


def shops_of_a_table(columns: str = "") -> str:
    return SMALL.replace("    kind: warehouse\n", f"    from_csv: shops.csv\n    kind: warehouse\n{columns}")


@pytest.mark.parametrize("case", [*HOSTILE, *MISLEADING], ids=lambda case: case.label)
def test_it_is_told_at_its_line_and_soon(case: Broken, tmp_path: Path) -> None:
    began = perf_counter()
    problems = told(tmp_path, text_of(case))
    assert perf_counter() - began < 10
    assert all(problem.isprintable() for problem in problems)
    assert any(f"scenario.yaml:{case.line}:" in problem and case.says in problem for problem in problems), problems[:3]


def test_cells_put_into_texts_are_bounded_before_they_are_put_there(tmp_path: Path) -> None:
    text = shops_of_a_table(f"    owner: '{'{c}' * 1000}'\n")
    began = perf_counter()
    problems = told(tmp_path, text, shops="name,c\n" + "".join(f"s{row},{'y' * 50_000}\n" for row in range(40)))
    assert any("more than 1,000,000 values" in problem for problem in problems)
    assert perf_counter() - began < 10


def test_lists_in_cells_are_bounded_together(tmp_path: Path) -> None:
    cell = f'"[&a [{",".join("x" * 1000)}],{",".join(["*a"] * 400)}]"'
    problems = told(
        tmp_path, shops_of_a_table(), shops="name,owner\n" + "".join(f"s{row},{cell}\n" for row in range(4))
    )
    assert any("shops.csv:4:2" in problem and "more than 1,000,000 values" in problem for problem in problems)


def test_a_column_is_no_deeper_than_a_document(tmp_path: Path) -> None:
    problems = told(tmp_path, shops_of_a_table(), shops=f"name,{'a.' * 3000}b\ns,1\n")
    assert any("a column's path is deeper than 60 levels" in problem for problem in problems)


def test_a_cell_of_two_lines_is_refused(tmp_path: Path) -> None:
    problems = told(tmp_path, shops_of_a_table(), shops='name,tags\ns,"[a]\nregion: north"\n')
    assert any("shops.csv:2:2" in problem and "the cell goes on in another line" in problem for problem in problems)


def test_control_characters_of_a_header_are_shown_as_escapes(tmp_path: Path) -> None:
    problems = told(tmp_path, shops_of_a_table(), shops='name,"a\x1b[2J\nb"\ns,1\n')
    assert any(r"unknown key 'a\x1b[2J\nb'" in problem for problem in problems)
    assert all(problem.isprintable() for problem in problems)


def test_very_many_unknown_names_are_told_quickly(tmp_path: Path) -> None:
    buyer = "kind: customer, buys: {juice: {from: shp_number, demand: {kind: poisson, rate: 1}}}"
    many = "".join(f"  buyer_number_{number:05}: {{{buyer}}}\n" for number in range(3000))
    began = perf_counter()
    problems = told(tmp_path, SMALL.replace("lanes:\n", f"{many}lanes:\n"))
    assert perf_counter() - began < 15
    assert any("there are 2,000 mistakes more than are listed here" in problem for problem in problems)


def test_a_star_of_many_customers_is_ranked_quickly(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(SMALL.replace("    kind: customer\n", "    count: 5000\n    kind: customer\n"))
    scenario = load(file).scenario
    network = Network(scenario)
    assert len(network.buyers[("shop", "juice")]) == 5000
    began = perf_counter()
    assert network.levels[("maker", "juice")] == 2
    assert perf_counter() - began < 1


def test_a_check_of_very_much_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.scenario.loading.MOST_CHECKED", 10)
    problems = told(tmp_path, SMALL)
    assert len(problems) == 1
    assert "warning: variants: too large to check all variants at once: not checked from 'more' on" in problems[0]


def test_names_of_files_that_are_not_text_can_be_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path / "no\udcff\nfile.yaml")
    assert str(caught.value).isprintable()
    assert r"\udcff\nfile.yaml" in str(caught.value)
