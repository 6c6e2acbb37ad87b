"""What every part of the window is handed: the library and the services around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.core.taxonomy import Taxonomy
    from studio.gui.icons import Icons
    from studio.gui.tasks import Tasks
    from studio.gui.theme import Theme
    from studio.library.library import Library


@dataclass(frozen=True)
class Context:
    """Built once per open library by the composition root (`app`)."""

    library: Library
    tasks: Tasks
    theme: Theme
    icons: Icons
    taxonomy: Taxonomy
