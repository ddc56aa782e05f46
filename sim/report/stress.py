"""The table of a stress test, for a terminal, a spreadsheet and a program.

text     columns for reading, the worst outage first
html     the same for a notebook
csv      the ranking, numbers in full
document the ranking and whom each outage reached, as JSON can hold it
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from sim.report.fragment import fragment
from sim.report.tables import number_text
from sim.results.run import CONFIDENCE
from sim.results.stress import STRESS

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from sim.results.stress import Stress

HALF: Final = 0.5
"""A node counts as reached where it left its band in at least this share of the replications."""
_WORDS: Final = 2
"""Columns at the left that hold words."""
_MOST_AT_RISK: Final = 12
_MOST: Final = 4
"""How many of those that an outage reached are named."""


def text(stress: Stress, most: int | None = None) -> str:
    """The ranking in columns, with a line above that says what was tested and lines below on how to read it.

    Args:
        stress: The stress test.
        most: How many outages to show, the worst; None for all.
    """
    records = stress.outages.to_dict("records")
    shown = records if most is None else records[:most]
    header = _header(stress)
    body = [_cells(stress, row) for row in shown]
    widths = [max(len(cells[column]) for cells in (header, *body)) for column in range(len(header))]
    last = len(header) - 1
    lines = [
        "  ".join(
            cell.ljust(width) if i < _WORDS or i == last else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()
        for cells in (header, *body)
    ]
    table = [lines[0], "-" * max(map(len, lines)), *lines[1:]] if body else ["no site or lane was tested"]
    more = [f"{len(records) - len(shown)} more that cost less are in the results."] if len(shown) < len(records) else []
    return "\n".join([title(stress), "", *table, "", *more, *notes(stress)]) + "\n"


def html(stress: Stress) -> str:
    """The same as a fragment of HTML."""
    header = _header(stress)
    body = [_cells(stress, row) for row in stress.outages.to_dict("records")]
    return fragment(title(stress), header, body, notes(stress), {*range(_WORDS), len(header) - 1})


def csv(stress: Stress) -> str:
    """The ranking as CSV; numbers in full, nothing where a value is missing."""
    return stress.outages.loc[:, list(STRESS["outages"])].to_csv(index=False, lineterminator="\n")


def document(stress: Stress) -> dict[str, Any]:
    """The ranking, and whom each outage reached, as JSON can hold it: None where a number is undefined."""
    ripple: dict[str, list[dict[str, Any]]] = {}
    for row in stress.ripple.to_dict("records"):
        name = str(row.pop("name"))
        ripple.setdefault(name, []).append(_plain(row))
    return {
        "scenario": stress.identity.scenario,
        "variant": stress.identity.variant,
        "fingerprint": stress.identity.fingerprint,
        "seed": stress.identity.seed,
        "status": stress.status,
        "replications": stress.replications,
        "time_unit": stress.time_unit,
        "currency": stress.currency,
        "start": stress.start,
        "band": {"failed_below": stress.band[0], "recovered_from": stress.band[1]},
        "outages": [
            {**_plain(row), "ripple": ripple.get(str(row["name"]), [])} for row in stress.outages.to_dict("records")
        ],
    }


def title(stress: Stress) -> str:
    """What was tested, in one line."""
    variant = f", variant {stress.identity.variant}" if stress.identity.variant else ""
    lengths = sorted(set(stress.lasts.values()))
    if not lengths:
        lasts = "for no time"
    elif len(lengths) == 1:
        lasts = f"for {span(lengths[0], stress.time_unit)}"
    else:
        lasts = f"for {number_text(lengths[0])} to {number_text(lengths[-1])} {stress.time_unit}s"
    pairs = f"{stress.replications} pair{'' if stress.replications == 1 else 's'} of runs each"
    when = f"after {span(stress.start, stress.time_unit)}"
    outages = f"{len(stress.outages)} outage{'' if len(stress.outages) == 1 else 's'}"
    return f"{stress.identity.scenario}{variant}: {outages} {when}, {lasts}, {pairs}, seed {stress.identity.seed}"


def notes(stress: Stress) -> list[str]:
    """What the reader must know beside the numbers, one line each."""
    low, high = stress.band
    interval = f"; ± is the half-width of the paired {CONFIDENCE:.0%} interval" if _has_intervals(stress) else ""
    recovered = f"failed below {low:.0%} of that without the outage, recovered from {high:.0%} on"
    found = [
        f"Lost profit: operating profit without the outage less that with it, on the same luck{interval}.",
        "REI: risk exposure index: lost profit beside that of the worst outage.",
        "Service lost: percentage points of customers' demand served in time: at once, or by the time promised.",
        "Survives: time until customers felt an outage that does not end; median, > where the run ended first.",
        f"Recovers: time from its start until service was back for good; median ({recovered}).",
        f"Reaches: who left that band in half of the runs, and how many {stress.time_unit}s later than the origin.",
    ]
    found += _endangered(stress)
    if not stress.is_random:
        found.append("Nothing in this scenario is random: each outage ran once, and there is no interval.")
    if stress.status == "interrupted":
        found.append("Interrupted: outages that had not finished are not ranked.")
    return found


def at_risk(stress: Stress) -> list[str]:
    """Outages that customers feel before they are over: the time to survive is below the time to recover the place."""
    frame = stress.outages
    chosen = frame[~frame["survived"].astype(bool) & (frame["time_to_survive"] < frame["lasts"])]
    return [str(name) for name in chosen["name"]]


def _endangered(stress: Stress) -> list[str]:
    names = at_risk(stress)
    if not len(stress.outages):
        return []
    if not names:
        return ["At risk: none; customers feel no outage before it is over."]
    more = f" and {len(names) - _MOST_AT_RISK} more" if len(names) > _MOST_AT_RISK else ""
    return [f"At risk, as customers feel the outage before it is over: {', '.join(names[:_MOST_AT_RISK])}{more}."]


def length_text(length: float, *, is_censored: bool) -> str:
    """A length of time for reading; > where the true one is longer.

    >>> length_text(12.0, is_censored=False), length_text(40.5, is_censored=True)
    ('12', '>40.5')
    """
    return f"{'>' if is_censored else ''}{number_text(length)}"


def span(length: float, unit: str) -> str:
    """A length of time with its unit.

    >>> span(1.0, "day"), span(0.5, "week")
    ('1 day', '0.5 weeks')
    """
    return f"{number_text(length)} {unit}{'' if length == 1.0 else 's'}"


def _has_intervals(stress: Stress) -> bool:
    return bool(stress.outages["lost_profit_half_width"].notna().any())


def _header(stress: Stress) -> list[str]:
    interval = ["±"] if _has_intervals(stress) else []
    profit = f"lost profit ({stress.currency})"
    return [
        *("outage", "kind", "out for", profit, *interval, "REI", "service lost", *interval),
        *("survives", "recovers", "service x time", "reaches"),
    ]


def _cells(stress: Stress, row: Mapping[Hashable, Any]) -> list[str]:
    def with_interval(mean: float, half_width: float) -> list[str]:
        if not _has_intervals(stress):
            return [number_text(float(f"{mean:.6g}"))]
        return [number_text(mean, half_width), number_text(half_width, half_width)]

    return [
        str(row["name"]),
        str(row["kind"]),
        number_text(row["lasts"]),
        *with_interval(row["lost_profit"], row["lost_profit_half_width"]),
        number_text(round(row["exposure"], 3)),
        *with_interval(100 * row["lost_service"], 100 * row["lost_service_half_width"]),
        length_text(row["time_to_survive"], is_censored=row["survived"]),
        length_text(row["time_to_recover"], is_censored=row["unrecovered"]),
        number_text(float(f"{row['resilience_loss']:.4g}")),
        _hit(stress, str(row["name"])),
    ]


def _hit(stress: Stress, name: str) -> str:
    """Whom an outage reached, in order of time: ``plant +2, shop +5``."""
    chosen = stress.ripple[(stress.ripple["name"] == name) & (stress.ripple["reached"] >= HALF)]
    chosen = chosen[chosen["node"] != name]
    words = [f"{node} +{number_text(later)}" for node, later in zip(chosen["node"], chosen["later"], strict=True)]
    return ", ".join(words[:_MOST]) + (f" and {len(words) - _MOST} more" if len(words) > _MOST else "")


def _plain(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    return {
        str(key): None if isinstance(value, float) and not math.isfinite(value) else value for key, value in row.items()
    }
