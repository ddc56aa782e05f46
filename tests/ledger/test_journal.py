from __future__ import annotations

import numpy as np

from sim.ledger import Books, reconcile
from sim.ledger.journal import Buffer, Journal
from sim.ledger.tables import EVENTS, FORECASTS, GOODS, MONEY, ORDERS, STATES
from tests.ledger.ledgers import RESOURCES, busy_week


def test_records_are_as_long_as_what_reads_them():
    for layout in (GOODS, ORDERS, EVENTS, MONEY, STATES, FORECASTS):
        assert layout.record.size == layout.dtype.itemsize
    assert GOODS.dtype.itemsize == 32


def test_rows_on_disk_are_the_rows_in_memory():
    memory, disk = Buffer(EVENTS), Buffer(EVENTS)
    for number in range(100):
        for buffer in (memory, disk):
            buffer.write(buffer.pack(number / 2, number, 7, 3, 1))
        if number % 30 == 0:
            disk.spill(limit=0)
    assert np.array_equal(memory.rows(), disk.rows())
    assert disk.rows()["quantity"].tolist() == list(range(100))


def test_a_small_table_stays_in_memory():
    buffer = Buffer(EVENTS)
    buffer.write(buffer.pack(0.0, 1, 7, 3, 1))
    buffer.spill()
    assert not isinstance(buffer.rows(), np.memmap)


def test_books_read_from_disk_balance():
    closing = busy_week().close(10.0, 2.0, RESOURCES)
    closing.journal.spill(limit=0)
    books = Books.of(closing)
    assert isinstance(books.goods, np.memmap)
    assert reconcile(books).balances


def test_orders_are_numbered_by_their_rows():
    journal = Journal()
    assert [journal.next_order() for _ in range(3)] == [0, 1, 2]


def test_a_table_knows_how_many_rows_it_has_wherever_they_are():
    journal = Journal()
    for number in range(5):
        assert len(journal.states) == number
        journal.states.write(journal.states.pack(1.0, 1.0, 0, 1, 2))
        if number == 2:
            journal.spill(0)
    assert len(journal.states) == journal.states.rows().size == len(journal.states) == 5
