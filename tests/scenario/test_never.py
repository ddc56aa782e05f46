"""Disruptions that are active and never strike, or strike without end, are told."""

from __future__ import annotations

import pytest

from sim.scenario import load
from tests.scenario.broken_disruptions import STORMY, WHEN


@pytest.mark.parametrize(
    ("when", "active", "says"),
    [
        ("{starts: day 101, lasts: 3}", "frost", "it never strikes: it starts after 100, and the run ends after 100"),
        ("{kind: chance, probability: 0.5, starts: 2027-01-01}", "frost", "it never strikes"),
        ("{kind: recurring, gap: 1e-6, lasts: 1e-6}", "frost", "strikes in one run"),
        ("{starts: day 100, lasts: 3}", "frost", ""),
        ("{starts: day 101, lasts: 3}", "", ""),
        ("{kind: recurring, gap: 0, lasts: 0}", "frost", ""),
    ],
)
def test_an_active_disruption_that_never_strikes_is_told(tmp_path, when, active, says):
    path = tmp_path / "scenario.yaml"
    path.write_text(STORMY.replace(WHEN, f"when: {when}").replace("active: [frost, panic]", f"active: [{active}]"))
    found = [str(warning) for warning in load(path).warnings if "disruptions.frost.when" in str(warning)]
    assert len(found) == bool(says)
    assert all(says in warning for warning in found)
