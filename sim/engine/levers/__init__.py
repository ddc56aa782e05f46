"""Levers: how the things of a world bear what disruptions do to them.

For each kind of effect (``sim.disruption.what``) there is a module of the same name, found when the effect is wired,
with one function::

    def lever(wiring: Wiring, effect: <Effect>, target: Target) -> Lever

A lever is moved to the value in force whenever that changes, and to the effect's neutral value when it is over. Things
that are struck are of classes of their own, chosen when the world is put together (``Wiring.is_struck``): all others
are as ever.
"""

from __future__ import annotations

import importlib
import math
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.wiring import Wiring
    from sim.scenario.exposure import Strike


class Lever(Protocol):
    """What a disruption moves."""

    def move(self, value: float) -> None:
        """Puts ``value`` in force from this instant on."""


class Factors:
    """The product of the factors that several disruptions put on one thing.

    Attributes:
        value: The product, taken in the order in which the factors were announced, so that it is exact and repeatable.
    """

    __slots__ = ("_apply", "_factors", "value")

    def __init__(self, apply: Callable[[float], None]) -> None:
        self._apply = apply
        self._factors: list[float] = []
        self.value = 1.0

    def one(self) -> Factor:
        """One more factor, 1 at first."""
        self._factors.append(1.0)
        return Factor(self, len(self._factors) - 1)

    def put(self, number: int, factor: float) -> None:
        """Sets one of the factors."""
        self._factors[number] = factor
        self.value = math.prod(self._factors)
        self._apply(self.value)


class Factor:
    """One of several factors on a thing (a ``Lever``)."""

    __slots__ = ("_factors", "_number")

    def __init__(self, factors: Factors, number: int) -> None:
        self._factors = factors
        self._number = number

    def move(self, value: float) -> None:
        """Sets the factor."""
        self._factors.put(self._number, value)


def lever_of(wiring: Wiring, strike: Strike) -> Lever:
    """The lever that an effect moves at a thing."""
    module: Any = importlib.import_module(f"{__name__}.{strike.effect.name}")
    lever: Lever = module.lever(wiring, strike.effect, strike.target)
    return lever
