"""Recovery: how a disruption ends. Its intensity falls from 1 to 0 in steps, each at a time after the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.spec import Family, Spec

if TYPE_CHECKING:
    Stage = tuple[float, float]
    """Time after the end of the window, and the intensity from then on."""


class Recovery(Spec):
    """A rule that says how the intensity of a disruption falls when its window is over."""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The steps in which it falls, in time, the last one to 0; the first may come at the very end of the window."""
        raise NotImplementedError(f"{type(self).__name__} must define stages")


def _named(value: object) -> object:
    return {"kind": value} if isinstance(value, str) else value


if TYPE_CHECKING:
    AnyRecovery = Recovery
else:
    AnyRecovery = Family(Recovery, __name__, __path__, shorthand=_named).union
