from __future__ import annotations

from sim.release.push import Push


def test_everything_may_enter():
    assert all(Push().may_release(jobs) for jobs in (0, 1, 10**9))
