"""Which searches have to be asked again once a person has marked images."""

from __future__ import annotations

import pytest

from studio.core.collection import Sort
from studio.core.moving import is_moved_by
from studio.core.organising import MARKS
from studio.core.query import parse_query


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("", set()),
        ("style:casual color~#c0392b -pattern:checks name:look added>=2026", set()),
        ("rating>=3", {"rating"}),
        ("-flag:rejected", {"flag"}),
        ("colorlabel:red|blue", {"color_label"}),
        ("tag:silk style:casual", {"tags"}),
        ("note:biella", {"note"}),
        ("(style:casual OR tag:silk)", {"tags"}),
        ("linen", MARKS),  # a bare word is looked for in tags and notes, too
        ("is:untagged", MARKS),
    ],
)
def test_only_by_what_they_ask_for(query: str, marks: set[str]) -> None:
    found = {mark for mark in MARKS if is_moved_by(parse_query(query), Sort.ADDED, {mark})}
    assert found == marks
