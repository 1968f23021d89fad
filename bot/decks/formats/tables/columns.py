"""What each column of a table holds, by the words of its header or by how its cells look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from bot.decks.formats.tables import housekeeping
from bot.decks.formats.tables.mochi import has_sides
from bot.decks.markdown import EDGES


class Role(Enum):
    """What a column holds."""

    QUESTION = auto()
    ANSWER = auto()
    TAGS = auto()
    TOPIC = auto()  # one tag, which may have several words
    HINT = auto()
    EXPLANATION = auto()
    RIGHT = auto()  # which option is right: its letter, its number or its text
    OPTION = auto()
    OPTIONS = auto()  # several in one cell
    WRONG = auto()
    SIDES = auto()  # question and answer, parted by a line of ---
    NAME = auto()  # what a card with both sides in one cell is called in lists
    NUMBERS = auto()  # what the program it comes from counts with, and no card has
    MORE = auto()  # goes below the answer


_WORDS = {
    Role.QUESTION: (
        "question|questions|question text|question title|q|front|front text|front side|term|terms|word|prompt|"
        "вопрос|вопросы|текст вопроса|термин|слово|понятие|лицевая сторона|передняя сторона|лицо|"
        "pytanie|pytania|treść pytania|pojęcie|termin|słowo|przód|awers|"
        "问题|问|题目|题干|正面|术语|单词|词语|词汇|frage|vorderseite|pregunta|anverso|question du quiz|"
        "питання|запитання"
    ),
    Role.ANSWER: (
        "answer|answers|back|back text|back side|definition|definitions|meaning|translation|response|reply|"
        "ответ|ответы|определение|значение|перевод|обратная сторона|оборотная сторона|оборот|"
        "odpowiedź|odpowiedz|odpowiedzi|definicja|znaczenie|tłumaczenie|tył|rewers|"
        "答案|答|回答|背面|反面|定义|释义|翻译|含义|antwort|rückseite|respuesta|reverso|réponse|відповідь|визначення"
    ),
    Role.TAGS: "tag|tags|labels|keywords|теги|тэги|метки|ключевые слова|tagi|etykiety|标签|标记|关键词",
    Role.TOPIC: (
        "category|categories|topic|subject|chapter|section|deck|deck name|difficulty|level|group|unit|module|"
        "тег|тэг|тема|категория|раздел|глава|колода|сложность|уровень|предмет|"
        "kategoria|temat|dział|rozdział|talia|poziom|trudność|przedmiot|分类|类别|主题|章节|难度|科目|牌组"
    ),
    Role.HINT: "hint|hints|clue|подсказка|podpowiedź|wskazówka|提示|线索",
    Role.EXPLANATION: (
        "explanation|answer explanation|explain|note|notes|comment|comments|feedback|general feedback|rationale|extra|"
        "пояснение|объяснение|комментарий|примечание|заметка|заметки|"
        "wyjaśnienie|uwagi|uwaga|notatka|notatki|komentarz|解析|解释|说明|备注|注释|笔记"
    ),
    Role.RIGHT: (
        "correct|correct answer|correct answers|correct option|right|right answer|right option|answer key|solution|"
        "правильный ответ|верный ответ|правильный|верный|правильные ответы|правильный вариант|"
        "prawidłowa odpowiedź|poprawna odpowiedź|prawidłowa|poprawna|正确答案|正确选项"
    ),
    Role.OPTIONS: (
        "options|choices|variants|answer options|answer choices|possible answers|"
        "варианты|варианты ответа|варианты ответов|opcje|warianty|możliwe odpowiedzi|选项|备选答案"
    ),
    Role.WRONG: (
        "incorrect|incorrect answer|incorrect answers|wrong|wrong answer|wrong answers|distractor|distractors|"
        "неправильный ответ|неправильные ответы|неверный ответ|błędna odpowiedź|错误答案|错误选项|干扰项"
    ),
    Role.SIDES: "content|card content|содержимое|содержание|treść|zawartość|内容",
    Role.NUMBERS: housekeeping.NAMES,
}  # fmt: skip
_NAMES_OF_CARDS = frozenset(
    ["name", "title", "card name", "название", "имя", "заголовок", "nazwa", "tytuł", "名称", "名字", "标题"]
)
_ROLE_OF = {word: role for role, words in _WORDS.items() for word in words.split("|")}
_LETTER = r"(?:[a-h]|[а-е]|\d{1,2})"
_NUMBERED = re.compile(
    rf"(?P<option>option|opt|choice|answer|answer option|answer choice|possible answer|variant|"
    rf"вариант|вариант ответа|ответ|opcja|odpowiedź|odp\.?|wariant|wariant odpowiedzi|选项|备选项|答案)"
    rf"\s?{_LETTER}|(?P<wrong>incorrect answer|wrong answer|incorrect|wrong|distractor|неправильный ответ|"
    rf"неверный ответ|błędna odpowiedź|错误答案)\s?{_LETTER}"
)
_ASIDE = re.compile(r"\s[-–—:]|(?<=\S)\s?[(（]")
_LONE_LETTER = re.compile(r"[a-hа-е]")
_LONGEST_HEADER = 60
_WIDEST_HEADER = 200
_NO_TAG = re.compile(r"[.!?;:。？！]\s|[.!?。？！]$|\$|`")
_LONGEST_TAG = 40
_TAGS_MOST_WORDS = 6
_QUIZ_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Columns:
    """The role of each column; `names` are the words of the header, empty without one."""

    roles: tuple[Role, ...]
    names: tuple[str, ...] = ()

    def where(self, role: Role) -> list[int]:
        """The columns of a role."""
        return [i for i, each in enumerate(self.roles) if each is role]


def of_header(cells: Sequence[str]) -> Columns | None:
    """The columns a row names, None when it is no header."""
    names = tuple(cell.strip(EDGES + "*_ ") for cell in cells)
    if not 2 <= len(names) <= _WIDEST_HEADER or any(len(name) > _LONGEST_HEADER for name in names):
        return None
    keys = [_key(name) for name in names]
    roles = [_role(key, keys) for key in keys]
    found = set(roles) - {None}
    if Role.SIDES in found and Role.QUESTION not in found:
        named = {i for i, key in enumerate(keys) if key in _NAMES_OF_CARDS and roles[i] is not Role.SIDES}
        return Columns(
            tuple(Role.NAME if i in named else role or Role.MORE for i, role in enumerate(roles)), names
        )
    roles = [None if role is Role.SIDES else role for role in roles]
    asks = Role.QUESTION in found and len(found) > 1
    if not asks and not (Role.ANSWER in found and roles[0] is None and roles.index(Role.ANSWER) == 1):
        return None
    return Columns(tuple(_completed(roles)), names)


def _key(name: str) -> str:
    plain = name.casefold().replace("_", " ").replace("(s)", "")
    words = _ASIDE.split(plain, maxsplit=1)[0]
    return " ".join((words.strip(" .:?*#()") or words).split())


def _role(key: str, keys: Sequence[str]) -> Role | None:
    if numbered := _NUMBERED.fullmatch(key):
        return Role.OPTION if numbered["option"] else Role.WRONG
    if _LONE_LETTER.fullmatch(key):
        letters = sum(bool(_LONE_LETTER.fullmatch(each)) for each in keys)
        return Role.OPTION if letters > 1 else Role.ANSWER if key in {"a", "о"} else None
    return Role.NUMBERS if housekeeping.is_id(key) else _ROLE_OF.get(key)


def without_books(columns: Columns, rows: Sequence[Sequence[str]]) -> Columns:
    """The named columns when the cells below them are known, too; `rows` are the first ones."""
    roles = list(columns.roles)
    if Role.NAME in roles and not any(
        has_sides(row[i]) for i in columns.where(Role.SIDES) for row in rows if i < len(row)
    ):
        roles[roles.index(Role.NAME)] = Role.QUESTION
        roles[roles.index(Role.SIDES)] = Role.ANSWER
    for i, role in enumerate(roles):
        cells = [row[i] for row in rows if i < len(row)]
        books = role is Role.MORE and housekeeping.keeps_books(_key(columns.names[i]), cells)
        if books or (role is Role.TOPIC and housekeeping.are_fractions(cells)):
            roles[i] = Role.NUMBERS
    return replace(columns, roles=tuple(roles))


def _completed(roles: Sequence[Role | None]) -> Iterator[Role]:
    """Every column with a role: one question, one answer, and what no word names below the answer."""
    spare = [i for i, role in enumerate(roles) if role is None]
    asked = roles.index(Role.QUESTION) if Role.QUESTION in roles else spare.pop(0)
    answers = {Role.ANSWER, Role.RIGHT, Role.OPTION, Role.OPTIONS} & set(roles)
    told = roles.index(Role.ANSWER) if Role.ANSWER in roles else spare.pop(0) if spare and not answers else -1
    for i, role in enumerate(roles):
        if i in (asked, told):
            yield Role.QUESTION if i == asked else Role.ANSWER
        else:
            yield Role.MORE if role in (None, Role.QUESTION, Role.ANSWER) else role


def of_cells(rows: Sequence[Sequence[str]], width: int) -> Columns:
    """The columns of a table without a header: question, answer, and what the others look like.

    `rows` are the first ones, `width` is how many cells most of them have.
    """
    whole = [row for row in rows if len(row) == width]
    first = int(width > 2 and _counts([row[0] for row in whole]))
    roles = [Role.NUMBERS] * first + [Role.QUESTION, Role.ANSWER]
    if width - first >= _QUIZ_COLUMNS and _are_quizzes(whole, first):
        return Columns((*roles[: first + 1], *[Role.OPTION] * (width - first - 2), Role.RIGHT))
    for i in range(first + 2, width):
        roles.append(Role.TAGS if _are_tags([row[i] for row in whole]) else Role.MORE)
    return Columns(tuple(roles))


def _counts(cells: Sequence[str]) -> bool:
    """Whether a column numbers the rows."""
    if not all(cell.strip(" .)").isdecimal() for cell in cells):
        return False
    return len(cells) > 1 and all(
        int(b) - int(a) == 1 for a, b in pairwise(c.strip(" .)")[:9] for c in cells)
    )


def _are_quizzes(rows: Sequence[Sequence[str]], first: int) -> bool:
    """Whether the last column names one of those between it and the question."""
    return bool(rows) and all(
        row[-1].strip() and row[-1].strip() in {*"ABCDEFGH"[: len(row) - first - 2], *row[first + 1 : -1]}
        for row in rows
    )


def _are_tags(cells: Sequence[str]) -> bool:
    told = [cell.strip() for cell in cells if cell.strip()]
    if not told or not all(is_tags(cell) for cell in told):
        return False
    return all("#" in cell for cell in told) or len(set(told)) <= max(1, len(told) // 2) or len(told) < 4


def is_tags(cell: str) -> bool:
    """Whether a cell may hold tags: a few short words, no sentence."""
    words = cell.split()
    return len(cell) <= _LONGEST_TAG and len(words) <= _TAGS_MOST_WORDS and not _NO_TAG.search(cell)
