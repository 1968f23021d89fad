"""The text of a Telegram channel, copied from the application or from its page on t.me/s: one post, one
card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.decks.formats.adverts import advert
from bot.decks.formats.bullets import looks_like_code, to_markdown, undecorated
from bot.decks.formats.channel_lines import Line, Mark, read_channel
from bot.decks.formats.channel_posts import Post, posts_of
from bot.decks.formats.imported import ENOUGH, Imported, Recognition, finished
from bot.decks.formats.questions import ASKS, asking, has_question_mark
from bot.decks.formats.reactions import Reactions, read_reactions
from bot.decks.formats.tags import Tags, known_tags, read_tags
from bot.decks.markdown import lines_of
from bot.decks.problems import Kind, Problem
from bot.decks.slug import slug_of
from bot.decks.tags import merged, tag_of
from bot.domain.card import Card
from bot.domain.identity import question_key

_POLL_WORDS = (
    "anonymous poll|anonymous quiz|quiz|poll|анонимный опрос|анонимная викторина|викторина|опрос|"
    "anonimowa ankieta|anonimowy quiz|ankieta|匿名投票|匿名测验"
)
_POLLS = frozenset(_POLL_WORDS.split("|"))
_IS = (" — это", " - это", " – это", " is a", " is the", " are ", " to jest ", " jest to ", " — to ", "是")
_RUBRIC_LONGEST = 40
_TOPIC_LONGEST = 120
_PROSE = 40
_OUTLIER = 5
_FOOTER_LINES = 3
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class _Asked:
    """A post read as a question: its lines, its answer's lines, and a rubric above it that is part of neither."""

    question: tuple[Line, ...]
    answer: tuple[Line, ...]
    rubric: tuple[Line, ...] = ()


class ChannelFormat:
    """Copied channel text."""

    name = "telegram-channel"
    describe = "text copied from a Telegram channel: posts that end in #hashtags, reactions (👍4) or views"

    def recognise(self, text: str) -> Recognition:
        """How many lines are such as only a channel has."""
        lines = read_channel(lines_of(text[:ENOUGH]))
        marks = Counter(line.mark for line in lines)
        bullets = sum(line.text != undecorated(line.text) for line in lines if line.mark is Mark.TEXT)
        seen = (
            (marks[Mark.TAGS], 0.3, "lines of hashtags"),
            (marks[Mark.REACTIONS], 0.4, "lines of reactions"),
            (marks[Mark.META], 0.2, "lines of views or times"),
            (marks[Mark.HEADER], 0.4, "lines that say who wrote a post"),
            (marks[Mark.PAGE], 0.3, "counters or buttons of a channel's page"),
            (bullets, 0.1, "emoji bullets"),
        )
        asked = sum(asking(line.text) >= ASKS for line in lines if line.mark is Mark.TEXT)
        score = sum(weight * min(1.0, 0.5 + times / 4) for times, weight, _ in seen if times)
        reasons = tuple(f"{times} {what}" for times, _, what in seen if times) or (
            "no hashtags, reactions or views",
        )
        separators = sum(line.text in ("?", "??") for line in lines)
        if separators:
            return Recognition(score / 4, (*reasons, f"but {separators} lines with only a question mark"))
        return Recognition(min(1.0, score) if asked else min(0.4, score), (*reasons, f"{asked} questions"))

    def parse(self, text: str, path: str) -> Imported:
        """One card for each post that asks; everything else left out with its reason."""
        lines = read_channel(lines_of(text))
        reading = _Reading(path, known_tags(line.text for line in lines if line.mark is Mark.TAGS))
        above = _preamble(lines)
        posts = posts_of(lines)
        footers = _footers(posts)
        for post in posts:
            reading.read(post, footers, in_page=post.lines[-1].number <= above)
        reading.doubt_likes()
        return finished(
            path, self.name, reading.cards, reading.problems, title=_title(lines, path),
            mend="copy the posts with their first lines",
        )  # fmt: skip


CHANNEL = ChannelFormat()


class _Reading:
    """The cards and problems of one channel as its posts are read in order."""

    def __init__(self, path: str, tags: frozenset[str]) -> None:
        self.path = path
        self.tags = tags
        self.cards: list[Card] = []
        self.problems: list[Problem] = []

    def read(self, post: Post, footers: frozenset[str], *, in_page: bool) -> None:
        body = _without_footer(post.body, footers)
        reason = "the page around the posts" if in_page else _unfit(post, body)
        if reason:
            self._leave_out(post.lines, reason)
            return
        asked = _asked(body)
        self._leave_out(asked.rubric, "a rubric above the question")
        self._leave_out(post.body[len(body) :], "a line that many posts end with")
        self._leave_out(post.of(Mark.HEADER), "who wrote the post, and when")
        self._leave_out(post.of(Mark.META), "views and time")
        card = Card(
            key="",
            question=_question_text(asked.question),
            answer=to_markdown(asked.answer),
            tags=self._tags(post),
            likes=self._likes(post),
            line=asked.question[0].number,
        )
        if not card.answer:
            self._note(
                card.line,
                "unanswered",
                card.question,
                mend="write the answer; the card is not asked until then",
            )
        self.cards.append(replace(card, key=question_key(card.question)))

    def doubt_likes(self) -> None:
        """Notes a count of likes far above all others, in which a second counter may hide."""
        liked = sorted((card.likes, card.line) for card in self.cards if card.likes)
        if len(liked) < 3 or liked[-1][0] <= _OUTLIER * liked[-2][0]:
            return
        most, line = liked[-1]
        self._note(
            line, "repaired", f"{most} likes", f"{most} likes, as it stands there",
            f"the other posts have at most {liked[-2][0]}: check whether {str(most)[0]} was meant, "
            "with a second counter whose emoji was lost",
        )  # fmt: skip

    def _tags(self, post: Post) -> tuple[str, ...]:
        found: list[str] = []
        for line in post.of(Mark.TAGS):
            tags: Tags = read_tags(line.text, self.tags)
            found += tags.names
            if tags.repaired:
                self._note(line.number, "repaired", line.text, " ".join(f"#{name}" for name in tags.names))
        return merged(filter(None, map(tag_of, found)))

    def _likes(self, post: Post) -> int | None:
        lines = post.of(Mark.REACTIONS)
        read = [read_reactions(line.text) for line in lines]
        for line, reactions in zip(lines, read, strict=True):
            self._note_reactions(line, reactions)
        return sum(reactions.likes for reactions in read) if read else None

    def _note_reactions(self, line: Line, reactions: Reactions) -> None:
        if reactions.strays:
            lost = ", ".join(map(str, reactions.strays))
            self._note(
                line.number, "repaired", line.text, str(reactions),
                f"{lost} belongs to a counter whose emoji was lost in copying, and is not counted",
            )  # fmt: skip
        elif len(reactions.counts) > 1 and reactions.likes != sum(count for _, count in reactions.counts):
            self._note(
                line.number, "repaired", line.text, f"{reactions.likes} likes", "dislikes are not counted"
            )

    def _leave_out(self, lines: Sequence[Line], reason: str) -> None:
        filled = [line for line in lines if line.mark is not Mark.BLANK]
        if filled:
            self._note(filled[0].number, "left_out", "\n".join(line.text for line in filled), mend=reason)

    def _note(self, line: int, kind: Kind, found: str, expected: str = "", mend: str = "") -> None:
        self.problems.append(Problem(self.path, line, kind, found, expected, mend))


def _preamble(lines: Sequence[Line]) -> int:
    """The number of the last line above the posts: the page's own words, before any tags or reactions."""
    above = 0
    for line in lines:
        if line.mark in (Mark.TAGS, Mark.REACTIONS, Mark.META, Mark.HEADER):
            break
        above = line.number if line.mark is Mark.PAGE else above
    return above


def _footers(posts: Sequence[Post]) -> frozenset[str]:
    """Lines that many posts end with: a signature, a call to react."""
    last = Counter(line.text for post in posts for line in post.body[1:][-_FOOTER_LINES:] if line.text)
    return frozenset(text for text, times in last.items() if times >= _OFTEN)


def _without_footer(body: Sequence[Line], footers: frozenset[str]) -> tuple[Line, ...]:
    end = len(body)
    while end > 1 and (body[end - 1].text in footers or body[end - 1].mark is Mark.BLANK):
        end -= 1
    return tuple(body[:end])


def _unfit(post: Post, body: Sequence[Line]) -> str:
    """Why a post is no card, empty when it is one."""
    if not body:
        only_page = not post.of(Mark.TAGS, Mark.REACTIONS, Mark.META)
        return "the page around the posts" if only_page else "a post without text, perhaps a picture"
    asked = _asked(body)
    asks = asking(_bare(asked.question[0])) >= ASKS
    if any(line.text.casefold() in _POLLS for line in body[1:4]):
        return "a poll: copied text does not say which option is right"
    if reason := advert("\n".join(line.text for line in (*body, *post.of(Mark.TAGS))), asks=asks):
        return reason
    if not asks and not asked.answer:
        return "a line with nothing under it"
    return "" if asks or _defines(asked, post) else "no question: its first line asks nothing"


def _defines(asked: _Asked, post: Post) -> bool:
    """Whether a post without a question is a term and its explanation."""
    topic = _bare(asked.question[0])
    answer = " ".join(line.text for line in asked.answer)
    if (
        not post.ended
        or len(topic) > _TOPIC_LONGEST
        or topic.endswith((".", "!", ":", "…"))
        or len(answer) < _PROSE
    ):
        return False
    start = answer[:_TOPIC_LONGEST].casefold()
    first = max(topic.casefold().split()[:3], key=len)
    return first[:5] in start and any(word in start for word in _IS)


def _asked(body: Sequence[Line]) -> _Asked:
    """The question of a post, one line or a line with its code, and the answer below."""
    filled = [i for i, line in enumerate(body) if line.mark is not Mark.BLANK]
    first = 0
    if len(filled) > 1 and _is_rubric(body[0], body[filled[1]]):
        first = filled[1]
    after = first + 1
    while after < len(body) and body[after].mark is not Mark.BLANK:
        after += 1
    below = body[first + 1 : after]
    program = bool(below) and (below[0].mark is Mark.CODE or looks_like_code([line.text for line in below]))
    end = after if program and after < len(body) else first + 1
    return _Asked(tuple(body[first:end]), _trimmed(body[end:]), tuple(body[:first]))


def _is_rubric(first: Line, second: Line) -> bool:
    """A short line such as `Question of the day` above the question itself."""
    bare = _bare(first)
    return (
        len(bare) <= _RUBRIC_LONGEST
        and asking(bare) < ASKS
        and asking(_bare(second)) > ASKS
        and has_question_mark(second.text)
    )


def _trimmed(lines: Sequence[Line]) -> tuple[Line, ...]:
    filled = [i for i, line in enumerate(lines) if line.mark is not Mark.BLANK]
    return tuple(lines[filled[0] : filled[-1] + 1]) if filled else ()


def _bare(line: Line) -> str:
    return undecorated(line.text).strip("* ")


def _question_text(lines: Sequence[Line]) -> str:
    code = "\n".join(line.text for line in lines[1:])
    if not code:
        return _bare(lines[0])
    return f"{_bare(lines[0])}\n\n" + (code if lines[1].mark is Mark.CODE else f"```\n{code}\n```")


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
