from __future__ import annotations

from tests.kpi.docks import is_silent, value
from tests.kpi.test_written_off import shop


def test_what_was_destroyed_at_standard_cost():
    books = shop()
    assert value(books, "written_off_value", site="shop") == 3 * 23
    # It is in the change of the value of stock already: 5 units were sold, too.
    assert value(books, "stock_value_change", site="shop") == -3 * (23 + 5)


def test_only_what_was_destroyed_in_the_period_counts():
    assert value(shop(warm_up=15), "written_off_value") == 3 * 11


def test_where_nothing_can_be_destroyed_there_are_no_rows():
    assert is_silent("written_off_value")
