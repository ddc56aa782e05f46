"""The contract of all distributions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from sim.distributions import AnyDistribution, Distribution, DurationDistribution
from sim.quantities import Reading
from sim.spec import families
from sim.streams import Luck
from tests.contracts import family_contract as contract
from tests.contracts.examples_distributions import EXAMPLES as MORE

KINDS = sorted(contract.kinds("distributions"))
EXAMPLES = contract.examples("distributions", MORE)
CASES = contract.cases(EXAMPLES)
DRAWS = 20_000
STRATIFIED = (np.arange(DRAWS) + 0.5) / DRAWS
EXTREMES = np.array([1e-300, 2.0**-54, 1e-12, 0.5, 1 - 1e-12, 1 - 2.0**-53])
MEAN_WITHIN, VARIANCE_WITHIN = 1e-3, 5e-3
"""Errors that midpoints of 20,000 strata may leave, the mean's in standard deviations. The upper tail sets them: one
midpoint stands for the last stratum, where an exponential tail has about (ln n)^2 / n = 0.5 % of the variance. No
example has a much heavier tail: with a cv far above 1 only closed forms tell, which the test of the kind compares."""


def law_of(kind: str, example: dict[str, object]) -> Distribution:
    return contract.read("distributions", kind, example)


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_is_declared(self, kind):
        contract.check_declaration("distributions", kind)

    def test_is_documented(self, kind):
        contract.check_documentation("distributions", kind)

    def test_has_a_schema(self, kind):
        schema = families()["distributions"].kinds[kind].model_json_schema()
        assert schema["properties"]["kind"]["const"] == kind
        assert schema["additionalProperties"] is False
        assert all(entry.get("description") for entry in schema["properties"].values())
        assert {key for example in EXAMPLES[kind] for key in example} <= set(schema["properties"])


@pytest.mark.parametrize(("kind", "example"), CASES)
class TestEveryExample:
    def test_is_a_value(self, kind, example):
        contract.check_value("distributions", kind, example)

    def test_survives_json(self, kind, example):
        law = law_of(kind, example)
        assert type(law).model_validate_json(law.model_dump_json()) == law

    def test_what_it_remembers_is_no_part_of_its_value(self, kind, example):
        fresh, used = law_of(kind, example), law_of(kind, example)
        also_used = law_of(kind, example)
        used.quantile(STRATIFIED)
        also_used.quantile(STRATIFIED)
        assert used.mean == fresh.mean
        assert used == fresh == also_used == used
        assert len({used, fresh}) == 1
        assert used.model_dump() == fresh.model_dump()

    def test_quantiles_rise_inside_the_support(self, kind, example):
        law = law_of(kind, example)
        values = law.quantile(np.sort(np.concatenate([EXTREMES, STRATIFIED])))
        assert values.dtype == np.float64
        assert values.shape == (len(EXTREMES) + DRAWS,)
        assert np.isfinite(values).all()
        assert (np.diff(values) >= 0).all()
        low, high = law.support
        assert low <= values[0]
        assert values[-1] <= high

    def test_support_is_tight(self, kind, example):
        law = law_of(kind, example)
        ends = law.quantile(np.array([1e-300, 1 - 2.0**-53]))
        for end, bound in zip(ends, law.support, strict=True):
            assert not np.isfinite(bound) or abs(end - bound) <= 0.2 * law.variance**0.5

    def test_sample_has_the_moments_it_states(self, kind, example):
        law = law_of(kind, example)
        values = law.quantile(STRATIFIED)
        assert abs(values.mean() - law.mean) <= MEAN_WITHIN * law.variance**0.5 + 1e-12
        assert values.var() == pytest.approx(law.variance, rel=VARIANCE_WITHIN, abs=1e-12)

    def test_the_size_of_a_block_changes_nothing(self, kind, example):
        law = law_of(kind, example)
        one = Luck(7, largest_block=1).stream("lane", quantile=law.quantile)
        many = Luck(7).stream("lane", quantile=law.quantile)
        assert [one.next() for _ in range(100)] == [many.next() for _ in range(100)]

    def test_pure(self, kind, example):
        law, uniforms = law_of(kind, example), STRATIFIED[::50].copy()
        assert law.quantile(uniforms).tolist() == law.quantile(uniforms).tolist()
        assert (uniforms == STRATIFIED[::50]).all()

    def test_in_steps_leaves_it_alone(self, kind, example):
        assert law_of(kind, example).in_steps(1000) == law_of(kind, example)


@pytest.mark.parametrize(("kind", "example"), CASES)
@given(left=st.floats(1e-12, 1 - 1e-12), right=st.floats(1e-12, 1 - 1e-12))
def test_more_luck_is_never_less(kind, example, left, right):
    law = law_of(kind, example)
    low, high = law.quantile(np.array(sorted((left, right))))
    assert low <= high


def test_a_nested_law_is_written_as_it_was_read():
    adapter = TypeAdapter(AnyDistribution)
    law = adapter.validate_python({"kind": "poisson", "mean": 3})
    assert adapter.dump_python(law) == {"kind": "poisson", "mean": 3.0}


def test_unknown_kinds_and_no_kind_are_refused():
    adapter = TypeAdapter(AnyDistribution)
    with pytest.raises(ValueError, match="'gama' found using 'kind' does not match any.*'gamma'"):
        adapter.validate_python({"kind": "gama", "mean": 3})
    with pytest.raises(ValueError, match="kind"):
        adapter.validate_python({"mean": 3})
    with pytest.raises(ValueError, match="expected a mapping"):
        adapter.validate_python([3])


@pytest.mark.parametrize(
    ("example", "mean"),
    [
        ({"kind": "gamma", "mean": "2 weeks", "cv": 0.5}, 14),
        ({"kind": "lognormal", "mean": "12 h", "cv": 0.3}, 0.5),
        ({"kind": "uniform", "low": "1 day", "high": "1 week"}, 4),
        ({"kind": "triangular", "low": "1 day", "mode": "2 days", "high": "144 h"}, 3),
        ({"kind": "poisson", "mean": "3 days"}, 3),
        ({"kind": "empirical", "values": ["1 day", 3]}, 2),
    ],
)
def test_parameters_may_be_durations(example, mean):
    assert TypeAdapter(DurationDistribution).validate_python(example).mean == pytest.approx(mean)
    with pytest.raises(ValueError, match="expected a number"):
        TypeAdapter(AnyDistribution).validate_python(example, context=Reading())
