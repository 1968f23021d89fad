"""Obsidian notes for spaced repetition."""
