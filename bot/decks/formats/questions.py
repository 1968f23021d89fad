"""Whether a line asks something, by the signs a reader goes by: its mark, its first words, its shape."""

from __future__ import annotations

import re
from functools import lru_cache

ASKS = 3
"""From this strength on, a line that stands alone is taken for a question."""

_MARK = 3
_OPENING = 3
_WEAK_OPENING = 2
_COMPARISON = 3
_LONGEST = 300

# First words that ask, and imperatives as interviewers use them; `ё` is written `е`.
_INTERROGATIVE_WORDS = (
    "what what's which why who whose whom how "
    "что какие какой какая какое каков какова каковы какую каких каким какими каком какому почему зачем "
    "чем чему "
    "чего кто сколько как "
    "co czym czego czemu jaki jaka jakie jakich jakim jaką jakiej jakiego jak który która które dlaczego "
    "kto ile czy "
    "що які який яка яке як чому навіщо чим "
    "was wie warum welche welcher welches wozu "
    "quel quelle quels quelles pourquoi comment qu'est-ce "
    "qué cuál cuáles cómo"
)
_IMPERATIVE_WORDS = (
    "explain describe list define compare discuss outline derive state "
    "перечислите перечисли опишите опиши объясните объясни расскажите расскажи назовите назови "
    "сравните сравни дайте приведите приведи поясните сформулируйте "
    "wymień opisz wyjaśnij omów podaj porównaj zdefiniuj scharakteryzuj przedstaw wytłumacz "
    "поясніть опишіть erkläre erklären nenne beschreibe expliquez explica describe"
)
_IMPERATIVES = frozenset(_IMPERATIVE_WORDS.split())
_NOUNS_TOO = frozenset({"list", "state", "outline"})
_STRONG = _IMPERATIVES | frozenset(_INTERROGATIVE_WORDS.split())
# These open a question or a subordinate clause.
_WEAK_WORDS = (
    "when where name give is are do does can should когда где куда откуда есть ли kiedy gdzie skąd dokąd "
    "коли де "
    "wann wo quand où cuándo dónde"
)
_WEAK = frozenset(_WEAK_WORDS.split())
_PREPOSITIONS_WORDS = (
    "in on at for to by with under from of в во на по с со из для от до о об при за к у над под "
    "w we na do z ze po od dla przez o przy za nad pod у із зі für mit von zu pour avec de dans para con "
    "por en"
)
_PREPOSITIONS = frozenset(_PREPOSITIONS_WORDS.split())
_ADVERBS_WORDS = "briefly please коротко кратко подробно пожалуйста krótko proszę szczegółowo stręść bitte"
_BEFORE_OPENING = _PREPOSITIONS | frozenset(_ADVERBS_WORDS.split())
# First words that look like a question and are none.
_IDIOM_PAIRS = (
    "jak widać|jak wiadomo|jak wspomniano|jak i|jak też|jak również|jak pokazano|jak już|co więcej|co "
    "ważne|"
    "co oznacza|co prawda|co najmniej|jako że|как видно|как известно|как правило|как и|как только|как "
    "минимум|"
    "как показано|как следствие|как результат|как раз|что касается|чем больше|чем меньше|чем выше|чем "
    "ниже|"
    "чем ближе|чем дальше|чем глубже|how ever|what follows|which means|which is|which makes|что и|что "
    "означает"
)
_IDIOMS = frozenset(tuple(pair.split()) for pair in _IDIOM_PAIRS.split("|"))
_VERSUS = frozenset({"vs", "vs.", "versus", "против", "kontra", "против."})
_MAY_JOIN = _VERSUS | {"a"}
_COMPARED = 6  # words of a line that does nothing but compare, at most
# Polish compares with `a`, which is an article elsewhere: `Return a list` compares nothing.
_POLISH = re.compile(r"[ąćęłńóśźż]|(?:[cs][ij]a|izm|[ae]nie|[iy]ka|ow[aye])\b", re.IGNORECASE)
_HAN_ASKS = re.compile(
    r"什么|为何|为什么|如何|怎么|怎样|哪些|哪个|哪种|吗|呢|是否|请|简述|解释|区别|多少|谈谈|说说|介绍一下|"
    r"什麼|[為爲]何|[為爲]什麼|怎麼|怎樣|哪個|哪種|嗎|請|簡述|解釋|區別|談談|說說|介紹一下|"
    r"说一下|讲一下|讲讲|聊聊|描述一下|多[大长久远高](?=$|[?？。])"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LONGEST_HAN = 80
_DRESS = re.compile(r"^(?:#{1,6}[ \t]|\d{1,3}[.)、][ \t]?|[*_>«»„“”\"'¿¡(\[ \t-])+")
_LETTERS = re.compile(r"[^\W_].*[^\W_]", re.DOTALL)  # two of them, or digits
_SENTENCE_END = (".", "。", ";", "；", "!", "…")


def asking(text: str) -> int:
    """How strongly one line asks: 0 not at all, `ASKS` or more when it would pass for a question by
    itself."""
    return _asking(text) if len(text) <= _LONGEST else 0


@lru_cache(maxsize=256)  # a line is looked at several times while it is made out what it is
def _asking(text: str) -> int:
    if "\n" in text and "\n" in text.strip():
        return 0
    dress = _DRESS.match(text)
    line = (text[dress.end() :] if dress else text).rstrip(' \t*_"»”)]')
    if not _LETTERS.search(line) or _in_small_letters(line):
        return 0
    if line.endswith(("?", "？")):
        return _MARK + (1 if _opening(line) else 0)
    strength = max(_opening(line), _comparison(line), _han(line))
    if not strength:
        return 0
    if line.endswith((":", ",", "：", "，")):
        return strength - 2
    return strength - 1 if line.endswith(_SENTENCE_END) else strength


def demands(text: str) -> bool:
    """Whether one line is a task in one sentence: `Explain the CAP theorem.`"""
    if len(text) > _LONGEST or not text.endswith("."):
        return False
    words = _first_words(_DRESS.sub("", text))
    if not words or words[0] not in _IMPERATIVES or ". " in text:
        return False
    return words[0] not in _NOUNS_TOO or words[1:2] in (["the"], ["all"], ["some"])


def has_question_mark(text: str) -> bool:
    """Whether a line ends in a question mark, whatever closes after it."""
    return text.rstrip(' \t*_"»”)]').endswith(("?", "？"))


def _in_small_letters(line: str) -> bool:
    """A question opens with a capital, a digit or a sign; a small letter goes on with something, but in Chinese."""
    return line[0].islower() and not has_question_mark(line) and not _HAN.search(line)


def _opening(line: str) -> int:
    words = _first_words(line)
    if tuple(words[:2]) in _IDIOMS:
        return 0
    if words and words[0] in _BEFORE_OPENING:
        words = words[1:]
        return _OPENING if words and words[0] in _STRONG else 0
    if not words:
        return 0
    return _OPENING if words[0] in _STRONG else _WEAK_OPENING if words[0] in _WEAK else 0


def _first_words(line: str) -> list[str]:
    """The first two words of a line, as they are listed above."""
    folded = line[:200].casefold().replace("ё", "е")
    return [word.strip(",.:;!?«»\"'") for word in folded.split(maxsplit=2)[:2]]


def _comparison(line: str) -> int:
    """`Bias vs variance` asks for the difference; only when nothing else is said."""
    words = line.split()
    if len(words) > _COMPARED or not _MAY_JOIN.intersection(words):
        return 0
    joints = _MAY_JOIN if _POLISH.search(line) else _VERSUS
    joined = [i for i, word in enumerate(words) if word in joints]
    lone = len(joined) == 1 and 0 < joined[0] < len(words) - 1
    return _COMPARISON if lone and not line.endswith(_SENTENCE_END) else 0


def _han(line: str) -> int:
    if len(line) > _LONGEST_HAN or line.isascii():
        return 0
    return _OPENING if _HAN.search(line) and _HAN_ASKS.search(line) else 0
