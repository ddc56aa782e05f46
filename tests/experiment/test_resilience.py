from __future__ import annotations

import math

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiment.resilience import Band, Spans, resilience, ripple, risk_exposure_index, time_to_survive

NAN = math.nan
LEVELS = [
    *[70.0] * 12,
    *range(60, -80, -10),
    *[70.0] * 34,
]
"""Stock less backlog at the end of days 1 to 60 of one warehouse that lives on 70 units, orders 10 a day with a lead
time of three days, and whose supplier is down on days 10 to 23: worked out day by day, see the tests."""


def days(count: int) -> np.ndarray:
    return np.arange(count + 1.0)


def curve(*values: float) -> np.ndarray:
    return np.array([values], dtype=float)


# ------------------------------------------------------------------------- an outage of 14 days, worked out by hand


def outage() -> tuple[np.ndarray, np.ndarray]:
    return curve(*LEVELS), np.full((1, 60), 70.0)


def test_the_levels_are_those_of_a_recursion_by_day() -> None:
    on_hand, arriving, held, found = 70, {1: 10, 2: 10, 3: 10}, 0, []
    for day in range(1, 61):
        on_hand += arriving.get(day, 0) - 10
        held += 10
        if not 10 <= day <= 23:
            arriving[day + 3] = held
            held = 0
        found.append(float(on_hand))
    assert found == LEVELS


def test_recovery_loss_and_depth_of_the_outage() -> None:
    found = resilience(*outage(), days(60), 9.0)  # day 10 begins at 9
    assert found.failed_at.tolist() == [12]  # day 13: 60 of 70 is below 90 %
    assert found.time_to_recover.length.tolist() == [26 - 9]  # the level is 70 again on day 27, which begins at 26
    assert found.time_to_recover.is_censored.tolist() == [False]
    assert found.loss.tolist() == [10 * 14 * 15 / 2]  # 10 + 20 + ... + 140
    assert found.depth.tolist() == [140]
    assert found.time_to_trough.tolist() == [25 - 9]  # day 26


def test_backlog_of_the_outage() -> None:
    backlog = np.maximum(-np.array(LEVELS), 0.0)[np.newaxis]
    assert backlog.max() == 70
    found = resilience(-backlog, np.zeros_like(backlog), days(60), 9.0)
    assert found.loss.tolist() == [280]  # unit-days of backlog
    assert found.depth.tolist() == [70]
    assert found.time_to_recover.length.tolist() == [26 - 9]


def test_survival_of_the_outage() -> None:
    backlog = np.maximum(-np.array(LEVELS), 0.0)[np.newaxis]
    found = time_to_survive(backlog, np.zeros_like(backlog), days(60), 9.0)
    assert found.length.tolist() == [10]  # days 10 to 19 are covered, on day 20 ten are owed
    assert found.is_censored.tolist() == [False]


# --------------------------------------------------------------------------------------------- times to recover


def test_a_dip_and_its_hysteresis() -> None:
    # Failed in bucket 1; 0.92 is above the lower limit but not yet back; 0.95 is.
    found = resilience(curve(1, 0.5, 0.92, 0.95, 1), np.ones((1, 5)), days(5), 0.0)
    assert found.time_to_recover.length.tolist() == [3]
    # Without having failed, 0.92 is no failure.
    found = resilience(curve(1, 0.92, 0.92, 0.92, 1), np.ones((1, 5)), days(5), 0.0)
    assert found.time_to_recover.length.tolist() == [0]
    assert np.isnan(found.failed_at).all()
    found = resilience(curve(0.92, 0.92, 1), np.ones((1, 3)), days(3), 0.0)
    assert found.time_to_recover.length.tolist() == [0]


def test_limits_belong_to_the_better_side() -> None:
    found = resilience(curve(63, 62.9, 66.5), np.full((1, 3), 70.0), days(3), 0.0)
    assert found.failed_at.tolist() == [1]  # 63 is 90 % exactly and has not failed
    assert found.time_to_recover.length.tolist() == [2]  # 66.5 is 95 % exactly and is recovered


def test_the_last_of_several_dips_counts() -> None:
    found = resilience(curve(1, 0, 1, 0.2, 0.2, 1, 1), np.ones((1, 7)), days(7), 1.0)
    assert found.failed_at.tolist() == [1]
    assert found.time_to_recover.length.tolist() == [4]
    assert found.depth.tolist() == [1]
    assert found.time_to_trough.tolist() == [0]
    assert found.loss.tolist() == [pytest.approx(2.6)]


def test_no_dip() -> None:
    found = resilience(np.ones((2, 4)), np.ones((2, 4)), days(4), 1.0)
    assert found.time_to_recover.length.tolist() == [0, 0]
    assert found.time_to_recover.is_censored.tolist() == [False, False]
    assert (found.loss.tolist(), found.depth.tolist()) == ([0, 0], [0, 0])
    assert np.isnan(found.time_to_trough).all()
    assert np.isnan(found.failed_at).all()


def test_never_recovered_is_told_apart_from_recovered_late() -> None:
    performance = np.array([[1, 0, 0, 0.0], [1, 0, 0, 1], [1, 0, 1, 0.92], [1, 0, 1, 0.5]])
    found = resilience(performance, np.ones((4, 4)), days(4), 1.0)
    assert found.time_to_recover.length.tolist() == [3, 2, 1, 3]
    assert found.time_to_recover.is_censored.tolist() == [True, False, False, True]


def test_between_the_limits_at_the_end_is_not_recovered() -> None:
    found = resilience(curve(0.5, 0.92), np.ones((1, 2)), days(2), 0.0)
    assert found.time_to_recover.is_censored.tolist() == [True]


def test_what_lay_before_the_start_is_not_its_doing() -> None:
    found = resilience(curve(0, 0, 1, 1), np.ones((1, 4)), days(4), 2.0)
    assert found.time_to_recover.length.tolist() == [0]
    assert found.loss.tolist() == [0]


def test_a_start_before_the_run_counts_from_there() -> None:
    found = resilience(curve(0.2, 0.2, 1), np.ones((1, 3)), days(3), -5.0)
    assert found.time_to_recover.length.tolist() == [7]
    assert found.loss.tolist() == [pytest.approx(1.6)]  # what was seen of it
    assert found.time_to_trough.tolist() == [5]


def test_a_start_within_a_bucket() -> None:
    found = resilience(curve(1, 0.5, 1), np.ones((1, 3)), days(3), 1.5)
    assert found.failed_at.tolist() == [1.5]
    assert found.time_to_recover.length.tolist() == [0.5]
    # The mean of the bucket is lower by 0.5: both runs are one until 1.5, so all of it is lost afterwards.
    assert found.loss.tolist() == [0.5]


@pytest.mark.parametrize("start", [4.0, 9.0, NAN])
def test_nothing_is_said_where_nothing_was_seen(start: float) -> None:
    found = resilience(curve(1, 0, 0, 1), np.ones((1, 4)), days(4), start)
    for values in (found.failed_at, found.time_to_recover.length, found.loss, found.depth, found.time_to_trough):
        assert np.isnan(values).all()
    assert not found.time_to_recover.is_censored.any()
    survived = time_to_survive(curve(0, 9, 9, 9), np.zeros((1, 4)), days(4), start)
    assert np.isnan(survived.length).all()
    assert not survived.is_censored.any()


def test_a_run_of_zero_length() -> None:
    nothing = np.empty((2, 0))
    found = resilience(nothing, nothing, np.array([0.0]), 0.0)
    assert np.isnan(found.time_to_recover.length).all()
    assert np.isnan(time_to_survive(nothing, nothing, np.array([0.0]), 0.0).length).all()


def test_an_outage_of_zero_length_changes_nothing_and_loses_nothing() -> None:
    same = np.array([[1.0, 0.3, NAN, 0.8]])
    found = resilience(same, same, days(4), 1.0)
    assert found.time_to_recover.length.tolist() == [0]
    assert (found.loss.tolist(), found.depth.tolist()) == ([0], [0])


def test_undefined_buckets_neither_fail_nor_recover() -> None:
    found = resilience(curve(1, 0.5, NAN, NAN, 1), np.array([[1, 1, 1, NAN, 1.0]]), days(5), 0.0)
    assert found.time_to_recover.length.tolist() == [4]
    assert found.loss.tolist() == [0.5]
    # After the end of a run that ended early nobody knows: it was seen until 2.
    found = resilience(curve(1, 0.5, NAN, NAN), curve(1, 1, NAN, NAN), days(4), 0.0)
    assert found.time_to_recover.length.tolist() == [2]
    assert found.time_to_recover.is_censored.tolist() == [True]


def test_wide_buckets_weigh_more_and_gains_are_subtracted() -> None:
    edges = np.array([0.0, 2.0, 5.0, 6.0])
    found = resilience(curve(1, 0.5, 1.25), np.ones((1, 3)), edges, 0.0)
    assert found.loss.tolist() == [3 * 0.5 - 0.25]
    assert found.time_to_recover.length.tolist() == [5]


def test_a_linear_decline_and_recovery() -> None:
    # A triangle of depth 1 over 100 of 400 narrow buckets: area 1/2 x base x height.
    time = (np.arange(400) + 0.5) / 4
    performance = 1.0 - np.maximum(0.0, 1.0 - np.abs(time - 50.0) / 12.5)
    found = resilience(performance[np.newaxis], np.ones((1, 400)), np.arange(401) / 4, 37.5)
    assert found.loss[0] == pytest.approx(12.5, rel=1e-3)
    assert found.time_to_trough[0] == pytest.approx(12.5, abs=0.25)
    assert found.time_to_recover.length[0] == pytest.approx(25 - 0.05 * 12.5, abs=0.25)


def test_each_replication_has_its_own_start_and_is_judged_by_itself() -> None:
    # Each is down for one bucket of its own; their average, 3/4, would be down throughout.
    performance = 1.0 - np.eye(4)
    found = resilience(performance, np.ones((4, 4)), days(4), np.arange(4.0))
    assert found.time_to_recover.length.tolist() == [1, 1, 1, 1]
    assert found.time_to_recover.is_censored.tolist() == [False, False, False, True]


def test_a_baseline_below_zero_has_its_band_below_it() -> None:
    baseline = np.full((1, 3), -100.0)
    assert np.isnan(resilience(curve(-109, -110, -100), baseline, days(3), 0.0).failed_at).all()
    assert resilience(curve(-100, -111, -105), baseline, days(3), 0.0).time_to_recover.length.tolist() == [2]


@pytest.mark.parametrize("limits", [(0.95, 0.9), (0.9, 0.9), (-0.1, 0.5), (0.5, math.inf), (NAN, 0.9), (0.5, NAN)])
def test_a_band_needs_room(limits: tuple[float, float]) -> None:
    with pytest.raises(UsageError, match="the band must have 0 <= failed below < recovered from"):
        Band(*limits)


def test_curves_must_fit_their_baseline() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        resilience(np.ones((2, 3)), np.ones((2, 4)), days(3), 0.0)
    with pytest.raises(ValueError, match="do not fit"):
        resilience(np.ones((2, 3)), np.ones((2, 3)), days(4), 0.0)


# ------------------------------------------------------------------------------------------------------ medians


def test_quantiles_of_spans_are_order_statistics_with_the_censored_last() -> None:
    spans = Spans(np.array([5.0, 2.0, 9.0, 3.0, NAN]), np.array([True, False, False, False, False]))
    assert spans.quantile(0.25) == (2.0, False)
    assert spans.quantile(0.5) == (3.0, False)
    assert spans.quantile(0.75) == (9.0, False)
    assert spans.quantile(1.0) == (5.0, True)  # at least 5: perhaps the longest
    assert spans.quantile(0.0) == (2.0, False)


def test_no_spans_have_no_median() -> None:
    length, censored = Spans(np.array([NAN]), np.array([False])).quantile(0.5)
    assert math.isnan(length)
    assert not censored


# ------------------------------------------------------------------------------------------------------ survival


def test_what_is_short_anyway_is_not_the_outage_s_doing() -> None:
    baseline = np.array([[0, 2, 2, 2, 0.0]])
    found = time_to_survive(np.array([[0, 2, 2 + 1e-12, 3, 0.0]]), baseline, days(5), 1.0)
    assert found.length.tolist() == [2]


def test_who_survives_the_run_is_censored() -> None:
    found = time_to_survive(np.zeros((1, 6)), np.zeros((1, 6)), days(6), 2.5)
    assert found.length.tolist() == [3.5]
    assert found.is_censored.tolist() == [True]


def test_undefined_shortfall_is_none() -> None:
    found = time_to_survive(curve(NAN, NAN, 1), curve(NAN, 0, NAN), days(3), 0.0)
    assert found.length.tolist() == [2]


# ------------------------------------------------------------------------------------------------------- ripple


def test_a_ripple_runs_downstream() -> None:
    performance = np.ones((4, 2, 6))
    performance[0, :, 1:] = 0  # the origin, at once
    performance[1, :, 3:] = 0.5
    performance[2, 1, 5] = 0.89  # one replication only
    found = ripple(performance, np.ones((4, 2, 6)), days(6), 1.0, origin=0)
    assert found.failed_at[:3].tolist()[0] == [1, 1]
    assert found.later[1].tolist() == [2, 2]
    assert found.later[2, 1] == 4
    assert found.reached.tolist() == [1, 1, 0.5, 0]


def test_a_ripple_counts_from_the_fall_of_its_origin_else_from_the_start() -> None:
    performance = np.ones((2, 1, 6))
    performance[0, 0, 2:] = 0
    performance[1, 0, 4:] = 0
    baseline = np.ones((2, 1, 6))
    assert ripple(performance, baseline, days(6), 1.0, origin=0).later[1].tolist() == [2]
    assert ripple(performance, baseline, days(6), 1.0).later[1].tolist() == [3]
    performance[0] = 1
    assert ripple(performance, baseline, days(6), 1.0, origin=0).later[1].tolist() == [3]


def test_a_node_whose_curve_was_low_before_is_not_reached() -> None:
    performance, baseline = np.ones((1, 1, 4)), np.ones((1, 1, 4))
    performance[0, 0, 0] = 0
    assert ripple(performance, baseline, days(4), 1.0).reached.tolist() == [0]
    performance[0, 0, 2] = baseline[0, 0, 2] = 0  # luck that both runs met
    assert ripple(performance, baseline, days(4), 1.0).reached.tolist() == [0]


# ------------------------------------------------------------------------------------------------------ exposure


def test_the_index_is_one_for_the_worst() -> None:
    lost = np.array([[10.0, 30.0], [100, 60], [-5, 1], [0, 0], [NAN, 40.0]])
    assert risk_exposure_index(lost).tolist() == [0.25, 1, 0, 0, 0.5]


def test_no_index_without_a_loss_or_a_figure() -> None:
    assert risk_exposure_index(np.array([[-1.0], [0.0]])).tolist() == [0, 0]
    found = risk_exposure_index(np.array([[NAN], [2.0]]))
    assert np.isnan(found[0])
    assert found[1] == 1
    assert risk_exposure_index(np.empty((0, 3))).shape == (0,)
