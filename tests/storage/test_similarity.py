"""Searches by image over a whole catalogue, against a plain product of all embeddings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.collection import Sort
from studio.core.edit import CollectionKind, CreateCollection, SetRemoved
from studio.core.errors import CatalogueError, IncomparableImage
from studio.core.palette import Swatch
from studio.core.query import parse_query
from studio.core.similar import Example, to_distance
from studio.storage.catalogue import Catalogue
from studio.storage.embedding_index import EmbeddingIndex
from tests.storage.embeddings import BUNDLE, Vectors, random_vectors, similarity, store
from tests.storage.examples import analysis
from tests.storage.palettes import difference, register


def index_of(vectors: Vectors, first: int = 1) -> EmbeddingIndex:
    rows = [(number, raw.tobytes()) for number, raw in enumerate(vectors, start=first)]
    return EmbeddingIndex.parse([rows[:7], rows[7:]] if len(rows) > 7 else [rows])


def open_filled(
    folder: Path, count: int, seed: int = 0
) -> tuple[Catalogue, tuple[int, ...], dict[int, Vectors]]:
    catalogue = Catalogue.open(folder)
    ids = register(catalogue, count)
    vectors = dict(zip(ids, random_vectors(np.random.default_rng(seed), count), strict=True))
    store(catalogue, {i: v.tobytes() for i, v in vectors.items()})
    return catalogue, ids, vectors


# --- the index --------------------------------------------------------------------------------
@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 400),
    st.sampled_from([1, 2, 8, 40, 128]),
    st.integers(1, 60),
)
def test_the_nearest_are_those_of_a_full_product(
    seed: int, count: int, width: int, wanted: int
) -> None:
    rng = np.random.default_rng(seed)
    vectors = random_vectors(rng, count, width)
    index = index_of(vectors)
    subject = index.mean(rng.integers(0, count, 1))
    truth = similarity(subject, vectors)
    rows, found = index.find_nearest(subject, wanted)
    assert found == pytest.approx(np.sort(truth)[::-1][:wanted], abs=3e-3)
    assert found == pytest.approx(truth[rows], abs=3e-3)
    assert len(set(rows.tolist())) == min(wanted, count)
    least = float(rng.uniform(-1, 1))
    rows, found = index.find_within(subject, least)
    assert set(np.flatnonzero(truth >= least + 3e-3)) <= set(rows.tolist())
    assert set(rows.tolist()) <= set(np.flatnonzero(truth >= least - 3e-3))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 40), st.integers(0, 40), st.integers(0, 60))
def test_a_replaced_index_is_that_of_the_new_embeddings(
    seed: int, before: int, new: int, gone: int
) -> None:
    """Some assets change, some come, some lose theirs: as if all had been read anew."""
    rng = np.random.default_rng(seed)
    numbers = rng.permutation(200)
    truth = dict(zip(numbers[:before].tolist(), random_vectors(rng, before), strict=True))
    index = EmbeddingIndex.parse([_rows(truth)] if truth else [])
    changed = dict(zip(rng.permutation(200)[:new].tolist(), random_vectors(rng, new), strict=True))
    lost = [n for n in numbers[: min(gone, before)].tolist() if n not in changed]
    index = index.replace([*changed, *lost], EmbeddingIndex.parse([_rows(changed)]))
    truth = {n: v for n, v in (truth | changed).items() if n not in lost}
    assert index.ids.tolist() == sorted(truth)
    assert index.total == len(truth)
    if truth:
        ordered = np.array([truth[n] for n in sorted(truth)])
        assert index.vectors / 32767 == pytest.approx(ordered.astype(float), abs=2e-3)
        subject = index.mean(np.array([0]))
        _rows_found, found = index.find_nearest(subject, 5)
        expected = np.sort(similarity(subject, ordered))[::-1][:5]
        assert found == pytest.approx(expected, abs=3e-3)


def _rows(vectors: dict[int, Vectors]) -> list[tuple[int, bytes]]:
    return [(number, vectors[number].tobytes()) for number in sorted(vectors)]


def test_embeddings_that_are_none_are_passed_over() -> None:
    good = random_vectors(np.random.default_rng(1), 3, 8)
    bad = [
        b"",
        b"\0",
        good[0].tobytes()[:6],
        np.zeros(8, np.float16).tobytes(),
        np.full(8, np.nan, np.float16).tobytes(),
        np.full(8, np.inf, np.float16).tobytes(),
    ]
    rows = [(n, raw) for n, raw in enumerate([*(v.tobytes() for v in good), *bad], start=1)]
    index = EmbeddingIndex.parse([rows])
    assert index.ids.tolist() == [1, 2, 3]
    assert (index.total, index.skipped) == (9, frozenset(range(4, 10)))
    assert index.find_nearest(index.mean(np.array([0])), 9)[0].tolist()[0] == 0
    again = index.replace([1, 4], EmbeddingIndex.parse([[(1, b"odd"), (4, good[0].tobytes())]]))
    assert again.total == 9
    assert 1 not in again.ids


def test_embeddings_of_any_length_count_as_directions() -> None:
    vectors = random_vectors(np.random.default_rng(2), 50)
    index = index_of((vectors * 7).astype(np.float16))
    subject = index.mean(np.array([3]))
    found = index.measure(np.arange(50), subject)
    assert found == pytest.approx(similarity(vectors[3], vectors), abs=5e-3)


# --- the catalogue ------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", range(3))
def test_matches_and_order_equal_brute_force(tmp_path: Path, seed: int) -> None:
    catalogue, ids, vectors = open_filled(tmp_path, 300, seed)
    rng = np.random.default_rng(seed)
    with catalogue:
        removed = [int(i) for i in rng.choice(ids, 40, replace=False)]
        catalogue.apply(SetRemoved(tuple(removed), True))
        for _ in range(12):
            own = [int(i) for i in rng.choice(ids, rng.integers(1, 4), replace=False)]
            subject = np.mean([vectors[i].astype(float) for i in own], axis=0)
            truth = {i: float(similarity(subject, vectors[i])) for i in ids if i not in own}
            least = float(rng.uniform(0.05, 0.9))
            text = f"similar:{'+'.join(map(str, own))}~{least * 100:.2f}%"
            found = catalogue.list_ids(parse_query(text), Sort.LIKENESS)
            there = [i for i in truth if i not in removed]
            edge = 3e-3
            assert {i for i in there if truth[i] >= least + edge} <= set(found)
            assert set(found) <= {i for i in there if truth[i] >= least - edge}
            nearest = [truth[i] for i in found]
            assert nearest == pytest.approx(sorted(nearest, reverse=True), abs=edge)
            assert sorted(catalogue.list_ids(parse_query(text), Sort.NAME)) == sorted(found)
            measured = catalogue.similarities.measure(Example(tuple(map(str, own))), found)
            assert measured == pytest.approx(nearest, abs=edge)


def test_without_a_limit_the_nearest_are_shown_even_where_nothing_is_like_it(
    tmp_path: Path,
) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        ids = register(catalogue, 80)
        # All at right angles to each other.
        vectors = np.eye(128, dtype=np.float16)[:80]
        store(catalogue, {i: v.tobytes() for i, v in zip(ids, vectors, strict=True)})
        assert len(catalogue.list_ids(parse_query(f"similar:{ids[0]}"))) == 50
        assert catalogue.list_ids(parse_query(f"similar:{ids[0]}~50%")) == []
        assert len(catalogue.list_ids(parse_query(f"similar:{ids[0]}~0%"))) == 79
        assert catalogue.list_ids(parse_query(f"-similar:{ids[0]}")) == list(ids[1:])


@pytest.mark.parametrize("prepared", [False, True])
def test_it_meets_labels_names_and_colours(tmp_path: Path, prepared: bool) -> None:
    """Asked of the database, and of the indexes that a window prepares."""
    catalogue, ids, vectors = open_filled(tmp_path, 60)
    with catalogue:
        if prepared:
            catalogue.prepare_search()
        truth = similarity(vectors[ids[5]], np.array(list(vectors.values())))
        near = [i for i, s in zip(ids, truth, strict=True) if i != ids[5] and s > 0.1]
        some = f"similar:{ids[5]}~10%"
        assert sorted(catalogue.list_ids(parse_query(some))) == near
        assert catalogue.list_ids(parse_query(f"{some} garment:skirt")) == []
        last = near[-1] - ids[0]
        named = catalogue.list_ids(parse_query(f'{some} name:"look {last}.jpg"'))
        assert named == [near[-1]]
        assert catalogue.count_facets(parse_query(some))["garment"] == {"dress": len(near)}
        assert len(catalogue.read_colors(parse_query(some)).swatches) == len(near)
        # Every swatch is #aa2233: the colour leaves all, and adds the same distance to each.
        blended = catalogue.list_ids(parse_query(f"{some} color~#aa2233"), Sort.LIKENESS)
        assert blended == catalogue.list_ids(parse_query(some), Sort.LIKENESS)
        assert catalogue.list_ids(parse_query(f"{some} color~#22aa33")) == []
        left = catalogue.list_ids(parse_query(f"-{some}"))
        assert sorted(left) == sorted(set(ids) - set(near) - {ids[5]})
        # In brackets it says near or not, and gives no order.
        grouped = catalogue.list_ids(parse_query(f"{some} OR garment:skirt"), Sort.LIKENESS)
        assert grouped == near
        outside = catalogue.list_ids(parse_query(f"NOT ({some} garment:dress)"))
        assert sorted(outside) == sorted(set(ids) - set(near))
        catalogue.apply(CreateCollection(CollectionKind.SMART, "Near", query=some))
        assert catalogue.list_ids(parse_query("in:near -garment:skirt")) == near
        assert catalogue.count_facets(parse_query("in:near"))["garment"] == {"dress": len(near)}
        either = catalogue.list_ids(parse_query(f"similar:{ids[5]}~10%|{ids[6]}~10%"))
        assert set(near) - {ids[6]} <= set(either)


def test_a_blend_adds_both_distances(tmp_path: Path) -> None:
    """An image that is just similar enough is as far as a colour that is just near enough."""
    assert to_distance(1) == 0
    assert to_distance(0.5) == pytest.approx(11)
    with Catalogue.open(tmp_path) as catalogue:
        ids = register(catalogue, 3)
        subject, near, far = np.zeros((3, 128), np.float16)
        subject[0] = 1
        near[:2] = 0.98, 0.199
        far[:2] = 0.9, 0.436
        for asset_id, vector, hex_ in zip(
            ids, (subject, near, far), ("#c0392b", "#c8402f", "#c0392b"), strict=True
        ):
            swatch = Swatch(hex_, 1.0, "red", "Brick")
            found = replace(analysis(), palette=(swatch,), embedding=vector.tobytes())
            catalogue.store_analyses([(asset_id, found)])
        both = f"similar:{ids[0]} color~#c0392b"
        assert difference("#c0392b", "#c8402f") == pytest.approx(2.44, abs=0.1)
        # 0.44 + 2.44 against 2.2 + 0: far more alike, but of another red, comes second.
        assert catalogue.list_ids(parse_query(both), Sort.LIKENESS) == [ids[2], ids[1]]
        exact = f"similar:{ids[0]} color~#c8402f"
        assert catalogue.list_ids(parse_query(exact), Sort.LIKENESS) == [ids[1], ids[2]]


def test_the_index_follows_every_change(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    with Catalogue.open(tmp_path) as catalogue:
        ids = register(catalogue, 50)
        truth: dict[int, Vectors] = {}
        for _ in range(20):
            chosen = [int(i) for i in rng.choice(ids, rng.integers(1, 9), replace=False)]
            batch = dict(zip(chosen, random_vectors(rng, len(chosen)), strict=True))
            other = {chosen[0]: batch.pop(chosen[0])} if rng.random() < 0.3 else {}
            truth.update(batch)
            store(catalogue, {i: v.tobytes() for i, v in batch.items()})
            # An image of another bundle's embedding is like nothing here.
            store(catalogue, {i: v.tobytes() for i, v in other.items()}, "earlier-1")
            truth = {i: v for i, v in truth.items() if i not in other}
            if not truth:
                continue
            catalogue.similarities.compare_by(BUNDLE, _no_outside)
            asset_id = int(rng.choice(list(truth)))
            found = catalogue.list_ids(parse_query(f"similar:{asset_id}~0%"), Sort.LIKENESS)
            assert sorted(found) == sorted(set(truth) - {asset_id})
            order = [float(similarity(truth[asset_id], truth[i])) for i in found]
            assert order == pytest.approx(sorted(order, reverse=True), abs=3e-3)


def _no_outside(_path: str) -> bytes:
    raise CatalogueError("there is nothing outside")


def test_a_reader_sees_what_another_process_writes(tmp_path: Path) -> None:
    vector = np.ones(128, np.float16).tobytes()
    with Catalogue.open(tmp_path) as writer, Catalogue.open(tmp_path, read_only=True) as reader:
        ids = register(writer, 3)
        store(writer, {ids[0]: vector})
        for number, asset_id in enumerate(ids[1:], start=1):
            store(writer, {asset_id: vector})
            assert len(reader.list_ids(parse_query(f"similar:{ids[0]}"))) == number


def test_removed_images_stay_away_and_come_back(tmp_path: Path) -> None:
    catalogue, ids, _ = open_filled(tmp_path, 10)
    with catalogue:
        query = parse_query(f"similar:{ids[0]}~0%")
        catalogue.apply(SetRemoved(tuple(ids[1:4]), True))
        assert sorted(catalogue.list_ids(query)) == list(ids[4:])
        assert sorted(catalogue.list_ids(parse_query(f"similar:{ids[0]}~0% is:removed"))) == list(
            ids[1:4]
        )
        # What was removed may still be looked for the like of.
        assert len(catalogue.list_ids(parse_query(f"similar:{ids[1]}~0%"))) == 7
        catalogue.undo()
        assert len(catalogue.list_ids(query)) == 9


def test_a_file_is_named_by_its_path_or_its_name(tmp_path: Path) -> None:
    catalogue, ids, _ = open_filled(tmp_path, 5)
    with catalogue:
        expected = catalogue.list_ids(parse_query(f"similar:{ids[2]}~0%"))
        for text in ('similar:"/photos/look 2.jpg~0%"', 'similar:"LOOK 2.JPG~0%"'):
            assert catalogue.list_ids(parse_query(text)) == expected
        register(catalogue, 3, "/other")
        with pytest.raises(IncomparableImage, match=r"2 images are called “look 2\.jpg”"):
            catalogue.list_ids(parse_query('similar:"look 2.jpg"'))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("similar:99999", "not in the library"),
        ("similar:1", "from an earlier bundle"),
        ("similar:2", "“look 1.jpg” yet"),
        ("similar:nowhere.jpg", "No image of the library is called “nowhere.jpg”"),
        ('similar:"\ud800"', "called so"),
    ],
)
def test_what_cannot_be_compared_is_said(tmp_path: Path, text: str, words: str) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        assert register(catalogue, 3) == (1, 2, 3)
        store(catalogue, {1: b"\0\0" * 128}, "earlier-1")
        store(catalogue, {3: np.ones(128, np.float16).tobytes()})
        catalogue.similarities.compare_by(BUNDLE, _no_outside)
        assert catalogue.similarities.count() == 1
        with pytest.raises(IncomparableImage, match=words):
            catalogue.list_ids(parse_query(text))


def test_an_outside_file_is_compared_by_its_embedding(tmp_path: Path) -> None:
    catalogue, ids, vectors = open_filled(tmp_path, 20)
    with catalogue:
        asked = []

        def read(path: str) -> bytes:
            asked.append(path)
            return vectors[ids[4]].tobytes() if path.endswith("new.jpg") else b"\0\0"

        catalogue.similarities.compare_by(BUNDLE, read)
        found = catalogue.list_ids(parse_query("similar:/desk/new.jpg~0%"), Sort.LIKENESS)
        expected = catalogue.list_ids(parse_query(f"similar:{ids[4]}~0%"), Sort.LIKENESS)
        assert found == [ids[4], *expected]  # the same picture is in the library
        assert asked == ["/desk/new.jpg"]
        with pytest.raises(IncomparableImage, match="another bundle"):
            catalogue.list_ids(parse_query("similar:/desk/odd.jpg"))


def test_without_a_bundle_what_most_images_have_is_compared(tmp_path: Path) -> None:
    catalogue, ids, _ = open_filled(tmp_path, 9)
    with catalogue:
        store(catalogue, {ids[0]: np.ones(128, np.float16).tobytes()}, "earlier-1")
        catalogue.similarities.compare_by(None, _no_outside)
        assert sorted(catalogue.list_ids(parse_query(f"similar:{ids[1]}~0%"))) == list(ids[2:])


def test_an_empty_library_answers(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.similarities.count() == 0
        with pytest.raises(IncomparableImage, match="not in the library"):
            catalogue.list_ids(parse_query("similar:1"))
