"""Which question is which: its key, how alike two questions are, and which stored card an edited one is."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from bot.domain.card import Card

# Words that carry the sentence and not its subject; a question is hardly changed by changing them.
_FUNCTION_WORDS = frozenset(
    """
    a an and are as at be been between briefly by can compare define definition describe did difference differences differ
    differs do does explain for from give has have how i if in into is it its list mean meaning me name of on or
    please role s so tell that the their them there these they this to use used using was we were what what's when
    where which who why with would you your
    а бы была были было быть в во вы для до его ее же за зачем и из или их к как какая какие каков какова каковы какое
    какой когда кратко ли между можно на назовите над нужен нужна нужно о об он она они опиши опишите от отличается
    отличаются отличие отличия по почему при про разница расскажи расскажите с со так такое то у чего чем что это
    этот объясни объясните
    a aby albo czego czego czemu czy czym co dla dlaczego do go i ich jak jaka jaki jakie jakiego jest ich lub ma
    miedzy między można na nad o od omów opisz oraz po pod podaj polega powodu przez przy różni różnica różnią są się
    służy tak to u w wyjaśnij wymień z za ze że
    """.split()
)
_CHINESE_FUNCTION = re.compile(
    "请简述|请解释|什么是|是什么|为什么|有什么|有哪些|之间|什么|哪些|如何|怎么|怎样|为何|区别|差别|不同|解释|简述|"
    "介绍|一下|的|和|与|是|在|吗|呢|了|有|请|及|或"
)
_NEGATIONS = frozenset(
    "not no never without cannot don't doesn't isn't не нет без никогда nie bez nigdy 不 没 无 非".split()
)
_CHINESE_NEGATION = re.compile("[不没无非]")

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MATHS = re.compile(r"(\$\$.+?\$\$|\$[^$\n]+\$)", re.DOTALL)
_TOKEN = re.compile(
    rf"\$\$?[^$]+\$\$?|[{_CJK}]+|(?:(?![{_CJK}])[^\W_])+(?:[-'_](?:(?![{_CJK}])[^\W_])+)*[+#*]*"
)
_HEADING_OR_NUMBER = re.compile(r"^\s*#{1,6}\s+|^\s*\d{1,3}[.)]\s+")
_STARS = re.compile(r"(\*{1,3}|~~)(?![*~\s])([^*~]+?)(?<!\s)\1(?![*~])")
_UNDERSCORES = re.compile(r"(?<!\w)(_{1,3})(?![_\s])([^_]+?)(?<![_\s])\1(?!\w)")
_LEADING = " \t\n\"'¿¡«“„‘—–-"
_TRAILING = " \t\n\"'»”“’—–-.,;:!?…。、"

_FUNCTION_WEIGHT = 0.2
_ALIKE = 0.75
_ALIKE_WITH_ANSWER = 0.5
_ANSWER_ALIKE = 0.6
_NEAR_DUPLICATE = 0.9
_RAREST = 6
_BUCKET = 40


@dataclass(frozen=True, slots=True)
class Known:
    """A card already stored: its row `id`, its `key` inside the deck, and the text it had."""

    id: int
    key: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Member:
    """A card that may belong to a family; `concept` is empty when the author named none."""

    id: int
    question: str
    concept: str = ""


@dataclass(frozen=True, slots=True)
class _Wording:
    """A text taken apart for comparing."""

    normal: str
    terms: frozenset[str]
    function: frozenset[str]
    marks: tuple[str, ...]
    trigrams: frozenset[str]


def question_key(question: str) -> str:
    """The identity of a question that has no author's id: 12 hex characters that survive a change of dress.

    Case, markup, numbering, spacing and surrounding punctuation do not count; maths counts to the letter.
    """
    return blake2b(_normal(question).encode(), digest_size=6).hexdigest()


def likeness(a: str, b: str) -> float:
    """How alike two questions are, 0 to 1; symmetric, and 1.0 when they differ in dress only.

    Words that name the subject weigh five times as much as those that carry the sentence; a slip of the pen or
    another ending counts nearly as the same word. Chinese is compared by pairs of characters.
    """
    return _likeness(_wording(a), _wording(b))


def match(old: Sequence[Known], new: Sequence[Card]) -> dict[int, int]:
    """Which stored card each card of a deck's new text is: position in `new` -> `Known.id`.

    The same key wins; the rest are paired one to one, most alike first, when they are recognisably the same card.
    A position that is missing is a new card; an `old` that is nowhere among the values has left the deck.
    """
    by_key = {known.key: position for position, known in enumerate(old)}
    pairs: dict[int, int] = {}
    for position, card in enumerate(new):
        if card.key in by_key:
            pairs[position] = by_key.pop(card.key)
    taken = set(pairs.values())
    left_old = [i for i in range(len(old)) if i not in taken]
    left_new = [i for i in range(len(new)) if i not in pairs]
    recognised = _recognise(
        [(old[i].question, old[i].answer) for i in left_old],
        [(new[i].question, new[i].answer) for i in left_new],
    )
    pairs.update({left_new[n]: left_old[o] for o, n in recognised})
    return {position: old[i].id for position, i in sorted(pairs.items())}


def families(cards: Sequence[Member]) -> dict[int, str]:
    """A family key for each card id; two cards of one family are not asked on the same day.

    It is the card's concept, else that of a near-duplicate which has one, else the group of near-duplicates the card
    belongs to, directly or through others; a card like no other is a family of its own.
    """
    wordings = [_wording(card.question) for card in cards]
    parent = list(range(len(cards)))
    for a, b in _candidates(wordings):
        if _root(parent, a) != _root(parent, b) and _near_duplicates(wordings[a], wordings[b]):
            parent[_root(parent, b)] = _root(parent, a)
    groups: dict[int, list[Member]] = defaultdict(list)
    for position, card in enumerate(cards):
        groups[_root(parent, position)].append(card)
    return {card.id: _family(card, group) for group in groups.values() for card in group}


def _family(card: Member, group: Sequence[Member]) -> str:
    concept = card.concept or min((each.concept for each in group if each.concept), default="")
    return f"concept:{concept.casefold()}" if concept else f"card:{min(each.id for each in group)}"


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


# --- dress


def _normal(text: str) -> str:
    parts = _MATHS.split(_HEADING_OR_NUMBER.sub("", text))
    dressed = "".join("".join(part.split()) if i % 2 else _plain(part) for i, part in enumerate(parts))
    collapsed = " ".join(dressed.split())
    return collapsed.lstrip(_LEADING).rstrip(_TRAILING) or collapsed


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("`", "")
    visible = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    for _ in range(2):  # emphasis inside emphasis
        visible = _UNDERSCORES.sub(r"\2", _STARS.sub(r"\2", visible))
    return visible


# --- likeness


def _wording(text: str) -> _Wording:
    normal = _normal(text).replace("ё", "е")
    terms: set[str] = set()
    function: set[str] = set()
    negations: set[str] = set()
    for token in _tokens(normal):
        (function if token in _FUNCTION_WORDS or _CHINESE_FUNCTION.fullmatch(token) else terms).add(token)
        negations.update(_CHINESE_NEGATION.findall(token) if token not in _NEGATIONS else [token])
    digits = "".join(sorted(c for c in normal if c.isdigit()))
    return _Wording(
        normal, frozenset(terms), frozenset(function), (digits, *sorted(negations)), _trigrams(normal)
    )


def _tokens(normal: str) -> Iterator[str]:
    for token in _TOKEN.findall(normal):
        if re.match(f"[{_CJK}]", token):
            yield from _chinese(token)
        else:
            yield token


def _chinese(run: str) -> Iterator[str]:
    """Function words as they are, the rest as overlapping pairs of characters: Chinese has no spaces to cut at."""
    yield from _CHINESE_FUNCTION.findall(run)
    for piece in _CHINESE_FUNCTION.split(run):
        if piece:
            yield from (piece[i : i + 2] for i in range(max(1, len(piece) - 1)))


def _trigrams(normal: str) -> frozenset[str]:
    padded = f" {normal} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _likeness(a: _Wording, b: _Wording) -> float:
    if a.normal == b.normal:
        return 1.0
    letters = _dice(len(a.trigrams & b.trigrams), len(a.trigrams), len(b.trigrams))
    weight_a = len(a.terms) + _FUNCTION_WEIGHT * len(a.function)
    weight_b = len(b.terms) + _FUNCTION_WEIGHT * len(b.function)
    if not weight_a or not weight_b:
        return letters
    shared = sum(_kindred(a, b)) + _FUNCTION_WEIGHT * len(a.function & b.function)
    return 0.75 * _dice(shared, weight_a, weight_b) + 0.25 * letters


def _dice(shared: float, a: float, b: float) -> float:
    return 2 * shared / (a + b) if a + b else 0.0


def _kindred(a: _Wording, b: _Wording) -> list[float]:
    """How alike the terms are that can be paired between two texts, one to one."""
    same = a.terms & b.terms
    close = sorted(
        (
            (-kin, min(x, y), max(x, y), x, y)
            for x in a.terms - same
            for y in b.terms - same
            if (kin := _kin(x, y))
        ),
    )
    found = [1.0] * len(same)
    taken: set[tuple[str, str]] = set()
    for negative, _, _, x, y in close:
        if ("a", x) not in taken and ("b", y) not in taken:
            taken |= {("a", x), ("b", y)}
            found.append(-negative)
    return found


def _kin(a: str, b: str) -> float:
    """0.9 for a slip of the pen, 0.8 for another ending, else 0; short words and numbers are never excused."""
    if min(len(a), len(b)) < 6 or not (a + b).isalpha():
        return 0.0
    head = _shared_head(a, b)
    tail = min(_shared_head(a[::-1], b[::-1]), min(len(a), len(b)) - head)
    rest_a, rest_b = a[head : len(a) - tail], b[head : len(b) - tail]
    if max(len(rest_a), len(rest_b)) <= 1 or (len(rest_a) == 2 and rest_a == rest_b[::-1]):
        return 0.9
    return 0.8 if head >= 5 and max(len(a), len(b)) - head <= 3 else 0.0


def _shared_head(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _same_terms(a: _Wording, b: _Wording) -> bool:
    return a.marks == b.marks and len(a.terms) == len(b.terms) == len(_kindred(a, b))


# --- recognition


def _recognise(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Positions of the (question, answer) pairs that are the same card, most alike first."""
    if not old or not new:
        return []
    questions = [_wording(question) for question, _ in (*old, *new)]
    answers = [_wording(answer) for _, answer in (*old, *new)]
    scored: list[tuple[float, int, int]] = []
    for o, n in _candidates(questions, [answer.normal for answer in answers]):
        if o < len(old) <= n:
            score = _same_card(questions[o], questions[n], _likeness(answers[o], answers[n]))
            if score:
                scored.append((-score, o, n - len(old)))
    return _one_to_one(scored)


def _same_card(old: _Wording, new: _Wording, answer: float) -> float:
    """How surely an edited question is the same card, 0 when it is not.

    A question whose terms all stayed is itself; one whose terms changed needs the answer as a witness. A number or a
    negation that changed makes another question whatever the rest says.
    """
    question = _likeness(old, new)
    if old.marks != new.marks:
        return 0.0
    witnessed = question >= _ALIKE_WITH_ANSWER and answer >= _ANSWER_ALIKE
    if witnessed or (question >= _ALIKE and _same_terms(old, new)):
        return 0.7 * question + 0.3 * answer
    return 0.0


def _one_to_one(scored: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    pairs: dict[int, int] = {}
    for _, o, n in sorted(scored):
        if o not in pairs and n not in pairs.values():
            pairs[o] = n
    return list(pairs.items())


def _near_duplicates(a: _Wording, b: _Wording) -> bool:
    question = _likeness(a, b)
    return a.marks == b.marks and (question >= _NEAR_DUPLICATE or (question >= _ALIKE and _same_terms(a, b)))


# --- candidates


def _candidates(wordings: Sequence[_Wording], also: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Pairs worth comparing: those that share one of their rarest features, instead of all with all.

    `also` is one further feature for each text. Work stays near-linear because common features are not followed.
    """
    features = [_features(wording) for wording in wordings]
    for own, extra in zip(features, also, strict=False):
        own.add(f"={extra}")
    holders: dict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
    for position, (wording, own) in enumerate(zip(wordings, features, strict=True)):
        for feature in own:
            holders[wording.marks, feature].append(position)
    pairs: set[tuple[int, int]] = set()
    for position, (wording, own) in enumerate(zip(wordings, features, strict=True)):
        pairs.update(_pairs_of(position, {f: holders[wording.marks, f] for f in own}))
    return sorted(pairs)


def _pairs_of(position: int, holders: Mapping[str, Collection[int]]) -> Iterator[tuple[int, int]]:
    rarest = sorted(holders, key=lambda feature: (len(holders[feature]), feature))[:_RAREST]
    for feature in rarest:
        if feature[0] == "=" or len(holders[feature]) <= _BUCKET:
            yield from ((min(position, o), max(position, o)) for o in holders[feature] if o != position)


def _features(wording: _Wording) -> set[str]:
    """Each term by its head and its tail, as a slip of the pen spoils only one of them; and the whole question."""
    found = {f"={wording.normal}"}
    for term in wording.terms:
        found |= {f"^{term[:4]}", f"{term[-4:]}$"} if len(term) >= 6 else {f"^{term}$"}
    return found
