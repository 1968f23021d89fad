"""Rich messages (Bot API 10.1): their HTML read into blocks, measured, told and shown.

What is allowed stands at https://core.telegram.org/bots/api#rich-message-formatting-options. Telegram's own parser
of it is not public: whatever that page does not name is refused here.
"""

from __future__ import annotations

from bot.sandbox.rich.blocks import read_blocks
from bot.sandbox.rich.limits import TooMuchError
from bot.sandbox.rich.plain import glimpse, plain_text
from bot.sandbox.rich.shown import rich_fragment
from bot.sandbox.rich.tree import NotCoveredError, RichError

__all__ = [
    "NotCoveredError",
    "RichError",
    "TooMuchError",
    "glimpse",
    "plain_text",
    "read_blocks",
    "rich_fragment",
]
