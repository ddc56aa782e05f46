from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.errors import ResultsError
from sim.results import Folder, read
from sim.results.scene import SCENE
from tests.chains import SHOP, written


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    sim.run(written(folder), replications=2, out=folder / "out", figures=False)
    return folder / "out"


@pytest.fixture
def kept(saved: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(saved, tmp_path / "kept"))


def test_a_saved_scene_is_the_scene(kept: Path) -> None:
    found, own = read(kept).scene, sim.run(kept / "scenario.yaml", replications=2).run.scene
    assert found is not None
    assert own is not None
    for name in SCENE:
        assert tuple(getattr(own, name).columns) == SCENE[name]
        pd.testing.assert_frame_equal(found.tables[name], own.tables[name], check_dtype=False, check_categorical=False)


def test_only_the_first_replication_has_one(kept: Path) -> None:
    names = {path.name for path in (kept / "replications").iterdir() if path.stem.partition("-")[2] in SCENE}
    assert names == {f"0000-{name}.parquet" for name in SCENE}


def test_a_result_from_python_is_saved_with_its_scene(tmp_path: Path) -> None:
    result = sim.run(written(tmp_path), replications=2)
    result.save(tmp_path / "out")
    assert read(tmp_path / "out").scene is not None


def test_a_resumed_run_keeps_it(kept: Path) -> None:
    run = sim.run(kept / "scenario.yaml", replications=3, out=kept, resume=True, figures=False).run
    assert run.scene is not None
    assert read(kept).scene is not None


@pytest.mark.parametrize("name", SCENE)
def test_a_damaged_scene_is_found(kept: Path, name: str) -> None:
    path = kept / "replications" / f"0000-{name}.parquet"
    path.write_bytes(b"rubbish")
    with pytest.raises(ResultsError, match=f"0000-{name}"):
        read(kept)
    assert Folder(kept, read_identity(kept)).replication(0) is None  # to be run again
    path.unlink()
    with pytest.raises(ResultsError, match=f"0000-{name}"):
        read(kept)


def test_a_folder_without_scene_is_read(kept: Path) -> None:
    for name in SCENE:
        (kept / "replications" / f"0000-{name}.parquet").unlink()
    assert read(kept).scene is None


def test_a_scene_of_another_run_is_refused(kept: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    sim.run(written(tmp_path, SHOP.replace("seed: 3", "seed: 4")), replications=1, out=other, figures=False)
    shutil.copy(other / "replications" / "0000-flows.parquet", kept / "replications")
    with pytest.raises(ResultsError, match="is not of this run"):
        read(kept)


def test_a_new_run_clears_figures_but_not_what_is_not_ours(kept: Path) -> None:
    figures = kept / "figures"
    figures.mkdir()
    for name in ("gantt.png", "holiday.png"):
        (figures / name).write_bytes(b"")
    sim.run(kept / "scenario.yaml", replications=1, out=kept, figures=False)
    assert [path.name for path in figures.iterdir()] == ["holiday.png"]


def read_identity(folder: Path):
    from sim.results import manifest

    return manifest.head(folder).identity
