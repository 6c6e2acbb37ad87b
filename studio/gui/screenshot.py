"""A picture of the window, for the README and for machines without a display."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from studio.core.query import parse_query
from studio.gui.app import Studio, make_application
from studio.gui.views.grid import GridView
from studio.library.places import Places

SIZE = (1440, 900)  # px
_LOOK_MS = 300
_QUIET_LOOKS = 4  # the window is finished when it has not changed for so many looks
_LIMIT_MS = 60_000
_JPEG_QUALITY = 92
_SHOWN_SEARCH = "color~#1d2a4d@20%~14"
_SHOWN_ROW = 5  # of the samples one that has something to say in every facet


class Photographer(QObject):
    """Waits until the window has come to rest, then saves what it shows."""

    def __init__(self, studio: Studio, target: Path, view: str) -> None:
        super().__init__(studio)
        self._studio = studio
        self._target = target
        self._view = view
        self._last = b""
        self._quiet = 0
        self.saved = False
        self._selected = False
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._on_look)
        self._timer.start()

    def _on_look(self) -> None:
        picture = self._studio.window.grab().toImage()
        pixels = bytes(picture.constBits())
        self._quiet = self._quiet + 1 if pixels == self._last else 0
        self._last = pixels
        if self._quiet < _QUIET_LOOKS and self._clock.elapsed() < _LIMIT_MS:
            return
        if not self._selected:
            self._selected = True
            self._quiet = 0
            self._show_something()
            return
        self._timer.stop()
        self._target.parent.mkdir(parents=True, exist_ok=True)
        # PNG has one quality; a number there would only mean less compression.
        quality = _JPEG_QUALITY if self._target.suffix == ".jpg" else -1
        self.saved = picture.save(str(self._target), quality=quality)
        self._studio.window.close()

    def _show_something(self) -> None:
        """Another view, or an image that the inspector has something to say of."""
        window = self._studio.window
        if self._view != "grid":
            window.actions_[self._view].trigger()
            if self._view == "color_search" and window.session is not None:
                window.session.browser.set_query(parse_query(_SHOWN_SEARCH))
            return
        grid = self._studio.window.findChild(GridView)
        if grid is not None and grid.model().rowCount():
            row = min(_SHOWN_ROW, grid.model().rowCount() - 1)
            grid.setCurrentIndex(grid.model().index(row, 0))
            grid.setFocus()


def save_screenshot(
    folder: Path, places: Places, target: Path, *, theme: str | None, view: str = "grid"
) -> bool:
    """Open the library in `folder`, save a picture of a `view` and close; tells whether it was.

    `view` is the name of an action: grid, colors or color_search.
    """
    application = make_application([])
    with tempfile.TemporaryDirectory() as scratch:
        studio = Studio(places, Path(scratch) / "settings.json", theme or "dark")
        studio.window.resize(*SIZE)
        studio.window.show()
        studio.open_library(folder)
        photographer = Photographer(studio, target, view)
        application.exec()
    return photographer.saved
