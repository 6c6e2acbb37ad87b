from __future__ import annotations

import io

import pillow_heif
import pytest
from PIL import Image

from studio.core.query_values import FORMATS
from studio.imaging.sniff import sniff_format


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF"])
def test_a_format_that_is_read_can_be_searched_for(name: str) -> None:
    pillow_heif.register_heif_opener()
    stream = io.BytesIO()
    Image.new("RGB", (32, 32), "#c0392b").save(stream, name)
    found = sniff_format(stream.getvalue()[:4096])
    assert found == name
    assert found.lower() in FORMATS


def test_photoshop_files_can_be_searched_for() -> None:
    found = sniff_format(b"8BPS\x00\x01" + bytes(20))
    assert found is not None
    assert found.lower() in FORMATS
