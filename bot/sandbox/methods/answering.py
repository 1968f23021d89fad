"""answerCallbackQuery: what a person who tapped is shown."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.sandbox import refusals
from bot.sandbox.methods.method import Method, method
from bot.sandbox.objects import Bot, Toast
from bot.sandbox.parameters import Parameters
from bot.sandbox.updates import QUERY_LIFE
from bot.sandbox.world import World

LONGEST_TOAST = 200


def answer_callback_query(world: World, bot: Bot, parameters: Parameters) -> bool:
    """Answer a tap, once and in time."""
    query = world.queries.get(parameters.text("callback_query_id"))
    if query is None or query.bot is not bot or query.toast is not None:
        raise refusals.QUERY_TOO_OLD.refusal()
    if world.clock.now() - query.asked > QUERY_LIFE:
        raise refusals.QUERY_TOO_OLD.refusal()
    text = parameters.text("text")
    if len(text) > LONGEST_TOAST:
        raise refusals.TOAST_TOO_LONG.refusal()
    url = parameters.text("url") or None
    if url is not None and not _leads_to(url, bot):
        raise refusals.TOAST_URL_INVALID.refusal()
    query.toast = Toast(text, parameters.boolean("show_alert"), url)
    world.touch()
    return True


def _leads_to(url: str, bot: Bot) -> bool:
    """Without a game only links to the bot itself are opened (#answercallbackquery)."""
    parts = urlsplit(url)
    name = (bot.user.username or "").lower()
    if parts.scheme == "tg":
        return parts.netloc == "resolve" and f"domain={name}" in parts.query.lower().split("&")
    return parts.netloc in ("t.me", "telegram.me") and parts.path.strip("/").lower() == name


METHODS: tuple[Method, ...] = (
    method(
        "answerCallbackQuery",
        answer_callback_query,
        "callback_query_id text show_alert url cache_time",
    ),
)
