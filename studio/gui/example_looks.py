"""Names and small pictures of the images that a search goes by, for their chips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QImage

from studio.core.query import SIMILAR, Item
from studio.gui.context import Context
from studio.gui.models.asset_model import shown_name
from studio.gui.thumbnails import decode_square

if TYPE_CHECKING:
    from studio.library.similar import ExampleLook

_SIDE = 64  # px, enough for a chip on a screen of 300 %
_NAME = 24  # letters of a name; its end tells as much as its beginning
_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Look:
    """What a chip shows of an example."""

    text: str
    full: str  # for the tool tip and for who cannot see the picture
    picture: QImage  # square; null where there is none


class ExampleLooks(QObject):
    """Read off the GUI thread, once for each example of an open library."""

    arrived = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._known: dict[str, Look | None] = {}  # None: asked for

    def find(self, term: Item) -> Look | None:
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
                return Look(*_describe(found, len(term.values) - 1), picture)

            def done(look: Look) -> None:
                self._known[value] = look
                self.arrived.emit()

            # What is wrong with the image the search itself says.
            self._context.tasks.read(read, done, lambda _error: None, owner=self)
        return self._known[value]


def _describe(look: ExampleLook, alternatives: int) -> tuple[str, str]:
    """What the chip says, and in full."""
    if not look.names:
        return "", ""
    names = [shown_name(name) for name in look.names]
    if alternatives or len(names) > 1:
        text = _tr("like {count} images").format(count=len(names) + alternatives)
        listed = [*names[:_MOST_NAMES], *(["…"] if len(names) > _MOST_NAMES else [])]
        return text, "\n".join([text, *listed])
    name = names[0]
    short = name if len(name) <= _NAME else f"{name[: _NAME // 2]}…{name[-_NAME // 2 + 1 :]}"
    return _tr("like {name}").format(name=short), _tr("like {name}").format(name=name)


def _tr(text: str) -> str:
    return QCoreApplication.translate("example_looks", text)
