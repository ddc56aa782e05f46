"""The reference values are those of the validation set, where a clone has it beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.oracles import theory
from tests.oracles.catalogue import CASES
from tests.oracles.references import document

VALIDATION = Path(__file__).parents[2].parent / "shared" / "validation" / "cases"
COPIED = sorted({case.file for case in CASES} - set(theory.own()))


@pytest.mark.skipif(not VALIDATION.is_dir(), reason="the validation set is not beside this clone")
@pytest.mark.parametrize("case", COPIED)
def test_copied_values_are_those_of_the_validation_set(case):
    original = yaml.safe_load((VALIDATION / f"{case}.yaml").read_text(encoding="utf-8"))
    copy = document(case)
    assert copy["source"] == original["source"]
    kept = ("value", "kind", "tol_abs", "tol_rel", "unit")
    assert copy["reference"] == {
        name: {key: entry[key] for key in kept if key in entry} for name, entry in original["reference"].items()
    }
