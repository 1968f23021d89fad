"""The cards of a Brainscape page that has no marks of its questions: by those of the answers, or in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.decks.formats.pages.brainscape_marks import card_count, is_footer, is_furniture, is_mark, is_title
from bot.decks.formats.pages.brainscape_page import Draft, Reading
from bot.decks.formats.pages.page_text import Line
from bot.decks.formats.pages.pairing import paired, trusted
from bot.decks.formats.questions import has_question_mark
from bot.decks.markdown import bare

_HEAD_LONGEST = 12
_FEWEST_ANSWERS = 2


def by_answers(lines: Sequence[Line], rated: frozenset[int], back: str) -> Reading | None:
    """Cards whose answers alone have their mark, `back`: the paragraph above it asks; none where there are not two."""
    backs = [i for i, line in enumerate(lines) if back and i not in rated and is_mark(bare(line.text), back)]
    start = _after_head(lines[: backs[0]]) if backs else 0
    asked = [
        _paragraph_above(lines, rated, b, after) for b, after in zip(backs, [start - 1, *backs], strict=False)
    ]
    found = [(question, b) for question, b in zip(asked, backs, strict=True) if question < b]
    if len(found) < _FEWEST_ANSWERS:
        return None
    page = Reading("answers", head=list(lines[: found[0][0]]))
    for (question, b), end in zip(found, [*(question for question, _ in found[1:]), len(lines)], strict=True):
        own = [i for i in range(b + 1, end) if i in rated or is_furniture(bare(lines[i].text))]
        left = frozenset(own)
        page.furniture += [lines[i] for i in (b, *own)]
        answer = [line for i, line in enumerate(lines[b + 1 : end], b + 1) if i not in left]
        page.cards.append(Draft(list(lines[question:b]), answer, marked=True))
    return page


def _paragraph_above(lines: Sequence[Line], rated: frozenset[int], at: int, after: int) -> int:
    """Where the paragraph above a mark begins, at most one line up where nothing parts it from the mark before it."""
    first = at - 1
    while first > after and not bare(lines[first].text):
        first -= 1
    if first <= after or first in rated:
        return at
    top = first
    while top - 1 > after and bare(lines[top - 1].text) and top - 1 not in rated:
        top -= 1
    return first if top - 1 == after and after >= 0 else top


def by_turns(lines: Sequence[Line], rated: frozenset[int]) -> Reading:
    """Cards in a page that has no marks at all: believed only where they can be checked."""
    page = Reading()
    body: list[Line] = []
    for i, line in enumerate(lines):
        if i in rated or (bare(line.text) and is_furniture(bare(line.text))):
            page.furniture.append(line)
        else:
            body.append(line)
    start = _after_head(body)
    end = next((i for i in range(start + 2, len(body)) if is_footer(bare(body[i].text))), len(body))
    count = card_count(lines)
    drafts = _by_gaps(body[start:end], count) or _by_lines(body[start:end], count, named=start > 0)
    if drafts:
        page.how, page.cards = "turns", drafts
        page.head, page.other = body[:start], [body[end:]] if body[end:] else []
    return page


def _after_head(body: Sequence[Line]) -> int:
    """Where the cards begin: below the deck's title and what describes it, which ends in the number of cards."""
    top = [i for i, line in enumerate(body[: 4 * _HEAD_LONGEST]) if bare(line.text)][:_HEAD_LONGEST]
    counted = next((i + 1 for i in top if card_count(body[i : i + 1])), 0)
    return counted or next((i + 1 for i in top if is_title(bare(body[i].text))), 0)


def _by_gaps(body: Sequence[Line], count: int) -> list[Draft]:
    """Cards that two empty lines part, each with a question and an answer that one empty line parts."""
    groups = [list(_paragraphs(group)) for group in _parted(body, 2)]
    if len(groups) < 2 or sum(len(group) >= 2 for group in groups) * 10 < len(groups) * 9:
        return []
    drafts = [Draft(group[0], _joined(group[1:])) for group in groups]
    asked = sum(has_question_mark(draft.question[0].text) for draft in drafts) * 2 >= len(drafts)
    return drafts if asked or count == len(drafts) else []


def _joined(paragraphs: Sequence[list[Line]]) -> list[Line]:
    lines = [line for lines in paragraphs for line in (replace(lines[0], text=""), *lines)]
    return lines[1:]


def _by_lines(body: Sequence[Line], count: int, *, named: bool) -> list[Draft]:
    pairs = paired(body, count)
    if not trusted(pairs, count, terms=named):
        return []
    doubt = "no marks of question and answer"
    return [Draft(list(pair.question), list(pair.answer), doubt="" if pair.sure else doubt) for pair in pairs]


def _parted(lines: Sequence[Line], gap: int) -> Iterator[list[Line]]:
    """The runs of lines between at least `gap` empty ones."""
    run: list[Line] = []
    empty = 0
    for line in lines:
        if not bare(line.text):
            empty += 1
            continue
        if run and empty >= gap:
            yield run
            run = []
        run += [replace(line, text="")] * bool(run and empty)
        run.append(line)
        empty = 0
    if run:
        yield run


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    return _parted(lines, 1)
