from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.experiment.outages import Findings, Outage, Response, ranking, survived
from sim.experiment.resilience import Band
from sim.experiment.service import Service
from sim.results.stress import STRESS

NODES = ("grove", "plant", "shop", "town")
IS_CUSTOMER = np.array([False, False, False, True])
DAYS = np.arange(11.0)
OUTAGE = Outage("grove", "supplier", 2.0, 3.0)


def response(number: int = 0, profit: float = 100.0, **down: tuple[int, int]) -> Response:
    """A network that asks 10 of each node on each of ten days and serves none of it between the days named."""
    asked = np.full((4, 10), 10.0)
    served = asked.copy()
    for node, (since, until) in down.items():
        served[NODES.index(node), since:until] = 0
    share = served[3].sum() / asked[3].sum()
    return Response(number, profit, share, Service(NODES, IS_CUSTOMER, DAYS, asked, served))


def test_one_outage_by_hand() -> None:
    findings = Findings(Band())
    baseline = [response(0), response(1, 90.0)]
    struck = [
        response(0, 40.0, grove=(2, 5), plant=(3, 6), town=(4, 7)),
        response(1, 60.0, grove=(2, 5), plant=(4, 7)),
    ]
    findings.take(OUTAGE, baseline, struck, {1: response(1, 0.0, grove=(2, 10), town=(8, 10))})
    tables = findings.tables
    strikes = tables["strikes"]
    assert strikes["replication"].tolist() == [0, 1]
    assert strikes["lost_profit"].tolist() == [60, 30]
    assert strikes["lost_service"].tolist() == pytest.approx([0.3, 0.0])
    assert strikes["time_to_survive"].tolist() == [2, 6]  # the second as in the run in which it never ends
    assert strikes["survived"].tolist() == [False, False]
    assert strikes["time_to_recover"].tolist() == [5, 0]
    assert strikes["resilience_loss"].tolist() == [3, 0]
    assert strikes["depth"].tolist() == [1, 0]
    (row,) = tables["outages"].to_dict("records")
    assert (row["rank"], row["name"], row["kind"], row["n"]) == (1, "grove", "supplier", 2)
    assert row["lost_profit"] == 45
    assert row["lost_profit_half_width"] == pytest.approx(12.706204736 * 15)  # t(1; 0.975) x s / sqrt(2)
    assert (row["exposure"], row["service_exposure"]) == (1, 1)
    assert (row["time_to_survive"], row["survived"], row["time_to_recover"], row["unrecovered"]) == (2, False, 0, False)
    assert row["reached"] == 2  # plant in both, town in half of the replications; not the grove itself
    ripple = tables["ripple"].set_index("node")
    assert ripple.index.tolist() == ["grove", "plant", "town"]
    assert ripple["reached"].tolist() == [1, 1, 0.5]
    assert ripple["later"].tolist() == [0, 1, 2]
    assert ripple["short"].tolist() == [30, 30, 15]
    assert ripple["kind"].tolist() == ["site", "site", "customer"]
    curves = tables["curves"]
    assert len(curves) == 20
    assert curves["baseline"].tolist() == [1.0] * 20
    assert curves["performance"].tolist()[:10] == [1, 1, 1, 1, 0, 0, 0, 1, 1, 1]
    assert [list(tables[name]) for name in tables] == [list(STRESS[name]) for name in tables]


def test_survival_needs_the_run_without_end_only_where_nobody_was_hurt_in_time() -> None:
    baseline = [response(n) for n in range(4)]
    struck = [response(0, town=(4, 6)), response(1), response(2, town=(7, 8)), response(3)]
    for_good = {0: response(0), 1: response(1, town=(9, 10)), 2: response(2, town=(6, 10))}
    found = survived(OUTAGE, baseline, struck, for_good)
    assert found.length.tolist() == [2, 7, 4, 3]  # of the last only that it survived the three days
    assert found.is_censored.tolist() == [False, False, False, True]
    found = survived(OUTAGE, baseline, struck, {n: response(n) for n in range(4)})
    assert found.length.tolist() == [2, 8, 8, 8]
    assert found.is_censored.tolist() == [False, True, True, True]


def test_runs_must_be_pairs() -> None:
    with pytest.raises(ValueError, match="grove: the runs with and without the outage are not pairs"):
        Findings(Band()).take(OUTAGE, [response(0), response(1)], [response(0), response(2)], {})


def test_what_costs_most_comes_first() -> None:
    findings = Findings(Band())
    for name, profit, down in (("a", 90.0, (3, 4)), ("b", 20.0, (3, 3)), ("d", 90.0, (3, 6)), ("c", 130.0, (0, 0))):
        struck = [response(0, profit, town=down)]
        findings.take(replace(OUTAGE, name=name, kind="lane"), [response(0)], struck, {})
    found = findings.tables["outages"]
    assert found["name"].tolist() == ["b", "d", "a", "c"]
    assert found["rank"].tolist() == [1, 2, 3, 4]
    assert found["exposure"].tolist() == [1, 0.125, 0.125, 0]
    assert found["service_exposure"].tolist() == pytest.approx([0, 1, 1 / 3, 0])
    assert found["lost_profit_half_width"].isna().all()  # one pair tells nothing about its spread
    # A lane is no node: the ripple counts from the start of its outage.
    later = findings.tables["ripple"].set_index("name")["later"]
    assert later["d"] == 1


def test_a_replication_without_demand_is_left_out_of_the_mean() -> None:
    findings = Findings(Band())
    quiet = replace(response(1), served=math.nan)
    findings.take(OUTAGE, [response(0), quiet], [response(0, town=(3, 5)), quiet], {})
    assert findings.tables["outages"]["lost_service"].tolist() == pytest.approx([0.2])


def test_no_outage_is_an_empty_ranking() -> None:
    findings = Findings(Band())
    findings.take(OUTAGE, [], [], {})
    tables = findings.tables
    assert all(not len(table) for table in tables.values())
    assert [list(tables[name]) for name in tables] == [list(STRESS[name]) for name in tables]
    assert not len(ranking(tables["strikes"], pd.DataFrame(columns=list(STRESS["ripple"]))))
