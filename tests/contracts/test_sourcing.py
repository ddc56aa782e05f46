"""The contract of all sourcing rules."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.quantities import Reading
from sim.sourcing import Sourcing
from sim.spec import families
from tests.contracts import family_contract as contract
from tests.contracts.examples_sourcing import EXAMPLES as MORE

KINDS = sorted(contract.kinds("sourcing"))
EXAMPLES = contract.examples("sourcing", MORE)
CASES = contract.cases(EXAMPLES)


@dataclass(frozen=True)
class SourceOffer:
    site: str
    available: float = 20
    ordered: int = 0
    lead_time: float = 2.0
    price: float = 1.5


terms = st.tuples(st.one_of(st.integers(0, 60), st.just(math.inf)), st.integers(0, 500))


def rule_of(kind: str, example: dict[str, Any]) -> Sourcing:
    rule = contract.read("sourcing", kind, example)
    assert isinstance(rule, Sourcing)
    return rule


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_is_declared(self, kind):
        contract.check_declaration("sourcing", kind)

    def test_is_documented(self, kind):
        contract.check_documentation("sourcing", kind)


@pytest.mark.parametrize(("kind", "example"), CASES)
class TestEveryExample:
    def test_is_a_value(self, kind, example):
        contract.check_value("sourcing", kind, example)

    def test_names_its_sources(self, kind, example):
        sites = rule_of(kind, example).sites
        assert isinstance(sites, tuple)
        assert len(sites) == len(set(sites)) >= 1

    def test_refuses_a_source_that_is_not_there(self, kind, example):
        reading = Reading(names={"site": frozenset({"elsewhere"}), "lane": frozenset({"road"})})
        with pytest.raises(ValueError, match="there is no site or lane"):
            adapter_of("sourcing").validate_python({"kind": kind, **example}, context=reading)
        first, *others = rule_of(kind, example).sites
        reading = Reading(names={"site": frozenset({first}), "lane": frozenset(others)})
        read = adapter_of("sourcing").validate_python({"kind": kind, **example}, context=reading)
        assert read == rule_of(kind, example)

    @given(quantity=st.integers(1, 5000), data=st.data())
    def test_orders_what_is_needed_and_is_pure(self, kind, example, quantity, data):
        rule = rule_of(kind, example)
        offers = [SourceOffer(site, *data.draw(terms)) for site in rule.sites]
        parts = rule.choose(quantity, offers)
        assert isinstance(parts, tuple)
        assert len(parts) == len(offers)
        assert all(isinstance(part, int) and part >= 0 for part in parts)
        assert sum(parts) == quantity
        assert rule.choose(quantity, offers) == parts

    @given(quantity=st.integers(1, 500), data=st.data())
    def test_permuting_a_mapping_changes_nothing(self, kind, example, quantity, data):
        written = {
            key: dict(data.draw(st.permutations(list(value.items())))) if isinstance(value, dict) else value
            for key, value in example.items()
        }
        rule = contract.read("sourcing", kind, written)
        assert rule.sites == rule_of(kind, example).sites
        offers = [SourceOffer(site) for site in rule.sites]
        assert rule.choose(quantity, offers) == rule_of(kind, example).choose(quantity, offers)


def adapter_of(family: str) -> contract.TypeAdapter:
    return contract.TypeAdapter(families()[family].union)


def test_a_bare_name_is_a_single_source():
    assert adapter_of("sourcing").validate_python("near") == contract.read("sourcing", "single", {"site": "near"})
