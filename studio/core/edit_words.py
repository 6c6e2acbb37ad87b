"""Edits in words, as menu, toast and history show them."""

from __future__ import annotations

from studio.core import edit as edits
from studio.core.edit import CollectionKind, Edit
from studio.core.organising import Flag

_FLAGS = {Flag.PICKED: "Pick", Flag.REJECTED: "Reject", Flag.NONE: "Unflag"}


def describe(edit: Edit, count: int, collection: str = "", *, arranges: bool = False) -> str:
    """What an edit does, to `count` images; `collection` is the name of what it alters.

    `arranges`: the images that it puts on a board are there, and only move.

    >>> describe(edits.SetRating((1, 2), 4), 2), describe(edits.AddTag((1,), "client A"), 1)
    ('Rate 2 images ★★★★', 'Tag 1 image “client A”')
    """
    if arranges and isinstance(edit, edits.AddToBoard):
        count = len(set(edit.ids))  # others may have made room
        images = "1 image" if count == 1 else f"{count:,} images"
        return f"Move {images} on “{collection}”"
    images = "1 image" if count == 1 else f"{count:,} images"
    if isinstance(edit, edits.SourceEdit):
        return _describe_source(edit, images, collection)
    if isinstance(edit, edits.CollectionEdit):
        return _describe_collection(edit, images, collection)
    return _describe_marks(edit, images)


def _describe_marks(edit: edits.AssetEdit | edits.TagEdit, images: str) -> str:
    match edit:
        case edits.SetRating(_, stars):
            return f"Rate {images} {'★' * stars}" if stars else f"Take the rating off {images}"
        case edits.SetFlag(_, flag):
            return f"{_FLAGS[flag]} {images}"
        case edits.SetColorLabel(_, color):
            return f"Label {images} {color}" if color else f"Take the colour label off {images}"
        case edits.SetNote(_, note):
            return f"Write a note on {images}" if note else f"Take the note off {images}"
        case edits.SetRemoved(_, removed):
            return f"{'Remove' if removed else 'Restore'} {images}"
        case edits.AddTag(_, name):
            return f"Tag {images} “{name.strip()}”"
        case edits.RemoveTag(_, name):
            return f"Take the tag “{name.strip()}” off {images}"
        case edits.RenameTag(name, new_name):
            return f"Rename the tag “{name}” to “{new_name.strip()}”"
        case edits.DeleteTag(name):
            return f"Delete the tag “{name}”"


def describe_import(count: int) -> str:
    """What an import did that added `count` images."""
    return "Add 1 image" if count == 1 else f"Add {count:,} images"


def _describe_collection(edit: edits.CollectionEdit, images: str, name: str) -> str:
    match edit:
        case edits.CreateCollection(kind, new_name):
            what = "board" if kind is CollectionKind.BOARD else "smart collection"
            return f"Make the {what} “{new_name.strip()}”"
        case edits.RenameCollection(_, new_name):
            return f"Rename “{name}” to “{new_name.strip()}”"
        case edits.SetCollectionQuery():
            return f"Change what “{name}” asks for"
        case edits.MoveCollection():
            return f"Move “{name}”"
        case edits.DeleteCollection():
            return f"Delete “{name}”"
        case edits.AddToBoard():
            return f"Put {images} on “{name}”"
        case edits.RemoveFromBoard():
            return f"Take {images} off “{name}”"


def _describe_source(edit: edits.SourceEdit, images: str, name: str) -> str:
    match edit:
        case edits.Relink():
            return f"Find {images}"
        case edits.RemoveSource():
            return f"Remove the source “{name}”"
        case edits.RelocateSource():
            return f"Relocate the source “{name}”"
