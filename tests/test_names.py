"""Names and references."""

from __future__ import annotations

from time import perf_counter

import pytest
from pydantic import TypeAdapter, ValidationError

from sim.names import CustomerName, LaneName, Name, ProductName, SiteName, SourceName, nearest, refuse_twins
from sim.quantities import MOST_GUESSES, Reading

READING = Reading(
    names={
        "site": frozenset({"plant", "shop", "shoppers"}),
        "lane": frozenset({"plant_to_shop"}),
        "product": frozenset({"juice"}),
        "customer": frozenset({"shoppers"}),
    }
)


def read(kind: object, name: str) -> str:
    text: str = TypeAdapter(kind).validate_python(name, context=READING)
    return text


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (SiteName, "plant"),
        (LaneName, "plant_to_shop"),
        (SourceName, "plant"),
        (SourceName, "plant_to_shop"),
        (ProductName, "juice"),
        (CustomerName, "shoppers"),
    ],
)
def test_what_is_there_may_be_named(kind, name):
    assert read(kind, name) == name


@pytest.mark.parametrize(
    ("kind", "name", "reason", "hint"),
    [
        (SiteName, "plnt", "there is no site 'plnt'", "did you mean 'plant'?"),
        (SiteName, "plant_to_shop", "there is no site 'plant_to_shop'", "known: plant, shop, shoppers"),
        (
            SourceName,
            "plan_to_shop",
            "there is no site or lane or recipe 'plan_to_shop'",
            "did you mean 'plant_to_shop'?",
        ),
        (CustomerName, "plant", "there is no customer 'plant'", "known: shoppers"),
    ],
)
def test_what_is_not_there_is_refused_with_a_hint(kind, name, reason, hint):
    with pytest.raises(ValidationError, match=reason) as caught:
        read(kind, name)
    (error,) = caught.value.errors()
    assert error["type"] == "reference"
    assert error["ctx"]["hint"] == hint


def test_without_a_document_any_name_goes():
    assert TypeAdapter(SourceName).validate_python("anywhere") == "anywhere"


@pytest.mark.parametrize("name", ["", "7eleven", "two words", "a.b", "é", "a" * 101])
def test_a_name_is_a_word(name):
    with pytest.raises(ValidationError):
        read(Name, name)


def test_a_hint_is_short():
    assert nearest("zzz", [f"site_{number}" for number in range(13)]) == ""


def test_twins_are_refused():
    assert refuse_twins(("a", "b")) == ("a", "b")
    with pytest.raises(ValueError, match="named twice: a, b"):
        refuse_twins(("b", "a", "a", "c", "b"))


def test_very_many_twins_are_found_quickly_and_told_shortly():
    names = tuple(f"site_{number}" for number in range(50_000))
    began = perf_counter()
    with pytest.raises(ValueError, match="and 49988 more"):
        refuse_twins(names * 2)
    assert perf_counter() - began < 2


def test_of_very_many_names_the_neighbours_in_the_alphabet_are_compared():
    known = [f"site_number_{number:05}" for number in range(20_000)]
    began = perf_counter()
    assert nearest("site_number_123456", known).startswith("did you mean 'site_number_12")
    assert nearest("x" * 100_000, known) == ""
    assert perf_counter() - began < 1


def test_hints_end_where_very_many_names_are_unknown():
    reading = Reading(names={"site": frozenset({"plant"})}, guesses=MOST_GUESSES)
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(SiteName).validate_python("plnt", context=reading)
    assert caught.value.errors()[0]["ctx"]["hint"] == ""
