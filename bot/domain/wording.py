"""A text taken apart for comparing: what is dress, what carries the sentence, what is meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Words that carry the sentence and not its subject.
_FUNCTION_WORDS = {
    "en": (
        "a an and are as at be been between briefly by can define definition describe did do does explain"
        " for from has have i if in into is it its me of on or please s so tell that the their them there"
        " these they this to was we were what what's which who with would you your"
    ),
    "ru": (
        "а бы была были было быть в во вы дайте для до его ее же за и из или их к какая какие каков "
        "какова каковы какое какой кратко ли между можно на над о об объясни объясните он она они опиши "
        "опишите определение от по при про расскажи расскажите с со так такое то у чего чем что это этот"
    ),
    "pl": (
        "a aby albo co czego czy czym dla do go i ich jaka jaki jakie jakiego jest lub ma między można na"
        " nad o od omów opisz oraz po pod podaj przez przy są się tak to u w wyjaśnij z za ze zdefiniuj "
        "że"
    ),
}
_CHINESE_FUNCTION = re.compile(
    "请简述|请解释|什么是|是什么|为什么|有什么|有哪些|之间|什么|哪些|如何|怎么|怎样|为何|何时|区别|差别|不同|"
    "解释|简述|介绍|一下|的|和|与|是|在|吗|呢|了|有|请|及|或"
)
# What is asked about the subject; these carry the sentence too, but change the question.
_INTENTS = {
    "why": "why почему зачем dlaczego czemu 为什么 为何",
    "how": "how как jak 如何 怎么 怎样",
    "when": "when когда kiedy 何时",
    "where": "where где gdzie",
    "difference": (
        "compare difference differences differ differs отличается отличаются отличие отличия разница "
        "сравни сравните porównaj różni różnica różnice różnią 区别 差别 不同"
    ),
}
_NEGATIONS = (
    "not no never without cannot don't doesn't isn't aren't не нет без никогда никакой nie bez nigdy żaden"
)

_FUNCTION = frozenset(word for words in _FUNCTION_WORDS.values() for word in words.split())
_INTENT_OF = {word: intent for intent, words in _INTENTS.items() for word in words.split()}
_CARRYING = _FUNCTION | _INTENT_OF.keys()
_NEGATION = frozenset(_NEGATIONS.split())
_CHINESE_NEGATION = re.compile("[不没无非]")

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CHINESE = re.compile(f"[{_CJK}]")
_LETTER = rf"(?:(?![{_CJK}])[^\W_])"
_TOKEN = re.compile(rf"\$\$?[^$]+\$\$?|[{_CJK}]+|{_LETTER}+(?:[-'_]{_LETTER}+)*[+#*]*")
# The same where there is no Chinese: without looking ahead at every letter it is several times as fast.
_TOKEN_OF_LETTERS = re.compile(r"\$\$?[^$]+\$\$?|[^\W_]+(?:[-'_][^\W_]+)*[+#*]*")
_DIGIT = re.compile("[0-9]")
_MATHS = re.compile(r"(\$\$.+?\$\$|\$[^$]+\$)")
# `normal` folds blanks first: \s* would walk a long run of them from each one.
_HEADING = re.compile(r" ?#{1,6} ")
_NUMBERING = re.compile(r" ?\d{1,3}[.)] ")
_STARS = re.compile(r"(\*{1,3}|~~)(?![*~\s])([^*~]+?)(?<!\s)\1(?![*~])")
_UNDERSCORES = re.compile(r"(?<!\w)(_{1,3})(?![_\s])([^_]+?)(?<![_\s])\1(?!\w)")
_LEADING = " \t\n\"'¿¡«“„‘—–-"
_TRAILING = " \t\n\"'»”“’—–-.,;:!?…。、"

_FUNCTION_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class Wording:
    """A text without its dress (`normal`), and what it is made of.

    `terms` name the subject; `function` words carry the sentence; `intents` say what is asked (`why`, `how`).
    `marks` are its digits and negations: where they differ, the texts do not mean the same, however alike.
    """

    normal: str
    terms: frozenset[str]
    function: frozenset[str]
    marks: tuple[str, ...]

    @property
    def intents(self) -> frozenset[str]:
        """What is asked about the subject, worked out when asked: most texts are told apart by less."""
        return frozenset([_INTENT_OF[token] for token in self.function if token in _INTENT_OF])

    @property
    def trigrams(self) -> frozenset[str]:
        """Every three characters in a row, worked out when asked: they would fill the memory."""
        padded = f" {self.normal} "
        return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def normal(text: str) -> str:
    """The text without its dress: case, markup, numbering, spacing, invisible letters, outer punctuation.

    Maths between `$` only loses its spaces. A text of nothing but punctuation stays as it is.
    """
    line = " ".join(text.split())
    # A pattern is only tried where something it needs is there: most questions are plain sentences.
    if "# " in line:
        line = _HEADING.sub("", line, count=1)
    if ". " in line or ") " in line:
        line = _NUMBERING.sub("", line, count=1)
    if "$" in line:
        parts = _MATHS.split(line)
        plain = "".join("".join(part.split()) if i % 2 else _plain(part) for i, part in enumerate(parts))
    else:
        plain = _plain(line)
    # What has lost no mark and was not respelled has no more blanks than before.
    collapsed = plain if len(plain) == len(line) and plain.isascii() else " ".join(plain.split())
    return collapsed.lstrip(_LEADING).rstrip(_TRAILING) or collapsed


def wording(text: str) -> Wording:
    """The text taken apart."""
    plain = normal(text).replace("ё", "е")
    chinese = not plain.isascii() and bool(_CHINESE.search(plain))
    tokens = frozenset(_tokens(plain) if chinese else _TOKEN_OF_LETTERS.findall(plain))
    function = tokens & _CARRYING
    if chinese:
        function |= {token for token in tokens if _CHINESE_FUNCTION.fullmatch(token)}
    terms = tokens - function
    return Wording(
        normal=plain,
        terms=terms,
        function=function,
        marks=_marks(plain, terms, chinese=chinese),
    )


def alike(a: Wording, b: Wording) -> float:
    """How alike two short texts are, 0 to 1: three quarters by words, one quarter by character trigrams.

    A term weighs five times a function word. A slip of the pen counts 0.9 of the term, another ending 0.8.
    """
    if a.normal == b.normal:
        return 1.0
    trigrams_a, trigrams_b = a.trigrams, b.trigrams
    letters = _dice(len(trigrams_a & trigrams_b), len(trigrams_a), len(trigrams_b))
    weight_a = len(a.terms) + _FUNCTION_WEIGHT * len(a.function)
    weight_b = len(b.terms) + _FUNCTION_WEIGHT * len(b.function)
    shared = sum(_kindred(a, b)) + _FUNCTION_WEIGHT * len(a.function & b.function)
    return 0.75 * _dice(shared, weight_a, weight_b) + 0.25 * letters


def ceiling(shared: int, terms_a: int, terms_b: int, function_a: int, function_b: int) -> float:
    """The most `alike` can say of two texts with so many terms, function words and terms that pair."""
    weights = terms_a + _FUNCTION_WEIGHT * function_a, terms_b + _FUNCTION_WEIGHT * function_b
    return 0.75 * _dice(shared + _FUNCTION_WEIGHT * min(function_a, function_b), *weights) + 0.25


def overlap(a: Wording, b: Wording) -> float:
    """The share of terms two texts of any length have in common, 0 to 1."""
    return 1.0 if a.normal == b.normal else _dice(len(a.terms & b.terms), len(a.terms), len(b.terms))


def kin_keys(term: str) -> Iterator[str]:
    """What a term shares with every term that may pass for it: with its slips, with its other endings."""
    yield term
    if len(term) >= 6 and term.isalpha():
        yield from (f"{term[:i]}{term[i + 1 :]}" for i in range(len(term)))
        yield from (f"{term[:i]}~" for i in range(max(5, len(term) - 3), len(term) + 1))


def same_terms(a: Wording, b: Wording) -> bool:
    """Whether the same is asked about the same things: terms may move or be respelled, none is replaced."""
    return a.intents == b.intents and len(a.terms) == len(b.terms) == len(_kindred(a, b))


def _plain(text: str) -> str:
    if text.isascii():
        visible = text.lower().replace("`", "")
    else:
        folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("`", "")
        printable = folded.isprintable()  # and so without invisible letters
        visible = folded if printable else "".join(c for c in folded if unicodedata.category(c) != "Cf")
    for _ in range(2):  # emphasis inside emphasis
        if "*" in visible or "~~" in visible:
            visible = _STARS.sub(r"\2", visible)
        if "_" in visible:
            visible = _UNDERSCORES.sub(r"\2", visible)
    return visible


def _marks(plain: str, terms: frozenset[str], *, chinese: bool) -> tuple[str, ...]:
    digits = _DIGIT.findall(plain) if plain.isascii() else filter(str.isdigit, plain)
    negations = terms & _NEGATION
    if chinese:
        negations |= {c for term in terms for c in _CHINESE_NEGATION.findall(term)}
    in_order = "".join(sorted(digits))
    return (in_order, *sorted(negations)) if negations else (in_order,)


def _tokens(plain: str) -> Iterator[str]:
    for token in _TOKEN.findall(plain):
        if not token.isascii() and _CHINESE.match(token):
            yield from _chinese(token)
        else:
            yield token


def _chinese(run: str) -> Iterator[str]:
    """Function words whole, the rest as overlapping pairs of characters: there are no spaces to cut at."""
    yield from _CHINESE_FUNCTION.findall(run)
    for piece in _CHINESE_FUNCTION.split(run):
        if piece:
            yield from (piece[i : i + 2] for i in range(max(1, len(piece) - 1)))


def _dice(shared: float, a: float, b: float) -> float:
    return 2 * shared / (a + b) if a + b else 0.0


def _kindred(a: Wording, b: Wording) -> list[float]:
    """How alike the terms are that can be paired between two texts, one to one."""
    same = a.terms & b.terms
    left_a, left_b = a.terms - same, b.terms - same
    close = [(kin, min(x, y), max(x, y), x, y) for x in left_a for y in left_b if (kin := _kin(x, y))]
    found = [1.0] * len(same)
    for kin, _, _, x, y in sorted(close, reverse=True):
        if x in left_a and y in left_b:
            left_a, left_b = left_a - {x}, left_b - {y}
            found.append(kin)
    return found


def _kin(a: str, b: str) -> float:
    """0.9 for a slip of the pen, 0.8 for another ending, else 0; short words are never excused."""
    shorter = min(len(a), len(b))
    if shorter < 6 or abs(len(a) - len(b)) > 3 or not (a.isalpha() and b.isalpha()):
        return 0.0
    head = _shared_head(a, b)
    tail = min(_shared_head(a[::-1], b[::-1]), shorter - head)
    rest_a, rest_b = a[head : len(a) - tail], b[head : len(b) - tail]
    if max(len(rest_a), len(rest_b)) <= 1 or (len(rest_a) == 2 and rest_a == rest_b[::-1]):
        return 0.9
    return 0.8 if head >= 5 and max(len(a), len(b)) - head <= 3 else 0.0


def _shared_head(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
