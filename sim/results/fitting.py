"""Whether a tape fits a scenario: time counted alike, and names that the scenario knows.

Another unit of time or another start is refused: the orders of a Monday would come on another day. Names that the
scenario does not know are told and no more, since a variant may have closed a shop that the tape remembers; a tape of
which no customer is known belongs to another scenario, and is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.errors import UsageError, visible
from sim.names import nearest
from sim.scenario.customer import Customer

if TYPE_CHECKING:
    from sim.results.tape import Tape
    from sim.scenario.document import Scenario

_MOST_TOLD: Final = 12
_KINDS_WITH_NUMBERS: Final = frozenset({"failure", "repair", "work"})
_OF_DISRUPTIONS: Final = frozenset({"hit", "severity"})
"""What is drawn for each place of a disruption, beside when it strikes."""


def fitted(tape: Tape, scenario: Scenario) -> tuple[str, ...]:
    """What is on the tape and will not be heard, in words; empty if all of it fits.

    Args:
        tape: The tape.
        scenario: The scenario, its variant applied.

    Raises:
        UsageError: Time is counted otherwise, or the tape is of another scenario altogether.
    """
    head, time = tape.head, scenario.time
    if head.time_unit != time.unit:
        raise UsageError(f"the tape counts time in {head.time_unit}s, the scenario in {time.unit}s")
    if head.start is not None and time.start is not None and head.start != time.start:
        raise UsageError(f"the tape begins on {head.start}, the scenario on {time.start}")
    known = {
        (site.luck or name, product)
        for name, site in scenario.sites.items()
        if isinstance(site, Customer)
        for product in site.buys
    }
    demand = tape.tables["demand"]
    given = set(zip(demand["customer"], demand["product"], strict=True))
    if given and not given & known:
        raise UsageError(
            f"the tape is of another scenario ({head.scenario!r}): none of its customers is in {scenario.name!r}, "
            f"e.g. {'/'.join(min(given))!r}"
        )
    told = [_unknown("demand of", "/".join(pair), ("/".join(entry) for entry in known)) for pair in given - known]
    words = _words(scenario)
    for thing in set(tape.tables["draws"]["thing"]):
        kind, *names = thing.split("/")
        strange = [name for name in names if not _is_known(name, words, kind)]
        told += [f"draws of {visible(thing)!r}: {_unknown('', strange[0], words)}"] if strange else []
    disruptions = {each.luck or name for name, each in scenario.disruptions.items()}
    told += [
        _unknown("disruption", name, disruptions) for name in set(tape.tables["windows"]["disruption"]) - disruptions
    ]
    told.sort()
    rest = [f"and {len(told) - _MOST_TOLD} more names that are not in the scenario"] if len(told) > _MOST_TOLD else []
    return tuple(f"on the tape: {line}" for line in (*told[:_MOST_TOLD], *rest))


def _unknown(what: str, name: str, known: object) -> str:
    hint = nearest(name, known)  # type: ignore[arg-type]
    return f"{what} {visible(name)!r} is not in the scenario{f'; {hint}' if hint else ''}".strip()


def _words(scenario: Scenario) -> frozenset[str]:
    """All names that luck may be keyed by."""
    words = {*scenario.sites, *scenario.products, *scenario.lanes, *scenario.carriers}
    for lane in scenario.lanes.values():
        words |= {f"{lane.origin}->{lane.destination}", *filter(None, [lane.luck])}
    for site in scenario.sites.values():
        words |= set(filter(None, [getattr(site, "luck", None)]))
        for part in ("lines", "makes"):
            for name, thing in getattr(site, part, {}).items():
                words |= {name, *filter(None, [thing.luck])}
    for name, disruption in scenario.disruptions.items():
        words |= {name, *filter(None, [disruption.luck])}
    return frozenset(words)


def _is_known(name: str, words: frozenset[str], kind: str) -> bool:
    if name in words or (name.isdecimal() and kind in _KINDS_WITH_NUMBERS):
        return True
    if kind == "disruption" and name in _OF_DISRUPTIONS:
        return True
    # Legs of a round, and ways back, are called by the places between which they lead.
    origin, arrow, destination = name.partition("->")
    return bool(arrow) and origin in words and destination in words
