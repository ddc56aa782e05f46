"""The summary in words: every sentence is computed from the figures of the page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from markupsafe import Markup

from sim.report.comparisons import verdict_of
from sim.report.expectations import told as judgement
from sim.report.page import verdicts
from sim.report.page.outcome import lead
from sim.report.page.territory import made_to_order
from sim.report.page.wording import change, counted, figure, listed, margin, named, relative, rounded
from sim.report.tables import notes, rows
from sim.report.windows import named as by_name
from sim.report.windows import windows
from sim.results.comparison import HEADLINES
from sim.results.verdicts import records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.results.comparison import Comparison
    from sim.results.run import Run

SHORT: Final = 0.98
"""A site that serves a smaller share at once is said to be short."""
_MARGIN: Final = " ±\u00a0{}"
_MOST: Final = 5
_JUDGEMENTS: Final = 12
"""The most verdicts on expectations that are told one by one."""
_SENTENCES: Final = {
    "fill_rate": "Customers got {}{} of what they ordered at once.",
    "on_time_in_full": "{}{} of their order lines were delivered on time and in full.",
    "lost_share": "{}{} of what they ordered was lost.",
    "cost_rate": "Costs were {}{}.",
    "operating_profit": "Operating profit over the measuring period was {}{}.",
    "stock_value": "Stock worth {}{} was held on average.",
}
"""What is said of a run's main KPIs: the mean and the half-width."""


_COUNTED: Final = {
    "better": "better",
    "worse": "worse",
    "differs": "different without being better or worse",
    "cannot distinguish": "not to be distinguished",
    "identical": "the same",
}
"""How the figures of a variant are counted, by verdict."""


_JUDGED: Final = {
    "failed": "\N{BLACK DOWN-POINTING TRIANGLE}",
    "undecided": "\N{ALMOST EQUAL TO}",
    "met": "\N{BLACK UP-POINTING TRIANGLE}",
}
"""The sign of each verdict on an expectation, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences under a heading, plain or as Markup.

    Attributes:
        heading: What they are about; empty for none.
        sentences: The sentences.
        changes: What a variant changes, in the scenario's own words.
    """

    heading: str
    sentences: Sequence[str]
    changes: Sequence[str] = ()


def of_run(run: Run) -> list[Paragraph]:
    """What a run found."""
    network = rows(run.kpis, "network")
    network = network[network["category"].isna() & network["mean"].notna()]
    values = {str(row["kpi"]): row for row in network.to_dict("records")}
    said = []
    for kpi, sentence in _SENTENCES.items():
        row = values.get(kpi)
        if row is None or (kpi == "lost_share" and row["mean"] == 0):
            continue
        if kpi == "fill_rate" and row["mean"] == 0:
            made = "What customers order is made to order: nothing of it is there at once."
            said.append(made if made_to_order(run) else "Customers got nothing at once.")
            continue
        unit, mean, half = str(row["unit"]), float(row["mean"]), float(row["half_width"])
        wide = margin(half, mean, unit)
        said.append(sentence.format(figure(mean, half, unit), _MARGIN.format(wide) if wide else ""))
    return [
        Paragraph("", [_setting(run), *said]),
        *([Paragraph("What was expected", found)] if (found := _expected({"": run})) else []),
        *([Paragraph("Who is short", found)] if (found := _short(run)) else []),
        *([Paragraph("What was disrupted", found)] if (found := _disrupted({"": run})) else []),
        Paragraph("How far to trust it", notes(run)),
    ]


def of_comparison(comparison: Comparison) -> list[Paragraph]:
    """What a comparison found, variant by variant."""
    runs = comparison.runs
    others = [label for label in runs if label != comparison.baseline]
    first = next(iter(runs.values()))
    pairs = f"each replication of a variant met the same luck as its partner ({counted(first.finished, 'pair')})"
    how = pairs if comparison.is_random else "nothing is random, so every difference is exact"
    opening = f"{comparison.scenario}: {listed(others, 12)} compared with {comparison.baseline}; {how}."
    if comparison.is_random:
        sure = f"{100 * comparison.confidence:.4g}%"
        opening += f" Intervals have a confidence of {sure}; verdicts are adjusted for their number (Holm)."
    found = [Paragraph("", [opening])]
    found += [_variant(comparison, label) for label in others]
    closing = (("What was expected", _expected(runs)), ("What was disrupted", _disrupted(runs)))
    return [*found, *(Paragraph(heading, said) for heading, said in closing if said)]


def _setting(run: Run) -> str:
    begin, end = (rounded(instant) for instant in run.period)
    how = counted(run.finished, "replication") if run.is_random else "one run, since nothing in it is random"
    variant = f", variant {run.identity.variant}" if run.identity.variant else ""
    return f"{run.identity.scenario}{variant}: {how}, measured from {run.time_unit} {begin} to {end}."


def _short(run: Run) -> list[str]:
    """Which stocks serve the smallest share of what they are asked for."""
    found = rows(run.kpis[run.kpis["kpi"] == "fill_rate"], "product")
    found = found[found["site"].notna() & found["mean"].notna() & found["category"].isna()]
    if found.empty:
        return []
    to_order = made_to_order(run)
    pairs = list(zip(found["site"], found["product"], strict=True))
    made = [f"{product} at {site}" for site, product in pairs if (site, product) in to_order]
    found = found[[pair not in to_order for pair in pairs]]
    said = [f"Made to order, so that nothing of it can be there at once: {listed(made)}."] if made else []
    return said + (_shortest(found) if len(found) else [])


def _shortest(found: pd.DataFrame) -> list[str]:
    low = found[found["mean"] < SHORT].sort_values(["mean", "site", "product"], kind="stable")
    if low.empty:
        return [f"No stock served less than {SHORT:.0%} of what it was asked for at once."]
    told = [
        f"{row['product']} at {row['site']} ({figure(row['mean'], row['half_width'], 'share')})"
        for row in low.head(_MOST).to_dict("records")
    ]
    many = f"{counted(len(low), 'stock')} of {len(found)}"
    return [f"{many} served less than {SHORT:.0%} of what was asked of them at once. The lowest: {listed(told)}."]


def _variant(comparison: Comparison, label: str) -> Paragraph:
    found = [row for row in verdicts.network(comparison, label) if verdicts.says_something(row)]
    count = {verdict: sum(verdict_of(row) == verdict for row in found) for verdict in verdicts.SIGNS}
    said: list[str] = [*lead(found, comparison.baseline)]
    for verdict, words in (("better", "Better"), ("worse", "Worse")):
        chosen = [row for row in found if row["verdict"] == verdict]
        main = _main(chosen)
        if main:
            told = "; ".join(_told(row) for row in main)
            said.append(Markup("<strong>{} {}:</strong> {}.").format(verdicts.SIGNS[verdict], words, told))
    told_apart = (("cannot distinguish", "Cannot be distinguished from"), ("identical", "The same as in"))
    for verdict, words in told_apart:
        names = [named(str(row["kpi"])) for row in _main(found) if verdict_of(row) == verdict]
        if names:
            strong = Markup("<strong>{} {} {}:</strong> {}.")
            said.append(strong.format(verdicts.SIGNS[verdict], words, comparison.baseline, listed(names, len(names))))
    counts = [f"{count[verdict]} {word}" for verdict, word in _COUNTED.items() if count[verdict]]
    said += [f"Of {counted(len(found), 'figure')} of the network: {listed(counts)}."] if counts else []
    said += _shorter(comparison, label)
    return Paragraph(f"{label} against {comparison.baseline}", said, comparison.changes.get(label, ()))


def _main(found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows about main KPIs."""
    return [dict(row) for row in found if _category(row) is None and row["kpi"] in HEADLINES]


def _told(row: Mapping[str, Any]) -> str:
    unit, wide = str(row["unit"]), float(row["half_width"])
    half = margin(wide, float(row["difference"]), unit)
    before, after = float(row["baseline"]), float(row["mean"])
    of = relative(before, after) if unit != "share" else f"{figure(before, wide, unit)} to {figure(after, wide, unit)}"
    by = change(float(row["difference"]), wide, unit) + (_MARGIN.format(half) if half else "")
    return f"{named(str(row['kpi']))} {by}" + (f" ({of})" if of else "")


def _shorter(comparison: Comparison, label: str) -> list[str]:
    """Where service is worse than in the baseline, the largest losses first."""
    frame = comparison.differences
    chosen = rows(frame[(frame["variant"] == label) & (frame["kpi"] == "fill_rate")], "site")
    chosen = chosen[chosen["category"].isna()]
    worse = chosen[chosen["verdict"] == "worse"].sort_values(["difference", "site"], kind="stable")
    if chosen.empty:
        return []
    if worse.empty:
        return ["No site serves distinguishably less at once than before."]
    told = [
        f"{row['site']} ({change(row['difference'], row['half_width'], 'share')})" for row in worse.to_dict("records")
    ]
    return [f"{counted(len(worse), 'site serves', 'sites serve')} less at once than before: {listed(told, _MOST)}."]


def _expected(runs: Mapping[str, Run]) -> list[str]:
    """The verdicts on what the scenario expects, failures first; of several runs, the run's label before it."""
    judged = [(label, row) for label, run in runs.items() for row in records(run.expectations)]
    judged.sort(key=lambda each: list(_JUDGED).index(each[1]["verdict"]))
    strong = Markup("<strong>{} {}:</strong> {}{}.")
    said: list[str] = [
        strong.format(
            _JUDGED[row["verdict"]], row["verdict"].capitalize(), f"{label}, " if label else "", judgement(row)
        )
        for label, row in judged[:_JUDGEMENTS]
    ]
    rest = [str(row["verdict"]) for _, row in judged[_JUDGEMENTS:]]
    counts = [f"{rest.count(verdict)} {verdict}" for verdict in _JUDGED if verdict in rest]
    return said + ([f"And {len(rest)} more: {listed(counts)}."] if rest else [])


def _disrupted(runs: Mapping[str, Run]) -> list[str]:
    """When each disruption was in force in the first replication, and in which variants."""
    struck: dict[tuple[str, str], list[str]] = {}
    unit = next(iter(runs.values())).time_unit
    for label, run in runs.items():
        for name, spans in by_name(windows([run])).items():
            told = [_span(*window.days, window.until >= run.period[1]) for window in spans]
            struck.setdefault((name, f"{unit} {listed(told, 6)}"), []).append(label)
    told = []
    for (name, when), labels in struck.items():
        where = f" (in {listed(labels, 12)})" if len(runs) > 1 else ""
        first = ", in the first replication" if max(runs[label].finished for label in labels) > 1 else ""
        told.append(f"{name}{where}: in force from {when} ({unit} 1 is the first){first}.")
    return told


def _span(first: int, last: int, until_the_end: bool) -> str:
    return f"{first} {'to the end of the run' if until_the_end else f'to {last}'}"


def _category(row: Mapping[str, Any]) -> str | None:
    category = row["category"]
    return None if pd.isna(category) or (isinstance(category, float) and math.isnan(category)) else str(category)
