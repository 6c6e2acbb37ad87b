"""Which format a file has, judged by its first bytes and never by its name."""

from __future__ import annotations

import codecs

# How many bytes `sniff_format` wants to see.
HEAD_BYTES = 64

_AVIF_BRANDS = {b"avif", b"avis"}
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}

# What people drop by mistake, so that the reason can name it.
_OTHERS = (
    (b"%PDF", "PDF document"),
    (b"PK\x03\x04", "ZIP archive or office document"),
    (b"\x1f\x8b", "compressed archive"),
    (b"Rar!", "RAR archive"),
    (b"<?xml", "text file"),
    (b"<svg", "SVG drawing"),
    (b"<!DO", "web page"),
    (b"<htm", "web page"),
    (b"ID3", "sound file"),
    (b"OggS", "sound or film file"),
    (b"\x1aE\xdf\xa3", "film file"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
)


def sniff_format(head: bytes) -> str | None:
    r"""Pillow's name of the format that `head` begins, or None for anything the library skips.

    >>> sniff_format(b"\xff\xd8\xff\xe0")
    'JPEG'
    """
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head.startswith((b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")):
        return "TIFF"
    if head.startswith((b"8BPS\x00\x01", b"8BPS\x00\x02")):
        return "PSD"
    if head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00":
        return "BMP"
    if head[4:8] == b"ftyp":
        return _sniff_brand(head)
    return None


def _sniff_brand(head: bytes) -> str | None:
    """The format of an ISO media file by its brands (ISO/IEC 14496-12, file type box)."""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12]} | {head[at : at + 4] for at in range(16, size - 3, 4)}
    if brands & _AVIF_BRANDS:
        return "AVIF"
    return "HEIF" if brands & _HEIC_BRANDS else None


def describe_other(head: bytes) -> str:
    """What a file that is no image seems to be, in a designer's words."""
    for magic, words in _OTHERS:
        if head[: len(magic)].lower() == magic.lower():
            return words
    if head[4:8] == b"ftyp":
        return "film file"
    return "text file" if _is_text(head) else "file of another kind"


def _is_text(head: bytes) -> bool:
    """Whether the bytes are text in any script; the last letter may be cut in two."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True  # UTF-16
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return bool(text) and all(letter.isprintable() or letter in "\t\r\n\ufeff" for letter in text)
