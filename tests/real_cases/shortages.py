"""Figures of the shipped cases of real disruptions, as they stand in the page about them.

``python -m tests.real_cases.shortages`` runs all cases again and writes their tables into the page.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

import sim
from sim.experiment.statistics import summarise
from sim.ledger.series import series

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from sim.ledger.books import Books

    Rows = list[tuple[str, ...]]

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "scenarios" / "cases"
PAGE: Final = ROOT / "docs" / "cases.md"


@dataclass(frozen=True, eq=False)
class Year:
    """What happened in each replication of a variant, by day.

    Attributes:
        start: The first day.
        sites: Name and tags of the site of each stock.
        on_hand, demand, lost, shipped: Of shape (replications, stocks, days).
    """

    start: dt.date
    sites: tuple[tuple[str, tuple[str, ...]], ...]
    on_hand: NDArray[np.float64]
    demand: NDArray[np.float64]
    lost: NDArray[np.float64]
    shipped: NDArray[np.float64]

    def of(self, wanted: str) -> list[int]:
        """The stocks of a site, or of all sites with a tag."""
        return [row for row, (name, tags) in enumerate(self.sites) if wanted == name or wanted in tags]

    def days(self, first: str, last: str | None = None) -> slice:
        """The days from ``first`` to ``last`` (one day unless given), such as ``2020-03-23``."""
        begin = (dt.date.fromisoformat(first) - self.start).days
        return slice(begin, (begin if last is None else (dt.date.fromisoformat(last) - self.start).days) + 1)


@cache
def year(name: str, variant: str | None = None) -> Year:
    """Runs a variant of a case as often as its file says, and sums it up by day."""
    scenario = sim.load(FOLDER / f"{name}.yaml", variant=variant).scenario
    day = 24.0 if scenario.time.unit == "hour" else 1.0
    assert isinstance(scenario.time.horizon, float)
    edges = np.arange(int(scenario.time.horizon // day) + 1, dtype=np.float64) * day
    runs: list[list[NDArray[np.float64]]] = []
    sites: tuple[tuple[str, tuple[str, ...]], ...] = ()
    for replication in range(scenario.replications or 1):
        books = sim.simulate(scenario, replication=replication)
        rows = _stocks(books)
        found = series(books, edges)
        runs.append([getattr(found, measure)[rows] for measure in ("on_hand", "demand", "lost", "shipped")])
        names = [books.register.accounts[row].site for row in rows]
        sites = tuple((site, scenario.sites[site].tags) for site in names)
    on_hand, demand, lost, shipped = np.array(runs).transpose(1, 0, 2, 3)
    start = scenario.time.start
    assert start is not None
    return Year(start, sites, on_hand, demand, lost, shipped)


def _stocks(books: Books) -> list[int]:
    """The accounts that are stocks of what customers buy."""
    moved = np.flatnonzero(books.facts.is_customer)
    sold = set(books.orders["seller"][moved].tolist())
    return [row for row in sorted(sold) if not books.register.is_transit[row]]


def mean(values: Iterable[float], digits: int = 0, scale: float = 1.0) -> str:
    """The mean over the replications and its 95 % half-width: ``68 ± 5``."""
    found = summarise(np.array([value * scale for value in values]))
    middle, half = float(found.mean), float(found.half_width)
    text = f"{middle:,.{digits}f}"
    return text if np.isnan(half) or f"{half:.{digits}f}" == f"{0:.{digits}f}" else f"{text} ± {half:,.{digits}f}"


def table(head: Sequence[str], rows: Rows) -> str:
    """A table in Markdown."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (tuple(head), ("---",) * len(head), *rows))


def philips_fire() -> dict[str, str]:
    """Handsets lost by each buyer."""
    rows: Rows = []
    for variant in (None, "ericsson_first", "both_quick", "both_slow", "nobody_asks", "no_fire"):
        found = year("philips_fire", variant)
        lost = [found.lost[:, found.of(buyer)].sum(axis=(1, 2)) for buyer in ("nokia", "ericsson")]
        rows.append((variant or "as it was", *(mean(each, scale=1e-3) for each in lost), mean(sum(lost), scale=1e-3)))
    return {"philips_fire": table(("variant", "Nokia loses", "Ericsson loses", "both"), rows)}


def aisin_fire() -> dict[str, str]:
    """Cars that are not made, and how many working days they are."""
    rows: Rows = []
    for text, with_help, alone in (
        ("4 hours", None, "hours_4_alone"),
        ("1 day", "day_1", "day_1_alone"),
        ("3 days", "days_3", "days_3_alone"),
        ("10 days", "days_10", "days_10_alone"),
    ):
        missing = [_missing("aisin_fire", "no_fire", variant) for variant in (with_help, alone)]
        cells = [(f"{cars[0]:,.0f}", f"{cars[0] / 14000:.1f}") for cars in missing]
        rows.append((text, *cells[0], *cells[1]))
    head = ("stock of valves", "cars, with help", "days of stop", "cars, alone", "days of stop")
    return {"aisin_fire": table(head, rows)}


def _missing(name: str, calm: str, variant: str | None) -> NDArray[np.float64]:
    """How much less a plant makes than in the calm variant."""
    return np.asarray(_made(name, calm) - _made(name, variant))


def _made(name: str, variant: str | None) -> NDArray[np.float64]:
    """What a plant has made, and what it began with."""
    found = year(name, variant)
    return np.asarray(found.on_hand[:, :, -1].sum(axis=1) + found.shipped.sum(axis=(1, 2)))


def toilet_paper() -> dict[str, str]:
    """Shares of shops that were out of stock, and sales."""
    dates = (("2020-03-23", "70 %"), ("2020-04-12", "73 %"), ("2020-04-19", "48 %"))
    variants = (None, "no_panic", "limited", "twice_the_shelf", "larger_mill")
    base = year("toilet_paper")
    rows: Rows = [
        (f"out of stock on {_said(date)}", fact, f"{mean(_out(base, date), scale=100)} %") for date, fact in dates
    ]
    for first, last, fact in (
        ("2020-02-24", "2020-03-10", "+51 %"),
        ("2020-03-11", "2020-03-12", "+845 %"),
        ("2020-04-08", "2020-04-18", "+27 %"),
    ):
        more = _sold(base, first, last) / _sold(base, "2020-02-17", "2020-02-23") - 1
        rows.append((f"sales, {_said(first)} to {_said(last)}", fact, f"+{mean(more, scale=100)} %"))
    others: Rows = [
        (
            variant or "as it was",
            *(f"{mean(_out(year('toilet_paper', variant), date), scale=100)} %" for date, _ in dates),
        )
        for variant in variants
    ]
    head = ("share of shops out of stock", *(_said(date) for date, _ in dates))
    return {"toilet_paper": table(("", "fact", "ours"), rows), "toilet_paper variants": table(head, others)}


def _out(found: Year, first: str, last: str | None = None) -> NDArray[np.float64]:
    """The share of shops in which something was missing, on a day or on the mean over some."""
    return np.asarray((found.lost[:, found.of("shop"), found.days(first, last)] > 0).mean(axis=(1, 2)))


def _sold(found: Year, first: str, last: str) -> NDArray[np.float64]:
    """What shops sold in a day, on the mean."""
    days, shops = found.days(first, last), found.of("shop")
    return np.asarray((found.demand - found.lost)[:, shops, days].sum(axis=1).mean(axis=1))


def _said(date: str) -> str:
    day = dt.date.fromisoformat(date)
    return f"{day.day} {day:%B}"


def infant_formula() -> dict[str, str]:
    """Shares of shops that were out of stock, by week."""
    weeks = (
        ("2022-01-31", "2022-02-06", "2 to 8 %", "11 %"),
        ("2022-03-28", "2022-04-03", "31 %", ""),
        ("2022-04-24", "2022-04-30", "40 %", ""),
        ("2022-05-02", "2022-05-08", "43 %", ""),
        ("2022-05-16", "2022-05-22", "70 %", "23 %"),
        ("2022-05-23", "2022-05-29", "74 %", ""),
        ("2022-06-27", "2022-07-03", "", "31 %"),
    )
    base = year("infant_formula")
    rows: Rows = [
        (f"{_said(first)} to {_said(last)}", *facts, f"{mean(_out(base, first, last), scale=100)} %")
        for first, last, *facts in weeks
    ]
    shown = (weeks[3], weeks[5], weeks[6])
    others: Rows = []
    for variant in (None, "no_worry", "no_flood", "same_shares", "stock_of_36_days", "calm"):
        found = year("infant_formula", variant)
        shares = [f"{mean(_out(found, first, last), scale=100)} %" for first, last, *_ in shown]
        lost = found.lost.sum(axis=(1, 2)) / found.demand.sum(axis=(1, 2))
        others.append((variant or "as it was", *shares, f"{mean(lost, 1, scale=100)} %"))
    head = ("out of stock", *(f"week to {_said(last)}" for _, last, *_ in shown), "not sold, all year")
    return {
        "infant_formula": table(("week", "Datasembly", "IRI", "ours"), rows),
        "infant_formula variants": table(head, others),
    }


def chips() -> dict[str, str]:
    """Days of stock, and cars that were not made."""
    quarters = [(f"2021-{3 * number + 1:02d}-01", _end(number)) for number in range(4)]
    base = year("chips")
    makers = base.of("car_makers")
    rows: Rows = [
        (f"days of stock, {text}", fact, mean(base.on_hand[:, makers, base.days(*span)].mean(axis=(1, 2)) / 234))
        for text, fact, span in (
            ("first quarter of 2020", "40", ("2020-01-01", "2020-03-31")),
            ("second half of 2021", "less than 5", ("2021-07-01", "2021-12-31")),
        )
    ]
    for number, fact in enumerate(("1.44", "2.6", "3.5", "about 2")):
        lost = base.lost[:, makers, base.days(*quarters[number])].sum(axis=(1, 2))
        rows.append((f"millions of cars not made, quarter {number + 1} of 2021", fact, mean(lost, 2, 1e-3)))
    others: Rows = []
    for variant in (None, "only_demand", "nobody_cancels", "stock_of_80_days", "more_fabs", "calm"):
        found = year("chips", variant)
        whole = found.days("2021-01-01", "2021-12-31")
        lost = found.lost[:, found.of("car_makers"), whole].sum(axis=(1, 2))
        among = np.ix_(range(found.lost.shape[0]), found.of("electronics"))
        share = found.lost[among][..., whole].sum(axis=(1, 2)) / found.demand[among][..., whole].sum(axis=(1, 2))
        others.append((variant or "as it was", mean(lost, 2, 1e-3), f"{mean(share, 1, 100)} %"))
        if variant is None:
            rows.append(("millions of cars not made in 2021", "9.5", others[-1][1]))
    head = ("variant", "millions of cars not made in 2021", "what others miss")
    return {"chips": table(("", "fact", "ours"), rows), "chips variants": table(head, others)}


def _end(quarter: int) -> str:
    return ("2021-03-31", "2021-06-30", "2021-09-30", "2021-12-31")[quarter]


def tohoku_earthquake() -> dict[str, str]:
    """Cars made by month, and missing in the year."""
    months = (
        ("March", "2011-03-01", "2011-03-31", "37 %"),
        ("April", "2011-04-01", "2011-04-30", "22 %"),
        ("May", "2011-05-01", "2011-05-31", "50 to 70 %"),
        ("June", "2011-06-01", "2011-06-30", "84 %"),
        ("September", "2011-09-01", "2011-09-30", "100 %"),
        ("December", "2011-12-01", "2011-12-30", "100 %"),
    )
    base = year("tohoku_earthquake")
    rows: Rows = [
        (name, fact, f"{mean(_working(base, first, last), scale=100)} %") for name, first, last, fact in months
    ]
    others: Rows = []
    for variant in (None, "one_part", "all_parts", "stock_of_one_part", "stock_of_60_days"):
        missing = _missing("tohoku_earthquake", "no_earthquake", variant)
        worst = _working(year("tohoku_earthquake", variant), "2011-04-01", "2011-04-30")
        others.append((variant or "as it was", mean(missing, scale=1e-3), f"{mean(worst, scale=100)} %"))
    head = ("variant", "thousands of cars not made in 2011", "made in April")
    return {
        "tohoku_earthquake": table(("month", "fact", "ours"), rows),
        "tohoku_earthquake variants": table(head, others),
    }


def _working(found: Year, first: str, last: str) -> NDArray[np.float64]:
    """What the plant makes of the 10,000 cars that it could make in a day."""
    return np.asarray(found.shipped[:, :, found.days(first, last)].mean(axis=(1, 2)) / 10000)


CASES: Final[dict[str, Callable[[], dict[str, str]]]] = {
    case.__name__: case for case in (philips_fire, aisin_fire, toilet_paper, infant_formula, chips, tohoku_earthquake)
}


def shown(page: str, name: str) -> str:
    """The table of that name in a page."""
    return _block(name).search(page)[2]  # type: ignore[index]


def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name} -->\n)(.*?)(\n?<!-- end -->)", re.DOTALL)


def write() -> None:
    """Runs everything and writes the tables."""
    page = PAGE.read_text(encoding="utf-8")
    for case in CASES.values():
        for name, text in case().items():
            page = _block(name).sub(lambda found, text=text: f"{found[1]}{text}\n<!-- end -->", page)  # type: ignore[misc]
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    write()
