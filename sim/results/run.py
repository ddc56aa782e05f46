"""A run: what its replications found, as plain data.

Identity       what the numbers depend on: scenario, variant, fingerprint, seed, version
Replication    one run of the scenario on its own luck
Tracks         levels over time of one replication
Failure        a replication that went wrong
Run            all of them together, with their statistics
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from sim.results import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from sim.results.scene import Scene
    from sim.results.tape import Tape
    from sim.results.warm_up import WarmUp

GRAIN: Final = ("site", "product", "customer", "lane", "resource", "category")
"""What a KPI can be about; missing where it is about all of them."""
KEYS: Final = ("kpi", "unit", *GRAIN)
"""The columns that name one row of the KPIs."""
CONFIDENCE: Final = 0.95
"""The confidence of every half-width: how often an interval made this way holds the true mean."""

Status = Literal["running", "finished", "interrupted"]
Kind = Literal["terminating", "steady_state"]
"""What a run estimates."""


def no_curves() -> pd.DataFrame:
    """The curves of no replication."""
    import pandas as pd

    words = pd.Series(dtype="str").astype("category")
    return pd.DataFrame(
        {"replication": pd.Series(dtype="int64"), "time": pd.Series(dtype="float64"), "measure": words}
    ).assign(value=pd.Series(dtype="float64"))


@dataclass(frozen=True, slots=True)
class Identity:
    """What the numbers of a run depend on: two runs of one identity agree to the last bit.

    Attributes:
        scenario: Name of the scenario.
        variant: Name of the variant; None for the scenario as it stands.
        fingerprint: Fingerprint of all that was read, the variant applied.
        seed: Seed of all luck.
        version: Version of this package.
        tape: Digest of the tape that was played; None where none was.
    """

    scenario: str
    variant: str | None
    fingerprint: str
    seed: int
    version: str
    tape: str | None = None

    def differences(self, other: Identity) -> list[str]:
        """What is not the same in ``other``, in words; empty if nothing."""
        return [
            f"{name} {getattr(other, name)!r} instead of {getattr(self, name)!r}"
            for name in ("scenario", "variant", "seed", "version", "fingerprint", "tape")
            if getattr(self, name) != getattr(other, name)
        ]


@dataclass(frozen=True)
class Tracks:
    """Levels and flows over time of one replication.

    Attributes:
        places: The (site, product) of each row.
        edges: Borders of the buckets in time units, of shape (buckets + 1,).
        measures: Each measure's values by place and bucket, of shape (places, buckets); NaN after the end of the run.
        curves: Each measure of the network as a whole by bucket, of shape (buckets,); NaN after the end of the run.
    """

    places: tuple[tuple[str, str], ...]
    edges: NDArray[np.float64]
    measures: Mapping[str, NDArray[np.float64]]
    curves: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)


@dataclass(frozen=True)
class Replication:
    """One run of the scenario on its own luck.

    Attributes:
        number: Number of the replication, from 0.
        digest: Digest of its ledger.
        goods: Largest discrepancy of goods in the trial balance, in steps.
        money: Largest discrepancy of money in the trial balance.
        end: When it ended, in time units.
        seconds: How long it took on the wall clock.
        measurements: One row for each KPI: ``KEYS`` and ``value``, NaN where undefined.
        tracks: Levels over time.
        scene: What it looked like, of the first replication; None of all others.
        drawn_beyond_tape: How many draws the tape that was played did not hold; None where none was played.
        tape: What was recorded, where there is no folder to keep it in; else None.
        start: When measuring began, in time units.
    """

    number: int
    digest: str
    goods: int
    money: float
    end: float
    seconds: float
    measurements: pd.DataFrame
    tracks: Tracks
    scene: Scene | None = None
    drawn_beyond_tape: int | None = None
    tape: Tape | None = None
    start: float = 0.0


@dataclass(frozen=True, slots=True)
class Failure:
    """A replication that went wrong; the others are kept.

    Attributes:
        replication: Number of the replication.
        message: What went wrong, in one line.
        trace: Where, for whoever mends it.
        goods: Largest discrepancy of goods in its trial balance, in steps; 0 where it failed for another reason.
        money: Largest discrepancy of money in its trial balance.
    """

    replication: int
    message: str
    trace: str = ""
    goods: int = 0
    money: float = 0.0


@dataclass(frozen=True)
class Run:
    """What a run found.

    Attributes:
        identity: What the numbers depend on.
        is_random: Whether replications can differ; if not, one says it all.
        asked: How many replications were asked for.
        period: When measuring began and ended, in time units.
        time_unit: The unit of all times.
        kpis: One row for each KPI: ``KEYS``, ``mean``, ``half_width`` (NaN with n below 2) and ``n``.
        measurements: One row for each KPI and replication: ``replication``, ``KEYS`` and ``value``.
        series: One row for each bucket, place and measure: ``time`` (where the bucket begins), ``site``, ``product``,
            ``measure``, ``mean``, ``half_width`` and ``n``.
        digests: Digest of each finished replication by its number.
        goods: Largest discrepancy of goods in any trial balance, in steps; 0, or the simulator is at fault. A
            replication whose books do not balance is a failure, and counts here.
        money: Largest discrepancy of money in any trial balance.
        failures: Replications that went wrong.
        status: Whether all replications that were asked for have been run.
        seconds: How long the finished replications took together.
        versions: Versions of what computed the numbers, by name.
        command: The command line that started the run; empty if there was none.
        text: The scenario file as it was read; None for a scenario built in Python.
        settings: The values that were set over the file and its variant, each as ``path=value`` or as a pair.
        data: Where the scenario's data files are, each by its path relative to the scenario file.
        scene: What the first replication looked like; None where it did not finish.
        drawn_beyond_tape: How many draws the tape that was played did not hold, over all replications; None where none
            was played.
        expectations: The verdict on each expectation of the scenario, see ``sim.results.verdicts``.
        kind: What is estimated: the span from the stated opening to the end, or what goes on whatever the opening.
        warm_up: The warm-up that was found; None where it was stated, or there is none.
        outcomes: One row for each KPI of the network, with the range of its outcomes over the replications: see
            ``OUTCOMES``. Empty where it was not computed.
        curves: Levels of the network as a whole over time, one row for each replication, bucket and measure:
            ``replication``, ``time`` (where the bucket begins), ``measure`` (``fill_rate``: share of what customers
            ordered in the bucket that was delivered at once; ``backlog``, ``on_hand``, ``lost``) and ``value``; no row
            where it is undefined. Empty where they were not kept.
    """

    identity: Identity
    is_random: bool
    asked: int
    period: tuple[float, float]
    time_unit: str
    kpis: pd.DataFrame
    measurements: pd.DataFrame
    series: pd.DataFrame
    digests: Mapping[int, str]
    goods: int
    money: float
    failures: tuple[Failure, ...]
    status: Status
    seconds: float
    versions: Mapping[str, str]
    command: str = ""
    text: str | None = None
    settings: tuple[str | tuple[str, Any], ...] = ()
    data: Mapping[str, Path] = field(default_factory=dict)
    scene: Scene | None = None
    drawn_beyond_tape: int | None = None
    expectations: pd.DataFrame = field(default_factory=verdicts.frame)
    kind: Kind = "terminating"
    warm_up: WarmUp | None = None
    outcomes: pd.DataFrame | None = None
    curves: pd.DataFrame = field(default_factory=no_curves)

    @property
    def digest(self) -> str:
        """One digest for the run; does not depend on the order in which replications ended."""
        return combined(self.digests.values())

    @property
    def finished(self) -> int:
        """How many replications were finished."""
        return len(self.digests)

    @property
    def manifest(self) -> dict[str, object]:
        """Everything but the tables, as JSON can hold it."""
        return {
            "status": self.status,
            "scenario": self.identity.scenario,
            "variant": self.identity.variant,
            "fingerprint": self.identity.fingerprint,
            "seed": self.identity.seed,
            "version": self.identity.version,
            "tape": self.identity.tape,
            "drawn_beyond_tape": self.drawn_beyond_tape,
            "is_random": self.is_random,
            "replications": {"asked": self.asked, "finished": sorted(self.digests)},
            "kind": self.kind,
            "period": list(self.period),
            "warm_up": None if self.warm_up is None else self.warm_up.manifest,
            "time_unit": self.time_unit,
            "trial_balance": {"goods": self.goods, "money": self.money},
            "digest": self.digest,
            "digests": {str(number): self.digests[number] for number in sorted(self.digests)},
            "failures": [asdict(failure) for failure in self.failures],
            "expectations": verdicts.records(self.expectations),
            "versions": dict(self.versions),
            "command": self.command,
            "file": None if self.text is None else "scenario.yaml",
            "settings": [setting if isinstance(setting, str) else list(setting) for setting in self.settings],
            "data": sorted(self.data),
            "seconds": self.seconds,
        }


def combined(digests: Iterable[str]) -> str:
    """The digest of the sorted ``digests``."""
    whole = hashlib.blake2b(digest_size=16)
    for digest in sorted(digests):
        encoded = digest.encode()
        whole.update(len(encoded).to_bytes(4, "big"))
        whole.update(encoded)
    return whole.hexdigest()
