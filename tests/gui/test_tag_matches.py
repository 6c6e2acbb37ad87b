"""What the tag field offers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.gui.models.tag_matches import Match, find_matches, fold, split_typed

KNOWN = ["resort 27", "client A", "core", "Resort 26", "pre-resort"]
words = st.text(st.sampled_from("aAbB é ,"), max_size=8)


def names(text: str, *given_already: str) -> list[str]:
    return [match.name for match in find_matches(text, KNOWN, given_already)]


def test_recent_ones_first_for_nothing_typed() -> None:
    assert names("") == KNOWN


def test_beginnings_before_words_before_parts() -> None:
    assert names("re") == ["resort 27", "Resort 26", "core", "pre-resort", "re"]
    assert names("a")[0] == "client A"  # a word that begins so


def test_the_very_tag_comes_first_however_it_is_written() -> None:
    assert find_matches(" CORE ", ["core values", "core"], ()) == [
        Match("core"),
        Match("core values"),
    ]


def test_what_all_have_is_not_offered_again() -> None:
    assert "core" not in names("co", "Core")
    assert names("core", "core") == []


def test_the_last_row_makes_a_new_tag() -> None:
    assert find_matches("silk", KNOWN, ()) == [Match("silk", is_new=True)]


@given(words, st.lists(words, max_size=5))
def test_nothing_twice_and_at_most_one_new(text: str, known: list[str]) -> None:
    found = find_matches(text, list({fold(n): n for n in known if fold(n)}.values()), ())
    folded = [fold(match.name) for match in found]
    assert len(set(folded)) == len(folded)
    assert sum(match.is_new for match in found) <= 1
    assert all(fold(text) in name for name in folded)


@given(st.lists(words))
def test_commas_lose_nothing(parts: list[str]) -> None:
    closed, rest = split_typed(",".join(parts))
    typed = {fold(part) for part in ",".join(parts).split(",")} - {""}
    assert {fold(name) for name in closed} | ({fold(rest)} - {""}) == typed
