"""A comparison as a table, for a terminal, a notebook, a spreadsheet and a program.

text     in short what is better and what is worse; then columns for reading
html     the same for a notebook
csv      every row, numbers in full
document every row and what they rest on, as JSON can hold it
"""

from __future__ import annotations

import html as markup
import math
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from sim.errors import UsageError
from sim.kpi import KINDS, LISTED
from sim.names import nearest
from sim.report.tables import GRAINS, number_text, rows
from sim.report.tables import By as Grain
from sim.results import verdicts
from sim.results.comparison import HEADLINES, NUMBERS, families
from sim.results.run import GRAIN, KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.results.comparison import Comparison

By = Literal["headlines"] | Grain
"""What the rows of the table are about; ``headlines``: the main KPIs of the network."""
CHOICES: Final[tuple[By, ...]] = ("headlines", *GRAINS)
_VERDICTS: Final = ("better", "worse", "differs", "cannot distinguish")
_NUMERIC: Final = frozenset({"mean", "difference", "±", "correlation", "n"})
_NOTHING: Final = 1e-12
"""A half-width that is smaller than this share of its difference is shown as 0."""


def chosen(comparison: Comparison, by: By = "headlines", kpis: Sequence[str] = ()) -> pd.DataFrame:
    """The rows to show.

    Args:
        comparison: What was compared.
        by: What they are about; the main KPIs where nothing else is said. KPIs that are named need not be main ones.
        kpis: Only these KPIs; empty for all.

    Raises:
        UsageError: There is no such kind of thing, or no such KPI; says what comes nearest.
    """
    if by not in CHOICES:
        raise UsageError(f"there are no rows by {by!r}; {nearest(str(by), CHOICES)}")
    found = comparison.differences
    require_kpis(kpis)
    if by == "headlines":
        main = families(found) == "headlines"
        found = rows(found, "network") if kpis else _in_order(found[main])
    else:
        found = rows(found, by)
    return found[found["kpi"].isin(list(kpis))].reset_index(drop=True) if kpis else found


def require_kpis(kpis: Sequence[str]) -> None:
    """Refuses what is the name of no KPI; those that this network does not have are just not there.

    Raises:
        UsageError: There is no such KPI; says what comes nearest.
    """
    for name in kpis:
        if name not in KINDS:
            raise UsageError(f"there is no KPI {name!r}; {nearest(str(name), list(KINDS)) or LISTED}")


def _in_order(found: pd.DataFrame) -> pd.DataFrame:
    """The main KPIs as a reader expects them: service, money, stock, production."""
    return found.sort_values("kpi", key=lambda names: names.map(HEADLINES.index), kind="stable", ignore_index=True)


def text(comparison: Comparison, by: By = "headlines", kpis: Sequence[str] = ()) -> str:
    """The differences in columns, what they come to above, and how far to trust them below."""
    found = _telling(comparison, chosen(comparison, by, kpis))
    header, body = _cells(comparison, found)
    widths = [max(len(cells[column]) for cells in (header, *body)) for column in range(len(header))]
    lines = [
        "  ".join(
            cell.rjust(width) if heading in _NUMERIC else cell.ljust(width)
            for cell, width, heading in zip(cells, widths, header, strict=True)
        ).rstrip()
        for cells in (header, *body)
    ]
    rule = "-" * max(map(len, lines))
    table = [lines[0], rule, *lines[1:]] if body else ["no KPI to compare"]
    above = [title(comparison), "", *summary(comparison)]
    return "\n".join([*above, "", *table, "", *notes(comparison)]) + "\n"


def html(comparison: Comparison, by: By = "headlines", kpis: Sequence[str] = ()) -> str:
    """The same as a fragment of HTML."""
    header, body = _cells(comparison, _telling(comparison, chosen(comparison, by, kpis)))

    def line(cells: list[str], tag: str) -> str:
        sides = ("right" if heading in _NUMERIC else "left" for heading in header)
        return "<tr>" + "".join(
            f'<{tag} style="text-align: {side}">{markup.escape(cell)}</{tag}>'
            for side, cell in zip(sides, cells, strict=True)
        ) + "</tr>"  # fmt: skip

    lines = "".join(line(cells, "td") for cells in body)
    short = "".join(f"<li>{markup.escape(sentence)}</li>" for sentence in summary(comparison))
    below = "<br>".join(markup.escape(note) for note in notes(comparison))
    return (
        f"<p><strong>{markup.escape(title(comparison))}</strong></p><ul>{short}</ul>"
        f"<table><thead>{line(header, 'th')}</thead><tbody>{lines}</tbody></table><p><small>{below}</small></p>"
    )


def csv(comparison: Comparison, kpis: Sequence[str] = ()) -> str:
    """Every row as CSV; numbers in full, nothing where a value is missing."""
    return chosen(comparison, "all", kpis).loc[:, [*KEYS, *NUMBERS]].to_csv(index=False, lineterminator="\n")


def document(comparison: Comparison, kpis: Sequence[str] = ()) -> dict[str, Any]:
    """Every row, and what they rest on, as JSON can hold it: None where a number is undefined."""
    variants = {
        label: {
            "scenario": run.identity.scenario,
            "variant": run.identity.variant,
            "fingerprint": run.identity.fingerprint,
            "seed": run.identity.seed,
            "replications": run.finished,
            "digest": run.digest,
            "trial_balance": {"goods": run.goods, "money": run.money},
            "changes": list(comparison.changes.get(label, ())),
            "expectations": verdicts.records(run.expectations),
        }
        for label, run in comparison.runs.items()
    }
    found = chosen(comparison, "all", kpis).loc[:, [*KEYS, *NUMBERS]]
    return {
        "scenario": comparison.scenario,
        "baseline": comparison.baseline,
        "status": comparison.status,
        "asked": list(comparison.labels),
        "confidence": comparison.confidence,
        "identical": list(comparison.identical),
        "variants": variants,
        "differences": [_entry(row) for row in found.to_dict("records")],
    }


def title(comparison: Comparison) -> str:
    """What was compared with what, in one line."""
    others = ", ".join(comparison.variants) or "nothing yet"
    base = comparison.runs.get(comparison.baseline)
    if base is None:
        return f"{comparison.scenario}: {comparison.baseline} against {others}"
    begin, end = (number_text(instant) for instant in base.period)
    counts = sorted({run.finished for run in comparison.runs.values() if run.is_random})
    how = f"{' to '.join(map(str, counts))} replications each on the same luck, seed {base.identity.seed}, "
    luck = how.replace("1 replications each", "1 replication each") if counts else ""
    return (
        f"{comparison.scenario}: {others} against {comparison.baseline}: {luck}"
        f"measured from {base.time_unit} {begin} to {end}"
    )


def summary(comparison: Comparison) -> list[str]:
    """What each variant comes to by the main KPIs, one line each."""
    main = comparison.differences[families(comparison.differences) == "headlines"]
    found = []
    for label in comparison.variants:
        if label in comparison.identical:
            found.append(f"{label}: identical to {comparison.baseline}, to the last posting")
            continue
        mine = main[(main["variant"] == label) & (main["n"] > 0)]
        parts = []
        for verdict in _VERDICTS:
            names = [str(row["kpi"]) for row in mine.to_dict("records") if verdict_of(row) == verdict]
            parts += [f"{verdict}: {', '.join(names)}"] if names else []
        said = {str(row["kpi"]): verdict_of(row) for row in mine.to_dict("records")}
        if said.get("total_cost") == "better" and said.get("operating_profit") == "worse":
            parts.append("lower costs are no gain here, profit fell too")
        found.append(f"{label}: {'; '.join(parts) or 'no main KPI differs'}")
    return found


def notes(comparison: Comparison) -> list[str]:
    """What the reader must know beside the numbers, one line each."""
    found = []
    if not comparison.is_random:
        found.append("Nothing in these scenarios is random: each ran once, and every difference is exact.")
    else:
        share = f"{comparison.confidence * 100:.4g} %"
        found += [
            f"± is the half-width of the {share} interval of the difference over n pairs of replications (Student t).",
            "Verdicts are adjusted for the number of comparisons (Holm): an interval without 0 does not make one yet.",
            "correlation is what the same luck achieved: the nearer to 1, the narrower the interval.",
            "KPIs that are 0 or undefined in all of them are left out.",
        ]
    if comparison.status == "interrupted":
        states = (
            f"{label} {run.finished if (run := comparison.runs.get(label)) else 0}" for label in comparison.labels
        )
        found.append(f"Interrupted: replications that had finished: {', '.join(states)}.")
    for label, run in comparison.runs.items():
        found += [f"{label}: replication {each.replication} failed: {each.message}" for each in run.failures]
        if run.goods or run.money:
            found.append(f"{label}: trial balance: goods {run.goods:g}, money {run.money:g}")
    return found


def _telling(comparison: Comparison, found: pd.DataFrame) -> pd.DataFrame:
    """The rows of the KPIs that are not 0 or undefined in the baseline and in every variant."""
    nothing = (found["baseline"].fillna(0.0) == 0.0) & (found["mean"].fillna(0.0) == 0.0)
    size = max(len(comparison.variants), 1)
    whole = nothing.groupby(found.index // size).transform("all")
    return found[~whole].reset_index(drop=True)


def _cells(comparison: Comparison, found: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """A block for each KPI row: the baseline's mean, and below it a line for each variant."""
    names = ["kpi", "unit", *(name for name in GRAIN if found[name].notna().any())]
    numbers = ("mean", "difference", *(("±",) if comparison.is_random else ()), "verdict")
    numbers = (*numbers, "correlation", "n") if comparison.is_random else numbers
    header = [{"kpi": "KPI"}.get(name, name) for name in (*names, "variant", *numbers)]
    figures = _figures if comparison.is_random else _exact
    body: list[list[str]] = []
    for first in range(0, len(found), max(len(comparison.variants), 1)):
        block = found.iloc[first : first + len(comparison.variants)].to_dict("records")
        finest = min((half for row in block if (half := _digits(row)) > 0.0), default=0.0)
        about = [_word(block[0][name]) for name in names]
        base = number_text(float(block[0]["baseline"]), finest)
        body.append([*about, comparison.baseline, base, *([""] * (len(numbers) - 1))])
        body += [[*([""] * len(names)), str(row["variant"]), *figures(row)] for row in block]
    return header, body


def _figures(row: dict[Any, Any]) -> list[str]:
    half, correlation = _digits(row), float(row["correlation"])
    difference = float(row["difference"])
    return [
        number_text(float(row["mean"]), half),
        _signed(difference, half),
        number_text(half, half),
        verdict_of(row),
        f"{correlation:.2f}" if math.isfinite(correlation) else "-",
        str(row["n"]),
    ]


def _exact(row: dict[Any, Any]) -> list[str]:
    return [number_text(float(row["mean"])), _signed(float(row["difference"]), math.nan), verdict_of(row)]


def _digits(row: dict[Any, Any]) -> float:
    """The half-width, to the digits of which all numbers of a line are shown."""
    half, difference = float(row["half_width"]), float(row["difference"])
    return 0.0 if half < _NOTHING * abs(difference) else half


def _signed(value: float, uncertainty: float) -> str:
    return ("+" if value > 0 else "") + number_text(value, uncertainty)


def verdict_of(row: Mapping[Any, Any]) -> str:
    """The verdict in words; ``identical`` where every pair is equal, ``-`` where there is none."""
    if not row["n"]:
        return "-"
    if row["difference"] == 0.0 and (row["half_width"] == 0.0 or row["n"] == 1):
        return "identical"
    return str(row["verdict"])


def _word(value: object) -> str:
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _entry(row: dict[Any, Any]) -> dict[str, Any]:
    numbers = ("baseline", "mean", "difference", "half_width", "p_value", "adjusted", "correlation")
    return {
        "kpi": row["kpi"],
        "unit": _word(row["unit"]),
        "grain": {name: row[name] for name in GRAIN if not pd.isna(row[name])},
        "variant": row["variant"],
        "n": int(row["n"]),
        **{name: float(row[name]) if math.isfinite(row[name]) else None for name in numbers},
        "verdict": row["verdict"],
    }
