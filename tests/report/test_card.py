from __future__ import annotations

from dataclasses import replace

from sim.report.card import card
from sim.results import Failure, Identity
from tests.chains import run


def test_card_shows_the_headlines_first() -> None:
    found = card(run())
    head, _, rest = found.partition("<details>")
    assert ">shop: 3 replications, seed 3, terminating, measured from day 1 to 4<" in head
    assert ">fill rate</td>" in head
    assert ">0.60</td>" in head
    assert ">± 0.25</td>" in head
    assert ">share</td>" in head
    assert "holding" not in head
    assert "holding" in rest


def test_card_leaves_colours_to_the_notebook() -> None:
    assert not {"#", "rgb", "color:", "white", "black"} & {
        word for word in ("#", "rgb", "color:", "white", "black") if word in card(run())
    }


def test_card_shows_names_as_they_are() -> None:
    evil = Identity("<script>", None, "f" * 32, 3, "0.1.0")
    assert "<script>" not in card(run(identity=evil))


def test_card_tells_of_failures() -> None:
    assert "1 replications failed" not in card(run())
    assert "replications failed" in card(replace(run(), failures=(Failure(1, "broken"),)))
