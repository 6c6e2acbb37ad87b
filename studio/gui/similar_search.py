"""Find similar: from images to a search by them, and back to where one was."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, Signal
from PySide6.QtGui import QImage

from studio.core.errors import StudioError
from studio.core.query import SIMILAR, Query, term_like
from studio.core.similar import MOST_IMAGES
from studio.gui.center import Center
from studio.gui.context import Context
from studio.gui.views.grid_place import GridPlace
from studio.gui.wording import count

_MOST_PLACES = 30


@dataclass(frozen=True, slots=True)
class _Place:
    query: Query
    grid: GridPlace


class SimilarSearch(QObject):
    """Asks for queries with a term for likeness, and remembers the places that they left."""

    queryWanted = Signal(object)  # Query
    told = Signal(str)

    def __init__(self, center: Center, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._center = center
        self._context: Context | None = None
        self._places: list[_Place] = []
        self._next: GridPlace | None = None  # to be taken when the ids arrive
        self._to_top = False
        self._folder: QTemporaryDir | None = None  # for pictures that are no files
        self._saved = 0

    def set_context(self, context: Context | None) -> None:
        """Another library, or none."""
        self._context = context
        self._places.clear()
        self._next, self._to_top = None, False

    # --- there -----------------------------------------------------------------------------
    def find_like_selected(self, query: Query) -> None:
        """Search by the mean of the selected images, under what `query` asks for but words."""
        ids = self._center.selected_ids()
        if not ids:
            self.told.emit(self.tr("Select the images to find similar ones to."))
        elif len(ids) > MOST_IMAGES:
            text = self.tr("A search goes by up to {most} images; {count} are selected.")
            self.told.emit(text.format(most=MOST_IMAGES, count=count(len(ids))))
        else:
            self._find(query, tuple(map(str, ids)))

    def find_like_file(self, query: Query, path: Path) -> None:
        """Search by an image file, wherever it lies."""
        self._find(query, (str(path),))

    def find_like_part(self, query: Query, image: QImage, name: str) -> None:
        """Search by a part of the image of that name."""
        stem = "".join(c for c in Path(name).stem if c.isprintable() and c not in '/\\:"')
        self.find_like_picture(query, image, self.tr("part of {name}").format(name=stem[:60]))

    def find_like_picture(self, query: Query, image: QImage, name: str = "") -> None:
        """Search by a picture that is no file, such as one from the clipboard."""
        if self._context is None:
            return
        if self._folder is None:
            self._folder = QTemporaryDir()
        self._saved += 1
        # A folder each, so that names may be the same; their content says what they are.
        folder = Path(self._folder.filePath(str(self._saved)))
        path = folder / (name or self.tr("Pasted image"))

        def save() -> bool:
            try:
                folder.mkdir()
            except OSError:
                return False
            return image.save(str(path), "PNG")  # type: ignore[call-overload,no-any-return]

        def done(saved: bool) -> None:
            if saved:
                self.find_like_file(query, path)
            else:
                self.told.emit(
                    self.tr("The picture cannot be kept for the search: is the disk full?")
                )

        self._context.tasks.read(save, done, owner=self)

    def _find(self, query: Query, images: tuple[str, ...]) -> None:
        """The search begins once it is known that it can be made: else nothing changes."""
        if self._context is None:
            return
        context, term = self._context, term_like(images)
        library = context.library
        # By its words one finds an image, not those that are like it: they have other names.
        kept = query.without(SIMILAR).without("name").without("text").terms
        wanted = Query((term, *kept))

        def done(_nothing: object) -> None:
            if self._context is not context or wanted == query:
                return
            self._places.append(_Place(query, self._center.place()))
            del self._places[:-_MOST_PLACES]
            self._to_top = True
            self.queryWanted.emit(wanted)

        def failed(error: Exception) -> None:
            words = str(error) if isinstance(error, StudioError) else ""
            self.told.emit(words or self.tr("Similar images cannot be found now."))

        self._context.tasks.read(
            lambda: library.measure_similarity(term.values[0], ()), done, failed, owner=self
        )

    # --- and back --------------------------------------------------------------------------
    def leave(self, query: Query) -> bool:
        """Back to what was looked at before; False where `query` is no search by images."""
        rest = query.without(SIMILAR)
        if rest == query:
            return False
        place = self._places[-1].query if self._places else rest
        # Filters that were set meanwhile stay.
        self.queryWanted.emit(place if place.without(SIMILAR) == rest else rest)
        return True

    def on_query_changed(self, query: Query) -> None:
        """What is asked for now; one of the places left takes its selection up again."""
        for at in reversed(range(len(self._places))):
            if self._places[at].query == query:
                self._next, self._to_top = self._places[at].grid, False
                del self._places[at:]
                return
        self._next = None
        if not query.values(SIMILAR):
            self._places.clear()

    def on_ids_shown(self) -> None:
        """The images of the query are there."""
        if self._next is not None:
            self._center.restore_place(self._next)
        elif self._to_top:
            self._center.restore_place(GridPlace())
        self._next, self._to_top = None, False
