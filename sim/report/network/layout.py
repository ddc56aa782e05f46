"""Layout: where each place stands, so that arrows cross seldom and never run through a place.

Layered drawing after Sugiyama, Tagawa and Toda (1981), Methods for Visual Understanding of Hierarchical System
Structures, IEEE Transactions on Systems, Man, and Cybernetics 11(2): an arrow over several tiers holds a seat in each
of them, and each tier in turn is ordered by the mean position of its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sim.report.network.grouping import tiers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sim.report.network.map import Arrow, Map

_SWEEPS: Final = 12
_SEAT: Final = 0.45
"""Room of a passing arrow, as a share of a place's."""

Seat = tuple[str, ...]
"""A place, by its name; or what an arrow holds in a tier that it passes: its ends and the tier."""


@dataclass(frozen=True)
class Layout:
    """Positions of a map.

    Attributes:
        columns: The places of each tier from left to right, each from top to bottom.
        height: Height of each place, 0 in the middle, up is positive, in rows.
        ways: The heights at which each arrow passes the tiers between its ends, from its left end to its right.
        backward: The arrows that run from right to left.
        rows: Rows that the tallest tier takes.
    """

    columns: tuple[tuple[str, ...], ...]
    height: Mapping[str, float]
    ways: Mapping[Arrow, tuple[float, ...]]
    backward: frozenset[Arrow]
    rows: float


def lay_out(found: Map) -> Layout:
    """Positions of the places and arrows of a map."""
    tier = tiers_of(found)
    last = max(tier.values(), default=0)
    column = {name: last - level for name, level in tier.items()}
    backward = frozenset(arrow for arrow in found.flows if column[arrow[0]] >= column[arrow[1]])
    seats: list[list[Seat]] = [[] for _ in range(last + 1)]
    for place in found.places:
        seats[column[place.name]].append((place.name,))
    chains: dict[Arrow, list[Seat]] = {}
    held: set[Seat] = set()
    for origin, destination in sorted(found.flows):
        ends = (destination, origin) if (origin, destination) in backward else (origin, destination)
        passed: list[Seat] = [(*ends, str(at)) for at in range(column[ends[0]] + 1, column[ends[1]])]
        for seat in passed:
            if seat not in held:
                held.add(seat)
                seats[int(seat[2])].append(seat)
        chains[(origin, destination)] = [(ends[0],), *passed, (ends[1],)]
    steps = sorted({pair for chain in chains.values() for pair in pairwise(chain)})
    ordered = _ordered(seats, steps)
    height = {seat: at for tier_seats in ordered for seat, at in _heights(tier_seats)}
    return Layout(
        columns=tuple(tuple(seat[0] for seat in tier_seats if len(seat) == 1) for tier_seats in ordered),
        height={seat[0]: at for seat, at in height.items() if len(seat) == 1},
        ways={arrow: tuple(height[seat] for seat in chain[1:-1]) for arrow, chain in chains.items()},
        backward=backward,
        rows=max((sum(map(_room, tier_seats)) for tier_seats in ordered), default=1.0),
    )


def _room(seat: Seat) -> float:
    return 1.0 if len(seat) == 1 else _SEAT


def _heights(tier_seats: Sequence[Seat]) -> Iterable[tuple[Seat, float]]:
    top = sum(map(_room, tier_seats)) / 2
    for seat in tier_seats:
        yield seat, top - _room(seat) / 2
        top -= _room(seat)


def _ordered(seats: list[list[Seat]], steps: Sequence[tuple[Seat, Seat]]) -> list[list[Seat]]:
    """The seats of each tier from top to bottom; of the orders tried, the one with the fewest crossings."""
    before: dict[Seat, list[Seat]] = {}
    after: dict[Seat, list[Seat]] = {}
    for left, right in steps:
        after.setdefault(left, []).append(right)
        before.setdefault(right, []).append(left)
    current = [sorted(tier_seats) for tier_seats in seats]
    best, fewest = current, _crossings(current, after)
    for sweep in range(_SWEEPS):
        if fewest == 0:
            break
        forth = sweep % 2 == 0
        neighbours = before if forth else after
        current = [list(tier_seats) for tier_seats in current]
        turns = range(1, len(current)) if forth else range(len(current) - 2, -1, -1)
        for at in turns:
            place = dict(_heights(current[at - 1 if forth else at + 1]))
            own = dict(_heights(current[at]))
            means = {seat: _mean(neighbours.get(seat, ()), place, own[seat]) for seat in own}
            current[at] = [seat for _, seat in sorted((-mean, seat) for seat, mean in means.items())]
        crossings = _crossings(current, after)
        if crossings < fewest:
            best, fewest = current, crossings
    return best


def _mean(neighbours: Iterable[Seat], height: Mapping[Seat, float], own: float) -> float:
    known = [height[seat] for seat in neighbours if seat in height]
    return sum(known) / len(known) if known else own


def _crossings(tiers: Sequence[Sequence[Seat]], after: Mapping[Seat, Sequence[Seat]]) -> int:
    """Pairs of arrows between neighbouring tiers that cross."""
    found = 0
    for left, right in pairwise(tiers):
        place = {seat: number for number, seat in enumerate(right)}
        ends = [sorted(place[seat] for seat in after.get(each, ()) if seat in place) for each in left]
        seen: list[int] = []
        for own in ends:
            found += sum(1 for end in own for earlier in seen if earlier > end)
            seen += own
    return found
