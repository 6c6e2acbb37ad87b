from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from studio.core.edit import SetRemoved
from studio.core.query import FACETS, Query, Term, parse_query
from studio.storage.catalogue import Catalogue
from tests.storage.examples import analysis, files

GARMENTS = ("dress", "skirt", "hat", "shoes")
PATTERNS = ("floral", "solid", "dots")
STYLES = ("bohemian", "casual", "elegant")
COLORS = ("red", "pink", "navy", "white")

Truth = dict[int, dict[str, set[str]]]


def fill(catalogue: Catalogue, seed: int) -> Truth:
    rng = random.Random(seed)
    source = catalogue.add_source("/photos")
    ids = catalogue.register_files(source, files(60), 1).new_ids
    truth: Truth = {}
    for asset_id in ids:
        value = {
            "garment": {rng.choice(GARMENTS)},
            "pattern": {rng.choice(PATTERNS)},
            "style": set(rng.sample(STYLES, rng.randint(1, 2))),
            "color": set(rng.sample(COLORS, rng.randint(1, 2))),
        }
        truth[asset_id] = value
        found = analysis(
            garment=next(iter(value["garment"])),
            pattern=next(iter(value["pattern"])),
            styles=tuple(value["style"]),
            colors=tuple(value["color"]),
        )
        catalogue.store_analyses([(asset_id, found)])
    removed = rng.sample(ids, 5)
    catalogue.apply(SetRemoved(tuple(removed), True))
    return {asset_id: labels for asset_id, labels in truth.items() if asset_id not in removed}


def matches(labels: dict[str, set[str]], query: Query) -> bool:
    return all(bool(labels[t.field] & set(t.values)) != t.excluded for t in query.terms)


def random_query(rng: random.Random) -> Query:
    values = {"garment": GARMENTS, "pattern": PATTERNS, "style": STYLES, "color": COLORS}
    terms = []
    for facet in rng.sample(FACETS, rng.randint(0, 3)):
        chosen = tuple(rng.sample(values[facet], rng.randint(1, 2)))
        terms.append(Term(facet, chosen, excluded=rng.random() < 0.3))
    return Query(tuple(terms))


@pytest.mark.parametrize("seed", range(4))
def test_lists_and_counts_equal_brute_force(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed + 100)
    with Catalogue.open(tmp_path) as catalogue:
        truth = fill(catalogue, seed)
        for _ in range(25):
            query = random_query(rng)
            expected = [i for i, labels in truth.items() if matches(labels, query)]
            assert sorted(catalogue.list_ids(query)) == expected
            counts = catalogue.count_facets(query)
            for facet in FACETS:
                others = query.without(facet)
                tally = Counter(
                    label
                    for labels in truth.values()
                    if matches(labels, others)
                    for label in labels[facet]
                )
                assert counts[facet] == dict(tally)


def test_bare_words_find_names_labels_and_colors(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        source = catalogue.add_source("/photos")
        ids = catalogue.register_files(source, files(3), 1).new_ids
        catalogue.store_analyses([(ids[0], analysis("skirt"))])
        assert catalogue.list_ids(parse_query("skirt")) == [ids[0]]
        assert catalogue.list_ids(parse_query("ski")) == [ids[0]]
        assert catalogue.list_ids(parse_query("sk")) == []
        assert catalogue.list_ids(parse_query("kirt")) == []
        assert catalogue.list_ids(parse_query("cherry")) == [ids[0]]
        assert catalogue.list_ids(parse_query('"LOOK 2"')) == [ids[2]]
        assert catalogue.list_ids(parse_query("-skirt")) == list(ids[1:])
        assert catalogue.list_ids(parse_query("is:pending")) == list(ids[1:])
        assert catalogue.list_ids(parse_query("rating>=1")) == []
        assert catalogue.list_ids(parse_query("source:photos")) == list(ids)
        catalogue.set_missing([ids[1]], missing=True)
        assert catalogue.list_ids(parse_query("is:missing")) == [ids[1]]
        assert [s.count for s in catalogue.list_sources()] == [3]
