from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.core.query import Query, parse_query
from studio.core.shade import Shade
from studio.gui.color_filter import ColorFilter, read_colors, with_colors

colors = st.integers(0, (1 << 24) - 1).map("#{:06x}".format)
shades = st.builds(
    Shade, colors, st.none() | st.sampled_from([0.0, 0.25, 1.0]), st.none() | st.just(8.0)
)
filters = st.builds(
    ColorFilter, st.lists(shades, max_size=5, unique_by=lambda s: s.hex).map(tuple), st.booleans()
)
OTHERS = parse_query("style:edgy color:red -color~#ffffff palette~#000000")


@given(filters)
def test_what_is_set_is_read_again_and_nothing_else_changes(wanted: ColorFilter) -> None:
    query = with_colors(OTHERS, wanted)
    assert read_colors(query).shades == wanted.shades
    if len(wanted.shades) > 1:
        assert read_colors(query).any_of == wanted.any_of
    assert with_colors(query, ColorFilter()) == OTHERS


def test_colours_keep_their_place() -> None:
    query = parse_query("style:edgy color~#c0392b garment:dress color~#ffffff")
    two = ColorFilter((Shade("#000000"), Shade("#ffffff", 0.2)), any_of=True)
    assert with_colors(query, two) == parse_query(
        "style:edgy color~#000000|#ffffff@20% garment:dress"
    )
    assert with_colors(query, ColorFilter(two.shades)) == parse_query(
        "style:edgy color~#000000 color~#ffffff@20% garment:dress"
    )


def test_a_colour_stands_once() -> None:
    two = ColorFilter((Shade("#000000"), Shade("#ffffff", 0.2)))
    assert two.with_shade(0, Shade("#ffffff")).shades == (Shade("#ffffff"),)
    assert two.with_shade(2, Shade("#c0392b")).shades[2].hex == "#c0392b"
    assert two.without(0).shades == (Shade("#ffffff", 0.2),)
    assert with_colors(Query(), ColorFilter()) == Query()
