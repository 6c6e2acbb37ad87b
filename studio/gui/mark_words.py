"""What a person says of images, in the words of the window: for toasts and screen readers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.core import edit as edits
from studio.core.edit import Edit
from studio.core.organising import Flag
from studio.gui import wording

# As they lie on pictures and panels of either theme.
LABEL_COLORS = {
    "red": "#d9483b",
    "yellow": "#e5bd2f",
    "green": "#4aa661",
    "blue": "#3f7fdb",
    "purple": "#8f5bc9",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("marks", text)


def label_name(color: str) -> str:
    """As in "Red label"."""
    names = {
        "red": _tr("Red label"),
        "yellow": _tr("Yellow label"),
        "green": _tr("Green label"),
        "blue": _tr("Blue label"),
        "purple": _tr("Purple label"),
    }
    return names.get(color, color)


def stars_name(stars: int) -> str:
    """As in "1 star" and "4 stars"."""
    if stars == 1:
        return _tr("1 star")
    return _tr("{count} stars").format(count=stars) if stars else _tr("no stars")


def flag_name(flag: Flag) -> str:
    """One word."""
    return {
        Flag.PICKED: _tr("picked"),
        Flag.REJECTED: _tr("rejected"),
        Flag.NONE: _tr("not flagged"),
    }[flag]


def describe_marks(rating: int, flag: Flag, color_label: str) -> list[str]:
    """What an image has, as a screen reader says it after the name."""
    words = [stars_name(rating)] if rating else []
    if flag is not Flag.NONE:
        words.append(flag_name(flag))
    if color_label:
        words.append(label_name(color_label).lower())
    return words


def told(edit: Edit, count: int) -> str:
    """What has been done to `count` images; short for one, where it is seen anyway."""
    images = wording.images(count)
    match edit:
        case edits.SetRating(_, stars):
            if count == 1:
                return "★" * stars if stars else _tr("No stars")
            words = _tr("Rated {images} {stars}") if stars else _tr("Took the stars off {images}")
            return words.format(images=images, stars="★" * stars)
        case edits.SetFlag(_, flag):
            short, long = _FLAGS[flag]
            return _tr(short) if count == 1 else _tr(long).format(images=images)
        case edits.SetColorLabel(_, color):
            if count == 1:
                return label_name(color) if color else _tr("No colour label")
            words = _tr("Took the colour label off {images}")
            if color:
                words = _tr("{label} on {images}")
            return words.format(images=images, label=label_name(color))
        case edits.SetNote(_, note):
            words = _tr("Note written on {images}") if note else _tr("Took the note off {images}")
            return words.format(images=images)
        case _:
            return _told_of_tags(edit, images)


def _told_of_tags(edit: Edit, images: str) -> str:
    match edit:
        case edits.AddTag(_, name):
            return _tr("Tagged {images} “{tag}”").format(images=images, tag=name.strip())
        case edits.RemoveTag(_, name):
            words = _tr("Took “{tag}” off {images}")
            return words.format(images=images, tag=name.strip())
        case edits.RenameTag(name, new_name):
            return _tr("“{tag}” is now “{new}”").format(tag=name, new=new_name.strip())
        case edits.DeleteTag(name):
            return _tr("Deleted the tag “{tag}”").format(tag=name)
        case _:
            return ""


_FLAGS = {
    Flag.PICKED: ("Picked", "Picked {images}"),
    Flag.REJECTED: ("Rejected", "Rejected {images}"),
    Flag.NONE: ("Unflagged", "Unflagged {images}"),
}
