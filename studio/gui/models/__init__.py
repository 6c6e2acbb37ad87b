"""Qt models of ids, with rows fetched when they are looked at."""
