from __future__ import annotations

from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from sim.dispatching.full_load import FullLoad


def dock(share, now=10.0, since=8.0):
    return SimpleNamespace(now=now, since=since, share=share, taken_up=0)


@pytest.mark.parametrize(("share", "at"), [(0.99, float("inf")), (1.0, 10.0), (3.2, 10.0), (1 - 1e-12, 10.0)])
def test_leaves_when_it_is_full(share, at):
    assert FullLoad().leaves_at(dock(share)) == at


def test_a_share_may_count_as_full():
    assert FullLoad(share=0.8).leaves_at(dock(0.8)) == 10.0


@pytest.mark.parametrize(("wait", "at"), [(3.0, 11.0), (2.0, 10.0), (0.5, 10.0)])
def test_leaves_when_the_first_goods_have_waited_long_enough(wait, at):
    assert FullLoad(longest_wait=wait).leaves_at(dock(0.1)) == at


def test_nothing_is_never_full():
    with pytest.raises(ValidationError):
        FullLoad(share=0.0)
