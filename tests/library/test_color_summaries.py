"""What is told of the colours of many images adds up, and is told anew when they change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.asset import FoundFile
from studio.core.color_summary import ColorSummary
from studio.core.edit import SetRemoved
from studio.core.palette import Palette, Swatch
from studio.core.query import Query, parse_query
from studio.library.color_summaries import ColorSummaries, summarise
from studio.storage.catalogue import Catalogue
from studio.storage.color_rows import ColorRows, SwatchRow
from tests.helpers.palettes import store_palettes

RED = Swatch("#b3202c", 0.75, "red", "Cherry")
WINE = Swatch("#8f1f2a", 1.0, "red", "Wine")
BLACK = Swatch("#1b1b1d", 0.25, "black", "Ink black")
NAVY = Swatch("#1d2a4d", 0.9, "navy", "Navy")
SPARK = Swatch("#e0c020", 0.1, "yellow", "Lemon")

hexes = st.integers(0, 2**24 - 1).map(lambda number: f"#{number:06x}")
rows = st.builds(
    SwatchRow,
    st.integers(1, 12),
    st.sampled_from(["red", "black", "navy"]),
    hexes,
    st.floats(0.01, 1),
    st.just("Any"),
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path) as catalogue:
        yield catalogue


def shares(summary: ColorSummary) -> dict[str, float]:
    return {found.family: round(found.share, 3) for found in summary.families}


@given(st.lists(rows, max_size=40))
def test_shares_of_families_and_of_their_tones_add_up(found: list[SwatchRow]) -> None:
    images = {row.asset_id for row in found}
    summary = summarise(ColorRows(len(images), 0, found, Counter()))
    assert sum(family.share for family in summary.families) == pytest.approx(
        1 if found else 0, abs=1e-4
    )
    every = [family.share for family in summary.families]
    assert every == sorted(every, reverse=True)
    for family in summary.families:
        there = {row.hex for row in found if row.family == family.family}
        assert sum(tone.share for tone in family.tones) == pytest.approx(family.share, abs=1e-4)
        assert {family.hex, *(tone.hex for tone in family.tones)} <= there
        assert all(1 <= tone.images <= len(images) for tone in family.tones)


def test_every_image_weighs_the_same(catalogue: Catalogue) -> None:
    store_palettes(catalogue, (RED, BLACK), (WINE,), (NAVY, SPARK))
    summary = ColorSummaries(catalogue).of_query(Query())
    assert summary.images == 3
    assert shares(summary) == {"red": 0.583, "navy": 0.3, "black": 0.083, "yellow": 0.033}
    filed = {found.family: found.images for found in summary.families}
    assert filed == {"red": 2, "navy": 1, "black": 1, "yellow": 0}
    (red, *_others) = summary.families
    assert [(tone.name, tone.images) for tone in red.tones] == [("Cherry", 1), ("Wine", 1)]


def test_a_filter_and_a_selection_have_colours_of_their_own(catalogue: Catalogue) -> None:
    ids = store_palettes(catalogue, (RED, BLACK), (WINE,), (NAVY, SPARK))
    summaries = ColorSummaries(catalogue)
    assert shares(summaries.of_query(parse_query("color:red"))) == {"red": 0.875, "black": 0.125}
    assert shares(summaries.of_assets(ids[2:])) == {"navy": 0.9, "yellow": 0.1}
    assert summaries.of_assets([]) == summaries.of_assets([99]) == ColorSummary(0)
    assert summaries.of_query(parse_query("name:nowhere")) == ColorSummary(0)


def test_images_without_a_colour_are_told_apart_from_those_that_wait(catalogue: Catalogue) -> None:
    store_palettes(catalogue, (RED, BLACK), ())
    found = [FoundFile(f"/photos/{name}.jpg", 1, 1) for name in ("waits", "broken")]
    registered = catalogue.register_files(1, found, 2)
    catalogue.store_failures([(registered.new_ids[1], "It is damaged.")])
    summary = ColorSummaries(catalogue).of_query(Query())
    assert (summary.images, summary.waiting, summary.without) == (4, 1, 2)
    assert shares(summary) == {"red": 0.75, "black": 0.25}


def test_a_palette_without_any_coverage_is_no_colour(catalogue: Catalogue) -> None:
    nothing: Palette = (Swatch("#123456", 0.0, "navy", "Navy"),)
    store_palettes(catalogue, nothing)
    summary = ColorSummaries(catalogue).of_query(Query())
    assert (summary.families, summary.without) == ((), 1)


def test_a_small_library_is_its_own_sample(catalogue: Catalogue) -> None:
    store_palettes(catalogue, (RED, BLACK), (WINE,), (NAVY, SPARK))
    summaries = ColorSummaries(catalogue)
    assert summaries.sketch() == summaries.of_query(Query())


def test_a_sample_of_many_images_shows_the_same_shares(catalogue: Catalogue) -> None:
    palettes: list[Palette] = [(RED, BLACK), (WINE,), (NAVY, SPARK)]
    store_palettes(catalogue, *(palettes[number % 3] for number in range(600)))
    rows = catalogue.read_color_sample(200)
    assert 150 <= rows.images <= 250
    assert shares(summarise(rows)).keys() == {"red", "navy", "black", "yellow"}


def test_it_is_kept_until_something_changes(catalogue: Catalogue) -> None:
    ids = store_palettes(catalogue, (RED, BLACK), (NAVY,))
    summaries = ColorSummaries(catalogue)
    before = summaries.of_query(Query())
    assert summaries.of_query(Query()) is before
    catalogue.apply(SetRemoved(tuple(ids[:1]), True))
    summaries.forget()
    assert shares(summaries.of_query(Query())) == {"navy": 1.0}


def test_what_another_process_changes_is_seen(catalogue: Catalogue) -> None:
    ids = store_palettes(catalogue, (RED, BLACK), (NAVY,))
    with Catalogue.open(catalogue.folder) as second:
        assert second.is_read_only
        summaries = ColorSummaries(second)
        assert "red" in shares(summaries.of_query(Query()))
        catalogue.apply(SetRemoved(tuple(ids[:1]), True))
        assert shares(summaries.of_query(Query())) == {"navy": 1.0}
