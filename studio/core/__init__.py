"""What the domain is: frozen dataclasses and pure functions, standard library only."""
