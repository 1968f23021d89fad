"""Methods about receiving that answer at once: webhooks as far as they are off, and getFile."""

from __future__ import annotations

from bot.sandbox import refusals, wire
from bot.sandbox.files import MOST_DOWNLOADED
from bot.sandbox.methods.method import Method, method
from bot.sandbox.objects import Bot, Json
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World


def delete_webhook(_world: World, bot: Bot, parameters: Parameters) -> bool:
    """Make sure there is no webhook; there never is one."""
    if parameters.boolean("drop_pending_updates"):
        bot.queue.clear()
    return True


def get_webhook_info(_world: World, bot: Bot, _parameters: Parameters) -> Json:
    """Say that there is no webhook, and how many updates wait."""
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": bot.queue.pending}
    if bot.queue.allowed_named:
        info["allowed_updates"] = bot.queue.allowed_named
    return info


def get_file(world: World, _bot: Bot, parameters: Parameters) -> Json:
    """Say where a file can be downloaded."""
    file = world.files.get(parameters.text("file_id"))
    if file is None:
        raise refusals.WRONG_FILE_ID.refusal()
    if len(file.data) > MOST_DOWNLOADED:
        raise refusals.FILE_TOO_BIG.refusal()
    return wire.file(file)


METHODS: tuple[Method, ...] = (
    method("deleteWebhook", delete_webhook, "drop_pending_updates"),
    method("getWebhookInfo", get_webhook_info),
    method("getFile", get_file, "file_id"),
)
