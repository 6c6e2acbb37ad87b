"""Use cases: importing, analysing, searching and organising, without Qt and without SQL."""
