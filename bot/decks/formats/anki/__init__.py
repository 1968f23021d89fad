"""Anki's packages and text exports: notes with note types become cards."""
