from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.program import attempt
from tests.scenario.chained import CHAINED, written


def shown(capsys: pytest.CaptureFixture[str], *words: object) -> list[str]:
    assert attempt(["diff", *map(str, words)]) == 0
    return capsys.readouterr().out.splitlines()


def test_one_argument_is_compared_with_the_base(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path)
    assert shown(capsys, file, "more") == [
        "chained.yaml -> more",
        "",
        "sites.shop.stock.juice.replenish.level: 50 -> 60",
        "",
        "expect.fill_rate.sites: {tag: store} -> (not there)",
        "expect.fill_rate.at_least: 90 % -> 95 %",
    ]
    assert shown(capsys, file, "base", "more")[0] == "base -> more"
    assert shown(capsys, file, "base", "more")[1:] == shown(capsys, file, "more")[1:]


def test_two_variants_and_two_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path)
    other = written(tmp_path, CHAINED.replace("horizon: 60", "horizon: 70"), "other.yaml")
    assert "lanes.deliveries.lead_time: 1 day -> 36 h" in shown(capsys, file, "most", "slow")
    assert shown(capsys, file, other)[2:] == ["time.horizon: 60 -> 70"]
    assert shown(capsys, file, "most", "most")[1:] == ["nothing differs"]


def test_mistakes_end_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(written(tmp_path))
    assert attempt(["diff", file, "mor"]) == 2
    assert "there is no variant 'mor'; did you mean 'more'?" in capsys.readouterr().err
    assert attempt(["diff", file, "other.yaml"]) == 2
    assert attempt(["diff", file]) == 2
    capsys.readouterr()
    broken = str(written(tmp_path, CHAINED.replace("extends: more", "extends: moer"), "broken.yaml"))
    assert attempt(["diff", file, broken]) == 2
    assert "broken.yaml:35:14: error: variants.most.extends: there is no variant 'moer'" in capsys.readouterr().err
