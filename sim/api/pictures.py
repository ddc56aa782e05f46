"""What all collections of pictures share: they list themselves, and name the nearest where one is asked for in vain."""

from __future__ import annotations

from typing import NoReturn

from sim.errors import UsageError
from sim.names import nearest


class Pictures:
    """Figures, each as a matplotlib ``Figure`` that shows itself in a notebook; public methods draw them.

    Axes are in ``figure.axes``, and ``figure.savefig("stock.pdf")`` keeps one. Nothing opens a window.
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"there is no picture {name!r}; {nearest(name, dir(self))}")

    def __dir__(self) -> list[str]:
        return sorted(name for name in vars(type(self)) if not name.startswith("_"))

    def __repr__(self) -> str:
        return "Plots: " + ", ".join(dir(self))


def require_name(what: str, value: object) -> None:
    """Refuses what is neither a name nor None.

    Raises:
        UsageError: It is neither; names the argument.
    """
    if not isinstance(value, str | None):
        raise UsageError(f"{what} must be a name, not {value!r:.80}")
