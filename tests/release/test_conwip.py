from __future__ import annotations

import pytest
from pydantic import ValidationError

from sim.release.conwip import Conwip


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_as_many_enter_as_there_are_cards(jobs):
    in_process = 0
    while Conwip(jobs=jobs).may_release(in_process):
        in_process += 1
    assert in_process == jobs


def test_without_a_card_nothing_would_enter():
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        Conwip(jobs=0)
