"""Names and small pictures of the images that a search goes by, for their chips."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QImage

from studio.core.query import SIMILAR, Term
from studio.gui.context import Context
from studio.gui.models.asset_model import shown_name
from studio.gui.thumbnails import decode_square
from studio.library.similar import ExampleLook

_SIDE = 64  # enough for a chip on a screen of 300 %


@dataclass(frozen=True, slots=True)
class Look:
    """What a chip shows of an example."""

    text: str
    picture: QImage  # square; null where there is none


class ExampleLooks(QObject):
    """Read off the GUI thread, once for each example of an open library."""

    arrived = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._known: dict[str, Look | None] = {}  # None: asked for

    def find(self, term: Term) -> Look | None:
        """The look of the first example of a term, if it is at hand; else it is asked for."""
        if term.field != SIMILAR:
            return None
        value = term.values[0]
        if value not in self._known:
            self._known[value] = None
            library = self._context.library

            def read() -> Look:
                found = library.look_at_example(value)
                data = found.thumbnail
                picture = QImage() if data is None else decode_square(data, _SIDE)
                return Look(_describe(found, len(term.values) - 1), picture)

            def done(look: Look) -> None:
                self._known[value] = look
                self.arrived.emit()

            # What is wrong with the image the search itself says.
            self._context.tasks.read(read, done, lambda _error: None, owner=self)
        return self._known[value]


def _describe(look: ExampleLook, alternatives: int) -> str:
    if not look.names:
        return ""
    more = len(look.names) - 1 + alternatives
    name = shown_name(look.names[0])
    if not more:
        return _tr("like {name}").format(name=name)
    return _tr("like {name} and {count} more").format(name=name, count=more)


def _tr(text: str) -> str:
    return QCoreApplication.translate("example_looks", text)
