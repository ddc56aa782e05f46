"""Push: what is ready is released."""

from __future__ import annotations

from typing import Literal

from sim.release import Release


class Push(Release):
    """Releases each job as soon as its components are there, whatever is in process.

    Source: Hopp and Spearman (2011), *Factory Physics*, ch. 10: push authorises by schedule, pull by the state of the
    system.

    Example:
        >>> Push().may_release(in_process=1000)
        True
    """

    kind: Literal["push"] = "push"
    """Every job enters at once."""

    def may_release(self, in_process: int) -> bool:
        """Always; see ``Release.may_release``."""
        return True
