"""Laws that no run could draw from are refused when they are read, whatever their parameters."""

from __future__ import annotations

import itertools
import signal

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from sim.distributions import ENDS, DurationDistribution
from tests.distributions.comparisons import law, refusal

FAR = (1e-300, 1e-9, 1e-4, 0.5, 1.0000001, 3, 100, 1e9, 1e15, 1e308)
PAIRS = {
    "beta": ("alpha", "beta"),
    "gamma": ("shape", "scale"),
    "lognormal": ("median", "sigma"),
    "negative_binomial": ("successes", "probability"),
    "normal": ("mean", "sd"),
    "uniform": ("low", "high"),
    "weibull": ("shape", "scale"),
}


@pytest.fixture
def _in_time():
    def late(*_):
        raise TimeoutError("a law that was accepted never ends")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("_in_time")
@pytest.mark.parametrize("kind", sorted(PAIRS))
def test_far_parameters_are_refused_or_drawn_from(kind):
    uniforms = np.sort(np.array([*ENDS, 1e-9, 0.1, 0.5, 0.7, 0.99999]))
    accepted = 0
    for first, second in itertools.product(FAR, FAR):
        for names in (PAIRS[kind], ("mean", "cv")):
            try:
                found = law(kind, **dict(zip(names, (first, second), strict=True)))
            except ValidationError:
                continue
            accepted += 1
            values = found.quantile(uniforms)
            assert np.isfinite(values).all()
            assert (np.diff(values) >= 0).all()
            assert np.isfinite([found.mean, found.variance]).all()
    assert accepted > 5


def test_what_reaches_beyond_all_numbers_is_refused():
    assert "this law cannot be computed" in refusal("lognormal", median=1e14, sigma=10)
    assert "less than or equal to 1000000000000000" in refusal("exponential", mean=1e300)


def test_a_mean_time_beyond_all_runs_is_refused():
    adapter = TypeAdapter(DurationDistribution)
    assert adapter.validate_python({"kind": "exponential", "mean": 1e9}).mean == 1e9
    with pytest.raises(ValidationError, match="times must stay below"):
        adapter.validate_python({"kind": "exponential", "mean": 1e10})
