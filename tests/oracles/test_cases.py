"""Every case is run as its scenario file says and held against its reference values."""

from __future__ import annotations

import pytest

from tests.oracles.catalogue import CASES
from tests.oracles.comparisons import compare, fraction, seed


@pytest.mark.oracle
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_figures_are_those_of_theory(case):
    failures = [str(comparison) for comparison in compare(case, fraction()) if not comparison.passes]
    assert not failures, "\n".join(failures)


def test_seeds_follow_from_the_names():
    assert seed("basestock-poisson") == 944315967
    assert len({seed(case.name) for case in CASES}) == len(CASES)
