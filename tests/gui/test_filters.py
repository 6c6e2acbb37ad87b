"""Clicks on labels change the query; chips say it in words."""

from __future__ import annotations

import pytest

from studio.core.query import Query, Term, parse_query
from studio.gui import filters
from tests.gui.drawn_library import load


def test_a_click_replaces_and_a_second_click_lifts() -> None:
    once = filters.choose(parse_query("style:edgy color:red"), "style", "formal")
    assert once == parse_query("style:formal color:red")
    assert filters.choose(once, "style", "formal") == parse_query("color:red")


def test_ctrl_adds_alternatives_and_takes_them_out() -> None:
    two = filters.toggle(parse_query("style:edgy"), "style", "formal")
    assert two == parse_query("style:edgy|formal")
    assert filters.toggle(two, "style", "edgy") == parse_query("style:formal")


def test_a_click_among_several_leaves_one() -> None:
    query = filters.choose(parse_query("style:edgy|formal"), "style", "formal")
    assert query == parse_query("style:formal")


def test_exclusions_are_left_alone() -> None:
    query = filters.choose(parse_query("-style:edgy"), "style", "formal")
    assert Term("style", ("edgy",), excluded=True) in query.terms
    assert filters.active_values(query, "style") == {"formal"}


def test_leaving_out_takes_the_place_of_asking_for_and_is_lifted_again() -> None:
    out = filters.apply(parse_query("style:edgy|formal"), "style", "edgy", filters.Choice.EXCLUDED)
    assert out == parse_query("style:formal -style:edgy")
    two = filters.apply(out, "style", "casual", filters.Choice.EXCLUDED)
    assert two == parse_query("style:formal -style:edgy|casual")
    assert filters.excluded_values(two, "style") == {"edgy", "casual"}
    one = filters.apply(two, "style", "edgy", filters.Choice.EXCLUDED)
    assert one == parse_query("style:formal -style:casual")


@pytest.mark.parametrize("choice", [filters.Choice.ONLY, filters.Choice.ADDED])
def test_what_was_left_out_can_be_asked_for(choice: filters.Choice) -> None:
    asked = filters.apply(parse_query("-style:edgy"), "style", "edgy", choice)
    assert asked == parse_query("style:edgy")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("style:bohemian|romantic", "style: bohemian or romantic"),
        ("color:light-blue", "colour: light blue"),
        ("-pattern:checks", "not pattern: checks"),
        ("is:unsure", "to review"),
        ("rating>=3", "rating >= 3"),
        ("linen", "“linen”"),
        ('name:"ss27 look"', "name: ss27 look"),
        ("source:Paris", "folder: Paris"),
        ("flag:picked|rejected", "picked or rejected"),
        ("-flag:none", "flagged"),
        ("tag:none", "no tag"),
        ("tag:none OR colorlabel:none", "no tag or no label"),
        ("colorlabel:red|none", "label: red or none"),
        ('tag:"client a"|none', "tag: client a or none"),
        ("note:linen", "note: linen"),
        ('in:"Client A/Looks"', "in: Client A/Looks"),
        ("captured>=2026-05", "captured >= 2026-05"),
        ("rating:4|5", "rating = 4 or 5"),
        ("red dress OR style:edgy", "(“red” and “dress”) or style: edgy"),
        ("-(red OR style:edgy)", "not (“red” or style: edgy)"),
        ("linen OR -(red style:edgy)", "“linen” or not (“red” and style: edgy)"),
    ],
)
def test_chips_read_as_people_speak(text: str, words: str) -> None:
    assert filters.describe(parse_query(text).terms[0], load()) == words


def test_only_colours_have_swatches() -> None:
    taxonomy = load()
    assert len(filters.swatches(parse_query("color:red|pink").terms[0], taxonomy)) == 2
    assert filters.swatches(parse_query("style:edgy").terms[0], taxonomy) == ()


def test_merging_keeps_each_term_once() -> None:
    query = parse_query("style:edgy linen")
    assert filters.merge(query, parse_query("linen red")) == parse_query("style:edgy linen red")
    assert filters.merge(Query(), Query()) == Query()


def test_groups_are_left_alone() -> None:
    query = parse_query("(style:edgy OR red) -rating>=4")
    asked = filters.apply(query, "style", "edgy", filters.Choice.ADDED)
    assert asked == parse_query("(style:edgy OR red) -rating>=4 style:edgy")
    without = filters.apply(query, "rating", "1", filters.Choice.EXCLUDED)
    assert without == parse_query("(style:edgy OR red) -rating>=4 -rating:1")
    assert filters.apply(without, "rating", "1", filters.Choice.EXCLUDED) == query
    assert filters.active_values(query, "style") == frozenset()
