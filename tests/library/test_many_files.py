"""A hundred thousand files in one folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studio.core.asset import Analysis
from studio.library.rescanning import Rescan
from studio.storage.catalogue import Catalogue

COUNT = 100_000


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_hundred_thousand_files_in_one_folder(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    for number in range(COUNT):
        # Sizes differ, as those of photographs do.
        content = b"\x89PNG\r\n\x1a\n" + b"." * (number % 1000)
        (photos / f"{number}.png").write_bytes(content)
    changes: list[int] = []

    def look(catalogue: Catalogue) -> Rescan:
        return Rescan(
            catalogue,
            lambda change: changes.append(len(change.asset_ids)),
            lambda _assets: None,
            lambda: False,
        )

    with Catalogue.open(tmp_path / "library") as catalogue:
        look(catalogue).look_through([photos])
        assert len(catalogue.list_ids()) == COUNT
        catalogue.store_analyses(
            [
                (key, Analysis(4, 3, "PNG", b"", f"{key:032x}", 0))
                for key, _path in catalogue.list_paths()
            ]
        )
        changes.clear()
        scan = look(catalogue)
        scan.rescan()
        assert (scan.findings.unchanged, scan.findings.registered, changes) == (COUNT, 0, [])
        os.rename(photos, tmp_path / "pulled")
        os.mkdir(photos)
        scan = look(catalogue)
        scan.rescan()
        assert (scan.findings.gone, changes) == (COUNT, [COUNT])  # one batch, one message
        os.rmdir(photos)
        os.rename(tmp_path / "pulled", photos)
        scan = look(catalogue)
        scan.rescan()
        assert (scan.findings.back, scan.findings.gone) == (COUNT, 0)
