"""The errors of Fashion Studio, each with a message that a designer understands."""

from __future__ import annotations


class StudioError(Exception):
    """Base of every error that is shown to a person; `str(error)` is the text they read."""


class ImageError(StudioError):
    """One file cannot be imported or analysed; the batch goes on without it."""


class NotAnImage(ImageError):
    """The content is of no format that the library takes."""


class DamagedImage(ImageError):
    """The content is of a known format, but truncated or broken."""


class ImageTooLarge(ImageError):
    """The picture has more pixels than this computer should try to open."""


class UnreadableFile(ImageError):
    """The file vanished, may not be read, or is no regular file."""


class AnalysisTimedOut(ImageError):
    """The analysis of the file took longer than the limit and was stopped."""


class AnalysisCrashed(ImageError):
    """The process that analysed the file died: too little memory, or a fault in a decoder."""


class BundleError(StudioError):
    """The model bundle is missing, damaged, or made for a newer version."""


class CatalogueError(StudioError):
    """The catalogue cannot be opened, read or written."""


class DamagedCatalogue(CatalogueError):
    """The catalogue's file is broken; a backup can take its place."""


class CatalogueTooNew(CatalogueError):
    """The catalogue was made by a newer version of Fashion Studio."""


class ReadOnlyLibrary(CatalogueError):
    """Another window owns the library; this one only reads."""


class IncomparableImage(StudioError):
    """Nothing can be found that is like this image: it is not known, or not well enough."""


class EditError(StudioError):
    """What was asked for cannot be done to the library; nothing was changed."""


class ExportError(StudioError):
    """Nothing was written; the message says why."""


class QueryError(StudioError):
    """The search text cannot be understood; the message says which part.

    `position` is the letter (from 0) that the trouble begins at, None where no letter is to blame.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.position = position
