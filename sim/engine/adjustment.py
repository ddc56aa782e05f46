"""Adjustments: times, prices and rates that disruptions multiply, and add to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.engine.levers import Factors

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.levers import Lever


class Additions:
    """The sum of what several disruptions add to one thing.

    Attributes:
        value: The sum, rounded once, so that it does not depend on the sequence.
    """

    __slots__ = ("_additions", "_apply", "value")

    def __init__(self, apply: Callable[[float], None]) -> None:
        self._apply = apply
        self._additions: list[float] = []
        self.value = 0.0

    def one(self) -> Addition:
        """One more addition, 0 at first."""
        self._additions.append(0.0)
        return Addition(self, len(self._additions) - 1)

    def put(self, number: int, addition: float) -> None:
        """Sets one of the additions."""
        self._additions[number] = addition
        self.value = math.fsum(self._additions)
        self._apply(self.value)


class Addition:
    """One of several additions to a thing (a ``Lever``)."""

    __slots__ = ("_additions", "_number")

    def __init__(self, additions: Additions, number: int) -> None:
        self._additions = additions
        self._number = number

    def move(self, value: float) -> None:
        """Sets the addition."""
        self._additions.put(self._number, value)


class Adjustment:
    """What disruptions make of one number of a thing: a time, a price or a rate.

    Attributes:
        factor: The product of all factors.
        plus: The sum of all additions, which the factors do not touch.
        pace: The product of the factors that concern what is under way, too.
        fuel: The product of the factors on a carrier's rate for kilometres.
    """

    __slots__ = ("_followers", "_paced", "factor", "fuel", "pace", "plus")

    def __init__(self) -> None:
        self._followers: list[Callable[[], None]] = []
        self._paced: list[Callable[[float], None]] = []
        self.factor = Factors(self._changed)
        self.plus = Additions(self._changed)
        self.pace = Factors(self._pace_changed)
        self.fuel = Factors(self._changed)

    def of(self, value: float) -> float:
        """What becomes of ``value``; not negative."""
        return max(value * self.factor.value * self.pace.value + self.plus.value, 0.0)

    def lever(self, aspect: str) -> Lever:
        """One more disruption that changes an aspect: ``factor``, ``plus``, ``pace`` or ``fuel``."""
        several: Factors | Additions = getattr(self, aspect)
        return several.one()

    def follow(self, change: Callable[[], None]) -> None:
        """Has ``change`` called whenever it changes."""
        self._followers.append(change)

    def follow_pace(self, change: Callable[[float], None]) -> None:
        """Has ``change(pace)`` called whenever the pace changes."""
        self._paced.append(change)

    def _changed(self, _: float) -> None:
        for follower in self._followers:
            follower()

    def _pace_changed(self, pace: float) -> None:
        for follower in self._paced:
            follower(pace)
