"""What Telegram finds in a text by itself: mentions, commands, hashtags, cashtags, addresses, bank cards.

Phone numbers are found by the closed server alone (TDLib has no code for them), so none are found here; media
timestamps are never told to bots. Letters are those of Python's Unicode tables, which may be some years older
than TDLib's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.sandbox.entities.characters import is_hashtag_letter, is_letter, is_word
from bot.sandbox.entities.nesting import without_overlaps
from bot.sandbox.entities.urls import find_urls
from bot.sandbox.entities.values import Entity, utf16_borders

_MENTION = re.compile(r"@([A-Za-z0-9_]*)")
_COMMAND = re.compile(r"/([A-Za-z0-9_]*)(@[A-Za-z0-9_]*)?")
_CASHTAG = re.compile(r"\$(1INCH|[A-Z]*)(?:@[A-Za-z0-9_]{3,32}(?![A-Za-z0-9_]))?")
_HASHTAG_CHAT = re.compile(r"@[A-Za-z0-9_]{3,32}")
_CARD = re.compile(r"[0-9][0-9 \-]*")
_ONE_PIECE_CARD = re.compile(r"[0-9]{16,19}(?= )")
_SHORT_NAMES = frozenset({"gif", "vid", "pic"})
_LONGEST_HASHTAG = 256

Place = tuple[str, int, int]
Touches = Callable[[str], bool]


def automatic_entities(text: str) -> list[Entity]:
    """Find what `getTextEntities` of TDLib finds, but media timestamps; of two overlapping the first stays."""
    units = utf16_borders(text)
    found = [*_mentions(text), *_commands(text), *_hashtags(text), *_cashtags(text), *_cards(text)]
    found.extend(find_urls(text))
    return without_overlaps(
        Entity(kind, units[begin], units[end] - units[begin]) for kind, begin, end in found
    )


def _mentions(text: str) -> Iterator[Place]:
    for match in _MENTION.finditer(text):
        name = match[1]
        if _before(text, match.start(), is_word) or _after(text, match.end(), is_word):
            continue
        if 4 <= len(name) <= 32 or name.lower() in _SHORT_NAMES:
            yield "mention", match.start(), match.end()


def _commands(text: str) -> Iterator[Place]:
    for match in _COMMAND.finditer(text):
        command, bot = match[1], match[2]
        well_sized = 1 <= len(command) <= 64 and (bot is None or 4 <= len(bot) <= 33)
        if not well_sized or _before(text, match.start(), _touches_command):
            continue
        if not _after(text, match.end(), _touches_command):
            yield "bot_command", match.start(), match.end()


def _hashtags(text: str) -> Iterator[Place]:
    at = text.find("#")
    while at >= 0:
        letters_end = _letters_end(text, at + 1)
        tag = text[at + 1 : letters_end][:_LONGEST_HASHTAG]
        chat = _HASHTAG_CHAT.match(text, at + 1 + len(tag))
        end = chat.end() if chat else at + 1 + len(tag)
        after = max(end, letters_end)
        named = any(is_letter(letter) for letter in tag)
        if named and text[after : after + 1] != "#" and not _before(text, at, is_hashtag_letter):
            yield "hashtag", at, end
        at = text.find("#", after)


def _letters_end(text: str, at: int) -> int:
    while at < len(text) and is_hashtag_letter(text[at]):
        at += 1
    return at


def _cashtags(text: str) -> Iterator[Place]:
    for match in _CASHTAG.finditer(text):
        begin, end = match.span()
        touched = _before(text, begin, _touches_cashtag) or _after(text, end, _touches_cashtag)
        if not touched and 1 <= len(match[1]) <= 8:
            yield "cashtag", begin, end


def _cards(text: str) -> Iterator[Place]:
    at = 0
    while match := _CARD.search(text, at):
        at = match.end()
        begin = match.start()
        if _before(text, begin, _touches_card_front):
            continue
        whole = _ONE_PIECE_CARD.match(text, begin)
        at = whole.end() if whole else at
        number = text[begin:at].rstrip(" -")
        if is_bank_card(number) and not _after(text, begin + len(number), _touches_card_back):
            yield "bank_card_number", begin, begin + len(number)


def is_bank_card(number: str) -> bool:
    """Whether digits, spaces and hyphens make a card number: Luhn's sum, and the length the issuer uses."""
    digits = [int(character) for character in number if character.isdigit()]
    if not 13 <= len(digits) <= 19 or len(number) > 2 * len(digits) - 1:
        return False
    doubled = (digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2])
    if (sum(digits[-1::-2]) + sum(doubled)) % 10:
        return False
    return len(digits) in _lengths_of_issuer("".join(map(str, digits[:4])))


def _lengths_of_issuer(front: str) -> frozenset[int] | range:
    """Visa, Mastercard, American Express, UnionPay and MIR have lengths of their own."""
    two, four = int(front[:2]), int(front)
    if front[0] == "4":
        return frozenset({13, 16, 18, 19})
    if 51 <= two <= 55 or 2221 <= four <= 2720 or 2200 <= four <= 2204:
        return frozenset({16})
    if two in (34, 37):
        return frozenset({15})
    return range(16, 20) if two in (62, 81) else range(13, 20)


# Borders: what may not stand next to a find.


def _before(text: str, begin: int, touches: Touches) -> bool:
    return begin > 0 and touches(text[begin - 1])


def _after(text: str, end: int, touches: Touches) -> bool:
    return end < len(text) and touches(text[end])


def _touches_command(character: str) -> bool:
    return is_word(character) or character in "/<>"


def _touches_cashtag(character: str) -> bool:
    return is_hashtag_letter(character) or character == "$"


def _touches_card_front(character: str) -> bool:
    return is_letter(character) or character in ".,+-_"


def _touches_card_back(character: str) -> bool:
    return is_letter(character) or character in "-_"
