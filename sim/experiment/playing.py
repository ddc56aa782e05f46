"""Playing: luck that gives what is on a tape, and draws from the tape's own seed what is not.

What the tape does not hold is drawn by the same names, days and ordinals as when it was recorded: it is the same year,
had it been done otherwise. How much was drawn so is counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.experiment.recording import DEMAND, DISRUPTION, PRICE
from sim.results.tape import EVERY, NO_DAY
from sim.streams import FIRST_BLOCK, Calendar, Luck, Stream

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from sim.results.tape import Tape
    from sim.streams import Block, Pair

    Quantile = Callable[[NDArray[np.float64]], NDArray[np.float64]]
    Held = dict[tuple[int, int], float]


class Series:
    """One series in time on the tape.

    Attributes:
        times: Its times, non-decreasing.
        levels: What is there at each.
        until: From here on the tape knows nothing of it.
    """

    __slots__ = ("levels", "times", "until")

    def __init__(self, times: NDArray[np.float64], levels: NDArray[np.float64], until: float) -> None:
        self.times = times
        self.levels = levels
        self.until = until

    def blocks(self, largest: int) -> Iterator[Block]:
        """What is on the tape, in blocks that grow as those of models do."""
        first, size = 0, min(FIRST_BLOCK, largest)
        while first < len(self.times):
            yield self.times[first : first + size], self.levels[first : first + size]
            first, size = first + size, min(2 * size, largest)

    def beyond(self, times: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which of ``times`` the tape does not know."""
        return (times >= self.until) & (times > (self.times[-1] if len(self.times) else -math.inf))


class Playback:
    """What one replication meets on a tape, sorted by thing, and a count of what was not there.

    Attributes:
        seed: The tape's own seed.
        draws: Days, ordinals, uniforms and values of each thing.
        series: Demand, windows and prices by thing.
    """

    __slots__ = ("_beyond", "_counts", "draws", "seed", "series")

    def __init__(self, tape: Tape) -> None:
        """Sorts the part of a tape that is one replication's; its own rows go before those of every replication."""
        tables = tape.tables
        self.seed = tape.head.seed
        self._beyond = 0
        self._counts: list[Callable[[float], int]] = []
        coverage = tables["coverage"]
        known = dict(zip(coverage["thing"], coverage["until"], strict=True))  # own rows come later and count
        demand = tables["demand"]
        things = (DEMAND + "/") + demand["customer"] + "/" + demand["product"]
        self.series = _series(demand, things, ("time", "quantity"), known)
        windows, prices = tables["windows"], tables["prices"]
        self.series |= _series(windows, DISRUPTION + "/" + windows["disruption"], ("start", "end"), known)
        self.series |= _series(prices, PRICE + "/" + prices["name"], ("time", "price"), known)
        for thing, until in known.items():
            self.series.setdefault(thing, Series(np.empty(0), np.empty(0), until))
        self.draws = _by_thing(tables["draws"], tables["draws"]["thing"], ("day", "ordinal", "uniform", "value"))

    def miss(self) -> None:
        """Counts a draw that the tape does not hold."""
        self._beyond += 1

    def count_later(self, count: Callable[[float], int]) -> None:
        """Has ``count`` tell, when the run's end is known, how many values of a series the tape did not hold."""
        self._counts.append(count)

    def beyond(self, end: float) -> int:
        """How many draws of a run that ended at ``end`` the tape did not hold."""
        return self._beyond + sum(count(end) for count in self._counts)

    def held(self, thing: str, quantile: Quantile | None) -> Held:
        """The values of a thing by day and ordinal, its uniforms put through ``quantile``."""
        if thing not in self.draws:
            return {}
        days, ordinals, uniforms, values = self.draws[thing]
        drawn = np.isnan(values)
        found = values.copy()
        if drawn.any():
            found[drawn] = uniforms[drawn] if quantile is None else quantile(uniforms[drawn])
        return dict(zip(zip(days.tolist(), ordinals.tolist(), strict=True), found.tolist(), strict=True))


def _by_thing(
    frame: pd.DataFrame, things: pd.Series[str], columns: tuple[str, ...]
) -> dict[str, list[NDArray[np.float64]]]:
    found = {}
    for thing, rows in frame.groupby(things.to_numpy(), sort=False).indices.items():
        part = frame.iloc[rows]
        own = part[part["replication"] != EVERY]
        chosen = own if len(own) else part
        found[str(thing)] = [chosen[name].to_numpy() for name in columns]
    return found


def _series(
    frame: pd.DataFrame, things: pd.Series[str], columns: tuple[str, str], known: Mapping[str, float]
) -> dict[str, Series]:
    return {
        thing: Series(times, values, known.get(thing, -math.inf))
        for thing, (times, values) in _by_thing(frame, things, columns).items()
    }


@dataclass(frozen=True, slots=True)
class PlayingLuck(Luck):
    """The luck of one replication as a tape has it.

    Attributes:
        playback: What is on the tape; its seed is the one that counts.
    """

    playback: Playback = field(kw_only=True, compare=False)

    @classmethod
    def of(cls, tape: Tape, number: int) -> PlayingLuck:
        """The luck of replication ``number``; ``tape`` is its part."""
        return cls(tape.head.seed, number, playback=Playback(tape))

    @property
    def keeps_clocks(self) -> bool:
        """False: an order on the tape may have been put between the beats of the clock."""
        return False

    @property
    def _beyond(self) -> Luck:
        return Luck(self.seed, self.replication, self.largest_block)

    def stream(self, *names: str, quantile: Quantile | None = None) -> Stream:
        """See ``Luck.stream``."""
        return PlayedStream(self._beyond, names, quantile, self.playback)

    def calendar(self, *names: str, quantile: Quantile | None = None) -> Calendar:
        """See ``Luck.calendar``."""
        return PlayedCalendar(self._beyond, names, quantile, self.playback)

    def orders(
        self, names: tuple[str, ...], make: Callable[[Luck], Iterator[Block]], base_time: Callable[[float], float]
    ) -> Iterator[Block]:
        """See ``Luck.orders``."""
        series = self._series("/".join(names))
        yield from series.blocks(self.largest_block)
        missing: list[Block] = []

        def count(end: float) -> int:
            known = base_time(end)
            return sum(int(np.count_nonzero((times < known) & (wanted > 0.0))) for times, wanted in missing)

        self.playback.count_later(count)
        for times, quantities in make(self._beyond):
            unknown = series.beyond(times)
            if unknown.any():
                missing.append((times[unknown], quantities[unknown]))
                yield missing[-1]

    def windows(self, name: str, make: Callable[[Luck], Iterator[Pair]]) -> Iterator[Pair]:
        """See ``Luck.windows``."""
        return self._pairs(f"{DISRUPTION}/{name}", make)

    def prices(self, name: str, make: Callable[[Luck], Iterator[Pair]]) -> Iterator[Pair]:
        """See ``Luck.prices``."""
        return self._pairs(f"{PRICE}/{name}", make)

    def _series(self, thing: str) -> Series:
        return self.playback.series.get(thing) or Series(np.empty(0), np.empty(0), -math.inf)

    def _pairs(self, thing: str, make: Callable[[Luck], Iterator[Pair]]) -> Iterator[Pair]:
        series = self._series(thing)
        yield from zip(series.times.tolist(), series.levels.tolist(), strict=True)
        missing: list[float] = []
        self.playback.count_later(lambda end: sum(time < end for time in missing))
        for time, value in make(self._beyond):
            if series.beyond(np.array([time]))[0]:
                missing.append(time)
                yield time, value


class PlayedStream(Stream):
    """A stream as the tape has it."""

    __slots__ = ("_beyond", "_held", "_number", "_playback")

    def __init__(self, luck: Luck, names: tuple[str, ...], quantile: Quantile | None, playback: Playback) -> None:
        self._beyond = luck.stream(*names, quantile=quantile)
        self._held = playback.held("/".join(names), quantile)
        self._playback = playback
        self._number = 0

    def uniforms(self, count: int) -> NDArray[np.float64]:
        """See ``Stream.uniforms``."""
        drawn = self._beyond.uniforms(count)
        return np.array([self._known(value) for value in drawn.tolist()])

    def next(self) -> float:
        """See ``Stream.next``."""
        # What is not on the tape keeps its place in the sequence, whatever is.
        return self._known(self._beyond.next())

    def _known(self, otherwise: float) -> float:
        value = self._held.get((NO_DAY, self._number))
        self._number += 1
        if value is None:
            self._playback.miss()
            return otherwise
        return value


class PlayedCalendar(Calendar):
    """A calendar as the tape has it."""

    __slots__ = ("_at", "_beyond", "_held", "_place", "_playback")

    def __init__(self, luck: Luck, names: tuple[str, ...], quantile: Quantile | None, playback: Playback) -> None:
        self._beyond = luck.calendar(*names, quantile=quantile)
        self._held = playback.held("/".join(names), quantile)
        self._playback = playback
        self._at = -1
        self._place = 0

    def draw(self, day: int) -> float:
        """See ``Calendar.draw``."""
        otherwise = self._beyond.draw(day)
        self._place = self._place + 1 if day == self._at else 0
        self._at = day
        value = self._held.get((day, self._place))
        if value is None:
            self._playback.miss()
            return otherwise
        return value
