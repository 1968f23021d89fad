"""The command menus Telegram shows, a set for each kind of reader and each language."""

from __future__ import annotations

import telegram

from bot.domain.chat import LANGUAGES
from bot.i18n.translator import translator
from bot.render.pages import COMMANDS, GROUP_COMMANDS, MEMBER_COMMANDS

SCOPES = (
    (telegram.BotCommandScopeAllPrivateChats(), COMMANDS),
    (telegram.BotCommandScopeAllGroupChats(), MEMBER_COMMANDS),
    (telegram.BotCommandScopeAllChatAdministrators(), GROUP_COMMANDS),
)


async def publish(bot: telegram.Bot) -> None:
    """Set every menu and what an empty chat says of the bot; readers of other languages get English."""
    for scope, names in SCOPES:
        for language in LANGUAGES:
            t = translator(language)
            commands = [telegram.BotCommand(name, t(f"command.{name}")) for name in names]
            code = None if language == "en" else language
            await bot.set_my_commands(commands, scope=scope, language_code=code)
    for language in LANGUAGES:
        t = translator(language)
        code = None if language == "en" else language
        await bot.set_my_description(t("start.what"), language_code=code)
        await bot.set_my_short_description(t("about.short"), language_code=code)
