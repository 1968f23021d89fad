from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from bot.sandbox.objects import Bot, Chat, Photo
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from tests.sandbox.desk import TOKEN, Answer, Calls
from tests.sandbox.test_files import png


async def edit(
    sandbox: Sandbox, http: aiohttp.ClientSession, chat: Chat, message_id: int, data: bytes, **media: Any
) -> Answer:
    form = aiohttp.FormData({"chat_id": str(chat.id), "message_id": str(message_id)})
    form.add_field("media", json.dumps({"type": "photo", "media": "attach://pic", **media}))
    form.add_field("pic", data, filename="pic.png", content_type="image/png")
    async with http.post(f"{sandbox.api_url}{TOKEN}/editMessageMedia", data=form) as response:
        return Answer(response.status, await response.json(), dict(response.headers))


async def test_a_picture_takes_the_place_of_a_text(
    sandbox: Sandbox, http: aiohttp.ClientSession, call: Calls, private: Chat
) -> None:
    """A text, or a rich message, becomes an uploaded photo with its caption; that becomes another by its id."""
    await call("sendMessage", chat_id=private.id, text="a")
    await call("sendRichMessage", chat_id=private.id, rich_message={"html": "a"})
    caption = {"caption": "<b>Fig</b>", "parse_mode": "HTML", "has_spoiler": True}
    for number in (2, 3):
        edited = (await edit(sandbox, http, private, number, png(30, 20), **caption)).result
        assert (edited["caption"], edited["has_media_spoiler"]) == ("Fig", True)
        assert "text" not in edited
        assert "rich_message" not in edited
    assert sandbox.unknown_parameters == []
    known = edited["photo"][0]["file_id"]
    again = {"chat_id": private.id, "message_id": 2, "media": {"type": "photo", "media": known}}
    assert (await call("editMessageMedia", **again)).result["photo"][0]["file_id"] == known
    same = await call("editMessageMedia", **again)
    assert same.refusal[1].startswith("Bad Request: message is not modified")


async def test_a_caption_moves(call: Calls, world: World, bot: Bot, private: Chat) -> None:
    """A caption is put above its photo and below again, and a document takes a photo's place."""
    photo = world.keep_file(png(9, 9), "a.png", "image/png", "photos")
    file = world.keep_file(b"a", "a.md", "text/markdown", "documents")
    world.post(private, bot.user, Photo(photo, 9, 9))
    place = {"chat_id": private.id, "message_id": 2}
    above = await call("editMessageCaption", **place, caption="x", show_caption_above_media=True)
    assert above.result["show_caption_above_media"] is True
    below = await call("editMessageCaption", **place, caption="x")
    assert "show_caption_above_media" not in below.result
    other = await call("editMessageMedia", **place, media={"type": "document", "media": file.id})
    assert other.result["document"]["file_id"] == file.id
    assert "photo" not in other.result


REFUSED = {
    "not given": (None, 400, 'Bad Request: parameter "media" is required'),
    "no JSON": ("{", 400, "Bad Request: can't parse input media JSON object"),
    "no object": ([], 400, "Bad Request: can't parse InputMedia: expected an Object"),
    "no type": ({"media": "x"}, 400, "Bad Request: can't parse InputMedia: Can't find field \"type\""),
    "no file": ({"type": "photo"}, 400, "Bad Request: can't parse InputMedia: Can't find field \"media\""),
    "a wrong type": (
        {"type": "poem"},
        400,
        'Bad Request: can\'t parse InputMedia: type "poem" is unsupported',
    ),
    "a video": (
        {"type": "video", "media": "x"},
        501,
        "Not Implemented: the sandbox does not cover editMessageMedia with media of type video",
    ),
    "a thumbnail": (
        {"type": "document", "media": "x", "thumbnail": "y"},
        501,
        "Not Implemented: the sandbox does not cover thumbnail in media of type document",
    ),
    "an unknown file": (
        {"type": "photo", "media": "x"},
        400,
        "Bad Request: wrong file identifier/HTTP URL specified",
    ),
    "a long caption": (
        {"type": "photo", "media": "PHOTO", "caption": "x" * 1025},
        400,
        "Bad Request: message caption is too long",
    ),
    "a tag in the caption": (
        {"type": "photo", "media": "PHOTO", "caption": "<h1>x</h1>", "parse_mode": "HTML"},
        400,
        'Bad Request: can\'t parse entities: Unsupported start tag "h1" at byte offset 0',
    ),
}


@pytest.mark.parametrize(("media", "code", "description"), REFUSED.values(), ids=REFUSED.keys())
async def test_media_is_refused(
    call: Calls, world: World, bot: Bot, private: Chat, media: Any, code: int, description: str
) -> None:
    """What Telegram would refuse is refused, and the message stays what it was."""
    photo = world.keep_file(png(9, 9), "a.png", "image/png", "photos")
    posted = world.post(private, bot.user, content := Photo(photo, 9, 9))
    given = {} if media is None else {"media": json.loads(json.dumps(media).replace("PHOTO", photo.id))}
    answer = await call("editMessageMedia", chat_id=private.id, message_id=posted.id, **given)
    assert answer.refusal == (code, description)
    assert posted.content is content


@pytest.mark.parametrize("size", [(5000, 5001), (2100, 100)], ids=["too large", "too thin"])
async def test_a_photo_keeps_its_measures(
    sandbox: Sandbox, http: aiohttp.ClientSession, call: Calls, private: Chat, size: tuple[int, int]
) -> None:
    """Width and height together 10,000, a ratio of 20: the limits of a photo hold for edits, too."""
    await call("sendMessage", chat_id=private.id, text="a")
    answer = await edit(sandbox, http, private, 2, png(*size))
    assert answer.refusal == (400, "Bad Request: PHOTO_INVALID_DIMENSIONS")


async def test_a_poll_holds_no_media(call: Calls, world: World, private: Chat) -> None:
    """A poll stays a poll."""
    photo = world.keep_file(png(9, 9), "a.png", "image/png", "photos")
    await call("sendPoll", chat_id=private.id, question="?", options=["a"])
    media = {"type": "photo", "media": photo.id}
    answer = await call("editMessageMedia", chat_id=private.id, message_id=2, media=media)
    assert answer.refusal == (400, "Bad Request: there is no media in the message to edit")
