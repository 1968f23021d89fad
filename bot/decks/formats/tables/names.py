"""What a column holds by its name, in the languages whose tables people bring, however a program spells it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum, auto

from bot.decks.formats.tables import housekeeping


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
    LANGUAGE = auto()  # words of a language: a side of the card
    NUMBERS = auto()  # what the program it comes from counts with, and no card has
    MORE = auto()  # goes below the answer


_WORDS = {
    Role.QUESTION: (
        "question|questions|question text|question title|q|front|front text|front side|term|terms|word|words|prompt|"
        "statement|phrase|vocabulary|concept|"
        "вопрос|вопросы|текст вопроса|термин|слово|слова|понятие|фраза|выражение|утверждение|"
        "лицевая сторона|передняя сторона|лицо|"
        "pytanie|pytania|treść pytania|pojęcie|termin|słowo|słówko|wyraz|fraza|hasło|przód|awers|"
        "问题|问|题目|题干|正面|术语|单词|生词|词语|词汇|問題|題目|題幹|術語|單詞|單字|詞語|詞彙|"
        "frage|begriff|vorderseite|pregunta|anverso|palabra|question du quiz|mot|terme|pergunta|domanda|otázka|"
        "питання|запитання"
    ),
    Role.ANSWER: (
        "answer|answers|back|back text|back side|definition|definitions|meaning|translation|response|reply|"
        "ответ|ответы|определение|значение|перевод|обратная сторона|оборотная сторона|оборот|"
        "odpowiedź|odpowiedzi|definicja|znaczenie|tłumaczenie|tył|rewers|"
        "答案|答|回答|背面|反面|定义|释义|翻译|含义|定義|釋義|翻譯|含義|"
        "antwort|bedeutung|übersetzung|rückseite|respuesta|significado|traducción|reverso|réponse|définition|"
        "traduction|resposta|risposta|odpověď|відповідь|визначення"
    ),
    Role.TAGS: (
        "tag|tags|labels|keywords|теги|тэги|метки|ключевые слова|tagi|znaczniki|etykiety|schlagwörter|étiquettes|"
        "etiquetas|标签|标记|关键词|標籤|標記|關鍵詞"
    ),
    Role.TOPIC: (
        "category|categories|topic|subject|chapter|section|deck|deck name|difficulty|level|group|unit|module|theme|"
        "тег|тэг|тема|категория|раздел|глава|колода|сложность|уровень|предмет|"
        "kategoria|temat|dział|rozdział|talia|poziom|trudność|przedmiot|"
        "分类|分组|类别|主题|章节|难度|科目|牌组|分類|分組|類別|主題|章節|難度|牌組|"
        "kategorie|thema|thème|catégorie|tema|categoría"
    ),
    Role.HINT: "hint|hints|clue|подсказка|podpowiedź|wskazówka|提示|线索|線索|hinweis|indice|pista",
    Role.EXPLANATION: (
        "explanation|answer explanation|explain|description|note|notes|comment|comments|feedback|"
        "general feedback|rationale|extra|"
        "пояснение|объяснение|описание|комментарий|примечание|заметка|заметки|"
        "wyjaśnienie|opis|uwagi|uwaga|notatka|notatki|komentarz|解析|解释|说明|备注|注释|笔记|解釋|說明|備註|註釋|筆記|"
        "erklärung|explication|explicación"
    ),
    Role.OPTIONS: (
        "options|choices|variants|answer options|answer choices|possible answers|"
        "варианты|варианты ответа|варианты ответов|opcje|warianty|możliwe odpowiedzi|选项|备选答案|選項|備選答案"
    ),
    Role.WRONG: (
        "incorrect|incorrect answer|incorrect answers|wrong|wrong answer|wrong answers|distractor|distractors|"
        "неправильный ответ|неправильные ответы|неверный ответ|błędna odpowiedź|błędne odpowiedzi|"
        "错误答案|错误选项|干扰项|錯誤答案|錯誤選項"
    ),
    Role.SIDES: "content|card content|содержимое|содержание|treść|zawartość|内容|內容",
    Role.LANGUAGE: (
        "english|russian|polish|chinese|german|french|spanish|italian|portuguese|ukrainian|japanese|korean|latin|"
        "английский|русский|польский|китайский|немецкий|французский|испанский|итальянский|украинский|японский|"
        "angielski|rosyjski|polski|chiński|niemiecki|francuski|hiszpański|włoski|ukraiński|japoński|łacina|"
        "по-английски|по-русски|по-польски|по-китайски|по-немецки|"
        "po angielsku|po rosyjsku|po polsku|po chińsku|po niemiecku|"
        "英文|俄文|波兰文|中文|德文|法文|日文|韩文|英语|俄语|波兰语|汉语|德语|法语|日语|韩语|英語|俄語|漢語|德語|法語|日語|"
        "deutsch|englisch|français|anglais|español|inglés"
    ),
    Role.NUMBERS: housekeeping.NAMES,
}  # fmt: skip
_RIGHT = (
    r"(?:correct|right|правильн\w+|верн\w+|prawidłow\w+|poprawn\w+|richtig\w*|bonne|correcta)"
    r"(?: (?:answer|option|choice|variant|response|ответ|вариант|odpowied[źz]|opcja|antwort|réponse|respuesta)\w*)?"
    r"(?: (?:index|indices|idx|ids?|no|number|num|letter|key|text|value|индекс|номер|буква|indeks|numer|litera))?"
    r"|(?:answer|option|choice) (?:index|idx|ids?|no|number|letter|key)|solution|answer key"
    r"|(?:номер|буква|индекс) (?:правильного |верного )?ответа|(?:numer|litera|indeks) (?:poprawnej )?odpowiedzi"
    r"|(?:正确|正確)(?:的)?(?:答案|选项|選項)?(?:序号|序號|编号|編號)?|答案(?:序号|序號)"
)
_LETTER = r"(?:[a-h]|[а-е]|\d{1,2})"
_NUMBERED = (
    rf"(?P<option>option|opt|choice|answer|answer option|answer choice|possible answer|variant|"
    rf"вариант|вариант ответа|ответ|opcja|odpowiedź|odp\.?|wariant|wariant odpowiedzi|"
    rf"选项|選項|备选项|備選項|答案|"
    rf"antwort|réponse|respuesta|resposta)"
    rf"\s?{_LETTER}|(?P<wrong>incorrect answer|wrong answer|incorrect|wrong|distractor|неправильный ответ|"
    rf"неверный ответ|błędna odpowiedź|错误答案|錯誤答案)\s?{_LETTER}"
)
_TITLES = "name|title|card name|название|имя|заголовок|nazwa|tytuł|名称|名字|标题|名稱|標題"
_FILLERS = frozenset(("card", "flashcard", "quiz", "key", "name", "title", "text", "value", "string"))
_ASIDE = re.compile(r"\s[-–—:]|(?<=\S)\s?[(（]")
_HUMP = re.compile(r"(?<=[^\W\d_A-ZА-Я])(?=[A-ZА-Я])|(?<=[A-ZА-Я])(?=[A-ZА-Я][a-zа-я])")
_OF_NUMBER = re.compile(r"(?<=\w)\s?[#№](?=\s*$)")
_NUMBER_OF = re.compile(r"(\w+) (?:number|num|no|nr|номер|numer)")
_LONE_LETTER = re.compile(r"[a-hа-е]")
_KEYS = frozenset(("key", "ключ", "klucz"))  # of a quiz; elsewhere a key is any word
_STROKES = str.maketrans("łŁøØđĐ", "lLoOdD")


def folded(text: str) -> str:
    """The text without the accents that somebody may have left out."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return unicodedata.normalize("NFC", "".join(each for each in apart if not unicodedata.combining(each)))


_ROLE_OF = {folded(word): role for role, words in _WORDS.items() for word in words.split("|")}
_RIGHT_NAME = re.compile(folded(_RIGHT))
_NUMBERED_NAME = re.compile(folded(_NUMBERED))
_OPTION = re.compile(rf"(?:option|opt|choice) ?{_LETTER}")
_NAMES_OF_CARDS = frozenset(folded(_TITLES).split("|"))


def key_of(name: str) -> str:
    """What a column is called when spelling does not count: `correctAnswer`, `correct_answer (A-D)`, `Correct:`."""
    plain = _HUMP.sub(" ", _OF_NUMBER.sub(" number", name)).casefold().replace("_", " ").replace("(s)", "")
    words = _ASIDE.split(plain, maxsplit=1)[0]
    return " ".join((words.strip(" .:?*#()") or words).split())


def names_a_card(key: str) -> bool:
    """Whether a column is called like the titles of cards."""
    return folded(key) in _NAMES_OF_CARDS


def role_of(key: str, keys: Sequence[str]) -> Role | None:
    """What a column of that name holds, None when it may be anything; `keys` are the names of all columns."""
    key = folded(key)
    if _RIGHT_NAME.fullmatch(key):
        return Role.RIGHT
    if numbered := _NUMBERED_NAME.fullmatch(key):
        return Role.OPTION if numbered["option"] else Role.WRONG
    if _LONE_LETTER.fullmatch(key):
        letters = sum(bool(_LONE_LETTER.fullmatch(each)) for each in keys)
        return Role.OPTION if letters > 1 else Role.ANSWER if key in {"a", "о"} else None
    if (
        key in _KEYS
        and sum(bool(_LONE_LETTER.fullmatch(each) or _OPTION.fullmatch(each)) for each in keys) > 1
    ):
        return Role.RIGHT
    counted = _NUMBER_OF.fullmatch(key)
    if housekeeping.is_id(key) or (counted and _ROLE_OF.get(counted[1]) is Role.QUESTION):
        return Role.NUMBERS
    return _ROLE_OF.get(key) or _ROLE_OF.get(_told(key))


def _told(key: str) -> str:
    """The word of a name that says what it is of: `topic` of `topic key`, `front` of `card front`."""
    words = key.split()
    return next((word for word in words if word not in _FILLERS), "") if len(words) == 2 else ""
