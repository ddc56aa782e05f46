from __future__ import annotations

import pytest

from tests.kpi.haulage import figure


def test_units_by_trip():
    assert figure("load_size") == pytest.approx(1362 / 5)
    assert figure("load_size", lane="to_north") == pytest.approx(1350 / 4)
    assert figure("load_size", lane="to_south") == pytest.approx(12 / 2)
