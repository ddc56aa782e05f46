"""Release: when a job may enter the shop floor. A small pure decision over what is in process there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.spec import Family, Spec


class Release(Spec):
    """A rule that lets jobs onto the floor."""

    def may_release(self, in_process: int) -> bool:
        """Whether one more job may enter.

        Args:
            in_process: Jobs that have entered by this line and have not left their last station.
        """
        raise NotImplementedError(f"{type(self).__name__} must define may_release()")


def _named(value: object) -> object:
    return {"kind": value} if isinstance(value, str) else value


if TYPE_CHECKING:
    AnyRelease = Release
else:
    AnyRelease = Family(Release, __name__, __path__, shorthand=_named).union
