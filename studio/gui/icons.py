"""SVG icons tinted in the colours of the theme when they are asked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from studio.gui.theme import Theme

_SCALES = (1.0, 2.0)  # device pixel ratios that an icon is drawn for


class Icons:
    """The icon set in one folder of SVG files that draw in `currentColor`."""

    def __init__(self, folder: Path, theme: Theme) -> None:
        self._folder = folder
        self._theme = theme
        self._cache: dict[tuple[str, str, int, float], QPixmap] = {}
        theme.changed.connect(self._cache.clear)

    def icon(self, name: str, role: str = "text", size: int = 16) -> QIcon:
        """The icon in the colour of `role`; ask again when the theme has changed."""
        icon = QIcon()
        for scale in _SCALES:
            icon.addPixmap(self.pixmap(name, role, size, scale))
            icon.addPixmap(self.pixmap(name, "line", size, scale), QIcon.Mode.Disabled)
        return icon

    def pixmap(self, name: str, role: str = "text", size: int = 16, scale: float = 1.0) -> QPixmap:
        """The icon as a pixmap of `size` device-independent pixels."""
        key = (name, role, size, scale)
        if key not in self._cache:
            self._cache[key] = self._draw(*key)
        return self._cache[key]

    def _draw(self, name: str, role: str, size: int, scale: float) -> QPixmap:
        source = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        tinted = source.replace("currentColor", self._theme.color(role).name())
        pixels = round(size * scale)
        pixmap = QPixmap(QSize(pixels, pixels))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(tinted.encode())).render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        return pixmap
