"""Rich messages (Bot API 10.1): their HTML read into blocks, measured, and told as plain text.

What is allowed stands at https://core.telegram.org/bots/api#rich-message-formatting-options. Telegram's own parser
of it is not public: whatever that page does not name is refused here.
"""

from __future__ import annotations

from bot.sandbox.rich.blocks import read_blocks
from bot.sandbox.rich.limits import TooMuchError
from bot.sandbox.rich.plain import plain_text
from bot.sandbox.rich.tree import NotCoveredError, RichError

__all__ = ["NotCoveredError", "RichError", "TooMuchError", "plain_text", "read_blocks"]
