from __future__ import annotations

import struct
from typing import Any

import aiohttp
import pytest

from bot.sandbox import acts
from bot.sandbox.files import photo_to_send, size_of_image
from bot.sandbox.objects import Bot, Chat, User
from bot.sandbox.parameters import Parameters, Upload
from bot.sandbox.refusals import Refusal
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from tests.sandbox.desk import TOKEN, Answer, Calls, waiting


def png(width: int, height: int, more: int = 0) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + bytes(more)


def jpeg(width: int, height: int) -> bytes:
    app = b"\xff\xe0\x00\x04ab"
    return b"\xff\xd8" + app + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width)


async def upload(
    sandbox: Sandbox, http: aiohttp.ClientSession, method: str, name: str, data: bytes, **more: str
) -> Answer:
    form = aiohttp.FormData(more)
    form.add_field(name, data, filename="file.png", content_type="image/png")
    async with http.post(f"{sandbox.api_url}{TOKEN}/{method}", data=form) as response:
        return Answer(response.status, await response.json(), dict(response.headers))


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(3, 2), (3, 2)),
        (jpeg(640, 480), (640, 480)),
        (png(0, 2), None),
        (b"\xff\xd8\xff\xe0", None),
        (b"GIF89a", None),
        (b"", None),
    ],
    ids=["png", "jpeg", "empty png", "cut jpeg", "gif", "nothing"],
)
def test_pictures_are_measured(data: bytes, size: tuple[int, int] | None) -> None:
    """Width and height are read from PNG and JPEG, and from nothing else."""
    assert size_of_image(data) == size


async def test_a_photo_goes_up_and_comes_down(
    sandbox: Sandbox, http: aiohttp.ClientSession, call: Calls, private: Chat
) -> None:
    """An uploaded photo is sent with its caption, found by getFile, downloaded, and sent again by its id."""
    more = {"chat_id": str(private.id), "caption": "<b>Fig</b>", "parse_mode": "HTML", "has_spoiler": "true"}
    sent = await upload(
        sandbox, http, "sendPhoto", "photo", png(30, 20), **more, show_caption_above_media="true"
    )
    [size] = sent.result["photo"]
    assert (size["width"], size["height"], sent.result["caption"]) == (30, 20, "Fig")
    assert sent.result["caption_entities"][0]["type"] == "bold"
    assert (sent.result["has_media_spoiler"], sent.result["show_caption_above_media"]) == (True, True)
    file = (await call("getFile", file_id=size["file_id"])).result
    async with http.get(f"{sandbox.file_url}{TOKEN}/{file['file_path']}") as response:
        assert await response.read() == png(30, 20)
    again = await call("sendPhoto", chat_id=private.id, photo=size["file_id"])
    assert again.result["photo"][0]["file_unique_id"] == size["file_unique_id"]
    wrong = await call("sendDocument", chat_id=private.id, document=size["file_id"])
    assert wrong.refusal == (400, "Bad Request: can't use file of type Photo as Document")


async def test_a_document_is_attached_under_another_name(
    sandbox: Sandbox, http: aiohttp.ClientSession, private: Chat
) -> None:
    """A file may come under any name that an attach:// address gives, and that name is not unknown."""
    more = {"chat_id": str(private.id), "document": "attach://abc"}
    sent = await upload(sandbox, http, "sendDocument", "abc", b"data", **more)
    document = sent.result["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "file.png",
        "image/png",
        4,
    )
    assert sandbox.unknown_parameters == []


@pytest.mark.parametrize(
    ("data", "code", "description"),
    [
        pytest.param(b"", 400, "Bad Request: file must be non-empty", id="empty"),
        pytest.param(b"not a picture", 400, "Bad Request: IMAGE_PROCESS_FAILED", id="no picture"),
        pytest.param(png(9000, 2000), 400, "Bad Request: PHOTO_INVALID_DIMENSIONS", id="large"),
        pytest.param(png(2100, 100), 400, "Bad Request: PHOTO_INVALID_DIMENSIONS", id="thin"),
    ],
)
async def test_a_photo_is_refused(
    sandbox: Sandbox, http: aiohttp.ClientSession, private: Chat, data: bytes, code: int, description: str
) -> None:
    """A photo Telegram would refuse is refused, and nothing reaches the chat."""
    answer = await upload(sandbox, http, "sendPhoto", "photo", data, chat_id=str(private.id))
    assert answer.refusal == (code, description)
    assert len(private.messages) == 1


@pytest.mark.parametrize(
    ("megabytes", "code", "description"),
    [(10, 400, "Bad Request: file is too big"), (50, 413, "Request Entity Too Large")],
)
def test_uploads_are_limited(world: World, megabytes: int, code: int, description: str) -> None:
    """A photo is at most 10 MB, any upload 50."""
    given = Parameters(uploads={"photo": Upload("a.png", png(9, 9, megabytes << 20), "image/png")})
    with pytest.raises(Refusal) as refused:
        photo_to_send(world, given)
    assert (refused.value.code, refused.value.description) == (code, description)


@pytest.mark.parametrize(
    ("method", "given", "refusal"),
    [
        ("sendPhoto", {}, (400, "Bad Request: there is no photo in the request")),
        ("sendDocument", {}, (400, "Bad Request: there is no document in the request")),
        ("sendPhoto", {"photo": "AgAC"}, (400, "Bad Request: wrong file identifier/HTTP URL specified")),
        (
            "sendPhoto",
            {"photo": "https://example.com/a.png"},
            (501, "Not Implemented: the sandbox does not cover files from an address"),
        ),
        (
            "getFile",
            {"file_id": "x"},
            (400, "Bad Request: wrong file_id or the file is temporarily unavailable"),
        ),
    ],
)
async def test_a_file_that_is_not_there(
    call: Calls, private: Chat, method: str, given: dict[str, Any], refusal: tuple[int, str]
) -> None:
    """A missing, unknown or foreign file is refused."""
    assert (await call(method, chat_id=private.id, **given)).refusal == refusal
    assert len(private.messages) == 1


async def test_a_persons_file_reaches_the_bot(call: Calls, world: World, bot: Bot, ana: User) -> None:
    """What a person sends can be fetched up to 20 MB."""
    chat = world.private(ana)
    acts.send_file(world, ana, chat, b"# Deck", "deck.md", "text/markdown")
    acts.send_file(world, ana, chat, bytes((20 << 20) + 1), "large.bin", "application/octet-stream")
    small, large = (one["document"] for one in waiting(bot, "message"))
    assert small["file_name"] == "deck.md"
    assert (await call("getFile", file_id=small["file_id"])).result["file_size"] == 6
    refused = await call("getFile", file_id=large["file_id"])
    assert refused.refusal == (400, "Bad Request: file is too big")


async def test_a_caption_is_limited(call: Calls, world: World, private: Chat) -> None:
    """A caption over 1024 characters is refused; one of spaces is none; a copy may have another."""
    file = world.keep_file(b"data", "notes", "text/plain", "documents")
    assert file.path.endswith(".bin")
    refused = await call("sendDocument", chat_id=private.id, document=file.id, caption="x" * 1025)
    assert refused.refusal == (400, "Bad Request: message caption is too long")
    sent = await call("sendDocument", chat_id=private.id, document=file.id, caption="  ")
    assert "caption" not in sent.result
    copy = {"chat_id": private.id, "from_chat_id": private.id, "message_id": sent.result["message_id"]}
    await call("copyMessage", **copy, caption="other")
    await call("forwardMessage", **copy)
    assert [message.words.text for message in private.messages[2:] if message.words] == ["other"]
