"""Bytes in, arrays out: decode, thumbnail, palette, fingerprint and the network's input."""
