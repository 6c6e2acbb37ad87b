"""What a person wrote is found: flags, colour labels, tags and notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.edit import AddTag, DeleteTag, RenameTag, SetColorLabel, SetFlag, SetNote
from studio.core.organising import Flag
from studio.core.query import parse_query
from studio.storage.catalogue import Catalogue
from tests.storage.examples import analysis, files


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    opened = Catalogue.open(tmp_path)
    opened.register_files(opened.add_source("/photos"), files(4), 1)
    opened.store_analyses([(1, analysis("dress"))])
    opened.apply(SetFlag((1,), Flag.PICKED))
    opened.apply(SetFlag((2,), Flag.REJECTED))
    opened.apply(SetColorLabel((1, 3), "red"))
    opened.apply(AddTag((1, 2), "Client A"))
    opened.apply(AddTag((2,), "Größe 38"))
    opened.apply(SetNote((3,), "Organic linen, café chairs AND more (see “Visit”)"))
    opened.apply(SetNote((4,), "line drawings"))
    return opened


def both(catalogue: Catalogue, text: str) -> list[int]:
    """What the database finds, and the index as well."""
    by_database = Catalogue.open(catalogue.folder, read_only=True)
    with by_database:
        found = by_database.list_ids(parse_query(text))
    catalogue.prepare_search()
    assert catalogue.list_ids(parse_query(text)) == found
    return found


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("flag:picked", [1]),
        ("flag:picked|rejected", [1, 2]),
        ("flag:none", [3, 4]),
        ("-flag:rejected", [1, 3, 4]),
        ("colorlabel:red", [1, 3]),
        ("colourlabel:none -flag:none", [2]),
        ('tag:"client a"', [1, 2]),
        ('tag:"  CLIENT   a "', [1, 2]),
        ("tag:client", []),
        ('tag:"GRÖSSE 38"', [2]),
        ("tag:none", [3, 4]),
        ('tag:none|"größe 38"', [2, 3, 4]),
        ("-tag:none", [1, 2]),
        ("note:linen", [3]),
        ("note:lin", [3, 4]),
        ('note:"chairs linen"', [3]),
        ("note:cafe", [3]),
        ("note:CAFÉ", [3]),
        ("note:visit", [3]),
        ('note:"linen wool"', []),
        ("note:linen|draw", [3, 4]),
        ("note:!", []),
        ('note:"a\\"b"', []),
        ('note:"\\0"', []),
        ("note:\udcff", []),
        # Bare words
        ("linen", [3]),
        ("lient", [1, 2]),
        ("GRÖSSE", [2]),
        ("-client", [3, 4]),
        ("linen OR client", [1, 2, 3]),
        ("(flag:picked OR note:line) -tag:none", [1]),
        ("ΐ" * 9_000, []),
        ('note:"' + "ΐ " * 4_000 + '"', []),
        ("x% OR _ OR name:%", []),
        ("NOT (tag:none OR flag:rejected)", [1]),
        ("\udcff", []),
        ("\ud800 OR name:\ud800 OR source:\ud800 OR tag:\ud800 OR note:\ud800", []),
        ("style:\ud800 OR -source:\ud800", [1, 2, 3, 4]),
    ],
)
def test_what_a_person_said_is_found(catalogue: Catalogue, text: str, ids: list[int]) -> None:
    with catalogue:
        assert both(catalogue, text) == ids


def test_counts_of_what_a_person_said(catalogue: Catalogue) -> None:
    with catalogue:
        for _ in ("by the database", "by the index"):
            counts = catalogue.count_facets(parse_query('flag:picked tag:"client a"'))
            assert counts["flag"] == {"picked": 1, "rejected": 1}
            assert counts["tag"] == {"client a": 1}
            assert counts["colorlabel"] == {"red": 1}
            everything = catalogue.count_facets(parse_query(""))
            assert everything["tag"] == {"client a": 2, "grösse 38": 1, "none": 2}
            assert everything["flag"] == {"picked": 1, "rejected": 1, "none": 2}
            assert everything["colorlabel"] == {"red": 2, "none": 2}
            # Of terms in brackets nothing is left out.
            grouped = catalogue.count_facets(parse_query("flag:picked OR tag:x"))
            assert grouped["flag"] == {"picked": 1}
            catalogue.prepare_search()


def test_a_tag_that_is_renamed_is_found_by_its_new_name(catalogue: Catalogue) -> None:
    with catalogue:
        catalogue.prepare_search()
        before = catalogue._finder._facets.get().ids
        catalogue.apply(RenameTag("client a", "Client B"))
        assert catalogue.list_ids(parse_query('tag:"client b"')) == [1, 2]
        assert catalogue.list_ids(parse_query('tag:"client a"')) == []
        assert catalogue.count_facets()["tag"] == {"client b": 2, "grösse 38": 1, "none": 2}
        catalogue.apply(RenameTag("client b", "größe 38"))
        assert catalogue.count_facets()["tag"] == {"grösse 38": 2, "none": 2}
        catalogue.apply(DeleteTag("GRÖSSE 38"))
        assert catalogue.count_facets()["tag"] == {"none": 4}
        catalogue.undo()
        assert both(catalogue, "größe") == [1, 2]
        assert catalogue._finder._facets.get().ids is before  # nothing was read anew
