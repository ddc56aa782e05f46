from __future__ import annotations

import pytest
from pydantic import ValidationError

from sim.disruption.recovery.staircase import Staircase


def test_the_steps_are_as_given():
    assert Staircase(steps=[["2 days", "50 %"], [9, 0]]).stages == ((2.0, 0.5), (9.0, 0.0))


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([[3, 0.5], [3, 0]], "each later than the one before"),
        ([[3, 0.5], [4, 0.1]], "the last step must be to 0"),
        ([[3, 0], [4, 0]], "only the last step may be to 0"),
        ([], "at least 1"),
        ([[3, 2], [4, 0]], "less than or equal to 1"),
    ],
)
def test_what_would_never_end_is_refused(steps, message):
    with pytest.raises(ValidationError, match=message):
        Staircase(steps=steps)
