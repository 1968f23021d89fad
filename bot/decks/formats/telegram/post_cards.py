"""Posts of a channel as cards: one decision what is a card, whichever way the posts came here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.decks.formats.telegram.adverts import advert, calls_readers, marked_advert
from bot.decks.formats.telegram.asked import Asked, asked_in, bare_text, unlabelled
from bot.decks.formats.telegram.bullets import to_markdown, undecorated
from bot.decks.formats.telegram.channel_lines import Line, Mark
from bot.decks.formats.telegram.channel_posts import Post
from bot.decks.formats.telegram.closings import (
    are_serial,
    footers_of,
    rubric_in,
    rubrics_of,
    serial_in,
    without_calls,
    without_footers,
    without_plug,
)
from bot.decks.formats.telegram.labels import of_earlier
from bot.decks.formats.telegram.lettered import lettered_in
from bot.decks.formats.telegram.polls import UNKNOWN, Poll, card_of, poll_in
from bot.decks.formats.telegram.reactions import Reactions, read_reactions
from bot.decks.formats.telegram.tags import Tags, known_tags, read_tags
from bot.decks.formats.telegram.terms import term_in
from bot.decks.problems import Kind, Problem
from bot.decks.tags import merged
from bot.domain.card import Card
from bot.domain.identity import question_key

TEXTLESS = "a post without text, perhaps a picture"
PAGE = "the page around the posts"

_IS = (" — это", " - это", " – это", " is a", " is the", " are ", " to jest ", " jest to ", " — to ", "是")
_SHOWN = re.compile(
    r"картинк|изображени|рисунк|скриншот|выведет|код[еау]?\b|на фото|picture|image|screenshot|figure|diagram|"
    r"\bcode\b|\boutput|\bprint|shown|below|above|obrazk|zdjęci|rysunk|kod\b|zrzu|图|代码|输出|"
    r"график|схем|диаграмм|\bchart\b|\bgraph\b|\bplot\b|wykres|schemat",
    re.IGNORECASE,
)
_TOPIC_LONGEST = 120
_PROSE = 40
_WRITE = "write the answer; the card is not asked until then"


class Reading:
    """The cards and problems of one channel, called `name`, as its posts are read in order."""

    def __init__(self, path: str, posts: Sequence[Post], name: str = "") -> None:
        self.path = path
        self.cards: list[Card] = []
        self.problems: list[Problem] = []
        self._tags = known_tags(line.text for post in posts for line in post.of(Mark.TAGS))
        self._footers = footers_of(posts, name)
        self._rubrics = rubrics_of(posts)
        self._serial = are_serial(posts)
        self._labels: list[Line] = []
        self._headers: list[Line] = []
        self._counts: list[Line] = []
        self._waits: dict[int, str] = {}  # places of cards without an answer: what to do about them
        self._places: dict[str, int] = {}  # names of posts: the place of their card
        self._speaker = ""  # of the last card

    def read(self, post: Post, *, in_page: bool = False) -> None:
        """Make the cards of one post, or note why there are none."""
        text = post.body
        if not text and not post.poll and all(line.mark in (Mark.META, Mark.BLANK) for line in post.lines):
            self._counts += post.lines
            return
        body = without_footers(text, self._footers)
        plain = self._without_rubric(without_calls(body))
        poll = post.poll or (None if in_page else poll_in(body))
        reason = PAGE if in_page else _unfit_poll(post, poll) if poll else ""
        asked = asked_in(plain) if body and not poll and not reason else ()
        asks = any(each.asks for each in asked)
        if asked and not asks and (term := term_in(plain)):
            asked, asks = (term,), True
        reason = reason or ("" if poll else _unfit(post, body, asked, asks=asks))
        if reason and asks and (shorter := _without_plug(post, plain)):
            plain, asked, reason = shorter, asked_in(shorter), ""
        if reason and self._answers(post, plain):
            return
        if reason:
            self.leave_out((*post.lines, *_lines_of_poll(post)), reason)
            self._note_picture(post)
            return
        self._leave_out_around(post, text[len(body) :], body[len(plain) :])
        if poll:
            self._take_poll(post, poll, body)
        else:
            self._take(post, asked)

    def finish(self) -> None:
        """Note what can only be told when all posts are read."""
        self.leave_out(self._headers, "who wrote the posts, when, and what came with them")
        self.leave_out(self._counts, "views and times")
        self.leave_out(self._labels, "labels and numbers that are no part of a question or an answer")
        for place, mend in self._waits.items():
            card = self.cards[place]
            self.note(card.line, "unanswered", card.question, mend=mend)

    def leave_out(self, lines: Sequence[Line], reason: str) -> None:
        """Note lines that became no part of a card."""
        filled = [line for line in lines if line.mark is not Mark.BLANK]
        if filled:
            self.note(filled[0].number, "left_out", "\n".join(line.text for line in filled), mend=reason)

    def note(self, line: int, kind: Kind, found: str, expected: str = "", mend: str = "") -> None:
        """Note one thing about one line of the file."""
        self.problems.append(Problem(self.path, line, kind, found, expected, mend))

    def _without_rubric(self, body: tuple[Line, ...]) -> tuple[Line, ...]:
        """The text of a post without the `【Question of the day】`, or the number, that its posts open with."""
        rubric = rubric_in(body) if self._rubrics else ""
        text = body[0].text if body else ""
        if rubric and rubric in self._rubrics:
            text = text[len(rubric) :].strip()
        elif self._serial and (rubric := serial_in(body)):
            text = undecorated(text)[len(rubric) :]
        else:
            return body
        self._labels.append(replace(body[0], text=rubric.strip()))
        return (replace(body[0], text=text), *body[1:])

    def _leave_out_around(self, post: Post, footer: Sequence[Line], calls: Sequence[Line]) -> None:
        if footer:
            self.leave_out(footer, "a line that many posts end with")
        if calls:
            self.leave_out(calls, "a signature, an advert, or a call to react or comment")
        self._headers += post.of(Mark.HEADER)
        self._counts += post.of(Mark.META)

    def _take(self, post: Post, asked: Sequence[Asked]) -> None:
        tags = self._tags_of(post.of(Mark.TAGS))
        likes = self._likes(post)
        for each in asked:
            if each.rubric:
                self.leave_out(each.rubric, "a rubric above the question")
            self._labels += each.labels
            card = self._card(each, merged(tags, self._tags_of(each.tags)), likes)
            self._keep(card, post, "" if card.answer else _WRITE)

    def _card(self, asked: Asked, tags: tuple[str, ...], likes: int | None) -> Card:
        line = asked.question[0].number
        if lettered := lettered_in(asked.question, asked.answer):
            self._labels += lettered.letters
            question = replace(asked, question=lettered.question).question_text
            poll = replace(lettered.poll, question=question)
            return replace(card_of(poll, line), tags=tags, likes=likes)
        question = asked.question_text
        answer = to_markdown(asked.answer)
        return Card(question_key(question), question, answer, tags=tags, likes=likes, line=line)

    def _take_poll(self, post: Post, poll: Poll, body: Sequence[Line]) -> None:
        number = post.lines[0].number
        if post.poll:
            self.leave_out(body, "the text above a poll")
        card = card_of(poll, body[0].number if body and not post.poll else number)
        tags, likes = self._tags_of(post.of(Mark.TAGS)), self._likes(post)
        self._keep(replace(card, tags=tags, likes=likes), post, "" if card.choices else UNKNOWN)
        if not post.poll:
            self.leave_out(body, "a poll as it was copied: its options are in the question")

    def _keep(self, card: Card, post: Post, waits: str) -> None:
        """Keep a card, with the picture of its post, and remember that it waits for an answer."""
        if post.picture:
            card = _pictured(card, f"![]({post.picture})")
        if waits:
            self._waits[len(self.cards)] = waits
            self._places[post.name] = len(self.cards)
        self.cards.append(card)
        self._speaker = post.speaker
        self._note_lost_picture(post)

    def _answers(self, post: Post, body: Sequence[Line]) -> bool:
        """Whether a post that asks nothing is the answer to a card that had none: a reply, or the next post."""
        place = self._place_answered(post, body)
        if place is None or post.poll or advert("\n".join(line.text for line in body), asks=True):
            return False
        card = self.cards[place]
        text, label = unlabelled(body)
        if not text:
            return False
        self._labels += label
        self._leave_out_around(post, post.body[len(body) :], ())
        answer = to_markdown(text)
        tags = merged(card.tags, self._tags_of(post.of(Mark.TAGS)))
        self.cards[place] = _pictured(
            replace(card, answer=answer, tags=tags), post.picture and f"![]({post.picture})"
        )
        self._waits.pop(place)
        self.note(
            post.lines[0].number, "repaired", answer, f"the answer to line {card.line}: {card.question}",
            "the reply to a question that had no answer, or the post below it; check that it is one",
        )  # fmt: skip
        return True

    def _place_answered(self, post: Post, body: Sequence[Line]) -> int | None:
        """The place of the card without an answer that a post may be the answer to."""
        if not body:
            return None
        place = self._places.get(post.reply_to) if post.reply_to else None
        if place is None and of_earlier(body[0]) and post.speaker == self._speaker:
            place = len(self.cards) - 1
        return place if place in self._waits else None

    def _note_lost_picture(self, post: Post) -> None:
        if post.lost_picture:
            mend = "picture not included: add it to the card if the question or the answer needs it"
            self.note(post.lines[0].number, "left_out", post.lost_picture, mend=mend)

    def _note_picture(self, post: Post) -> None:
        if post.picture:
            self.note(
                post.lines[0].number, "left_out", post.picture, mend="the picture of a post that is no card"
            )
        self._note_lost_picture(post)

    def _tags_of(self, lines: Sequence[Line]) -> tuple[str, ...]:
        if not lines:
            return ()
        found: list[str] = []
        for line in lines:
            tags: Tags = read_tags(line.text, self._tags)
            found += tags.kept
            if tags.repaired:
                self.note(line.number, "repaired", line.text, " ".join(f"#{name}" for name in tags.names))
        return merged(found)

    def _likes(self, post: Post) -> int | None:
        if post.reactions:
            self._note_reactions(post.lines[0].number, str(post.reactions), post.reactions)
            return post.reactions.likes
        lines = post.of(Mark.REACTIONS)
        read = [read_reactions(line.text) for line in lines]
        for line, reactions in zip(lines, read, strict=True):
            self._note_reactions(line.number, line.text, reactions)
        return sum(each.likes for each in read) if any(each.counts for each in read) else None

    def _note_reactions(self, number: int, found: str, reactions: Reactions) -> None:
        if reactions.strays:
            lost = ", ".join(map(str, reactions.strays))
            self.note(
                number, "repaired", found, str(reactions),
                f"{lost} belongs to a counter whose emoji was lost in copying, and is not counted",
            )  # fmt: skip
        elif reactions.likes != sum(count for _, count in reactions.counts):
            self.note(number, "repaired", found, f"{reactions.likes} likes", "dislikes are not counted")


def _unfit(post: Post, body: Sequence[Line], asked: Sequence[Asked], *, asks: bool) -> str:
    """Why a post is no card, empty when it is one; `asks` tells whether any of what was found in it asks."""
    if not body:
        only_page = not post.whole and not post.of(Mark.TAGS, Mark.REACTIONS, Mark.META)
        return PAGE if only_page else TEXTLESS
    if reason := advert("\n".join(line.text for line in (*body, *post.of(Mark.TAGS))), asks=asks):
        return reason
    if not asks and not any(each.answer for each in asked):
        return "a line with nothing under it"
    if post.comment and not any(each.answer for each in asked):
        return "a question without an answer, asked below somebody else's post"
    return "" if asks or _defines(asked[0], post) else "no question: its first line asks nothing"


def _without_plug(post: Post, body: Sequence[Line]) -> tuple[Line, ...]:
    """A question with its answer without the last paragraph, when only that makes the post an advert."""
    shorter = without_plug(body)
    text = "\n".join(line.text for line in shorter)
    marked = marked_advert("\n".join(line.text for line in (*body, *post.of(Mark.TAGS))))
    if not shorter or marked or calls_readers(text):
        return ()
    asked = asked_in(shorter)
    return () if _unfit(post, shorter, asked, asks=any(each.asks for each in asked)) else shorter


def _unfit_poll(post: Post, poll: Poll) -> str:
    """Why a poll is no card, empty when it is one."""
    if not poll.question:
        return "a poll without a question"
    return advert("\n".join((poll.question, *(line.text for line in post.body))), asks=True)


def _lines_of_poll(post: Post) -> tuple[Line, ...]:
    """What a poll says that is no part of the text of its post."""
    texts = (post.poll.question, *post.poll.options, post.poll.explanation) if post.poll else ()
    return tuple(Line(post.lines[0].number, text, Mark.TEXT) for text in texts if text)


def _defines(asked: Asked, post: Post) -> bool:
    """Whether a post without a question is a term and its explanation."""
    topic = bare_text(asked.question[0])
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


def _pictured(card: Card, picture: str) -> Card:
    """The card with a picture: in the question when it is about it or there is no answer, else above the answer."""
    if not picture:
        return card
    if not card.answer or card.choices or _SHOWN.search(card.question):
        question = f"{card.question}\n\n{picture}"
        return replace(card, key=question_key(question), question=question)
    return replace(card, answer=f"{picture}\n\n{card.answer}")
