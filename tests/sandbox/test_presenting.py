from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.objects import Bot, Chat
from tests.sandbox.desk import Calls

ONE = [{"command": "quiz", "description": "ask me"}]


@pytest.mark.parametrize(
    ("given", "description"),
    [
        pytest.param({}, 'parameter "commands" is required', id="missing"),
        pytest.param({"commands": "["}, "can't parse commands JSON object", id="no JSON"),
        pytest.param({"commands": {}}, "expected an Array of BotCommand", id="no array"),
        pytest.param({"commands": [1]}, "expected an Object as BotCommand", id="no object"),
        pytest.param({"commands": [{"description": "d"}]}, "command must be non-empty", id="no name"),
        pytest.param(
            {"commands": [{"command": "c" * 33}]}, "command length must not exceed 32", id="long name"
        ),
        pytest.param(
            {"commands": [{"command": "Quiz", "description": "d"}]}, "BOT_COMMAND_INVALID", id="capital"
        ),
        pytest.param(
            {"commands": [{"command": "c"}]}, "command description must be non-empty", id="no description"
        ),
        pytest.param(
            {"commands": [{"command": "c", "description": "d" * 257}]},
            "command description length must not exceed 256",
            id="long description",
        ),
        pytest.param({"commands": ONE * 101}, "BOT_COMMANDS_TOO_MUCH", id="101"),
        pytest.param(
            {"commands": ONE, "scope": "["}, "can't parse BotCommandScope JSON object", id="scope, no JSON"
        ),
        pytest.param(
            {"commands": ONE, "scope": []}, "can't parse BotCommandScope JSON object", id="scope, no object"
        ),
        pytest.param(
            {"commands": ONE, "scope": {"type": "moon"}},
            "can't parse BotCommandScope: Unsupported type specified",
            id="scope unknown",
        ),
        pytest.param(
            {"commands": ONE, "scope": {"type": "chat"}}, "chat_id is empty", id="scope without chat"
        ),
        pytest.param(
            {"commands": ONE, "language_code": "english"}, "invalid language code specified", id="language"
        ),
    ],
)
async def test_commands_are_refused(call: Calls, bot: Bot, given: dict[str, Any], description: str) -> None:
    """Commands Telegram would refuse are refused in its words, and no menu changes."""
    answer = await call("setMyCommands", **given)
    assert answer.refusal == (400, f"Bad Request: {description}")
    assert bot.menus == {}


async def test_ephemeral_commands_are_not_covered(call: Calls) -> None:
    """A command of a later API version is refused loudly."""
    answer = await call("setMyCommands", commands=[{**ONE[0], "is_ephemeral": True}])
    assert answer.refusal == (501, "Not Implemented: the sandbox does not cover ephemeral commands")


async def test_menus_are_kept_by_scope_and_language(call: Calls, bot: Bot, group: Chat) -> None:
    """Each scope and language has its own commands; nothing set is an empty list."""
    scopes: list[dict[str, Any]] = [
        {},
        {"scope": {"type": "all_private_chats"}, "language_code": "pl"},
        {"scope": {"type": "chat_administrators", "chat_id": group.id}},
        {"scope": {"type": "chat_member", "chat_id": group.id, "user_id": 5}},
    ]
    for scope in scopes:
        assert (await call("getMyCommands", **scope)).result == []
        assert (await call("setMyCommands", commands=ONE, **scope)).result is True
        assert (await call("getMyCommands", **scope)).result == ONE
    assert set(bot.menus) == {
        ("default", ""),
        ("all_private_chats", "pl"),
        (f"chat_administrators:{group.id}", ""),
        (f"chat_member:{group.id}:5", ""),
    }
    assert (await call("deleteMyCommands")).result is True
    assert (await call("getMyCommands")).result == []
    nobody = await call("getMyCommands", scope={"type": "chat_member", "chat_id": group.id})
    assert nobody.refusal == (400, "Bad Request: invalid user_id specified")


@pytest.mark.parametrize(
    ("field", "longest", "default"),
    [("Name", 64, "Quiz"), ("Description", 512, ""), ("ShortDescription", 120, "")],
)
async def test_a_bot_describes_itself(call: Calls, field: str, longest: int, default: str) -> None:
    """Each text falls back to the default language, and is refused when too long."""
    key = {"ShortDescription": "short_description"}.get(field, field.lower())
    assert (await call(f"getMy{field}", language_code="pl")).result == {key: default}
    await call(f"setMy{field}", **{key: "everywhere"})
    await call(f"setMy{field}", **{key: "po polsku", "language_code": "pl"})
    assert (await call(f"getMy{field}", language_code="pl")).result == {key: "po polsku"}
    assert (await call(f"getMy{field}", language_code="ru")).result == {key: "everywhere"}
    refused = await call(f"setMy{field}", **{key: "x" * (longest + 1)})
    assert refused.refusal == (400, f"Bad Request: the bot {key.replace('_', ' ')} is too long")


async def test_the_menu_button(call: Calls, private: Chat) -> None:
    """A private chat's button overrides the one for all."""
    assert (await call("getChatMenuButton")).result == {"type": "default"}
    await call("setChatMenuButton", menu_button={"type": "commands"})
    assert (await call("getChatMenuButton", chat_id=private.id)).result == {"type": "commands"}
    await call("setChatMenuButton", chat_id=private.id)
    assert (await call("getChatMenuButton", chat_id=private.id)).result == {"type": "default"}


@pytest.mark.parametrize(
    ("button", "refusal"),
    [
        ("[", (400, "Bad Request: can't parse menu button JSON object")),
        ([1], (400, "Bad Request: can't parse menu button JSON object")),
        ({"type": "x"}, (400, "Bad Request: can't parse MenuButton: Unsupported type specified")),
        (
            {"type": "web_app"},
            (501, "Not Implemented: the sandbox does not cover menu buttons that open a web app"),
        ),
    ],
)
async def test_a_menu_button_is_refused(call: Calls, button: Any, refusal: tuple[int, str]) -> None:
    """A button Telegram or the sandbox does not know is refused."""
    assert (await call("setChatMenuButton", menu_button=button)).refusal == refusal
