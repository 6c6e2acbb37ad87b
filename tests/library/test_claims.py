"""Jobs that run side by side analyse each image once."""

from __future__ import annotations

from pathlib import Path

from studio.core.collection import Changes
from studio.imaging.drawn import draw_garment
from studio.library.library import Library


def test_an_import_and_what_was_left_share_the_work(library: Library, photos: Path) -> None:
    for number in range(12):
        draw_garment("dress", "solid", ("#c1272d",), size=(80, 100)).save(photos / f"{number}.png")
    done: list[int] = []

    def note(changes: Changes) -> None:
        if changes.facets:
            done.extend(changes.asset_ids)

    library.subscribe(note)
    first = library.import_paths([photos])
    while len(library.list_ids()) < 12:
        next(first)
    list(library.resume_analysis())
    list(first)
    assert sorted(done) == sorted(library.list_ids())
    assert library.count_pending() == 0


def test_a_look_leaves_the_analysis_to_others(library: Library, photos: Path) -> None:
    draw_garment("dress", "solid", ("#c1272d",), size=(80, 100)).save(photos / "a.png")
    list(library.import_paths([photos]))
    draw_garment("dress", "solid", ("#1d2a4d",), size=(80, 100)).save(photos / "b.png")
    *_, looked = library.sources.rescan(analyse=False)
    assert (looked.phase, looked.registered, looked.analysed) == ("done", 1, 0)
    assert library.count_pending() == 1
    *_, done = library.resume_analysis()
    assert done.analysed == 1
