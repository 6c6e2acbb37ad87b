"""One configuration a file: what to run, on what, how long it takes, what it scores."""
