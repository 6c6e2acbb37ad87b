"""Palettes for other programs: one file a format, and writing that never leaves half a file."""
