"""The order of values is that of their luck, however near two uniforms are."""

from __future__ import annotations

import numpy as np
import pytest

from sim.distributions._precision import DIGITS, distinct
from tests.distributions.comparisons import law

CENTRES = np.concatenate([np.linspace(0.001, 0.999, 400), 10.0 ** np.arange(-15, -2), 1 - 10.0 ** np.arange(-15, -2)])


def neighbours() -> np.ndarray:
    """Uniforms that differ in their last digits, ascending in each row."""
    steps = np.concatenate([np.arange(0, 60) * 2.0**-52, np.arange(1, 40) * 2.0**-44])
    return np.minimum(CENTRES[:, np.newaxis] * (1 + steps), 1 - 2.0**-53)


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("beta", {"mean": 0.3, "cv": 0.4}),
        ("beta", {"alpha": 80, "beta": 20}),
        ("beta", {"alpha": 0.4, "beta": 0.7}),
        ("erlang", {"mean": 6, "phases": 4}),
        ("gamma", {"shape": 2.5, "scale": 2}),
        ("gamma", {"mean": 6, "cv": 0.01}),
        ("lognormal", {"mean": 10, "cv": 0.5}),
        ("normal", {"mean": 5, "cv": 0.9}),
        ("normal", {"mean": 50, "sd": 8}),
    ],
)
def test_values_of_neighbours_never_fall(kind, parameters):
    uniforms = neighbours()
    values = law(kind, **parameters).quantile(uniforms.ravel()).reshape(uniforms.shape)
    assert np.diff(values, axis=1).min() >= 0


def test_uniforms_keep_their_digits_from_the_nearer_end():
    uniforms = np.array([1e-300, 2.0**-54, 1e-9, 0.25 + 2.0**-50, 0.5, 0.9, 1 - 2.0**-20 - 2.0**-53, 1 - 2.0**-53])
    kept = distinct(uniforms)
    assert np.all((kept > 0) & (kept < 1))
    assert np.all(np.abs(kept - uniforms) <= 2.0**-DIGITS * np.minimum(uniforms, 1 - uniforms))
    assert kept[[1, 3, 4, 6, 7]].tolist() == [2.0**-54, 0.25, 0.5, 1 - 2.0**-20 - 2.0**-53, 1 - 2.0**-53]
    assert np.array_equal(distinct(kept), kept)


def test_more_luck_keeps_its_order():
    uniforms = np.sort(neighbours().ravel())
    assert np.diff(distinct(uniforms)).min() >= 0
