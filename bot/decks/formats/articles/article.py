"""Articles whose numbered headings are questions, tidy or run together with their answers by copying from a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from bot.decks.draft import answer_of
from bot.decks.formats.articles.callouts import count_of
from bot.decks.formats.articles.chapters import Chapters, chapters_of
from bot.decks.formats.articles.formulas import mended
from bot.decks.formats.articles.headings import Headings, headings_of
from bot.decks.formats.articles.leavings import Leavings
from bot.decks.formats.articles.markdown_cards import is_placeholder
from bot.decks.formats.articles.numbering import NAMED_STYLES, Mark
from bot.decks.formats.articles.options import above_rule
from bot.decks.formats.articles.page_around import (
    blank_after,
    folios_of,
    footer_start,
    footers_in,
    inserts_of,
    speaks_of_questions,
    title_of,
    without_cells,
    without_folio,
)
from bot.decks.formats.articles.paragraphs import as_paragraphs
from bot.decks.formats.articles.question_lines import (
    Chosen,
    are_quizzes,
    asked_above,
    dressed_down,
    in_bold,
    label_line,
    unwrapped,
    with_its_options,
    with_options,
)
from bot.decks.formats.articles.run_together import ANSWER_WORDS, Cut, cut
from bot.decks.formats.articles.tight import is_doubled, written_once
from bot.decks.formats.articles.twice import Once
from bot.decks.formats.enough_lines import lines_within
from bot.decks.formats.imported import ENOUGH, Imported, Recognition, finished
from bot.decks.formats.telegram.channel_lines import is_reaction_line, is_tag_line
from bot.decks.markdown import bare, lines_of, regions
from bot.decks.problems import Kind, Problem
from bot.decks.typed import typed
from bot.domain.card import Card, Choice
from bot.domain.identity import question_key

_PAGE = "the page around the article"
_NUMBERS = "the numbers and marks of questions and answers"
_CONTENTS = "a list of contents, which repeats the questions"
_CHAPTER = "a chapter heading, not a card"
_UNTOLD = "no question can be told from its text"
_INSERT = "the page between the answers"
_DOUBTFUL = (
    "its number goes on with the questions, but it is left in the answer above: make it a card if it asks"
)

_LABEL = re.compile(
    rf"[ \t]*(?:[#>*_-]+[ \t]*)?(?:\*\*|__)?(?:(?!a[ \t]*(?:[.]|$))(?:{ANSWER_WORDS})(?:\*\*|__)?[ \t]*"
    rf"(?:[:：.]-?|(?<=\w\w)[)»]|$)|(?:{ANSWER_WORDS})[ \t]?\d{{1,4}}[ \t]*[:：]|"
    r"(?:answers?|ans|ответ|odpowiedź|答案|答)[ \t]+[-–—](?=[ \t]))(?:\*\*|__)?[ \t]*",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[ \t]*[*_]{1,2}(?:your )?answer here[*_]{1,2}[ \t]*[:：]?(?=[ \t]*\S)", re.IGNORECASE)
_ANKER = re.compile(r"\]\(#|\.{5,}[ \t]*\d+$")
_FOREIGN = re.compile(r"(?:answer|ans):[ \t]?[A-Z]$|::.*::|\{.*[=~].*\}")
_LABELLED = re.compile(
    r"[ \t]*(?:\*\*)?(?:q|question|вопрос|pytanie|问题?|题目)(?:\*\*)?[ \t]?[:：]", re.IGNORECASE
)
_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_CHAPTERED = 0.9  # chapters with hashes are tags in Markdown, and only there
_SHORT = 40
_FEWEST = 2
_FEW = 3
_MANY = 8


@dataclass(frozen=True, slots=True)
class _Segment:
    """A heading's mark and the text up to the next; its lines, the first of which begins behind the mark."""

    mark: Mark
    lines: tuple[str, ...]
    ends_chapter: bool = False

    @property
    def line(self) -> int:
        return self.mark.line + 1


@dataclass(frozen=True, slots=True)
class _Article:
    above: tuple[str, ...]
    segments: tuple[_Segment, ...]
    below: tuple[tuple[int, Sequence[str]], ...]
    headings: Headings
    folios: Mapping[int, str]


class ArticleFormat:
    """Numbered headings with prose under them."""

    name = "article"
    describe = "an article of numbered questions or terms: 1. 2、（3） Q4: 第5题, with the answers as text under them"

    def recognise(self, text: str) -> Recognition:
        """How many numbers run up with text under them, and whether the page speaks of questions."""
        lines = lines_of(text[:ENOUGH])
        headings = (article := _read(lines)).headings
        count = len(headings.marks)
        if count < _FEWEST:
            return Recognition(0.0, (f"{count} numbered headings that run up",))
        reasons = (
            f"{count} numbered headings", f"{headings.answered} with text under them", f"{headings.asking} that ask",
        )  # fmt: skip
        score = _score(article, lines)
        doubts = _doubts(lines, count)
        return Recognition(score / 4 if doubts else score, (*reasons, *doubts))

    def parse(self, text: str, path: str) -> Imported:
        """One card for each numbered heading; the page around them left out."""
        article = _read(lines_within(text, path))
        reading = _Reading(path, single=is_doubled(text))
        reading.read(article)
        return finished(
            path, self.name, reading.cards, [*reading.problems, *reading.leavings.problems()],
            title=title_of((*article.above, *map(without_folio, article.folios.values()))),
            mend="number the questions 1. 2. 3., each at the beginning of a line",
        )  # fmt: skip


ARTICLE = ArticleFormat()


def _score(article: _Article, lines: Sequence[str]) -> float:
    headings, count = article.headings, len(article.headings.marks)
    # What asks may be answered in a word; a list of names is an article only with prose below them.
    by_name = sum(mark.style in NAMED_STYLES for mark in headings.marks)
    asking = max(headings.asking, by_name)
    told = headings.answered if asking * 2 >= count else headings.prose
    if told * 2 < count - 1:
        return 0.3
    named = speaks_of_questions("\n".join((*article.above, *lines[:3])))
    asks = min(1.0, asking / count / 0.4)
    score = 0.3 + 0.4 * asks + 0.2 * named + 0.1 * (count >= _MANY or by_name == count) - 0.2 * (count < _FEW)
    marked = sum(_is_markdown(mark, lines[mark.line]) for mark in headings.marks)
    unfolds = sum("<summary" in line for line in lines)
    chapters = any(map(_HEADING.match, lines))
    most = 0.55 if max(marked, unfolds) * 2 > count else _CHAPTERED if chapters else 0.95
    return min(round(score, 2), most)


def _is_markdown(mark: Mark, line: str) -> bool:
    """Whether a number stands as repositories write their questions: in a heading, or in a label in bold letters."""
    hashes = mark.looks[1] > 0 or line[mark.end :].lstrip().startswith("#")
    return hashes or (mark.style == "word" and mark.looks[2])


def _doubts(lines: Sequence[str], headings: int) -> tuple[str, ...]:
    """Signs of other formats that have numbers, too; a page has some counts of likes, too, a channel many."""
    marks = sum(
        lines[i].strip() in ("?", "??") and sum(map(str.isalpha, _above(lines, i))) > 2
        for i in range(1, len(lines))
    )
    posts = sum(is_tag_line(line.strip()) or is_reaction_line(line.strip()) for line in lines if line.strip())
    keys = sum(_FOREIGN.match(line.strip()[:200]) is not None for line in lines)
    labels = sum(_LABELLED.match(line[:_SHORT]) is not None for line in lines) + count_of(lines)
    seen = (
        (marks, _FEWEST, "separators of only ?"),
        (posts, max(_FEWEST, -(-headings // _FEW)), "lines of tags or reactions"),
        (keys, _FEWEST, "lines of a quiz format"),
        (labels, max(_FEW, headings), "questions with a label"),
    )
    return tuple(f"but {n} {what}" for n, least, what in seen if n >= least)


def _above(lines: Sequence[str], i: int) -> str:
    return next((lines[k] for k in range(i - 1, max(-1, i - 3), -1) if lines[k].strip()), "")


# From lines to headings with their text


def _read(lines: Sequence[str]) -> _Article:
    found = regions(lines)
    plain = without_cells(lines)
    folios = folios_of(plain)
    for at in folios:
        plain[at] = ""
    headings = headings_of(plain, [bool(shield) for shield in found.shields])
    if not headings.marks:
        return _Article(tuple(plain), (), (), headings, folios)
    above = plain[: headings.marks[0].line]
    segments = list(_segments(plain, headings.marks))
    below: list[tuple[int, Sequence[str]]] = []
    for at, segment in enumerate(segments):
        if segment is segments[-1] or (segment.ends_chapter and footers_in(segment.lines[1:]) >= _FEWEST):
            end = 1 + footer_start(segment.lines[1:], above)
            if segment is segments[-1] and _on_one_line(segments[:at]):
                end = min(end, blank_after(segment.lines))
            segments[at] = replace(segment, lines=segment.lines[:end])
            below.append((segment.line + end, segment.lines[end:]))
    first = headings.marks[0]
    head = [*above, plain[first.line][: first.start]]
    return _Article(tuple(head), tuple(segments), tuple(below), headings, folios)


def _on_one_line(segments: Sequence[_Segment]) -> bool:
    """Whether these headings, several of them, have their answers on their own lines or none at all."""
    return len(segments) >= _FEW and not any(any(map(bare, segment.lines[1:])) for segment in segments)


def _segments(lines: Sequence[str], marks: Sequence[Mark]) -> Iterator[_Segment]:
    for mark, following in zip_longest(marks, marks[1:]):
        line, column = following.place if following else (len(lines), 0)
        restarts = following is not None and following.number <= mark.number
        if line == mark.line:
            yield _Segment(mark, (lines[line][mark.end : column],), restarts)
            continue
        tail = [lines[line][:column]] if column else []
        yield _Segment(mark, (lines[mark.line][mark.end :], *lines[mark.line + 1 : line], *tail), restarts)


class _Reading:
    """The cards and problems of one article as its headings are gone through."""

    def __init__(self, path: str, *, single: bool) -> None:
        self.path = path
        self.single = single
        self.cards: list[Card] = []
        self.problems: list[Problem] = []
        self.leavings = Leavings(path)
        self.chapters = Chapters()
        self.labelled = False
        self.quiz = False

    def read(self, article: _Article) -> None:
        self.chapters = chapters_of(article.above)
        below = [segment.lines[1:] for segment in article.segments]
        labels = sum(label_line(lines, _LABEL) >= 0 for lines in below)
        self.quiz = are_quizzes(below)
        self.labelled = labels * 2 > len(article.segments)
        for at, line in article.folios.items():
            self.leavings.add(at + 1, line, _PAGE)
        contents = frozenset(mark.line for mark in article.headings.contents)
        self._leave(1, article.above, contents)
        for segment in article.segments:
            self._card(segment, contents)
        for mark in article.headings.doubtful:
            self._note(mark.line + 1, "unchecked", mark.text, mend=_DOUBTFUL)
        for first, lines in article.below:
            self._leave(first, lines, contents)

    def _leave(self, first: int, lines: Sequence[str], contents: frozenset[int]) -> None:
        for at, line in enumerate(lines):
            listed = first + at - 1 in contents or _ANKER.search(line)
            self.leavings.add(first + at, line, _CONTENTS if listed else _PAGE)

    def _card(self, segment: _Segment, contents: frozenset[int]) -> None:
        lines = self._kept(segment, contents)
        once = written_once("\n".join(lines), single=self.single)
        head, *below = once.text.split("\n")
        below = list(map(str.rstrip, below))
        if chosen := with_options(in_bold(head) or head, below, _LABEL):
            self.cards.append(self._quiz(segment, chosen))
            return
        found, below = self._found(head, below)
        if found is None or not any(map(str.isalnum, found.question)):
            self._note(
                segment.line, "left_out", " ".join((segment.mark.text, "\n".join(lines))), mend=_UNTOLD
            )
            return
        self.leavings.add(segment.line, segment.mark.text, _NUMBERS)
        self._note_formulas(segment, once)
        question = self._mended(dressed_down(found.question), segment.line)
        answer = self._answer(segment, found, below)
        self.cards.append(Card(question_key(question), question, answer, line=segment.line))

    def _quiz(self, segment: _Segment, chosen: Chosen) -> Card:
        line = segment.line
        self.leavings.add(line, f"{segment.mark.text} {chosen.marks}", _NUMBERS)
        choices = tuple(Choice(self._mended(each.text, line), each.right) for each in chosen.choices)
        question = self._mended(dressed_down(chosen.question), line)
        told = as_paragraphs(above_rule(chosen.explanation))
        return Card(
            question_key(question), question, answer_of(choices), choices=choices,
            explanation=self._mended(told, line), line=line,
        )  # fmt: skip

    def _found(self, head: str, below: list[str]) -> tuple[Cut | None, list[str]]:
        """A heading cut from what stands behind it, and the lines below that are its answer."""
        head, below = with_its_options(head, below, quiz=self.quiz)
        if "\n" in head:
            return Cut(head), below
        bold = in_bold(head)
        label = label_line(below, _LABEL) if self.labelled else -1
        if any(map(bare, below[: max(0, label)])):
            return Cut(asked_above(bold or head, below[:label]).strip()), below[label:]
        if bold and any(map(bare, below)):
            return Cut(bold), below
        head, below = unwrapped(bold or head, below)
        return cut(head, below), below

    def _kept(self, segment: _Segment, contents: frozenset[int]) -> list[str]:
        """The lines of a heading without those of the page, of a list of contents, and the next chapter's name."""
        kept = list(segment.lines)
        end = len(kept)
        while end > 1 and (
            not bare(kept[end - 1]) or self.chapters.name_next(kept, end - 1, restarts=segment.ends_chapter)
        ):
            self.leavings.add(segment.line + end - 1, kept[end - 1], _CHAPTER)
            end -= 1
        lines = [kept[0]]
        inserts = inserts_of(kept[1:end])
        for at, line in enumerate(kept[1:end], 1):
            reason = _CONTENTS if segment.mark.line + at in contents else _INSERT if at - 1 in inserts else ""
            if reason:
                self.leavings.add(segment.line + at, line, reason)
            lines.append("" if reason else line)
        return lines

    def _answer(self, segment: _Segment, found: Cut, below: Sequence[str]) -> str:
        lines = [found.rest, *below]
        first = next((i for i, line in enumerate(lines) if bare(line)), 0)
        label = _LABEL.match(lines[first]) or _PLACE.match(lines[first])
        if label:
            self.leavings.add(segment.line + first, label[0], _NUMBERS)
            lines[first] = lines[first][label.end() :]
        answer = as_paragraphs(lines)
        if reason := _no_answer(answer):
            why = f"{reason}; the card is not asked until it has one"
            self._note(segment.line, "unanswered", answer or found.question, mend=why)
            answer = ""
        if found.guess and found.rest:
            self._note(
                segment.line, "repaired", f"{found.question}{found.rest}", found.question,
                f"the question was cut {found.guess}: check that it ends there",
            )  # fmt: skip
        return self._mended(answer, segment.line)

    def _mended(self, text: str, line: int) -> str:
        whole, problems = mended(self.path, text, line)
        self.problems += problems
        return typed(whole)

    def _note_formulas(self, segment: _Segment, once: Once) -> None:
        for each in once.rewritten:
            self._note(
                segment.line + each.line,
                "repaired",
                each.found,
                each.now,
                "the same formula, copied more than once",
            )
        for at, stack in once.stacks:
            self._note(segment.line + at, "bad-formula", stack, mend="copied glyph by glyph; write it anew")

    def _note(self, line: int, kind: Kind, found: str, expected: str = "", mend: str = "") -> None:
        self.problems.append(Problem(self.path, line, kind, found, expected, mend))


def _no_answer(answer: str) -> str:
    """Why what stands below a heading answers nothing, empty when it may."""
    lines = [line.strip() for line in answer.split("\n") if any(map(str.isalnum, line))]
    if not lines:
        return "nothing stands below it"
    if is_placeholder(answer):
        return "what stands below it is no answer"
    labels = all(line.endswith((":", "：")) and len(line) <= _SHORT for line in lines)
    return "only labels of a lost list stand below it" if labels else ""
