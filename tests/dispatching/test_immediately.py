from __future__ import annotations

from types import SimpleNamespace

from sim.dispatching.immediately import Immediately


def test_leaves_now_however_little_is_there():
    assert Immediately().leaves_at(SimpleNamespace(now=7.25, since=1.0, share=0.0, taken_up=9)) == 7.25
