from __future__ import annotations

import numpy as np
import pytest
from pydantic import TypeAdapter
from scipy import stats

from sim.distributions import DurationDistribution
from sim.quantities import Reading
from tests.distributions.comparisons import STRATIFIED, UNIFORMS, law, refusal


def test_worked_example():
    # F(1) = 0.2, F(2) = 0.7, F(5) = 1: mean 0.2 + 1 + 1.5 = 2.7, second moment 0.2 + 2 + 7.5 = 9.7.
    ours = law("discrete", values=[1, 2, 5], probabilities=[0.2, 0.5, 0.3])
    assert ours.quantile(np.array([0.2, 0.21, 0.7, 0.71, 0.999])).tolist() == [1, 2, 2, 5, 5]
    assert ours.mean == pytest.approx(2.7)
    assert ours.variance == pytest.approx(9.7 - 2.7**2)
    assert ours.support == (1, 5)


def test_equals_the_reference():
    values, probabilities = np.array([1, 3, 8, 9]), np.array([0.15, 0.35, 0.3, 0.2])
    reference = stats.rv_discrete(values=(values, probabilities))
    ours = law("discrete", values=values.tolist(), probabilities=probabilities.tolist())
    assert ours.mean == pytest.approx(reference.mean())
    assert ours.variance == pytest.approx(reference.var())
    np.testing.assert_array_equal(ours.quantile(STRATIFIED), reference.ppf(STRATIFIED))


def test_a_mapping_and_weights_say_the_same():
    listed = law("discrete", values=[1, 4], probabilities=[0.75, 0.25])
    assert law("discrete", values={1: 0.75, 4: "25 %"}) == listed
    assert law("discrete", values={"1": 0.75, "4": 0.25}) == listed
    weighted = law("discrete", values=[1, 4], weights=[6, 2])
    assert weighted.quantile(UNIFORMS).tolist() == listed.quantile(UNIFORMS).tolist()


def test_sequence_and_repetition_change_nothing():
    plain = law("discrete", values=[1, 2, 5], weights=[1, 2, 1])
    mixed = law("discrete", values=[5, 2, 7, 1, 2], weights=[1, 1, 0, 1, 1])
    assert mixed.quantile(UNIFORMS).tolist() == plain.quantile(UNIFORMS).tolist()
    assert mixed.support == plain.support == (1, 5)
    assert mixed.variance == plain.variance


def test_durations():
    adapter = TypeAdapter(DurationDistribution)
    ours = adapter.validate_python({"kind": "discrete", "values": {"1 day": 0.5, "1 week": 0.5}}, context=Reading())
    assert ours.values == (1, 7)


def test_refusals():
    assert "the probabilities must sum to 1, but sum to 0.9" in refusal("discrete", values={1: 0.5, 2: 0.4})
    assert "give either probabilities or weights; got neither" in refusal("discrete", values=[1, 2])
    both = refusal("discrete", values=[1], probabilities=[1], weights=[1])
    assert "give either probabilities or weights; got probabilities and weights" in both
    assert "there are 2 values, but 1 probabilities" in refusal("discrete", values=[1, 2], weights=[1])
    assert "at least one weight must be above 0" in refusal("discrete", values=[1, 2], weights=[0, 0])
    assert "weights.0: Input should be greater than or equal to 0" in refusal("discrete", values=[1], weights=[-1])
    assert "already gives their probabilities" in refusal("discrete", values={1: 1}, weights=[1])
    assert "values: Tuple should have at least 1 item" in refusal("discrete", values=[], weights=[])
    assert "expected a" in refusal("discrete", values={"soon": 1})
