"""Luck: named, keyed streams of uniform random numbers; the only module that owns generators.

A stream belongs to a thing (a lane and a product, a customer's demand), never to a place in the program. Each draw is
one uniform, turned into a value by one inverse CDF, so that changing a mean leaves the sequence aligned: the n-th draw
of two variants share their luck.

Streams are opened from ``SeedSequence(seed, spawn_key=(replication, words of the blake2b digest of the names))``: no
global state, no order of creation, the same in each process and on each day.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Block = tuple[NDArray[np.float64], NDArray[np.float64]]
    Pair = tuple[float, float]

FIRST_BLOCK: Final = 16
LARGEST_BLOCK: Final = 1024


def _uniforms(generator: np.random.Generator, count: int) -> NDArray[np.float64]:
    # random() is in [0, 1) on a grid of 2**-53, so that 1 is never drawn; 0, which most inverse CDFs send to minus
    # infinity, is moved by half a step. Adding half a step to all would round the largest one up to 1.
    return np.maximum(generator.random(count), 2.0**-54)


def key_words(*names: str) -> tuple[int, ...]:
    """Four 32-bit words that stand for ``names``, each prefixed by its length: ("ab", "c") is not ("a", "bc")."""
    digest = hashlib.blake2b(digest_size=16)
    for name in names:
        encoded = name.encode()
        digest.update(len(encoded).to_bytes(4, "big"))
        digest.update(encoded)
    raw = digest.digest()
    return tuple(int.from_bytes(raw[i : i + 4], "big") for i in range(0, 16, 4))


@dataclass(frozen=True, slots=True)
class Luck:
    """The luck of one replication.

    Attributes:
        seed: The scenario's seed.
        replication: Number of the replication, from 0.
        largest_block: Draws made at once at most; changes no number, only speed.
    """

    seed: int
    replication: int = 0
    largest_block: int = LARGEST_BLOCK

    def generator(self, *names: str) -> np.random.Generator:
        """A generator of its own for the thing called ``names``."""
        sequence = np.random.SeedSequence(self.seed, spawn_key=(self.replication, *key_words(*names)))
        return np.random.Generator(np.random.PCG64(sequence))

    def stream(
        self, *names: str, quantile: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None = None
    ) -> Stream:
        """The draws of the thing called ``names``, one after another, through ``quantile`` (default: the uniforms)."""
        return Stream(self.generator(*names), quantile, self.largest_block)

    def calendar(
        self, *names: str, quantile: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None = None
    ) -> Calendar:
        """The draws of the thing called ``names`` keyed by day and ordinal of that day."""
        return Calendar(self, names, quantile)

    # ---- what a tape keeps and gives back: the luck that records and the one that plays say otherwise

    @property
    def keeps_clocks(self) -> bool:
        """Whether models that order on a clock do so here, too; a tape may hold orders at any time."""
        return True

    def orders(
        self, names: tuple[str, ...], make: Callable[[Luck], Iterator[Block]], base_time: Callable[[float], float]
    ) -> Iterator[Block]:
        """Base demand, before all effects.

        Args:
            names: Whose demand it is.
            make: Draws it from the luck that it is given: blocks of times in base time and quantities.
            base_time: The base time of an instant of the run.
        """
        return make(self)

    def windows(self, name: str, make: Callable[[Luck], Iterator[Pair]]) -> Iterator[Pair]:
        """When the disruption called ``name`` strikes by itself, whatever is done in the chain.

        Args:
            name: Name of the disruption.
            make: Draws its (start, end) from the luck that it is given, in time units, by start.
        """
        return make(self)

    def prices(self, name: str, make: Callable[[Luck], Iterator[Pair]]) -> Iterator[Pair]:
        """The price called ``name`` as it moves by itself.

        Args:
            name: Whose price it is, e.g. ``grove/oranges``.
            make: Draws its (time, price) from the luck that it is given, in time units, by time.
        """
        return make(self)


class Stream:
    """A sequence of draws, made in blocks that grow from ``FIRST_BLOCK`` to the largest allowed.

    Call ``next()`` for the next draw. The size of the blocks changes no number.
    """

    __slots__ = ("_block", "_generator", "_index", "_largest", "_quantile", "_size")

    def __init__(
        self,
        generator: np.random.Generator,
        quantile: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None,
        largest: int = LARGEST_BLOCK,
    ) -> None:
        self._generator = generator
        self._quantile = quantile
        self._largest = largest
        self._size = min(FIRST_BLOCK, largest)
        self._block: list[float] = []
        self._index = 0

    def uniforms(self, count: int) -> NDArray[np.float64]:
        """The next ``count`` uniforms in (0, 1), as an array of shape (count,)."""
        return _uniforms(self._generator, count)

    def next(self) -> float:
        """The next draw."""
        if self._index == len(self._block):
            uniforms = self.uniforms(self._size)
            self._block = (uniforms if self._quantile is None else self._quantile(uniforms)).tolist()
            self._size = min(self._size * 2, self._largest)
            self._index = 0
        value = self._block[self._index]
        self._index += 1
        return value


class Calendar:
    """Draws keyed by day and ordinal: a table with a row for each day and a column for each ordinal of that day.

    A variant that ships more often on one day reads more columns of that day's row; the other days keep their luck.
    Days must not go back, which the passing of time guarantees.
    """

    __slots__ = ("_columns", "_day", "_luck", "_names", "_ordinal", "_quantile")

    def __init__(
        self,
        luck: Luck,
        names: tuple[str, ...],
        quantile: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None,
    ) -> None:
        self._luck = luck
        self._names = names
        self._quantile = quantile
        self._columns: list[_Column] = []
        self._day = -1
        self._ordinal = 0

    def draw(self, day: int) -> float:
        """The next draw of ``day`` (0 is the first); ``ValueError`` if the day is before that of the last draw."""
        if day != self._day:
            if day < self._day:
                raise ValueError(f"the draws of day {day} are gone: day {self._day} was asked for before")
            self._day = day
            self._ordinal = 0
        else:
            self._ordinal += 1
        ordinal = self._ordinal
        if ordinal == len(self._columns):
            generator = self._luck.generator(*self._names, f"ordinal {ordinal}")
            self._columns.append(_Column(generator, self._quantile, self._luck.largest_block))
        return self._columns[ordinal].at(day)


class _Column:
    """One ordinal's draws by day, read forwards."""

    __slots__ = ("_block", "_first", "_generator", "_largest", "_quantile", "_size")

    def __init__(
        self,
        generator: np.random.Generator,
        quantile: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None,
        largest: int,
    ) -> None:
        self._generator = generator
        self._quantile = quantile
        self._largest = largest
        self._size = min(FIRST_BLOCK, largest)
        self._block: list[float] = []
        self._first = 0

    def at(self, day: int) -> float:
        end = self._first + len(self._block)
        if day >= end:
            # Each double takes one 64-bit draw of PCG64, so days that nobody asked for are skipped exactly.
            self._generator.bit_generator.advance(day - end)  # type: ignore[attr-defined]
            uniforms = _uniforms(self._generator, self._size)
            self._block = (uniforms if self._quantile is None else self._quantile(uniforms)).tolist()
            self._size = min(self._size * 2, self._largest)
            self._first = day
        return self._block[day - self._first]
