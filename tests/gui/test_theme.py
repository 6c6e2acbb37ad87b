"""Both themes can be read, and what is drawn from them follows a change."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from studio.gui.icons import Icons
from studio.gui.theme import Theme
from tests.gui.conftest import RESOURCES


def luminance(color: QColor) -> float:
    """Relative luminance as WCAG 2 defines it."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(v) for v in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["dark", "light"])
@pytest.mark.parametrize("ground", ["window", "panel", "raised", "hover"])
@pytest.mark.parametrize("text", ["text", "muted"])
def test_text_can_be_read(theme: Theme, name: str, ground: str, text: str) -> None:
    theme.set_name(name)
    assert contrast(theme.color(text), theme.color(ground)) >= 4.5


@pytest.mark.parametrize("name", ["dark", "light"])
def test_accent_text_can_be_read(theme: Theme, name: str) -> None:
    theme.set_name(name)
    assert contrast(theme.color("on_accent"), theme.color("accent")) >= 4.5
    assert contrast(theme.color("accent"), theme.color("panel")) >= 4.5


def test_every_role_of_the_style_sheet_is_known(app: QApplication, theme: Theme) -> None:
    for name in ("dark", "light"):
        theme.set_name(name)
        assert "$" not in app.styleSheet()
    used = set(re.findall(r"\$(\w+)", (RESOURCES / "themes" / "window.qss").read_text()))
    assert used
    for role in used:
        assert theme.color(role).isValid()


def test_icons_wear_the_theme(theme: Theme, icons: Icons) -> None:
    theme.set_name("dark")
    dark = icons.pixmap("x", "text").toImage()
    theme.set_name("light")
    light = icons.pixmap("x", "text").toImage()
    assert dark != light


def test_every_icon_can_be_drawn(icons: Icons) -> None:
    for file in sorted((RESOURCES / "icons").glob("*.svg")):
        image = icons.pixmap(file.stem).toImage()
        painted = {image.pixelColor(x, y).alpha() for x in range(16) for y in range(16)}
        assert max(painted) > 0, file.name


def test_an_unknown_choice_follows_the_system(theme: Theme) -> None:
    theme.set_name("sepia")
    assert theme.choice == "system"
    assert theme.name in {"dark", "light"}
