"""Golden digests: what the first replication of each shipped scenario and variant posts, to the last bit."""

from __future__ import annotations

from pathlib import Path

import yaml

import sim
from sim.ledger.digest import digest

ROOT = Path(__file__).resolve().parents[2]
FILE = Path(__file__).with_name("digests.yaml")
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
LARGE = {
    "car_plant_jit", "fuel_refinery", "grocery_retail", "orange_juice", "penny_fab", "pharma_cold_chain",
}  # fmt: skip
"""Scenarios whose variants differ in policy only and are many or take seconds: as they stand is enough."""


def cases() -> list[tuple[Path, str | None]]:
    """Every scenario as it stands, and its variants."""
    pairs: list[tuple[Path, str | None]] = []
    for path in SCENARIOS:
        variants = yaml.safe_load(path.read_text(encoding="utf-8")).get("variants", {})
        pairs.append((path, None))
        pairs += [(path, name) for name in sorted(variants) if path.stem not in LARGE]
    return pairs


def label(path: Path, variant: str | None) -> str:
    """The name of a case."""
    return path.stem if variant is None else f"{path.stem}/{variant}"


def measure(path: Path, variant: str | None) -> str:
    """The digest of a case as it is now."""
    return digest(sim.simulate(path, variant=variant))


def found() -> dict[str, str]:
    """The digests of all cases as they are now."""
    return {label(path, variant): measure(path, variant) for path, variant in cases()}


def text(digests: dict[str, str]) -> str:
    """The file that keeps them."""
    head = "# Written by `python -m tests.golden`; a change needs its reason in CHANGELOG.md.\n"
    return head + yaml.safe_dump(digests, sort_keys=True)
