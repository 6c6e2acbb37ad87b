"""What searches may say beyond the query language itself: colours by their names."""

from __future__ import annotations

from studio.core.color import format_hex, from_oklab, load_color_names
from studio.core.shade import Names
from studio.core.taxonomy import Taxonomy
from studio.library.places import Places


def load_search_names(places: Places, taxonomy: Taxonomy) -> Names:
    """What a colour may be called after `color~`: a reviewed name or a family; StudioError."""
    families = {
        name.casefold(): label.hex
        for facet in taxonomy.facets
        if facet.id == "color"
        for label in facet.labels
        for name in (label.id, label.name)
        if label.hex
    }
    tables = load_color_names(places.color_names).names.values()
    return families | {
        name.casefold(): format_hex(*from_oklab(lab)) for table in tables for name, lab in table
    }
