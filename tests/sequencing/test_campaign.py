from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.sequencing.campaign import Campaign
from tests.sequencing.shops import sequence

QUEUE = [SimpleNamespace(product=product) for product in ("red", "blue", "red", "blue")]


@pytest.mark.parametrize(
    ("longest", "running", "run", "choice"),
    [
        (None, None, 0, 0),  # nothing was made yet
        (None, "green", 5, 0),  # nothing of what it is set up for waits
        (None, "blue", 99, 1),
        (3, "blue", 2, 1),
        (3, "blue", 3, 0),  # another's turn: the first of the others
        (3, "red", 3, 1),
    ],
)
def test_stays_with_its_product_as_long_as_it_may(longest, running, run, choice):
    assert Campaign(longest=longest).choose(QUEUE, running, run) == choice


def test_goes_on_where_nothing_else_waits():
    assert Campaign(longest=3).choose([QUEUE[0], QUEUE[2]], "red", 7) == 0


def test_takes_four_jobs_in_two_campaigns():
    """Worked by hand: J1 and J3 are of one product, J2 and J4 of the other; a change takes 2."""
    assert sequence(Campaign(), changeover=2) == {"J1": 4, "J3": 7, "J2": 10, "J4": 12}
