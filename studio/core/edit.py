"""Edits: what a person does to images, tags and collections, each one step to undo."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.core.asset import FoundFile
from studio.core.organising import COLOR_LABELS, MAX_RATING, Flag

Ids = tuple[int, ...]


class CollectionKind(StrEnum):
    """How a collection comes by its images."""

    SMART = "smart"  # a saved query: it fills itself
    BOARD = "board"  # put together and ordered by hand


@dataclass(frozen=True, slots=True)
class SetRating:
    """Give stars, 0 to 5."""

    ids: Ids
    stars: int

    def __post_init__(self) -> None:
        if not 0 <= self.stars <= MAX_RATING:
            raise ValueError(f"a rating is 0 to {MAX_RATING}, not {self.stars}")


@dataclass(frozen=True, slots=True)
class SetFlag:
    """Pick, reject, or neither."""

    ids: Ids
    flag: Flag


@dataclass(frozen=True, slots=True)
class SetColorLabel:
    """Mark by a colour of `COLOR_LABELS`; empty takes the mark off."""

    ids: Ids
    color: str

    def __post_init__(self) -> None:
        if self.color and self.color not in COLOR_LABELS:
            raise ValueError(f"no colour label: {self.color}")


@dataclass(frozen=True, slots=True)
class SetNote:
    """Write a note; it replaces what was there."""

    ids: Ids
    note: str


@dataclass(frozen=True, slots=True)
class AddTag:
    """Give a tag; one that nobody gave yet is made."""

    ids: Ids
    name: str


@dataclass(frozen=True, slots=True)
class RemoveTag:
    """Take a tag off these images; the tag stays known."""

    ids: Ids
    name: str


@dataclass(frozen=True, slots=True)
class RenameTag:
    """Call a tag something else; where that tag is there already, the two become one."""

    name: str
    new_name: str


@dataclass(frozen=True, slots=True)
class DeleteTag:
    """Forget a tag: no image has it any more."""

    name: str


@dataclass(frozen=True, slots=True)
class SetRemoved:
    """Take images out of the library, or put them back."""

    ids: Ids
    removed: bool


@dataclass(frozen=True, slots=True)
class CreateCollection:
    """A new collection at the end of its siblings, under a name that no sibling has."""

    kind: CollectionKind
    name: str
    query: str = ""  # of a smart one
    ids: Ids = ()  # on a new board
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class RenameCollection:
    """Call a collection something else."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class SetCollectionQuery:
    """Have a smart collection ask for something else."""

    id: int
    query: str


@dataclass(frozen=True, slots=True)
class MoveCollection:
    """Put a collection under another parent, before that sibling or at the end."""

    id: int
    parent_id: int | None
    before_id: int | None = None


@dataclass(frozen=True, slots=True)
class DeleteCollection:
    """Do away with a collection and all that stand under it; no image is lost."""

    id: int


@dataclass(frozen=True, slots=True)
class AddToBoard:
    """Put images on a board, before that one or at the end; those that are on it move there."""

    id: int
    ids: Ids
    before_id: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveFromBoard:
    """Take images off a board."""

    id: int
    ids: Ids


@dataclass(frozen=True, slots=True)
class Relink:
    """Say where the files of missing images are now.

    An entry that one of these files has already goes to the trash: both are of one image.
    """

    places: tuple[tuple[int, FoundFile, int], ...]  # id of the image, its file, id of its source


@dataclass(frozen=True, slots=True)
class RemoveSource:
    """Take a folder out of the library; its images go to the trash.

    Those that lie in another source as well belong to that one from then on.
    """

    id: int


@dataclass(frozen=True, slots=True)
class RelocateSource:
    """Say that a folder is somewhere else now, with all that is in it."""

    id: int
    path: str


AssetEdit = SetRating | SetFlag | SetColorLabel | SetNote | SetRemoved
TagEdit = AddTag | RemoveTag | RenameTag | DeleteTag
CollectionEdit = (
    CreateCollection
    | RenameCollection
    | SetCollectionQuery
    | MoveCollection
    | DeleteCollection
    | AddToBoard
    | RemoveFromBoard
)
SourceEdit = Relink | RemoveSource | RelocateSource
Edit = AssetEdit | TagEdit | CollectionEdit | SourceEdit


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of an edit, of undoing or of redoing; without a description nothing changed."""

    description: str = ""
    ids: Ids = ()  # the images that it touched
    moved: bool = False  # images, tags or collections came or went: lists are asked for again
    created: int | None = None  # id of a new collection
    fields: frozenset[str] = frozenset()  # of `MARKS`, where nothing else was touched


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step of the history."""

    id: int
    made_at: str  # ISO 8601, UTC
    description: str
    done: bool  # else it was undone
