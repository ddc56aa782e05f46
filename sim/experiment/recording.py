"""Recording: luck that draws as ever and keeps on a tape what was drawn."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sim.results.tape import NO_DAY, Tape
from sim.streams import Calendar, Luck, Stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.results.tape import Head
    from sim.streams import Block, Pair

    Quantile = Callable[[NDArray[np.float64]], NDArray[np.float64]]

DISRUPTION: Final = "disruption"
"""What the thing of a disruption is called in the table of coverage: ``disruption/strike``."""
PRICE: Final = "price"
DEMAND: Final = "demand"


class Draws:
    """The uniforms that one stream or calendar gave, in the order of drawing.

    Attributes:
        thing: Whose they are: its names with slashes between them.
        days: The day of each; empty of a stream, which has none.
        uniforms: The uniforms.
    """

    __slots__ = ("days", "thing", "uniforms")

    def __init__(self, names: tuple[str, ...]) -> None:
        self.thing = "/".join(names)
        self.days = array("q")
        self.uniforms = array("d")

    def frame(self) -> pd.DataFrame:
        """Rows as of the table ``draws``, without the replication."""
        uniforms = np.array(self.uniforms, dtype=np.float64)
        numbers = np.arange(len(uniforms))
        days, ordinals = np.full(len(uniforms), NO_DAY), numbers
        if self.days:
            days = np.array(self.days, dtype=np.int64)
            # Days do not go back, so that the draws of one day stand side by side.
            starts = np.flatnonzero(np.diff(days, prepend=days[0] - 1))
            ordinals = numbers - np.repeat(starts, np.diff(starts, append=len(days)))
        return pd.DataFrame({"thing": self.thing, "day": days, "ordinal": ordinals, "uniform": uniforms})


class Series:
    """What one series in time gave: base demand, the windows of a disruption, or a price.

    Attributes:
        names: Whose it is.
        base_time: The series' own time of an instant of the run.
        blocks: (times, values), as they were given.
    """

    __slots__ = ("base_time", "blocks", "names")

    def __init__(self, names: tuple[str, ...], base_time: Callable[[float], float] = float) -> None:
        self.names = names
        self.base_time = base_time
        self.blocks: list[Block] = []

    def follow(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """The blocks as they are; each is kept when it is given."""
        for block in blocks:
            self.blocks.append(block)
            yield block

    def follow_pairs(self, pairs: Iterator[Pair]) -> Iterator[Pair]:
        """The pairs as they are; each is kept when it is given."""
        for pair in pairs:
            self.blocks.append((np.array(pair[:1]), np.array(pair[1:])))
            yield pair

    def until(self, end: float) -> tuple[float, Block]:
        """How far the series is known when the run ends at ``end``, and what it holds up to there."""
        known = self.base_time(end)
        times, values = (np.concatenate([np.empty(0), *(block[side] for block in self.blocks)]) for side in (0, 1))
        return known, (times[times < known], values[times < known])


class Record:
    """What has been recorded of one replication."""

    __slots__ = ("draws", "orders", "prices", "windows")

    def __init__(self) -> None:
        self.draws: list[Draws] = []
        self.orders: list[Series] = []
        self.windows: list[Series] = []
        self.prices: list[Series] = []

    def tape(self, head: Head, number: int, end: float) -> Tape:
        """The tape of replication ``number``, which ended at ``end``."""
        draws = [each.frame() for each in self.draws if each.uniforms]
        tables = {"draws": pd.concat(draws, ignore_index=True).assign(value=np.nan)} if draws else {}
        if draws:
            # Things that share their luck, such as lanes between the same sites, have drawn the same.
            tables["draws"] = tables["draws"].drop_duplicates(["thing", "day", "ordinal"])
        demand, covered = _rows(self.orders, end)
        some = demand["second"] > 0.0
        demand = demand[some].rename(columns={"first": "time", "second": "quantity"})
        tables["demand"] = demand.assign(
            customer=[names[1] for names in demand["names"]], product=[names[2] for names in demand["names"]]
        )
        windows, covered_windows = _rows(self.windows, end)
        prices, covered_prices = _rows(self.prices, end)
        last = "/".join
        tables["windows"] = windows.rename(columns={"first": "start", "second": "end"})
        tables["windows"]["disruption"] = [last(names[1:]) for names in windows["names"]]
        tables["prices"] = prices.rename(columns={"first": "time", "second": "price"})
        tables["prices"]["name"] = [last(names[1:]) for names in prices["names"]]
        tables["coverage"] = pd.DataFrame(
            [*covered, *covered_windows, *covered_prices], columns=["thing", "until"]
        ).drop_duplicates("thing")
        head = head.model_copy(update={"replications": (number,)})
        return Tape.of(head, **{name: table.assign(replication=number) for name, table in tables.items()})


def _rows(kept: list[Series], end: float) -> tuple[pd.DataFrame, list[tuple[str, float]]]:
    names: list[tuple[str, ...]] = []
    first, second, covered = [np.empty(0)], [np.empty(0)], []
    seen: set[tuple[str, ...]] = set()
    for series in kept:
        if series.names in seen:
            continue  # who shares luck and law with another shares its series, too
        seen.add(series.names)
        known, (times, values) = series.until(end)
        covered.append(("/".join(series.names), known))
        names += [series.names] * len(times)
        first.append(times)
        second.append(values)
    columns = {"first": np.concatenate(first), "second": np.concatenate(second)}
    return pd.DataFrame(columns).assign(names=pd.Series(names, dtype="object")), covered


@dataclass(frozen=True, slots=True)
class RecordingLuck(Luck):
    """The luck of one replication, recorded.

    Attributes:
        record: What has been recorded so far.
    """

    record: Record = field(default_factory=Record, compare=False)

    @property
    def _unheard(self) -> Luck:
        """The same luck for what must not be recorded, since what is made of it is."""
        return Luck(self.seed, self.replication, self.largest_block)

    def stream(self, *names: str, quantile: Quantile | None = None) -> Stream:
        """See ``Luck.stream``."""
        draws = Draws(names)
        self.record.draws.append(draws)
        return RecordedStream(self._unheard, names, quantile, draws)

    def calendar(self, *names: str, quantile: Quantile | None = None) -> Calendar:
        """See ``Luck.calendar``."""
        draws = Draws(names)
        self.record.draws.append(draws)
        return RecordedCalendar(self._unheard, names, quantile, draws)

    def orders(
        self, names: tuple[str, ...], make: Callable[[Luck], Iterator[Block]], base_time: Callable[[float], float]
    ) -> Iterator[Block]:
        """See ``Luck.orders``."""
        series = Series(names, base_time)
        self.record.orders.append(series)
        return series.follow(make(self._unheard))

    def windows(self, name: str, make: Callable[[Luck], Iterator[Pair]]) -> Iterator[Pair]:
        """See ``Luck.windows``."""
        series = Series((DISRUPTION, name))
        self.record.windows.append(series)
        return series.follow_pairs(make(self._unheard))

    def prices(self, name: str, make: Callable[[Luck], Iterator[Pair]]) -> Iterator[Pair]:
        """See ``Luck.prices``."""
        series = Series((PRICE, name))
        self.record.prices.append(series)
        return series.follow_pairs(make(self._unheard))


class RecordedStream(Stream):
    """A stream whose uniforms are kept; mixed calls of ``next`` and ``uniforms`` draw as from two streams."""

    __slots__ = ("_draws", "_plain", "_values")

    def __init__(self, luck: Luck, names: tuple[str, ...], quantile: Quantile | None, draws: Draws) -> None:
        # Two streams of the same luck: one gives values, the other tells of which uniforms they were made.
        self._values = luck.stream(*names, quantile=quantile)
        self._plain = luck.stream(*names)
        self._draws = draws

    def uniforms(self, count: int) -> NDArray[np.float64]:
        """See ``Stream.uniforms``."""
        drawn = self._plain.uniforms(count)
        self._draws.uniforms.extend(drawn.tolist())
        return drawn

    def next(self) -> float:
        """See ``Stream.next``."""
        self._draws.uniforms.append(self._plain.next())
        return self._values.next()


class RecordedCalendar(Calendar):
    """A calendar whose uniforms are kept."""

    __slots__ = ("_draws", "_plain", "_values")

    def __init__(self, luck: Luck, names: tuple[str, ...], quantile: Quantile | None, draws: Draws) -> None:
        self._values = luck.calendar(*names, quantile=quantile)
        self._plain = luck.calendar(*names)
        self._draws = draws

    def draw(self, day: int) -> float:
        """See ``Calendar.draw``."""
        value = self._values.draw(day)
        self._draws.days.append(day)
        self._draws.uniforms.append(self._plain.draw(day))
        return value
