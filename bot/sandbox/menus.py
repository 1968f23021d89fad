"""What a bot says of itself to a person: the command menu of a chat, and the text in an empty one."""

from __future__ import annotations

from collections.abc import Iterator

from bot.sandbox.objects import Bot, Chat, Json, User


def commands_shown(bot: Bot, chat: Chat, user: User) -> list[Json]:
    """Return the commands of the narrowest scope that has any, in the person's language or in none.

    The order is Telegram's: https://core.telegram.org/bots/api#determining-list-of-commands.
    """
    for scope in _scopes(chat, user):
        for language in _languages(user):
            commands = bot.menus.get((scope, language))
            if commands:
                return commands
    return []


def description_shown(bot: Bot, user: User) -> str:
    """Return the bot's description in the person's language or in none, empty when it has set neither."""
    return next((text for one in _languages(user) if (text := bot.about.get(("description", one)))), "")


def _languages(user: User) -> tuple[str, str]:
    """Bots set texts for two-letter languages; a person's may name a country, too."""
    return (user.language or "")[:2], ""


def _scopes(chat: Chat, user: User) -> Iterator[str]:
    if chat.kind == "private":
        yield f"chat:{chat.id}"
        yield "all_private_chats"
    else:
        administers = chat.member(user).administers
        yield f"chat_member:{chat.id}:{user.id}"
        if administers:
            yield f"chat_administrators:{chat.id}"
        yield f"chat:{chat.id}"
        if administers:
            yield "all_chat_administrators"
        yield "all_group_chats"
    yield "default"
