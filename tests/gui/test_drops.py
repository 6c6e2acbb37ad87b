"""Whatever is dropped or pasted, the paths come out byte for byte."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QUrl

from studio.gui import drops


def mime(data: bytes) -> QMimeData:
    result = QMimeData()
    result.setData("text/uri-list", data)
    return result


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
@given(st.binary(min_size=1, max_size=40).filter(lambda b: not set(b) & set(b"\0/")))
def test_any_bytes_of_a_name_survive(name: bytes) -> None:
    path = b"/archive/" + name
    line = b"file://" + quote_from_bytes(path).encode() + b"\r\n"
    assert [os.fsencode(found) for found in drops.list_paths(mime(line))] == [path]


def test_what_file_managers_send() -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/archive/Blusen für Mai/#1 100%.jpg")])
    assert drops.has_files(data)
    assert drops.list_paths(data) == [Path("/archive/Blusen für Mai/#1 100%.jpg")]


def test_hosts_and_comments() -> None:
    data = mime(b"# comment\r\nfile://localhost/a/b.jpg\r\nfile:/c.png\r\n\r\n")
    assert drops.list_paths(data) == [Path("/a/b.jpg"), Path("/c.png")]


def test_links_to_the_web_and_text_are_no_files() -> None:
    assert drops.list_paths(mime(b"https://example.org/a.jpg\r\n")) == []
    assert not drops.has_files(mime(b"https://example.org/a.jpg\r\n"))
    text = QMimeData()
    text.setText("hello")
    assert not drops.has_files(text)
    assert drops.list_paths(text) == []
