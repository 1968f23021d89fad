"""A Telegram bot that prepares people for interviews."""

__version__ = "0.1.0"
