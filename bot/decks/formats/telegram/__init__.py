"""Telegram channels: copied text, exports and saved pages."""
