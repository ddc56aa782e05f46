"""Closures: which outages a stress test makes, and the scenario in which one of them strikes.

An outage is an ordinary disruption with the effect ``closure``, made in memory and active beside what is active in the
scenario anyway. How long it lasts is said for all, or it is the place's own ``time_to_recover``, or two weeks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.clock import snap
from sim.disruption.what.closure import Closure
from sim.disruption.when.window import Window
from sim.errors import UsageError
from sim.experiment.outages import Outage
from sim.names import nearest
from sim.scenario.customer import Customer
from sim.scenario.disruption import Disruption, Where
from sim.scenario.exposure import targets as exposed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.scenario import Scenario
    from sim.scenario.time import Time

NAME: Final = "stress_test"
"""The name of the disruption that takes a place out; with underscores behind it where a scenario has such a one."""
USUAL: Final = "14 days"
"""How long a place is out of which nobody knows its time to recover. Two weeks are a convention: long enough to outlive
the stocks of a lean chain, short enough that a year of simulation sees the recovery. A ranking that matters should rest
on times to recover of the places themselves."""
_DAYS: Final = 14.0
_SHARE: Final = 0.25
"""Where in the measuring period an outage begins if nobody says: the state of the opening has been left by then, and
three quarters of the period are there for the recovery."""


def targets(scenario: Scenario, sites: Iterable[str] | None, lanes: Iterable[str] | None) -> dict[str, str]:
    """What to take out, each with its kind: the sites and lanes named, or all but customers where nothing is named.

    Raises:
        UsageError: There is no such site or lane, it is a customer, nothing of it can be shut, or a site and a lane
            have one name.
    """
    known = {name: site.kind for name, site in sorted(scenario.sites.items()) if not isinstance(site, Customer)}
    ways = dict.fromkeys(sorted(scenario.lanes), "lane")
    chosen: dict[str, str] = {}
    everything = sites is None and lanes is None
    for what, named, there in (("site", sites, known), ("lane", lanes, ways)):
        for name in there if everything else named or ():
            if name not in there:
                customer = ": it is a customer" if name in scenario.sites else ""
                hint = "" if customer else f"; {nearest(name, there)}"
                raise UsageError(f"there is no {what} {name!r} to take out{customer}{hint}".rstrip("; "))
            if chosen.get(name, there[name]) != there[name]:
                raise UsageError(f"{name!r} is a site and a lane: give one of them another name to test both")
            if _can_be_shut(scenario, name, there[name]):
                chosen[name] = there[name]
            elif not everything:
                raise UsageError(f"nothing of the {there[name]} {name!r} could be shut: it keeps and makes nothing")
    return chosen


def outages(
    scenario: Scenario, chosen: dict[str, str], lasts: float | None = None, at: float | None = None
) -> tuple[Outage, ...]:
    """The outage of each target.

    Args:
        scenario: The scenario, its warm-up settled.
        chosen: The sites and lanes with their kinds.
        lasts: How long each lasts, in time units; None for its own ``time_to_recover``, else two weeks.
        at: When each begins; None for a quarter of the measuring period after its beginning.

    Raises:
        UsageError: The run has no fixed length, the outage would begin after its end or last for no time, or nobody
            says how long it lasts in a scenario that counts abstract periods.
    """
    time = scenario.time
    if not isinstance(time.horizon, float):
        raise UsageError("a stress test needs a 'horizon' in time: runs that end with an order are not equally long")
    start = _usual_start(time) if at is None else snap(at)
    if start >= time.horizon:
        raise UsageError(f"an outage at {start:g} would begin after the end of the run, which is {time.horizon:g} long")
    found = []
    for name, kind in chosen.items():
        length = snap(_own(scenario, name, kind) if lasts is None else lasts)
        if length <= 0.0:
            raise UsageError(f"an outage of {name!r} would last for no time: say how long, e.g. '{USUAL}'")
        found.append(Outage(name, kind, start, length))
    return tuple(found)


def shut(scenario: Scenario, outage: Outage, for_good: bool) -> Scenario:
    """The scenario with an outage.

    Args:
        scenario: The scenario.
        outage: What is out, and when.
        for_good: Whether it never ends.
    """
    name = NAME
    while name in scenario.disruptions:
        name += "_"
    disruption = Disruption(
        description=f"{outage.name} is out",
        where=(_where(outage.name, outage.kind),),
        when=Window(starts=outage.start, ends=None if for_good else outage.start + outage.lasts),
        what=(Closure(),),
    )
    changed = {
        "disruptions": {**scenario.disruptions, name: disruption},
        "active": (*scenario.active, name),
    }
    return scenario.model_copy(update=changed)


def _where(name: str, kind: str) -> Where:
    return Where(lane=name) if kind == "lane" else Where(site=name)


def _can_be_shut(scenario: Scenario, name: str, kind: str) -> bool:
    return next(exposed(scenario, _where(name, kind), Closure()), None) is not None


def _usual_start(time: Time) -> float:
    """A quarter of the measuring period after its beginning, on a whole time unit where there is room for one."""
    assert isinstance(time.horizon, float)
    start = time.measured_from + _SHARE * (time.horizon - time.measured_from)
    return float(math.floor(start)) if math.floor(start) >= time.measured_from else snap(start)


def _own(scenario: Scenario, name: str, kind: str) -> float:
    place = scenario.lanes[name] if kind == "lane" else scenario.sites[name]
    stated = getattr(place, "time_to_recover", None)
    if stated is not None:
        return float(stated)
    if scenario.time.unit == "period":
        raise UsageError(
            f"say how long an outage of {name!r} lasts: two weeks, which are usual, have no length in abstract periods"
        )
    return _DAYS / scenario.time.clock.days
