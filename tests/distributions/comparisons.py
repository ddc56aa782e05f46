"""How a law of ours is compared with SciPy's, and how a refusal is read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from sim.distributions import AnyDistribution, Distribution

STRATIFIED = (np.arange(2000) + 0.5) / 2000
TAILS = np.array([2.0**-54, 1e-12, 1e-9, 1e-6, 1 - 1e-6, 1 - 1e-9, 1 - 1e-12])
"""Uniforms far out; at 1 - 2**-53, SciPy itself loses digits in some laws."""
UNIFORMS = np.sort(np.concatenate([STRATIFIED, TAILS]))


def law(kind: str, **parameters: Any) -> Distribution:
    """The law as a scenario file would give it."""
    return TypeAdapter(AnyDistribution).validate_python({"kind": kind, **parameters})


def check_against(ours: Distribution, reference: Any, rel: float = 1e-9) -> None:
    """Moments, support and quantiles equal those of a frozen law of ``scipy.stats``."""
    assert ours.mean == pytest.approx(reference.mean(), rel=rel)
    assert ours.variance == pytest.approx(reference.var(), rel=rel)
    assert ours.support == pytest.approx(reference.support())
    near_zero = 1e-12 * max(1.0, float(reference.std()))
    np.testing.assert_allclose(ours.quantile(UNIFORMS), reference.ppf(UNIFORMS), rtol=rel, atol=near_zero)


def check_counts(ours: Distribution, reference: Any) -> None:
    """As ``check_against`` for a law on whole numbers: each quantile is the smallest count that reaches the uniform."""
    assert ours.mean == pytest.approx(reference.mean(), rel=1e-9)
    assert ours.variance == pytest.approx(reference.var(), rel=1e-9)
    assert ours.support[0] == reference.support()[0]
    counts = ours.quantile(UNIFORMS)
    assert (counts == np.floor(counts)).all()
    assert (reference.cdf(counts) >= UNIFORMS * (1 - 1e-12)).all()
    assert (reference.cdf(counts - 1) < UNIFORMS * (1 + 1e-12)).all()
    np.testing.assert_array_equal(ours.quantile(STRATIFIED), reference.ppf(STRATIFIED))


def check_moments(ours: Distribution, mean: float, cv: float) -> None:
    """What was asked for by mean and cv is what is drawn."""
    assert ours.mean == pytest.approx(mean, rel=1e-9)
    assert ours.variance**0.5 / ours.mean == pytest.approx(cv, rel=1e-9)


def refusal(kind: str, **parameters: Any) -> str:
    """Why the law is refused, in words."""
    with pytest.raises(ValidationError) as caught:
        law(kind, **parameters)
    return "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in caught.value.errors())
