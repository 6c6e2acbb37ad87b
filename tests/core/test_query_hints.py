from __future__ import annotations

from studio.core.query import parse_query, walk
from studio.core.query_hints import list_warnings

KNOWN = {"style": ["bohemian", "edgy"], "tag": ["client a", "linen"]}


def warnings(text: str) -> list[str]:
    return list_warnings(walk(parse_query(text).terms), KNOWN)


def test_what_nothing_can_have_is_said_once() -> None:
    assert warnings("style:bohemain OR (-style:bohemain style:edgy)") == [
        "There is no “style:bohemain”. Did you mean style:bohemian?"
    ]
    assert warnings('tag:"clint a"|none') == [
        'There is no “tag:clint a”. Did you mean tag:"client a"?'
    ]
    assert warnings("style:zzz") == ["There is no “style:zzz”."]
    assert warnings("pattern:zzz dress tag:LINEN") == []
