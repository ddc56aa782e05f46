"""Valuation: what the company's goods are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.kpi._measurement import Measurement


def goods_sold(
    measurement: Measurement,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Cost of goods in the measuring period, by account: that left a stock, a site, and reached a customer.

    What leaves a stock may be used up at the site; what leaves a site may come from its shop floor, made to order.
    """
    books, register, grains = measurement.books, measurement.register, measurement.grains
    moves = books.moves
    row = np.flatnonzero((moves.time >= books.start) & (moves.time < books.end))
    origin, destination = moves.origin[row], moves.destination[row]
    cost = moves.amount[row] / books.steps_per_unit[origin] * measurement.value[origin]
    left, reached = measurement.by_account(origin, cost), measurement.by_account(destination, cost)
    out = register.is_transit[destination] | (grains.site[origin] != grains.site[destination])
    gone = measurement.by_account(origin, np.where(out, cost, 0.0))
    return (
        np.where(register.is_warehouse, left, 0.0),
        np.where(grains.sells, gone, 0.0),
        np.where(register.is_customer, reached, 0.0),
    )


def stock_value_change(measurement: Measurement) -> NDArray[np.float64]:
    """Closing less opening value of the company's goods at standard cost, by account.

    They are what lies at warehouses and what has left a site of the company, until it is delivered, and what is in
    process; from a supplier goods are bought when they arrive. What happens at an edge of the measuring period comes
    after its opening, and its closing.
    """
    books, register, grains = measurement.books, measurement.register, measurement.grains
    edges = np.array([books.start, books.end])
    held = np.diff(books.stock.before(edges) + books.transit.before(edges), axis=1)[:, 0]
    owned = (register.is_warehouse | grains.is_maker)[register.column("origin").astype(np.intp)]
    change = np.where(owned, held / books.steps_per_unit * measurement.value, 0.0)
    if not grains.is_maker.any():
        return change
    in_process = np.diff(measurement.jobs.in_process.before(edges), axis=1)[:, 0]
    return change + in_process / books.steps_per_unit * measurement.material_value


def material_value(measurement: Measurement) -> NDArray[np.float64]:
    """Standard cost of the components of one unit, by account of what a recipe makes; 0 elsewhere."""
    register, steps = measurement.register, measurement.books.steps_per_unit
    used = np.flatnonzero(register.is_use)
    maker = register.column("maker").astype(np.int64)[used]
    ratio = register.column("ratio").astype(np.float64)[used]
    return measurement.by_account(maker, ratio * steps[maker] / steps[used] * measurement.value[used])
