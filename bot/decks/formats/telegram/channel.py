"""The text of a Telegram channel, copied from the application or from its page on t.me/s: one post, one
card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bot.decks.formats.enough_lines import lines_within
from bot.decks.formats.imported import ENOUGH, Imported, Recognition, finished
from bot.decks.formats.questions import ASKS, asking
from bot.decks.formats.telegram.bullets import undecorated
from bot.decks.formats.telegram.channel_lines import Line, Mark, read_channel, stamped
from bot.decks.formats.telegram.channel_posts import linked, posts_of
from bot.decks.formats.telegram.markdown_page import without_markdown
from bot.decks.formats.telegram.polls import names_poll
from bot.decks.formats.telegram.post_cards import Reading
from bot.decks.markdown import lines_of
from bot.decks.slug import slug_of
from bot.decks.typed import typed_card

_TOPIC_LONGEST = 120
_OUTLIER = 5
_STAMPED = 0.6
_ENDS = frozenset({Mark.TAGS, Mark.REACTIONS, Mark.META})


class ChannelFormat:
    """Copied channel text."""

    name = "telegram-channel"
    describe = "text copied from a Telegram channel: posts that end in #hashtags, reactions (👍4) or views"

    def recognise(self, text: str) -> Recognition:
        """How many lines are such as only a channel has."""
        lines = read_channel(lines_of(without_markdown(text[:ENOUGH])))
        marks = Counter(line.mark for line in lines)
        counted = sum(line.mark is Mark.REACTIONS and line.text[-1:].isdigit() for line in lines)
        stamps = sum(map(stamped, lines))
        bullets = sum(line.text != undecorated(line.text) for line in lines if line.mark is Mark.TEXT)
        seen = (
            (marks[Mark.TAGS], 0.3, "lines of hashtags"),
            (marks[Mark.REACTIONS], 0.4, "lines of reactions"),
            (max(0, counted - 2), 0.4, "that count"),
            (sum(names_poll(line.text) for line in lines), 0.3, "polls"),
            (marks[Mark.META], 0.2, "lines of views or times"),
            (marks[Mark.HEADER], 0.4, "lines that say who wrote a post"),
            (marks[Mark.PAGE], 0.3, "counters or buttons of a channel's page"),
            (bullets, 0.1, "emoji bullets"),
            (_opened(lines), 0.3, "questions right below the end of a post"),
        )
        asked = sum(asking(line.text) >= ASKS for line in lines if line.mark is Mark.TEXT)
        score = _STAMPED * (stamps > 1) + sum(
            weight * min(1.0, 0.5 + times / 4) for times, weight, _ in seen if times
        )
        reasons = tuple(f"{times} {what}" for times, _, what in seen if times) or (
            "no hashtags, reactions or views",
        )
        separators = sum(line.text in ("?", "??") for line in lines)
        if separators:
            return Recognition(score / 4, (*reasons, f"but {separators} lines with only a question mark"))
        return Recognition(min(1.0, score) if asked else min(0.4, score), (*reasons, f"{asked} questions"))

    def parse(self, text: str, path: str) -> Imported:
        """One card for each post that asks; everything else left out with its reason."""
        lines = read_channel(lines_within(without_markdown(text), path))
        above = _preamble(lines)
        posts = linked(posts_of(lines))
        reading = Reading(path, posts, _title(lines, path))
        for post in posts:
            reading.read(post, in_page=post.lines[-1].number <= above)
        reading.finish()
        _doubt_likes(reading)
        return finished(
            path, self.name, [typed_card(card) for card in reading.cards], reading.problems, title=_title(lines, path),
            mend="copy the posts with their first lines",
        )  # fmt: skip


CHANNEL = ChannelFormat()


def _opened(lines: Sequence[Line]) -> int:
    """How many lines ask where only a post of a channel can begin: right below hashtags, reactions or views."""
    filled = [line for line in lines if line.mark is not Mark.BLANK]
    return sum(
        here.mark is Mark.TEXT and before.mark in _ENDS and asking(undecorated(here.text)) >= ASKS
        for before, here in pairwise(filled)
    )


def _doubt_likes(reading: Reading) -> None:
    """Notes a count of likes far above all others, in which a second counter may hide."""
    liked = sorted((card.likes, card.line) for card in reading.cards if card.likes)
    if len(liked) < 3 or liked[-1][0] <= _OUTLIER * liked[-2][0]:
        return
    most, line = liked[-1]
    reading.note(
        line, "repaired", f"{most} likes", f"{most} likes, as it stands there",
        f"the other posts have at most {liked[-2][0]}: check whether {str(most)[0]} was meant, "
        "with a second counter whose emoji was lost",
    )  # fmt: skip


def _preamble(lines: Sequence[Line]) -> int:
    """The number of the last line above the posts: the page's own words, before any tags or reactions."""
    above = 0
    for line in lines:
        if line.mark in (Mark.TAGS, Mark.REACTIONS, Mark.META, Mark.HEADER):
            break
        above = line.number if line.mark is Mark.PAGE else above
    return above


def _title(lines: Sequence[Line], path: str) -> str:
    """The channel's name, when the page above the posts begins with it or the posts repeat it."""
    for line in lines:
        if line.mark is Mark.HEADER:
            name = line.text.split(", [", 1)[0].strip(" :")
            return name if 0 < len(name) <= _TOPIC_LONGEST and "[" not in name else slug_of(path)
        if line.mark is Mark.TEXT:
            return (
                line.text
                if line.number <= _preamble(lines) and len(line.text) <= _TOPIC_LONGEST
                else slug_of(path)
            )
    return slug_of(path)
