"""The words and the table of a stress test's page: every sentence is computed from the figures of the page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.errors import visible
from sim.report import stress as table
from sim.report.page.method import ALGORITHMS, LOGIC, LONGEST, NOT_STATED, SAMPLING, Section
from sim.report.page.summary import Paragraph
from sim.report.page.wording import counted, listed, rounded
from sim.report.tables import number_text
from sim.results.run import CONFIDENCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.results.stress import Stress

_MOST: Final = 5
_BAND: Final = "Service counts as failed below {:.0%} of that without the outage, and as recovered from {:.0%} on."


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure that stands above all others: what it is (``kpi``), its number, unit, and half-width."""

    kpi: str
    number: str
    unit: str
    margin: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the ranking, as words."""

    rank: str
    name: str
    kind: str
    lasts: str
    profit: str
    profit_margin: str
    exposure: str
    service: str
    service_margin: str
    survives: str
    is_at_risk: bool
    recovers: str
    loss: str
    n: str


def lines(stress: Stress) -> list[Line]:
    """The ranking, line by line."""
    risky = set(table.at_risk(stress))
    return [_line(row, is_at_risk=str(row["name"]) in risky) for row in stress.outages.to_dict("records")]


def tiles(stress: Stress) -> list[Tile]:
    """The figures that stand above all others."""
    worst = stress.outages.iloc[0]
    frame, risky = stress.outages, table.at_risk(stress)
    felt = frame.loc[~frame["survived"].astype(bool), "time_to_survive"].dropna()
    profit, half = float(worst["lost_profit"]), float(worst["lost_profit_half_width"])
    survives = number_text(float(felt.min())) if len(felt) else "none is felt"
    return [
        Tile("Lost profit, worst outage", rounded(profit, half), stress.currency, _margin(half)),
        Tile("Places tested", f"{len(frame)}", f"{counted(stress.replications, 'pair')} of runs each", ""),
        Tile("Places at risk", f"{len(risky)}", "felt before they are back", ""),
        Tile("Shortest time to survive", survives, f"{stress.time_unit}s" if len(felt) else "", ""),
    ]


def summary(stress: Stress) -> list[Paragraph]:
    """What the test found, in sentences."""
    frame, unit = stress.outages, stress.time_unit
    worst = frame.iloc[0]
    name, cost = str(worst["name"]), float(worst["lost_profit"])
    half = float(worst["lost_profit_half_width"])
    wide = f" ± {_margin(half)}" if _margin(half) else ""
    opening = f"{table.title(stress)}."
    if cost > 0.0:
        said = [
            opening,
            f"Losing {name} costs most: {rounded(cost, half)}{wide} {stress.currency} of operating profit.",
        ]
    else:
        said = [opening, "No outage costs profit."]
    found = [Paragraph("", said)]
    top = frame[frame["lost_profit"] > 0.0].head(_MOST)
    if len(top):
        sentences = [_told(stress, row) for row in top.to_dict("records")]
        found.append(Paragraph("What hurts most", sentences))
    found.append(Paragraph("What is at risk", _risks(stress)))
    harmless = [str(n) for n in frame.loc[(frame["lost_profit"].abs() < 1e-9) & (frame["depth"] == 0.0), "name"]]
    if harmless:
        told = f"{counted(len(harmless), 'outage changes', 'outages change')} neither profit nor service"
        found.append(Paragraph("What does not matter", [f"{told}: {listed(harmless, 12)}."]))
    trust = [
        f"Each outage ran on the same luck as the run without it; it began after {table.span(stress.start, unit)}.",
        _BAND.format(*stress.band),
        "A place is closed as a whole, and orders wait for it; nobody reroutes, unless the scenario says how.",
    ]
    if stress.is_random:
        trust.append(f"± is the half-width of the paired {CONFIDENCE:.0%} interval of the difference.")
    else:
        trust.append("Nothing in the scenario is random: each outage ran once, and there is no interval.")
    return [*found, Paragraph("How far to trust it", trust)]


def method(stress: Stress) -> list[Section]:
    """The items of STRESS-DES, see ``sim.report.page.method``."""
    origin, identity = stress.provenance, stress.identity
    settings = [visible(each if isinstance(each, str) else f"{each[0]}={each[1]}") for each in origin.settings]
    start, end = (rounded(instant) for instant in origin.period)
    data = f" and its tables {listed(sorted(origin.data), 12)}" if origin.data else ""
    objectives = (
        ("1.1 Purpose", origin.description[:LONGEST] or NOT_STATED),
        ("1.2 Outputs", f"The figures on this page; all are in outages.csv. Measured from {start} to {end}."),
        ("1.3 Aims", "Finding the places whose loss hurts most, and those that are felt before they are back."),
    )
    logic = (
        ("2.1 Overview", "The map of the network above."),
        ("2.2 Logic", LOGIC),
        ("2.3 Scenarios", _worlds(stress)),
        ("2.4 Algorithms", ALGORITHMS),
    )
    inputs = (
        ("3.1 Sources", "Comments in the scenario file say where figures come from."),
        ("3.2 Input", f"The scenario file{data}. Fingerprint of all that was read: {identity.fingerprint}."),
        ("3.3 Values set", listed(settings, 12) or "None over the file."),
    )
    experimentation = (
        ("4.1 Run length", f"{end} {stress.time_unit}s, of which {start} are a warm-up."),
        ("4.2 Estimation", _estimation(stress)),
        ("4.3 Recovery", _BAND.format(*stress.band)),
    )
    return [
        Section("1 Objectives", objectives),
        Section("2 Logic", logic),
        Section("3 Data", inputs),
        Section("4 Experimentation", experimentation),
        Section("5 Implementation", _implementation(stress)),
        Section("6 Code access", (("6.1 Command", visible(origin.command) or "Run from Python."),)),
    ]


def _worlds(stress: Stress) -> str:
    variant = f"Variant {stress.identity.variant}." if stress.identity.variant else "The scenario as it stands."
    lasts = [table.span(length, stress.time_unit) for length in sorted(set(stress.lasts.values()))]
    return (
        f"{variant} Beside it one world for each place, in which it is closed after "
        f"{table.span(stress.start, stress.time_unit)} for {listed(lasts)}; where customers did not feel that, one in "
        "which it stays closed, for the time to survive."
    )


def _estimation(stress: Stress) -> str:
    if not stress.is_random:
        return "Nothing is random: one run of each world."
    return (
        f"{counted(stress.replications, 'replication')} of each world on common random numbers; means of paired "
        f"differences with {CONFIDENCE:.0%} Student t intervals; medians of times, in which what the run did not live "
        "to see comes last."
    )


def _implementation(stress: Stress) -> tuple[tuple[str, str], ...]:
    origin, identity = stress.provenance, stress.identity
    packages = [f"{name} {said}" for name, said in origin.versions.items() if name != "system"]
    return (
        ("5.1 Software", listed([f"headwater {identity.version}", *packages], 20)),
        ("5.2 Random sampling", f"{SAMPLING} Seed {identity.seed}."),
        ("5.3 System", f"{origin.versions.get('system', 'Not recorded')}. It took {origin.seconds:.1f} s."),
    )


def _line(row: Mapping[Any, Any], *, is_at_risk: bool) -> Line:
    profit, service = float(row["lost_profit"]), 100.0 * float(row["lost_service"])
    wide, broad = float(row["lost_profit_half_width"]), 100.0 * float(row["lost_service_half_width"])
    return Line(
        rank=str(row["rank"]),
        name=str(row["name"]),
        kind=str(row["kind"]),
        lasts=number_text(float(row["lasts"])),
        profit=rounded(profit, wide),
        profit_margin=_margin(wide),
        exposure=f"{row['exposure']:.2f}",
        service=rounded(service, broad) if math.isfinite(service) else "-",
        service_margin=_margin(broad),
        survives=table.length_text(row["time_to_survive"], is_censored=row["survived"]),
        is_at_risk=is_at_risk,
        recovers=table.length_text(row["time_to_recover"], is_censored=row["unrecovered"]),
        loss=number_text(float(f"{row['resilience_loss']:.4g}")),
        n=str(row["n"]),
    )


def _margin(half_width: float) -> str:
    return number_text(half_width, half_width) if math.isfinite(half_width) and half_width > 0 else ""


def _told(stress: Stress, row: Mapping[Any, Any]) -> str:
    """What one outage does, in a sentence."""
    unit, name = stress.time_unit, str(row["name"])
    half = float(row["lost_profit_half_width"])
    profit, is_within = float(row["lost_profit"]), not row["unrecovered"] and not row["time_to_recover"] > 0.0
    wide = f" ± {_margin(half)}" if _margin(half) else ""
    luck = ", which luck alone could have made" if math.isfinite(half) and profit <= half else ""
    cost = f"{rounded(profit, half)}{wide} {stress.currency} of profit{luck}"
    if row["depth"] > 0.0 and not row["survived"]:
        after = float(row["time_to_survive"])
        felt = f"customers feel it after {table.span(after, unit)}" if after > 0.0 else "customers feel it at once"
        if is_within and after >= float(row["lasts"]):
            felt = f"customers would feel it after {table.span(after, unit)} if it did not end"
    else:
        felt = "customers do not feel it within the run"
    if row["unrecovered"]:
        back = "service is not back before the run ends"
    elif row["time_to_recover"] > 0.0:
        back = f"service is back {table.span(row['time_to_recover'], unit)} after its start"
    else:
        back = "service as a whole stays within its band"
    hit = stress.ripple[(stress.ripple["name"] == name) & (stress.ripple["reached"] >= table.HALF)]
    hit = hit[hit["node"] != name]
    reached = [
        f"{node} (+{number_text(later)})" for node, later in zip(hit["node"], hit["later"].astype(float), strict=True)
    ]
    whom = f" It reaches {listed(reached, 4)}, in {unit}s after the origin." if reached else ""
    return f"{name}: {cost}; {felt}; {back}.{whom}"


def _risks(stress: Stress) -> Sequence[str]:
    risky = table.at_risk(stress)
    if not risky:
        return ["Customers feel no outage before it is over: every time to survive is at least the time it lasts."]
    told = f"Of {counted(len(stress.outages), 'place')}, {len(risky)} are felt by customers before they are back"
    return [f"{told} (time to survive below the time out): {listed(risky, 12)}. Stock or a second source buys time."]
