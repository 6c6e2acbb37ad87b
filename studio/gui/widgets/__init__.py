"""The panels and controls around the views."""
