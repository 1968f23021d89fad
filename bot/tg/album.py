"""The pictures of messages: drawn, and after the first time sent by Telegram's own name for them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.pictures.studio import Studio
from bot.render.message import Picture
from bot.storage import files
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Album:
    """What has been sent before, and whoever draws the rest."""

    database: Database
    studio: Studio

    async def known(self, picture: Picture) -> str | None:
        """Telegram's name for the picture, None when it has to be uploaded."""
        async with self.database.read() as conn:
            return await files.find(conn, picture.key)

    async def drawn(self, picture: Picture) -> bytes:
        """The picture itself.

        Raises:
            PictureError: its formulas cannot be drawn.
        """
        return picture.data or await self.studio.draw(picture.formulas)

    async def keep(self, picture: Picture, file_id: str) -> None:
        """Remember Telegram's name for the picture; an empty one forgets it."""
        async with self.database.write() as conn:
            if file_id:
                await files.keep(conn, picture.key, file_id)
            else:
                await files.drop(conn, picture.key)
