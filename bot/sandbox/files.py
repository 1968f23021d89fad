"""Files that calls bring or name: stored, measured, and refused when Telegram would refuse them."""

from __future__ import annotations

import struct

from bot.sandbox import refusals
from bot.sandbox.objects import File
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World

MOST_UPLOADED = 50 << 20
MOST_IN_A_PHOTO = 10 << 20
MOST_DOWNLOADED = 20 << 20
_LONGEST_SIDES = 10_000
_THINNEST = 20
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_TYPES = {"photos": "Photo", "documents": "Document"}


def photo_to_send(world: World, parameters: Parameters) -> tuple[File, int, int]:
    """Return the photograph a call wants to send, with its width and height.

    Raises Refusal when it is no picture (PNG or JPEG), too large, or too thin.
    """
    file = _file(world, parameters, "photo", "photos")
    if len(file.data) > MOST_IN_A_PHOTO:
        raise refusals.FILE_TOO_BIG.refusal()
    sides = size_of_image(file.data)
    if sides is None:
        raise refusals.NOT_AN_IMAGE.refusal()
    width, height = sides
    if width + height > _LONGEST_SIDES or max(sides) > _THINNEST * min(sides):
        raise refusals.BAD_DIMENSIONS.refusal()
    return file, width, height


def document_to_send(world: World, parameters: Parameters) -> File:
    """Return the file a call wants to send."""
    return _file(world, parameters, "document", "documents")


def size_of_image(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG or a JPEG, None for anything else or an empty picture."""
    if data.startswith(_PNG) and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
    elif data.startswith(b"\xff\xd8"):
        width, height = _size_of_jpeg(data)
    else:
        return None
    return (width, height) if width and height else None


def _size_of_jpeg(data: bytes) -> tuple[int, int]:
    """Walk the segments up to the frame header (ITU-T T.81, B.1.1.2)."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return 0, 0


def _file(world: World, parameters: Parameters, name: str, folder: str) -> File:
    upload = parameters.upload(name)
    if upload is None:
        return _known(world, parameters.text(name), name, folder)
    if not upload.data:
        raise refusals.FILE_EMPTY.refusal()
    if len(upload.data) > MOST_UPLOADED:
        raise refusals.UPLOAD_TOO_BIG.refusal()
    return world.keep_file(upload.data, upload.name, upload.mime, folder)


def _known(world: World, named: str, name: str, folder: str) -> File:
    if not named:
        raise refusals.NO_FILE.refusal(what=name)
    if "://" in named:
        raise refusals.not_covered("files from an address")
    file = world.files.get(named)
    if file is None:
        raise refusals.WRONG_FILE.refusal()
    found = file.path.partition("/")[0]
    if found != folder:
        raise refusals.FILE_OF_OTHER_TYPE.refusal(found=_TYPES[found], wanted=_TYPES[folder])
    return file
