"""The page on stress tests: what it shows is what comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sim
from tests.experiment.test_stress_oracles import DIVERGING, HAND, SERIAL

PAGE = Path(__file__).resolve().parent.parent / "docs" / "stress.md"
SERIAL_HAND = {"maker": (0, 9, 16, 7), "road": (0, 9, 16, 7)}


def rows() -> list[list[str]]:
    lines = [line for line in PAGE.read_text().splitlines() if re.match(r"\| (serial|diverging) \|", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize(("network", "text"), [("serial", SERIAL), ("diverging", DIVERGING)])
def test_figures_beside_those_by_hand_are_ours(tmp_path: Path, network: str, text: str) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(text)
    found = sim.stress(path, at=30, lasts=14).outages
    hand = {name: figures[:4] for name, figures in HAND.items()} if network == "diverging" else SERIAL_HAND
    told = {cells[1]: cells[2:] for cells in rows() if cells[0] == network}
    assert set(told) == set(hand) <= set(found["name"])
    for row in found[found["name"].isin(list(hand))].to_dict("records"):
        cells = [float(cell.replace(",", "")) for cell in told[row["name"]]]
        ours = [row[key] for key in ("lost_profit", "time_to_survive", "time_to_recover", "resilience_loss")]
        assert cells[0::2] == pytest.approx(list(hand[row["name"]]), abs=5e-4), row["name"]
        assert cells[1::2] == pytest.approx(ours, abs=5e-4), row["name"]


def test_the_winter_has_the_parts_that_are_shown(tmp_path: Path) -> None:
    text = next(block for block in blocks("yaml") if "two_winters" in block)
    path = tmp_path / "two_winters.yaml"
    path.write_text(text)
    shown = next(block for block in blocks("text") if "two_winters" in block)
    assert repr(sim.attribute(path, variant="winter")) == shown
