"""Uniforms with no more digits than a computed inverse CDF can tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIGITS: Final = 40
"""Binary digits that are kept, counted from the first that is not 0."""


def distinct(uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
    """The uniforms rounded so that neighbours are either equal or clearly apart.

    The inverse CDFs that are found by iteration or by a series err by some units in the last place, so that of two
    uniforms that are almost equal the larger may give the smaller value. Neither taking a running maximum nor rounding
    the values would mend that: the one depends on the block, the other only moves the place of the step. Here the
    uniforms are rounded, to ``DIGITS`` binary digits of their distance from the nearer end: then values of different
    uniforms differ by far more than the inverse errs, and equal ones give the same value. Both tails keep their reach.

    Args:
        uniforms: Probabilities strictly between 0 and 1, of shape (n,).

    Returns:
        Probabilities strictly between 0 and 1, of shape (n,); each within 2**-40 of its distance from the nearer end.
    """
    upper = uniforms > 0.5
    fraction, exponent = np.frexp(np.where(upper, 1.0 - uniforms, uniforms))
    tail = np.ldexp(np.rint(np.ldexp(fraction, DIGITS)), exponent - DIGITS)
    rounded: NDArray[np.float64] = np.where(upper, 1.0 - tail, tail)
    return rounded
