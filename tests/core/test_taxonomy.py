from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.errors import StudioError
from studio.core.taxonomy import load_taxonomy
from studio.resources import get_places


def test_the_labels_of_version_1() -> None:
    taxonomy = load_taxonomy(get_places().taxonomy)
    assert [(f.id, len(f.labels)) for f in taxonomy.facets] == [
        ("style", 13),
        ("color", 19),
        ("garment", 16),
        ("pattern", 12),
    ]
    assert all(label.name and label.help for f in taxonomy.facets for label in f.labels)


@pytest.mark.parametrize("text", ["", "version = 1", "not toml [", "version = 'x'\nfacet = []"])
def test_a_damaged_file_is_an_error_that_names_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "taxonomy.toml"
    path.write_text(text)
    with pytest.raises(StudioError, match=r"taxonomy\.toml"):
        load_taxonomy(path)
