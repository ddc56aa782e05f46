"""A site with docks and limited storage, worked by hand, and what KPIs say of it.

Receiving does 4 a day: the 8 that arrive at 1 are taken up at once and in stock at 3, the 4 that arrive at 2 wait a day
and are in stock at 4. Shipping does 2 a day: the 4 sold at 5 are sent off until 7, the 2 sold at 6 wait a day, until 8.
"""

from __future__ import annotations

from functools import cache

from sim.kpi import KINDS, Measurement
from sim.kpi._table import table
from tests.engine.worlds import customer, lane, planned, play, supplier, warehouse


@cache
def site():
    """The books of the site ``w``; 10 days are measured."""
    docks = {"receiving": {"units": 4}, "shipping": {"units": 2}, "storage": {"units": 20}}
    stocked = warehouse(4, planned(8, 4), capacity=16)
    sites = {"s": supplier(), "w": {**stocked, **docks}, "c": customer("w", (5, 4), (6, 2))}
    return play(sites, [lane("s", "w", 1), lane("w", "c", 1)], 10)


def value(books, kpi, **grain):
    """One value; what ``grain`` leaves out is about everything."""
    rows = table(Measurement(books), [KINDS[kpi]])
    for column in ("site", "product", "category"):
        rows = rows[rows[column] == grain[column] if column in grain else rows[column].isna()]
    (found,) = rows["value"]
    return float(found)


def is_silent(kpi):
    """Whether a KPI has no rows where there is neither dock nor limited storage."""
    books = play({"s": supplier(), "w": warehouse(1, planned(8))}, [lane("s", "w", 1)])
    return table(Measurement(books), [KINDS[kpi]]).empty
