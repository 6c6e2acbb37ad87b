"""The catalogue and the cache: the only place with SQL."""
