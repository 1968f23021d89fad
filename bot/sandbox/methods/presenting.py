"""Methods by which a bot presents itself: commands by scope and language, name, descriptions, menu button."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from bot.sandbox import reach, refusals, wire
from bot.sandbox.methods.method import Method, method
from bot.sandbox.objects import Bot, Json
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World

_MOST_COMMANDS = 100
_LONGEST_COMMAND = 32
_LONGEST_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]+")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_WIDE = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_OF_A_CHAT = frozenset({"chat", "chat_administrators", "chat_member"})
_ABOUT = {"name": 64, "description": 512, "short_description": 120}


def get_me(_world: World, bot: Bot, _parameters: Parameters) -> Json:
    """Say who the bot is."""
    return wire.me(bot)


def set_my_commands(world: World, bot: Bot, parameters: Parameters) -> bool:
    """Set the commands of a scope and a language."""
    commands = _commands(parameters)
    bot.menus[_menu(world, bot, parameters)] = commands
    world.touch()
    return True


def get_my_commands(world: World, bot: Bot, parameters: Parameters) -> list[Json]:
    """List the commands of a scope and a language; nothing set is an empty list."""
    return bot.menus.get(_menu(world, bot, parameters), [])


def delete_my_commands(world: World, bot: Bot, parameters: Parameters) -> bool:
    """Forget the commands of a scope and a language."""
    bot.menus.pop(_menu(world, bot, parameters), None)
    world.touch()
    return True


def set_about(field: str, world: World, bot: Bot, parameters: Parameters) -> bool:
    """Set the bot's name or a description in a language; an empty one falls back to the default."""
    text = parameters.text(field)
    if len(text) > _ABOUT[field]:
        raise refusals.ABOUT_TOO_LONG.refusal(field=field.replace("_", " "))
    bot.about[field, _language(parameters)] = text
    world.touch()
    return True


def get_about(field: str, _world: World, bot: Bot, parameters: Parameters) -> Json:
    """Return the bot's name or a description in a language."""
    default = bot.about.get((field, "")) or (bot.user.first_name if field == "name" else "")
    return {field: bot.about.get((field, _language(parameters))) or default}


def set_chat_menu_button(world: World, bot: Bot, parameters: Parameters) -> bool:
    """Set what the button beside the message box does, in a private chat or in all."""
    given = parameters.structure("menu_button", refusals.MENU_NOT_JSON) or {"type": "default"}
    if not isinstance(given, dict):
        raise refusals.MENU_NOT_JSON.refusal()
    if given.get("type") == "web_app":
        raise refusals.not_covered("menu buttons that open a web app")
    if given.get("type") not in ("default", "commands"):
        raise refusals.WRONG_MENU.refusal()
    bot.menu_buttons[_menu_chat(world, bot, parameters)] = {"type": given["type"]}
    world.touch()
    return True


def get_chat_menu_button(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Return what the button beside the message box does."""
    of_all = bot.menu_buttons.get(None, {"type": "default"})
    return bot.menu_buttons.get(_menu_chat(world, bot, parameters), of_all)


def _menu_chat(world: World, bot: Bot, parameters: Parameters) -> int | None:
    return reach.chat_to_change(world, bot, parameters).id if parameters.has("chat_id") else None


def _commands(parameters: Parameters) -> list[Json]:
    parameters.required("commands")
    given = parameters.structure("commands", refusals.COMMANDS_NOT_JSON)
    if not isinstance(given, list):
        raise refusals.COMMANDS_NOT_ARRAY.refusal()
    if len(given) > _MOST_COMMANDS:
        raise refusals.TOO_MANY_COMMANDS.refusal()
    return [_command(one) for one in given]


def _command(given: Any) -> Json:
    if not isinstance(given, dict):
        raise refusals.COMMAND_NOT_OBJECT.refusal()
    if "is_ephemeral" in given:
        raise refusals.not_covered("ephemeral commands")
    command = str(given.get("command", "")).removeprefix("/")
    description = str(given.get("description", ""))
    if not command:
        raise refusals.COMMAND_EMPTY.refusal()
    if len(command) > _LONGEST_COMMAND:
        raise refusals.COMMAND_TOO_LONG.refusal()
    if not _COMMAND.fullmatch(command):
        raise refusals.COMMAND_INVALID.refusal()
    if not description:
        raise refusals.DESCRIPTION_EMPTY.refusal()
    if len(description) > _LONGEST_DESCRIPTION:
        raise refusals.COMMAND_DESCRIPTION_TOO_LONG.refusal()
    return {"command": command, "description": description}


def _menu(world: World, bot: Bot, parameters: Parameters) -> tuple[str, str]:
    return _scope(world, bot, parameters), _language(parameters)


def _scope(world: World, bot: Bot, parameters: Parameters) -> str:
    given = parameters.structure("scope", refusals.SCOPE_NOT_JSON)
    if given is None:
        return "default"
    if not isinstance(given, dict):
        raise refusals.SCOPE_NOT_JSON.refusal()
    kind = given.get("type")
    if kind in _WIDE:
        return str(kind)
    if kind not in _OF_A_CHAT:
        raise refusals.WRONG_SCOPE.refusal()
    chat = reach.chat_named(world, bot, str(given.get("chat_id", "")))
    if kind != "chat_member":
        return f"{kind}:{chat.id}"
    user_id = given.get("user_id")
    if not isinstance(user_id, int):
        raise refusals.USER_NOT_GIVEN.refusal()
    return f"{kind}:{chat.id}:{user_id}"


def _language(parameters: Parameters) -> str:
    language = parameters.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise refusals.WRONG_LANGUAGE.refusal()
    return language


def _about(field: str) -> tuple[Method, Method]:
    title = "".join(word.capitalize() for word in field.split("_"))
    return (
        method(f"setMy{title}", partial(set_about, field), (field, "language_code")),
        method(f"getMy{title}", partial(get_about, field), ("language_code",)),
    )


METHODS: tuple[Method, ...] = (
    method("getMe", get_me),
    method("setMyCommands", set_my_commands, "commands scope language_code"),
    method("getMyCommands", get_my_commands, "scope language_code"),
    method("deleteMyCommands", delete_my_commands, "scope language_code"),
    *(one for field in _ABOUT for one in _about(field)),
    method("setChatMenuButton", set_chat_menu_button, "chat_id menu_button"),
    method("getChatMenuButton", get_chat_menu_button, "chat_id"),
)
