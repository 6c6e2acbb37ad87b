"""Whether a library may be written."""

from __future__ import annotations

from studio.core.errors import ReadOnlyLibrary
from studio.storage.catalogue import Catalogue


def check_writable(catalogue: Catalogue) -> None:
    """Raise ReadOnlyLibrary with the reason, before anything is begun."""
    if catalogue.is_read_only:
        raise ReadOnlyLibrary(catalogue.read_only_reason)
