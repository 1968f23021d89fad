"""Text for people: one gettext catalogue a language; plurals, dates and numbers by Babel."""
