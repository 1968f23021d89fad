"""What a browser prints around each sheet of a page: its address, the date, the title, and the number of the sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.decks.formats.pages.page_text import Line
from bot.decks.markdown import bare

_LONGEST = 400
_SHEET = r"(?:page )?\d{1,4} ?(?:/|of|z|из|von|sur|de) ?\d{1,4}"
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ \t]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f\xa0]?[AP]\.?M\.?)?"
_NUMBERED = re.compile(_SHEET, re.IGNORECASE)
_DATED = re.compile(rf"{_DATE}(?:[ \t]{{2,}}\S.*)?", re.IGNORECASE)
_FOOT = re.compile(rf"{_SHEET}[ \t]{{2,}}{_DATE}|{_DATE}[ \t]{{2,}}{_SHEET}", re.IGNORECASE)


def without_print(lines: Sequence[Line], site: str) -> tuple[tuple[Line, ...], list[Line]]:
    """The lines of a page, and those that are the head or the foot of a printed sheet.

    `site` is the host whose address is printed; without it on a line of its own nothing is taken for print. A sheet's
    number and the title of the browser's tab count beside the address or the date alone.
    """
    texts = [bare(line.text) if len(line.text) < _LONGEST else "" for line in lines]
    address = re.compile(
        rf"(?:\S.{{0,200}}[ \t]{{2,}})?https?://(?:www\.)?{re.escape(site)}/\S*(?:[ \t]+{_SHEET})?",
        re.IGNORECASE,
    )
    found = {i for i, text in enumerate(texts) if site in text and address.fullmatch(text)}
    if not found:
        return tuple(lines), []
    found |= {i for i, text in enumerate(texts) if text[:1].isdigit() and _is_dated(text)}
    near = sorted({i + step for i in found for step in (-1, 1)} - found)
    beside = Counter(texts[i] for i in near if 0 <= i < len(texts))
    found |= {i for i in near if 0 <= i < len(texts) and _is_beside(texts[i], beside[texts[i]], site)}
    kept = tuple(line for i, line in enumerate(lines) if i not in found)
    return kept, [lines[i] for i in sorted(found)]


def _is_dated(text: str) -> bool:
    return bool(_DATED.fullmatch(text) or _FOOT.fullmatch(text))


def _is_beside(text: str, times: int, site: str) -> bool:
    """Whether a line beside an address or a date is the number of the sheet or the title of the page."""
    low = text.casefold()
    titled = low.endswith(f"| {site.partition('.')[0]}") or ("flashcard" in low and times > 1)
    return titled or _NUMBERED.fullmatch(text) is not None
