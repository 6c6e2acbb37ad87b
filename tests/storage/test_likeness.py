"""Searches by colour over a whole catalogue, against one palette after another."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.collection import Sort
from studio.core.edit import SetRemoved
from studio.core.palette import Palette, Swatch
from studio.core.query import SHADE, Query, Term, parse_query
from studio.core.shade import (
    Shade,
    blend_of,
    format_blend,
    format_shade,
    parse_blend,
    parse_shade,
)
from studio.storage.catalogue import Catalogue
from studio.storage.palette_index import PaletteIndex
from studio.storage.palette_likeness import find_blend
from tests.storage.palettes import difference, distance, random_palette, register, store


def palette(**shares: float) -> Palette:
    return tuple(Swatch(f"#{hex_[1:]}", share, "red", "Cherry") for hex_, share in shares.items())


def random_shades(rng: random.Random, palettes: list[Palette]) -> list[Shade]:
    """Some of them are in the library, so that there is something to find."""
    known = [swatch.hex for some in palettes for swatch in some]
    return [
        Shade(
            rng.choice([rng.choice(known), f"#{rng.randrange(1 << 24):06x}"]),
            rng.choice([None, 0.0, 0.2, 0.5]),
            rng.choice([None, 5.0, 25.0, 60.0]),
        )
        for _ in range(rng.randint(1, 2))
    ]


def random_query(rng: random.Random, palettes: list[Palette]) -> Query:
    terms = tuple(
        Term(SHADE, tuple(map(format_shade, random_shades(rng, palettes))), rng.random() < 0.3, "~")
        for _ in range(rng.randint(1, 3))
    )
    return Query(terms)


def total_distance(some: Palette, query: Query) -> float | None:
    total = 0.0
    for term in query.terms:
        found = [d for v in term.values if (d := distance(some, parse_shade(v))) is not None]
        if bool(found) == term.excluded:
            return None
        total += min(found) if found else 0.0
    return total


@pytest.mark.parametrize("seed", range(4))
def test_matches_and_order_equal_brute_force(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    with Catalogue.open(tmp_path) as catalogue:
        ids = register(catalogue, 80)
        palettes = {i: random_palette(rng) for i in ids[:-3]}  # three wait for their analysis
        store(catalogue, palettes)
        catalogue.apply(SetRemoved(tuple(ids[:2]), True))
        there = ids[2:]
        for _ in range(30):
            query = random_query(rng, list(palettes.values()))
            expected = {
                i: d for i in there if (d := total_distance(palettes.get(i, ()), query)) is not None
            }
            found = catalogue.list_ids(query, Sort.LIKENESS)
            assert sorted(found) == sorted(expected)
            distances = [expected[i] for i in found]
            if any(not term.excluded for term in query.terms):
                assert distances == pytest.approx(sorted(distances), abs=0.02)
            assert sorted(found) == sorted(catalogue.list_ids(query, Sort.NAME))


def test_colours_and_labels_meet_in_lists_and_counts(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        ids = register(catalogue, 4)
        red, blue = palette(_c0392b=0.9, _ffffff=0.1), palette(_1d4ed8=1.0)
        store(catalogue, {ids[0]: red, ids[1]: blue, ids[2]: red})
        assert catalogue.list_ids(parse_query("color~#c0392b")) == [ids[0], ids[2]]
        assert catalogue.list_ids(parse_query("color~#c0392b garment:skirt")) == []
        assert catalogue.list_ids(parse_query("garment:dress -color~#c0392b")) == [ids[1]]
        assert catalogue.list_ids(parse_query("-color~#c0392b")) == [ids[1], ids[3]]
        # Whatever colour the sidebar offers has to be found among what is shown.
        counts = catalogue.count_facets(parse_query("color~#1d4ed8 garment:dress"))
        assert counts["garment"] == {"dress": 1}
        assert counts["color"] == {"red": 1}
        catalogue.apply(SetRemoved((ids[0],), True))
        assert catalogue.list_ids(parse_query("color~#c0392b")) == [ids[2]]
        assert catalogue.list_ids(parse_query("color~#c0392b is:removed")) == [ids[0]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("color~#c0392b", [0, 1]),  # the ten percent of image 2 are a little less
        ("color~#c0392b@50%", [0]),
        ("color~#c0392b@5%", [0, 1, 2]),
        ("color~#c0392b@0%", [0, 1, 2]),
        ("color~#c0392b~1", [0, 1]),
        ("color~#c8402f~1", []),
        ("color~#c8402f", [0, 1]),
        ("color~#c0392b color~#fff", [1]),
        ("color~#c0392b|#fff", [0, 1, 2]),
        ("-color~#c0392b", [2]),
    ],
)
def test_share_and_tolerance(tmp_path: Path, text: str, found: list[int]) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        ids = register(catalogue, 3)
        store(
            catalogue,
            {
                ids[0]: palette(_c0392b=0.8, _1d4ed8=0.2),
                ids[1]: palette(_c0392b=0.3, _ffffff=0.7),
                ids[2]: palette(_ffffff=0.91, _c0392b=0.09),
            },
        )
        assert catalogue.list_ids(parse_query(text)) == [ids[n] for n in found]


def test_swatches_that_are_near_add_up(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        (asset_id,) = register(catalogue, 1)
        store(catalogue, {asset_id: palette(_c0392b=0.25, _c23a2c=0.25, _ffffff=0.5)})
        assert catalogue.list_ids(parse_query("color~#c0392b@50%")) == [asset_id]
        assert catalogue.list_ids(parse_query("color~#c0392b@51%")) == []


def test_the_index_follows_every_change(tmp_path: Path) -> None:
    rng = random.Random(3)
    with Catalogue.open(tmp_path) as catalogue:
        ids = register(catalogue, 40)
        truth: dict[int, Palette] = {}
        for _ in range(25):
            batch = {i: random_palette(rng) for i in rng.sample(ids, rng.randint(1, 9))}
            if rng.random() < 0.2:
                batch[rng.choice(ids)] = ()  # one whose palette is gone
            truth.update(batch)
            store(catalogue, batch)
            shade = Shade(rng.choice([s.hex for p in truth.values() for s in p]), 0.0, 40.0)
            expected = [i for i, p in truth.items() if distance(p, shade) is not None]
            query = Query((Term(SHADE, (format_shade(shade),), operator="~"),))
            assert catalogue.list_ids(query) == sorted(expected)


def test_a_reader_sees_what_another_process_writes(tmp_path: Path) -> None:
    query = parse_query("color~#c0392b")
    with Catalogue.open(tmp_path) as writer, Catalogue.open(tmp_path, read_only=True) as reader:
        ids = register(writer, 2)
        assert reader.list_ids(query) == []
        for number, asset_id in enumerate(ids, start=1):
            store(writer, {asset_id: palette(_c0392b=1.0)})
            assert len(reader.list_ids(query)) == number
        store(writer, {ids[0]: palette(_1d4ed8=1.0)})
        assert reader.list_ids(query) == [ids[1]]


def test_a_reader_reads_once_as_long_as_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Catalogue.open(tmp_path) as writer:
        ids = register(writer, 2)
        store(writer, {ids[0]: palette(_c0392b=1.0)})
    for file in tmp_path.glob("catalogue.sqlite3*"):
        os.utime(file, (time.time() - 60, time.time() - 60))
    builds: list[bool] = []
    parse = PaletteIndex.parse

    def count(owners: str, colors: str, coverage: str) -> PaletteIndex:
        builds.append(True)
        return parse(owners, colors, coverage)

    monkeypatch.setattr(PaletteIndex, "parse", count)
    with Catalogue.open(tmp_path, read_only=True) as reader:
        for _ in range(3):
            assert reader.list_ids(parse_query("color~#c0392b")) == [ids[0]]
    assert len(builds) == 1


def test_rows_that_nobody_told_of_are_noticed_with_the_next_change(tmp_path: Path) -> None:
    """Whatever writes swatches behind the keeper's back: when the sums differ, all is read anew."""
    with Catalogue.open(tmp_path) as catalogue:
        ids = register(catalogue, 3)
        store(catalogue, {ids[0]: palette(_c0392b=1.0)})
        query = parse_query("color~#c0392b")
        assert catalogue.list_ids(query) == [ids[0]]
        with catalogue._database.write() as connection:
            connection.exec_driver_sql(
                "INSERT INTO swatch VALUES (?, 0, '#c0392b', 1.0, 'red', 'Brick', '')", (ids[1],)
            )
        store(catalogue, {ids[2]: palette(_c0392b=1.0)})
        assert catalogue.list_ids(query) == list(ids)


def test_an_empty_library_answers(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        for text in ("color~#fff", "-color~#fff", "palette~#fff+#000", "color~#fff color~#000"):
            assert catalogue.list_ids(parse_query(text), Sort.LIKENESS) == []
            assert sum(map(len, catalogue.count_facets(parse_query(text)).values())) == 0


# --- palettes --------------------------------------------------------------------------------
colors = st.integers(0, (1 << 24) - 1).map("#{:06x}".format)
blends = st.lists(st.tuples(colors, st.integers(1, 100)), min_size=1, max_size=6)


def index_of(*palettes: list[tuple[str, int]]) -> PaletteIndex:
    rows = [(n, *swatch) for n, some in enumerate(palettes, start=1) for swatch in some]
    return PaletteIndex.parse(
        ",".join(str(number) for number, _, _ in rows),
        "".join(hex_[1:] for _, hex_, _ in rows),
        ",".join(str(share / 100) for _, _, share in rows),
    )


def far(one: list[tuple[str, int]], other: list[tuple[str, int]]) -> float:
    wanted = parse_blend(format_blend(blend_of((h, s / 100) for h, s in one)) + "~100")
    return float(find_blend(index_of(other), wanted)[0])


@given(blends)
def test_a_palette_is_nearest_to_itself(some: list[tuple[str, int]]) -> None:
    assert far(some, some) < 0.05


@given(blends, blends)
def test_palettes_are_as_far_one_way_as_the_other(
    one: list[tuple[str, int]], other: list[tuple[str, int]]
) -> None:
    there, back = far(one, other), far(other, one)
    assert there == pytest.approx(back, abs=0.05) or min(there, back) > 99


@given(colors, colors)
def test_of_single_colors_it_is_their_difference(one: str, other: str) -> None:
    found, wanted = far([(one, 30)], [(other, 90)]), difference(one, other)
    assert found == pytest.approx(wanted, abs=0.05) or min(found, wanted) > 99


def test_proportions_count() -> None:
    wanted = [("#c0392b", 80), ("#ffffff", 20)]
    same, turned = far(wanted, wanted), far(wanted, [("#c0392b", 20), ("#ffffff", 80)])
    assert same < 0.05
    assert turned == pytest.approx(0.6 * difference("#c0392b", "#ffffff"), abs=0.05)


def test_a_palette_finds_those_like_it(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        ids = register(catalogue, 3)
        store(
            catalogue,
            {
                ids[0]: palette(_c0392b=0.6, _1b1b1d=0.4),
                ids[1]: palette(_c8402f=0.5, _202022=0.5),
                ids[2]: palette(_3fae5c=1.0),
            },
        )
        query = parse_query("palette~#c0392b@60%+#1b1b1d@40%")
        assert catalogue.list_ids(query, Sort.LIKENESS) == [ids[0], ids[1]]
        assert Counter(catalogue.list_ids(parse_query(f"-{'palette~#3fae5c'}"))) == Counter(ids[:2])
