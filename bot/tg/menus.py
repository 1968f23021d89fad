"""The command menus Telegram shows, a set for each kind of reader and each language."""

from __future__ import annotations

from functools import partial

import structlog
import telegram
from telegram.error import InvalidToken, TelegramError

from bot.domain.chat import LANGUAGES
from bot.i18n.translator import translator
from bot.render.pages import COMMANDS, GROUP_COMMANDS, MEMBER_COMMANDS
from bot.tg.sender import Sender

log = structlog.get_logger(__name__)

SCOPES = (
    (telegram.BotCommandScopeAllPrivateChats(), COMMANDS),
    (telegram.BotCommandScopeAllGroupChats(), MEMBER_COMMANDS),
    (telegram.BotCommandScopeAllChatAdministrators(), GROUP_COMMANDS),
)


async def publish(bot: telegram.Bot, sender: Sender) -> None:
    """Set every menu and what an empty chat says of the bot; readers of other languages get English.

    What Telegram will not take now stays as it was, for the next start: nobody should wait for a menu. Raises
    `telegram.error.InvalidToken` when it does not know the token.
    """
    try:
        for language in LANGUAGES:
            await _publish_in(bot, sender, language)
    except InvalidToken:
        raise
    except TelegramError as e:
        log.warning("menus not published", reason=e.message)


async def _publish_in(bot: telegram.Bot, sender: Sender, language: str) -> None:
    t = translator(language)
    code = None if language == "en" else language
    for scope, names in SCOPES:
        commands = [telegram.BotCommand(name, t(f"command.{name}")) for name in names]
        menu = partial(bot.set_my_commands, commands, scope=scope, language_code=code)
        await sender.look_up("setMyCommands", menu)
    what = partial(bot.set_my_description, t("start.what"), language_code=code)
    await sender.look_up("setMyDescription", what)
    about = partial(bot.set_my_short_description, t("about.short"), language_code=code)
    await sender.look_up("setMyShortDescription", about)
