"""Reference values that theory gives without a run."""

from __future__ import annotations

import numpy as np
import pytest

from tests.oracles import formulas, theory
from tests.oracles.catalogue import CASES, LEFT_OUT
from tests.oracles.references import FOLDER, references

PUBLISHED = [(case, name, value) for case, values in theory.published().items() for name, value in values.items()]
OWN = [(case, name, value) for case, values in theory.own().items() for name, value in values.items()]


@pytest.mark.parametrize(("case", "name", "value"), PUBLISHED, ids=[f"{case}-{name}" for case, name, _ in PUBLISHED])
def test_theory_gives_the_published_value(case, name, value):
    reference = references(case)[name]
    # Printed with ten digits; what the reference calls exact to a digit must be so here.
    assert np.asarray(value, dtype=float).reshape(-1) == pytest.approx(
        np.array(reference.value), rel=min(1e-6, 1e-9 + max(reference.tolerance)), abs=0
    )


@pytest.mark.parametrize(("case", "name", "value"), OWN, ids=[f"{case}-{name}" for case, name, _ in OWN])
def test_theory_gives_our_own_reference(case, name, value):
    assert references(case)[name].value == pytest.approx((value,), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("lead_time", "periods"), [(lead, p) for lead in (1, 2, 3, 5) for p in (3, 5, 10, 20)])
def test_tolerance_of_the_simulated_bullwhip_is_four_standard_errors(lead_time, periods):
    error = formulas.error_of_bullwhip_of_moving_average(lead_time, periods, 100_000)
    reference = references("bullwhip-ma-iid")[f"table_L_p.L{lead_time}_p{periods}"]
    assert reference.simulated == pytest.approx((4 * error,), rel=1e-3)


def test_every_reference_value_is_measured_or_computed_or_left_out_with_a_reason():
    for path in sorted((FOLDER / "references").glob("*.yaml")):
        case = path.stem
        measured = {measure.reference for item in CASES if item.file == case for measure in item.measures}
        accounted = measured | set(theory.published().get(case, {})) | set(LEFT_OUT.get(case, {}))
        assert set(references(case)) == accounted, case


def test_nothing_that_is_left_out_is_measured():
    for case, reasons in LEFT_OUT.items():
        measured = {measure.reference for item in CASES if item.file == case for measure in item.measures}
        assert not measured & set(reasons)
        assert all(reasons.values())


def test_files_and_catalogue_name_the_same_cases():
    catalogue = {case.file for case in CASES}
    assert {path.stem for path in (FOLDER / "cases").glob("*.yaml")} == catalogue
    assert {path.stem for path in (FOLDER / "references").glob("*.yaml")} == catalogue
