"""Shapley values: how much each of several causes contributed to a whole, such as disruptions to a lost profit.

The worth of a coalition of causes is what is found when exactly those are at work: one run (or its replications) for
each coalition. A cause's part is its marginal contribution, averaged over all orders in which the causes can be added.
Nobody has to decide which came first, and what two do only together is shared between them. Up to six causes take all
coalitions; more take orders drawn by luck, each together with its reverse, and standard errors.

The parts sum to the whole **in floating point, in every order of summation**: each is rounded to a grid of a power of
two, so wide that all sums of parts are whole numbers of its steps up to 2**53 and hence exact, and what rounding left
over (a few steps) goes to the largest part. Where all parts have one sign, the whole is worth(all) - worth(none) to the
last bit. Where large parts cancel to a small whole, no floats might sum to that difference; the whole is then on the
grid, too, and differs from it by some 2**-52 of what the parts' absolute values sum to.

Sources: L. S. Shapley, "A value for n-person games", Contributions to the Theory of Games II (1953); J. Castro,
D. Gomez and J. Tejada, "Polynomial calculation of the Shapley value based on sampling", Computers & Operations
Research 36 (2009) (orders drawn at random); R. Mitchell, J. Cooper, E. Frank and G. Holmes, "Sampling Permutations for
Shapley Value Estimation", Journal of Machine Learning Research 23 (2022) (each with its reverse).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.streams import Luck

MOST_EXACT: Final = 6
"""The most players whose coalitions are all worked out: 64 of them."""
PAIRS: Final = 32
"""How many pairs of orders are drawn where there are more players."""
MOST_PLAYERS: Final = 60
"""The most players: each needs runs of its own."""

Coalition = frozenset[str]


@dataclass(frozen=True, slots=True)
class Game:
    """Who plays, and which orders of joining count.

    Attributes:
        players: Names, each once, in the order of the parts.
        orders: The orders drawn, as rows of places in ``players``: each row with an even number is followed by its
            reverse; None where every order counts.
    """

    players: tuple[str, ...]
    orders: tuple[tuple[int, ...], ...] | None

    @classmethod
    def of(cls, players: tuple[str, ...], luck: Luck, pairs: int = PAIRS) -> Game:
        """The game of these players: all orders up to six players, ``pairs`` of drawn ones beyond.

        Each player's luck is its own, so that the order in which players are named changes no part.

        Args:
            players: Names, each once.
            luck: Where the orders come from.
            pairs: How many orders are drawn, each used with its reverse; standard errors need two.

        Raises:
            UsageError: There are more players than can be run, a name stands twice, or there is no pair.
        """
        if len(set(players)) != len(players) or len(players) > MOST_PLAYERS or pairs < 1:
            raise UsageError(
                f"shares need at most {MOST_PLAYERS} different causes and at least one pair of orders, not "
                f"{len(set(players))} different ones among {len(players)} and {pairs} pairs"
            )
        if len(players) <= MOST_EXACT:
            return cls(players, None)
        draws = np.array([luck.stream("shapley", player).uniforms(pairs) for player in players])
        forward = np.argsort(draws.T, axis=1, kind="stable").tolist()
        return cls(players, tuple(tuple(order) for one in forward for order in (one, one[::-1])))

    @property
    def coalitions(self) -> tuple[Coalition, ...]:
        """The coalitions whose worth is needed, each once, the empty one first and then by size."""
        if self.orders is None:
            sizes = range(len(self.players) + 1)
            return tuple(frozenset(chosen) for size in sizes for chosen in combinations(self.players, size))
        found = dict.fromkeys(self._joined(order, size) for order in self.orders for size in range(len(order) + 1))
        return tuple(sorted(found, key=lambda coalition: (len(coalition), sorted(coalition))))

    def parts(self, worth: Mapping[Coalition, NDArray[np.float64]]) -> Parts:
        """Everybody's part.

        Args:
            worth: The worth of each of ``coalitions``, all of one shape, such as (KPIs, replications).

        Returns:
            Parts and standard errors of the shape of a worth, the players before it.

        Raises:
            KeyError: A coalition's worth is missing.
        """
        everybody, nobody = worth[frozenset(self.players)], worth[frozenset()]
        raw, error = self._exact(worth) if self.orders is None else self._sampled(self.orders, worth)
        values, whole = balanced(raw, np.asarray(everybody, dtype=np.float64) - nobody)
        return Parts(self.players, values, error, whole)

    def _exact(self, worth: Mapping[Coalition, NDArray[np.float64]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The weighted mean of each player's marginal contributions to all coalitions of the others."""
        count = len(self.players)
        parts = np.zeros((count, *np.shape(worth[frozenset()])))
        for place, player in enumerate(self.players):
            others = (*self.players[:place], *self.players[place + 1 :])
            for size in range(count):
                weight = count * math.comb(count - 1, size)
                for chosen in combinations(others, size):
                    parts[place] += (worth[frozenset((*chosen, player))] - worth[frozenset(chosen)]) / weight
        return parts, np.zeros_like(parts)

    def _sampled(
        self, orders: tuple[tuple[int, ...], ...], worth: Mapping[Coalition, NDArray[np.float64]]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The mean of the marginal contributions in the orders drawn; a pair is one independent observation."""
        shape = (len(self.players), *np.shape(worth[frozenset()]))
        pairs = np.zeros((len(orders) // 2, *shape))
        for number, order in enumerate(orders):
            before = worth[frozenset()]
            for size, place in enumerate(order):
                with_it = worth[self._joined(order, size + 1)]
                pairs[number // 2, place] += (with_it - before) / 2.0
                before = with_it
        count = len(pairs)
        error = pairs.std(axis=0, ddof=1) / math.sqrt(count) if count > 1 else np.full(shape, np.nan)
        return pairs.mean(axis=0), error

    def _joined(self, order: tuple[int, ...], size: int) -> Coalition:
        """The first ``size`` players of an order."""
        return frozenset(self.players[place] for place in order[:size])


@dataclass(frozen=True, slots=True)
class Parts:
    """What each player contributed.

    Attributes:
        players: Their names.
        amount: Each player's part, of shape (players, ...); ``amount.sum(axis=0) == whole`` to the last bit.
        error: Standard errors of the same shape: 0 where all coalitions were worked out, NaN where one pair of orders
            cannot tell.
        whole: What there is to share, worth(all) - worth(none), of shape (...).
    """

    players: tuple[str, ...]
    amount: NDArray[np.float64]
    error: NDArray[np.float64]
    whole: NDArray[np.float64]


def balanced(parts: NDArray[np.float64], whole: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Parts and whole moved to a grid on which their sum is exact, and what is left over added to the largest part.

    Shapley values are linear, so that means over replications of parts are parts of the mean: this makes them add up
    again after such a mean, too.

    Args:
        parts: Parts that sum to the whole but for rounding, of shape (players, ...).
        whole: The whole, of shape (...).

    Returns:
        The parts and the whole; undefined where one of them is not finite.
    """
    finite = np.isfinite(parts).all(axis=0) & np.isfinite(whole)
    safe, total = np.where(finite, parts, 0.0), np.where(finite, whole, 0.0)
    # The grid of the whole itself does, unless parts that cancel need more than 2**53 of its steps.
    _, exponent = np.frexp(np.abs(total))
    _, largest = np.frexp(np.abs(safe).sum(axis=0))
    # 900 and 1021 only keep what is next to nothing within the range of floats.
    step = np.ldexp(1.0, np.maximum(np.maximum(np.where(total == 0.0, largest, exponent), largest - 900), -1021) - 53)
    values, rounded = _steps(safe, total, step)
    _, excess = np.frexp(np.abs(values).sum(axis=0) / 2.0**53)
    step = np.ldexp(step, np.where(excess > 0, excess + 1, 0))
    values, rounded = _steps(safe, total, step)
    return np.where(finite, values * step, np.nan), np.where(finite, rounded * step, np.nan)


def _steps(
    parts: NDArray[np.float64], whole: NDArray[np.float64], step: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Parts and whole as whole numbers of steps; what rounding left over is in the largest part."""
    values, rounded = np.rint(parts / step), np.rint(whole / step)
    if len(parts):
        largest = np.abs(values).argmax(axis=0)[np.newaxis]
        left_over = rounded - values.sum(axis=0)
        np.put_along_axis(values, largest, np.take_along_axis(values, largest, axis=0) + left_over, axis=0)
    return values, rounded
