from __future__ import annotations

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from sim.distributions import DurationDistribution
from sim.quantities import Reading
from tests.distributions.comparisons import STRATIFIED, law, refusal

OBSERVED = (7, 1, 3, 3, 12)


def test_worked_example():
    # Five observations, a fifth of the weight each: F(1) = 0.2, F(3) = 0.6, F(7) = 0.8.
    ours = law("empirical", values=OBSERVED)
    assert ours.quantile(np.array([0.2, 0.21, 0.6, 0.61, 0.8, 0.81])).tolist() == [1, 3, 3, 7, 7, 12]
    assert (ours.mean, ours.support) == (5.2, (1, 12))
    assert ours.variance == pytest.approx((3.24 + 17.64 + 2 * 4.84 + 46.24) / 5)


def test_equals_the_reference():
    ours = law("empirical", values=OBSERVED)
    assert ours.variance == pytest.approx(np.var(OBSERVED))
    np.testing.assert_array_equal(ours.quantile(STRATIFIED), np.quantile(OBSERVED, STRATIFIED, method="inverted_cdf"))


def test_interpolated():
    ours = law("empirical", values=OBSERVED, interpolate=True)
    np.testing.assert_allclose(ours.quantile(STRATIFIED), np.quantile(OBSERVED, STRATIFIED, method="linear"))
    assert ours.quantile(np.array([0.125]))[0] == 2
    # Pieces 1-3, 3-3, 3-7, 7-12, a quarter of the weight each: mean (2 + 3 + 5 + 9.5) / 4, and squares by thirds.
    assert ours.mean == pytest.approx(4.875)
    assert ours.variance == pytest.approx((13 / 3 + 9 + 79 / 3 + 277 / 3) / 4 - 4.875**2)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "lead.csv").write_bytes(b"day,hours\r\n1,4.5\r\n2,6\r\n3,1e1\r\n")
    return tmp_path


def from_file(folder, **parameters):
    adapter = TypeAdapter(DurationDistribution)
    return adapter.validate_python({"kind": "empirical", **parameters}, context=Reading(folder=folder))


def test_reads_a_column_once_and_for_all(folder):
    ours = from_file(folder, file="lead.csv", column="hours")
    assert ours == law("empirical", values=[4.5, 6, 10])
    assert ours.file is None


def test_a_file_with_one_column_needs_no_name(folder):
    (folder / "one.csv").write_text("hours\n2\n4\n")
    assert from_file(folder, file="one.csv").values == (2, 4)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"file": "lead.csv"}, "say which 'column'"),
        ({"file": "lead.csv", "column": "hour"}, "lead.csv: there is no column 'hour'"),
        ({"file": "../lead.csv", "column": "hours"}, "leaves the scenario's folder"),
        ({"file": "/etc/passwd", "column": "hours"}, "must be relative"),
        ({"file": "none.csv", "column": "hours"}, "no such file"),
        ({"file": "bad.csv", "column": "hours"}, "bad.csv line 3: column 'hours': 'six' is not a number"),
        ({"file": "negative.csv"}, "cannot be negative; this distribution reaches down to -1"),
        ({"file": "empty.csv"}, "the file has no rows"),
        ({"file": 3}, "file: Input should be a valid string"),
    ],
)
def test_refuses_files(folder, parameters, message):
    (folder / "bad.csv").write_text("hours\n4\nsix\n")
    (folder / "negative.csv").write_text("hours\n4\n-1\n")
    (folder / "empty.csv").write_text("hours\n")
    with pytest.raises(ValidationError) as caught:
        from_file(folder, **parameters)
    assert message in "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in caught.value.errors())


def test_refusals():
    assert "give either file or values; got neither" in refusal("empirical")
    assert "give either file or values; got file and values" in refusal("empirical", file="a.csv", values=[1])
    assert "'column' names a column of a 'file'" in refusal("empirical", values=[1], column="a")
    assert "needs at least two observations" in refusal("empirical", values=[1], interpolate=True)
    assert "only by a scenario that is a file itself" in refusal("empirical", file="a.csv")
    assert "values: Tuple should have at least 1 item" in refusal("empirical", values=[])
