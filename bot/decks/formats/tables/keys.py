"""Which options of a row its key calls right: by their texts, their letters or their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.decks.formats.quizzes.options import told_by

_LAST = re.compile(
    r"(?:^|[\W_]|(?<=[^\W\d_])(?=\d)|(?<=[\u4e00-\u9fff])|(?<=[a-z])(?=[A-Z]))([^\W\d_]|\d{1,2})[\W_]*$"
)
_NAMED = re.compile(
    r"(?:option|choice|answer|variant|вариант|ответ|opcja|odpowiedź|wariant|选项|答案)(?: ?№)?[ :]*(?=\W*\w{1,2}\W*$)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\(?([^\W\d_]|\d{1,2})[.):、．）](?:\s*(\S.*)|\s*)", re.DOTALL)
_APART = re.compile(r"[,;|\n/&+、，；]|\s(?:and|or|и|i|oraz|und|и)\s|和")
_LETTERS = re.compile(r"[A-H]{2,8}")
_MOST = 20  # right options of one question
_LONGEST_NAME = 40
_DIGITS = 3  # a number of more is no option's
_ALIKE = str.maketrans(
    "авсе", "abce"
)  # Cyrillic letters that look like Latin ones; both alphabets begin with `a`


def label_of(name: str) -> str:
    """The letter or number at the end of a column's name, empty when it has none."""
    found = _LAST.search(name.strip())
    return found[1].casefold() if found else ""


def first_number(
    rows: Sequence[tuple[str, Sequence[str]]], labels: Sequence[str], *, by_place: bool
) -> int | None:
    """What number the first option has where keys are numbers, None where they are something else.

    `rows` are keys with their options; a number from 0 to none of which an option is named is its place, and so it is
    in a column called an index (`by_place`), unless a number there is as high as there are options.
    """
    keys = [[word.strip() for word in _APART.split(key) if word.strip()] for key, _ in rows]
    told = [word for words in keys for word in words]
    if not told or not all(word.isdecimal() and len(word) < _DIGITS for word in told):
        return None
    texts = (words and {*words} <= {*options} for words, (_, options) in zip(keys, rows, strict=True))
    numbers = [int(word) for word in told]
    most = max(sum(map(bool, options)) for _, options in rows)
    if all(texts) or max(numbers) > most:
        return None
    first = min([int(label) for label in labels if label.isdecimal()], default=1)
    return 0 if 0 in numbers or first == 0 or (by_place and max(numbers) < most) else 1


def right_ones(key: str, options: Sequence[str], labels: Sequence[str], first: int | None = None) -> set[int]:
    """Which options a cell calls right; several may be parted by commas, and Latin letters may stand together.

    `labels` are the letters and numbers in the names of their columns, which count before any other; `first` is the
    number of the first option where all keys are numbers. Empty when one of the words means none of the options:
    nobody guesses.
    """
    if first is not None:
        places = [int(word) - first for word in _APART.split(key) if word.strip().isdecimal()]
        return {*places} if all(0 <= at < len(options) and options[at] for at in places) else set()
    if (one := _meant(key, options, labels)) is not None:
        return {one} if options[one] else set()
    words = (
        list(key.strip()) if _is_run(key.strip()) else [each for each in _APART.split(key) if each.strip()]
    )
    if len(words) > _MOST:
        return set()
    every = [_meant(each, options, labels) for each in words]
    return {at for at in every if at is not None} if None not in every else set()


def _is_run(key: str) -> bool:
    return bool(_LETTERS.fullmatch(key)) and list(key) == sorted(set(key))


def _meant(word: str, options: Sequence[str], labels: Sequence[str]) -> int | None:
    word = word.strip()
    if len(word) <= _LONGEST_NAME:
        word = _NAMED.sub("", word, count=1).strip()
    texts = [" ".join(option.casefold().split()) for option in options]
    plain = " ".join(word.casefold().split())
    if plain and plain in texts:
        return texts.index(plain)
    label = _LABEL.fullmatch(word)
    if label and label[2]:
        at = _labelled(label[1], options, labels)
        same = at is not None and " ".join(label[2].casefold().split()) == texts[at]
        return at if same else None
    return _labelled(label[1] if label else word, options, labels)


def _labelled(name: str, options: Sequence[str], labels: Sequence[str]) -> int | None:
    name = name.casefold()
    letters = [label for label in labels if label.isalpha()]
    if not name.isalpha() or len(letters) < 2:
        return told_by(name, options)
    if name in labels:
        return labels.index(name)
    alike = [label.translate(_ALIKE) for label in labels]
    return alike.index(name.translate(_ALIKE)) if name.translate(_ALIKE) in alike else None
