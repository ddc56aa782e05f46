from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.sequencing.first_come import FirstCome


@pytest.mark.parametrize("running", [None, "a", "b"])
def test_takes_the_first_whatever_it_is(running):
    queue = [SimpleNamespace(product="b", due_at=9, duration=9), SimpleNamespace(product="a", due_at=1, duration=1)]
    assert FirstCome().choose(queue, running, 3) == 0
