"""The grid and the loupe: where images are looked at."""
