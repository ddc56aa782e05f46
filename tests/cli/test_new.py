from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim import cli
from sim.api.templates import templates

TEMPLATES = ("shop", "distribution", "serial_chain", "factory", "make_to_order")


@pytest.fixture
def headwater(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The command line, in this process and in a folder of its own: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)

    def call(*words: object) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as end:
            cli.main([str(word) for word in words])
        captured = capsys.readouterr()
        return end.value.code, captured.out, captured.err

    return call


def test_templates_are_listed_from_the_simplest(headwater) -> None:
    code, out, err = headwater("new", "--list")
    assert (code, err) == (0, "")
    assert tuple(line.split()[0] for line in out.splitlines()) == TEMPLATES == tuple(templates())


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_scenario_is_strictly_right_and_runs(headwater, tmp_path: Path, template: str) -> None:
    code, out, err = headwater("new", "mine", "--template", template)
    assert (code, out) == (0, "")
    assert err.startswith("wrote mine.yaml; next: headwater check mine.yaml")
    assert headwater("check", "--strict", "mine.yaml")[0] == 0
    loaded = sim.load(tmp_path / "mine.yaml")
    assert loaded.scenario.name == "mine"
    assert loaded.scenario.variants
    assert loaded.text.count("#") >= 8  # it explains itself
    result = sim.run(loaded, replications=1)
    assert result.status == "finished"
    assert result.run.goods == 0
    assert 0 < result.kpi("fill_rate") <= 1 or template == "make_to_order"


def test_shop_is_the_template_where_none_is_named(headwater, tmp_path: Path) -> None:
    headwater("new", "folder/mine.yaml")
    headwater("new", "named", "--template", "shop")
    written = (tmp_path / "folder" / "mine.yaml").read_text()
    assert written == (tmp_path / "named.yaml").read_text().replace("name: named", "name: mine")


def test_nothing_is_overwritten_unless_forced(headwater, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("work of a week")
    code, _, err = headwater("new", "mine")
    assert code == 2
    assert "'mine.yaml' is there already" in err
    assert path.read_text() == "work of a week"
    assert headwater("new", "mine", "--force")[0] == 0
    assert path.read_text().startswith("# One shop")
    assert [each.name for each in tmp_path.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("mine", "--template", "shp"), "there is no template 'shp'; did you mean 'shop'?"),
        (("1st",), "'1st' cannot be the name of a scenario"),
        (("two words",), "'two words' cannot be the name"),
        ((), "name the scenario"),
    ],
)
def test_mistakes_are_said(headwater, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    code, out, err = headwater("new", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []
