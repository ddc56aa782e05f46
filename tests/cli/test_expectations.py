from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.api.comparison import ComparisonResult
from sim.cli.program import attempt
from tests.scenario.chained import CHAINED, written

BRIEF = ["--replications", "3", "--no-figures"]


def file_with(folder: Path, expectation: str) -> str:
    head, tail = CHAINED.split("expect:\n")[0], CHAINED.split("\nvariants:\n")[1]
    return str(written(folder, f"{head}expect: {expectation}\nvariants:\n{tail}"))


def test_a_run_that_is_as_expected_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = file_with(tmp_path, "{fill_rate: {sites: {tag: store}, at_least: 10 %}}")
    assert attempt(["run", file, *BRIEF, "--no-save", "--check"]) == 0
    said = capsys.readouterr()
    assert said.out.count("met        fill_rate, site shop_") == 3
    assert "Expectations: 3 met." in said.out
    assert "fill_rate" not in said.err


@pytest.mark.parametrize(
    ("expectation", "verdict"),
    [("fill_rate: {at_most: 10 %}", "failed"), ("lane_lead_time: {at_most: 10}", "undecided")],
)
def test_what_is_not_met_ends_with_3_and_is_named(
    expectation: str, verdict: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = file_with(tmp_path, f"{{{expectation}}}")
    assert attempt(["run", file, *BRIEF, "--out", str(tmp_path / "out"), "--check"]) == 3
    name = expectation.partition(":")[0]
    assert f"{verdict:9}  {name}, network: at most" in capsys.readouterr().err
    assert attempt(["run", file, *BRIEF, "--out", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    assert attempt(["report", str(tmp_path / "out"), "--no-figures"]) == 0
    assert attempt(["report", str(tmp_path / "out"), "--no-figures", "--check"]) == 3
    assert f"{verdict:9}  {name}, network" in capsys.readouterr().err


def test_verdicts_are_in_the_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = file_with(tmp_path, "{lane_lead_time: {at_most: 10}}")
    assert attempt(["run", file, *BRIEF, "--no-save", "--format", "json", "-q"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["expectations"]
    assert (found["verdict"], found["estimate"], found["bound"]) == ("undecided", None, None)


def test_the_page_says_what_was_expected(tmp_path: Path) -> None:
    file = file_with(tmp_path, "{fill_rate: {at_most: 10 %}, lost_share: {at_most: 100 %}}")
    out = tmp_path / "out"
    assert attempt(["run", file, *BRIEF, "--out", str(out)]) == 0
    page = (out / "report.html").read_text(encoding="utf-8")
    failed, met = (
        page.index("Failed:</strong> fill_rate, network: at most 0.1;"),
        page.index("Met:</strong> lost_share"),
    )
    assert page.index("What was expected") < failed < met
    assert attempt(["compare", file, "--variants", "base", "more", "--replications", "3", "--out", str(out / "b")]) == 0
    assert "base, fill_rate, network: at most 0.1;" in (out / "b" / "report.html").read_text(encoding="utf-8")


def test_a_variant_is_judged_by_its_own_expectations(tmp_path: Path) -> None:
    file = file_with(tmp_path, "{fill_rate: {at_most: 10 %}}")
    assert attempt(["run", file, *BRIEF, "--no-save", "--check", "-q", "--variant", "more"]) == 0


def test_each_variant_of_a_comparison_is_judged_under_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = file_with(tmp_path, "{fill_rate: {at_most: 10 %}}"), str(tmp_path / "out")
    brief = ["compare", file, "--replications", "3", "--out", out, "--no-page"]
    assert attempt([*brief, "--variants", "base", "more", "--check"]) == 3
    failed = [line for line in capsys.readouterr().err.splitlines() if "failed     " in line]
    assert [line.partition(", network")[0] for line in failed] == ["base: failed     fill_rate"]
    assert attempt(["report", out, "--no-page", "--check"]) == 3
    assert "base: failed     fill_rate, network" in capsys.readouterr().err
    capsys.readouterr()
    assert attempt(["report", out, "--no-page", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["variants"]
    assert [of["verdict"] for of in told["base"]["expectations"]] == ["failed"]
    verdicts = ComparisonResult.read(out).check()
    assert (verdicts.loc[verdicts["variant"] == "base", "verdict"] == "failed").all()
    assert (verdicts.loc[verdicts["variant"] == "more", "verdict"] == "met").all()
    assert set(verdicts["variant"]) == {"base", "more"}


def test_what_was_interrupted_is_undecided(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = file_with(tmp_path, "{fill_rate: {at_least: 10 %}}"), tmp_path / "out"
    assert attempt(["run", file, *BRIEF, "--out", str(out), "--no-page", "--check"]) == 0
    manifest = out / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"status": "finished"', '"status": "interrupted"'))
    capsys.readouterr()
    assert attempt(["report", str(out), "--no-figures", "--no-page", "--check"]) == 3
    assert "undecided  3 of 3 replications have finished" in capsys.readouterr().err


def test_a_comparison_that_expects_nothing_cannot_be_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = file_with(tmp_path, "{}"), tmp_path / "out"
    other = tmp_path / "other.yaml"
    other.write_text(Path(file).read_text().replace("level: 50", "level: 40"))
    brief = ["compare", file, str(other), "--replications", "3", "--out", str(out), "--no-page"]
    assert attempt([*brief, "--check"]) == 2
    assert "there is nothing to check: no scenario or variant has an 'expect'" in capsys.readouterr().err
    assert not out.exists()
    assert attempt(brief) == 0
    assert attempt(["report", str(out), "--no-page", "--check"]) == 2


def test_nothing_to_check_is_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = file_with(tmp_path, "{}")
    out = str(tmp_path / "out")
    assert attempt(["run", file, *BRIEF, "--out", out, "--check"]) == 2
    assert "there is nothing to check: the scenario has no 'expect'" in capsys.readouterr().err
    assert not Path(out).exists()
    assert attempt(["run", file, *BRIEF, "--out", out]) == 0
    assert attempt(["report", out, "--no-figures", "--check"]) == 2


def test_a_manifest_with_another_verdict_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = file_with(tmp_path, "{fill_rate: {at_least: 10 %}}"), tmp_path / "out"
    assert attempt(["run", file, *BRIEF, "--out", str(out)]) == 0
    manifest = out / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"verdict": "met"', '"verdict": "fine"'))
    assert attempt(["report", str(out), "--no-figures", "--check"]) == 1
    assert "manifest.json: is damaged: expectations.0.verdict" in capsys.readouterr().err


def test_mistakes_end_with_2_and_their_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = file_with(tmp_path, "{fill_rat: {at_least: 10 %}}")
    assert attempt(["run", file, "--no-save", "--check"]) == 2
    assert ":26:10: error: expect.fill_rat: there is no KPI 'fill_rat' (did you mean 'fill_rate'?)" in (
        capsys.readouterr().err
    )
