"""Formulas as pictures: heavy libraries are imported inside functions, heavy work is done outside the event loop."""
