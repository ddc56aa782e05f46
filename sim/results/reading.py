"""Reading a results folder: the run that it keeps, as it was when it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import ResultsError
from sim.results import manifest, verdicts
from sim.results.files import checksum, read_parquet, read_text
from sim.results.folder import OUTCOME_TABLE, SUMMED_UP, WARM_UP_TABLE, Folder
from sim.results.outcomes import OUTCOMES
from sim.results.replications import columns_of
from sim.results.run import KEYS, Run
from sim.results.warm_up import COLUMNS, WarmUp

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def read(path: Path) -> Run:
    """The run that a folder keeps.

    Raises:
        ResultsError: The folder holds no results, or a file of it is missing or damaged; names the file.
    """
    said = manifest.whole(path)
    for name in (*SUMMED_UP, *({OUTCOME_TABLE, WARM_UP_TABLE} & said.checksums.keys())):
        if checksum(path / name) != said.checksums.get(name):
            raise ResultsError(f"{path / name}: is damaged: its checksum is not that of the manifest")
    text = path / "scenario.yaml"
    return Run(
        identity=said.identity,
        is_random=said.is_random,
        asked=said.replications.asked,
        period=said.period,
        time_unit=said.time_unit,
        kpis=_table(path / "kpis.parquet", [*KEYS, "mean", "half_width", "n"]),
        measurements=Folder(path, said.identity).replications.measurements(said.digests),
        series=_table(path / "series.parquet", ["time", "site", "product", "measure", "mean", "half_width", "n"]),
        digests=said.digests,
        goods=said.trial_balance.goods,
        money=said.trial_balance.money,
        failures=said.failures,
        status=said.status,
        seconds=said.seconds,
        versions=said.versions,
        command=said.command,
        text=read_text(text) if said.file is not None and text.exists() else None,
        settings=said.settings,
        data={name: path / name for name in said.data},
        expectations=verdicts.frame(said.expectations),
        scene=Folder(path, said.identity).replications.scene(0, said.digests[0]) if 0 in said.digests else None,
        drawn_beyond_tape=said.drawn_beyond_tape,
        kind=said.kind,
        warm_up=_warm_up(path, said),
        outcomes=_table(path / OUTCOME_TABLE, list(OUTCOMES)) if OUTCOME_TABLE in said.checksums else None,
        curves=Folder(path, said.identity).replications.curves(said.digests),
    )


def _warm_up(path: Path, said: manifest.Manifest) -> WarmUp | None:
    """The warm-up that was found; None where it was stated."""
    if said.warm_up is None:
        return None
    return WarmUp(**said.warm_up.model_dump(), table=_table(path / WARM_UP_TABLE, list(COLUMNS)))


def _table(path: Path, columns: list[str]) -> pd.DataFrame:
    return columns_of(path, read_parquet(path)[0], columns)
