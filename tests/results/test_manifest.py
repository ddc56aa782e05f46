from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.errors import ResultsError
from sim.results import manifest
from tests.chains import IDENTITY, run

CHECKSUMS = {"kpis.parquet": "0" * 32}


def test_a_manifest_comes_back(tmp_path: Path) -> None:
    manifest.begin(tmp_path, IDENTITY)
    assert manifest.head(tmp_path).identity == IDENTITY
    before = replace(run(), settings=("seed=4", ("time.horizon", 9)), data={"data/shops.csv": tmp_path})
    manifest.end(tmp_path, before, CHECKSUMS)
    after = manifest.whole(tmp_path)
    assert (after.identity, after.settings, after.data) == (IDENTITY, before.settings, ("data/shops.csv",))
    assert (after.digest, after.digests, after.checksums) == (before.digest, dict(before.digests), CHECKSUMS)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("replications", "asked"), float("inf"), "replications.asked"),
        (("replications", "asked"), None, "replications.asked"),
        (("replications", "finished"), [0], "the digests are not those of the finished replications"),
        (("trial_balance", "goods"), None, "trial_balance.goods"),
        (("trial_balance", "money"), float("nan"), "trial_balance.money"),
        (("seconds",), 10**400, "seconds"),
        (("seconds",), "1", "seconds"),
        (("digests",), ["a"], "digests"),
        (("digests",), {"one": "0" * 32}, "digests"),
        (("failures",), {}, "failures"),
        (("failures",), [{"replication": None}], "failures"),
        (("versions",), [], "versions"),
        (("settings",), [5], "settings"),
        (("data",), ["../../passwords"], "the path leaves the folder"),
        (("data",), ["/etc/passwords"], "the path leaves the folder"),
        (("status",), "excellent", "status"),
        (("seed",), -1, "seed"),
    ],
)
def test_damage_is_named(tmp_path: Path, path: tuple[str, ...], value: Any, said: str) -> None:
    manifest.end(tmp_path, run(), CHECKSUMS)
    document = json.loads((tmp_path / "manifest.json").read_text())
    place = document
    for key in path[:-1]:
        place = place[key]
    assert path[-1] in place
    place[path[-1]] = value
    (tmp_path / "manifest.json").write_text(json.dumps(document))
    with pytest.raises(ResultsError, match=rf"manifest\.json: is damaged: .*{said}"):
        manifest.whole(tmp_path)


@pytest.mark.parametrize("text", ["[" * 100_000, "[]", "null", "{", '{"format": {}}', "", "\ufeff"])
def test_what_is_no_manifest_at_all(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ResultsError, match=r"manifest\.json: is "):
        manifest.whole(tmp_path)
