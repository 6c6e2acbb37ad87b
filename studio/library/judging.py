"""Whether a file is an image, by its first bytes."""

from __future__ import annotations

from pathlib import Path

from studio.core.asset import FoundFile
from studio.core.errors import ImageError, NotAnImage
from studio.core.progress import Failure
from studio.library.scanning import claims_image


def judge(file: FoundFile, failures: list[Failure], *, named: bool = False) -> bool | None:
    """Whether the content is an image; None where that cannot be told.

    A file that calls itself an image, or was named by a person, and is none is added to `failures`.
    """
    from studio.imaging.files import read_head
    from studio.imaging.sniff import HEAD_BYTES, describe_other, sniff_format

    named = named or claims_image(file.path)
    try:
        head = read_head(Path(file.path), HEAD_BYTES)
    except ImageError as error:
        if named:
            failures.append(Failure(file.path, str(error)))
        return False if isinstance(error, NotAnImage) else None
    if sniff_format(head) is not None:
        return True
    if named:
        reason = f"This is a {describe_other(head)}, not an image."
        failures.append(Failure(file.path, reason))
    return False
