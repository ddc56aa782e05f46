"""What the shipped scenarios post does not change unless somebody says why."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from tests.golden.digests import FILE, ROOT, cases, label, measure

KEPT = yaml.safe_load(FILE.read_text(encoding="utf-8"))
PINS = dict(
    line.strip().split("==")
    for line in (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if "==" in line and not line.startswith("#")
)


@pytest.mark.parametrize(("path", "variant"), cases(), ids=[label(*case) for case in cases()])
def test_the_digest_is_the_golden_one(path: Path, variant: str | None) -> None:
    for package in ("numpy", "scipy", "simpy"):
        if version(package) != PINS[package]:
            pytest.skip(f"golden digests hold under .ci/constraints.txt; this is {package} {version(package)}")
    assert measure(path, variant) == KEPT[label(path, variant)]


def test_no_digest_is_left_over() -> None:
    assert set(KEPT) == {label(*case) for case in cases()}
