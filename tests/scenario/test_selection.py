from __future__ import annotations

import pytest

from sim.scenario.budget import Exhausted
from tests.scenario.test_expansion import expanded

SITES = """
sites:
  p: {kind: supplier, region: north}
  d1: {kind: warehouse, region: north, tags: [dc]}
  d2: {kind: warehouse, region: south, tags: [dc]}
  s1: {kind: warehouse, region: north, tags: [shop]}
  s2: {kind: warehouse, region: south, tags: [shop, big]}
  s3: {kind: warehouse, tags: [shop]}
lanes:
"""


@pytest.mark.parametrize(
    ("lane", "names"),
    [
        ("from: p, to: {tag: dc}", ["p_to_d1", "p_to_d2"]),
        ("from: p, to: [d1, s3]", ["p_to_d1", "p_to_s3"]),
        ("from: {tag: dc}, to: {tag: shop}, same: region", ["d1_to_s1", "d2_to_s2"]),
        ("from: {tag: dc}, to: {tag: big, region: south}", ["d1_to_s2", "d2_to_s2"]),
        ("from: {tag: dc}, to: {tag: dc}", ["d1_to_d2", "d2_to_d1"]),
        ("from: {kind: supplier}, to: {region: south}, name: 'fast_{from}_{to}'", ["fast_p_d2", "fast_p_s2"]),
    ],
)
def test_a_lane_for_each_pair(lane: str, names: list[str]) -> None:
    root, problems, _ = expanded(f"{SITES}  all: {{{lane}, lead_time: 2}}\n")
    assert not problems
    assert sorted(root["lanes"]) == names
    assert all(set(made) == {"from", "to", "lead_time"} for made in root["lanes"].values())


def test_a_lane_written_out_wins() -> None:
    root, problems, _ = expanded(
        f"{SITES}  all: {{from: p, to: {{tag: dc}}}}\n  p_to_d1: {{from: p, to: d1, distance: 9}}\n"
    )
    assert not problems
    assert root["lanes"]["p_to_d1"] == {"from": "p", "to": "d1", "distance": 9}


def test_two_tags_with_one_product_are_an_error() -> None:
    _, problems, _ = expanded(
        "products: {a: {tags: [t, u]}}\nsites:\n  s:\n    stock:\n      tag:t: {}\n      tag:u: {}\n"
    )
    assert len(problems) == 1
    assert problems[0].startswith(
        "f.yaml:6:7: error: sites.s.stock.a: 'a' is selected twice: by 'tag:t' and by 'tag:u'"
    )


def test_a_square_of_many_sites_is_refused() -> None:
    with pytest.raises(Exhausted, match="more than 1,000,000 values"):
        expanded("sites: {s: {count: 3000, tags: [t]}}\nlanes: {all: {from: {tag: t}, to: {tag: t}}}")
