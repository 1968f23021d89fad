"""Numbered articles and Markdown questions."""
