"""What a drag inside of the window carries besides files: ids of images, or a collection."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from PySide6.QtCore import QMimeData

_IMAGES = "application/x-fashion-studio-images"
_COLLECTION = "application/x-fashion-studio-collection"


def with_images(mime: QMimeData, ids: Sequence[int]) -> QMimeData:
    """The same drag, which knows which images of the library it carries."""
    mime.setData(_IMAGES, array("q", ids).tobytes())
    return mime


def has_images(mime: QMimeData) -> bool:
    """Whether there are images of this library; cheap, asked while a drag hovers."""
    return mime.hasFormat(_IMAGES)


def is_ours(mime: QMimeData) -> bool:
    """Whether images of this library are dragged, or one of its collections."""
    return has_images(mime) or mime.hasFormat(_COLLECTION)


def list_images(mime: QMimeData) -> list[int]:
    """Their ids, in the order shown."""
    ids = array("q")
    data = mime.data(_IMAGES).data()
    ids.frombytes(bytes(data)[: len(data) // ids.itemsize * ids.itemsize])
    return list(ids)


def carry_collection(collection_id: int) -> QMimeData:
    """A drag of a collection."""
    mime = QMimeData()
    mime.setData(_COLLECTION, str(collection_id).encode())
    return mime


def find_collection(mime: QMimeData) -> int | None:
    """The collection that is dragged, or None."""
    text = bytes(mime.data(_COLLECTION).data())
    return int(text) if text.isdigit() else None
