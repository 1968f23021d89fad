"""Columns in which another program keeps its books: numbers, dates and states that are no part of a card."""

from __future__ import annotations

import re
from collections.abc import Sequence

NAMES = (
    "#|№|id|guid|uuid|no|nr|n|num|number|index|row|position|created|created at|created on|date created|date added|"
    "added|added at|updated|updated at|modified|modified at|last modified|date modified|date|timestamp|due|due at|"
    "due date|next due|interval|ease|ease factor|e-factor|reps|repetitions|lapses|score|reviews|review count|"
    "last review|last reviewed|last reviewed at|last review date|next review|next review at|next review date|"
    "last studied|last seen|times seen|times reviewed|stability|retrievability|streak|archived|trashed|suspended|"
    "time limit|time limit (sec)|time in seconds|time|type|question type|card type|note type|notetype|points|sort|"
    "номер|п/п|n п/п|№ п/п|дата|создано|дата создания|добавлено|дата добавления|изменено|дата изменения|обновлено|"
    "интервал|лёгкость|легкость|фактор лёгкости|повторения|повторений|последнее повторение|следующее повторение|"
    "дата последнего повторения|дата следующего повторения|срок|баллы|тип|тип вопроса|тип карточки|"
    "lp|l.p|data|utworzono|data utworzenia|dodano|data dodania|zmieniono|data modyfikacji|interwał|łatwość|"
    "współczynnik łatwości|powtórki|powtórzenia|ostatnia powtórka|następna powtórka|ostatnie powtórzenie|"
    "następne powtórzenie|termin powtórki|typ|typ pytania|punkty|"
    "序号|编号|题号|日期|类型|题型|分值|创建时间|创建日期|添加时间|更新时间|修改时间|间隔|复习间隔|难度系数|上次复习|下次复习|"
    "上次复习时间|下次复习时间|最近复习|到期|到期时间|到期日|复习次数|遗忘次数|正确率"
)
"""What such columns are called, whatever their cells say."""

_ID = re.compile(r"(?:\w+ ){0,3}(?:id|guid|uuid)")
_OF_BOOKS = re.compile(
    r"#|№|\b(?:no|nr|num|number|index|order|date|time|day|due|state|status|rate|ratio|times|count|flag|box|stage|"
    r"factor|ease)\b|review|repe(?:at|tit)|creat|added|updat|modif|edited|studi|practi[cs]|seen|shown|interval|lapse|"
    r"streak|accura|suspend|buried|stabil|difficult|retriev|score|attempt|mistake|bucket|master|learn|queue|"
    r"starred|favou?rite|bookmark|избранн|priorit|приоритет|priorytet|优先|"
    r"номер|дата|время|повтор|интервал|создан|добавл|измен|обновл|следующ|последн|л[её]гкост|фактор|статус|состояни|"
    r"ошиб|попыт|сч[её]т|срок|изучен|выучен|показ|сложност|"
    r"powt[oó]r|utworz|dodan|modyfik|zmian|aktualiz|interwał|łatwoś|stan|termin|data|czas|liczba|licznik|błęd|następn|"
    r"ostatni|seria|trudnoś|"
    r"复习|创建|添加|更新|修改|间隔|到期|状态|次数|时间|日期|系数|连续|掌握|阶段|错误|正确率|编号|学习|难度"
)
_NUMBER = r"[-+]?\d{1,15}(?:[.,]\d{1,15})?\s?(?:%|[a-zа-я]{1,7}\.?|天|次)?"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s?(?:[ap]m|z|utc|[-+]\d{2}:?\d{2})?"
_MONTH = r"[^\W\d]{3,9}\.?"
_DAY = (
    r"(?:\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{4}年\d{1,2}月\d{1,2}日|"
    rf"{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH} \d{{4}})"
)
_STATES = (
    "true|false|yes|no|never|none|null|n/a|-|—|new|learn|learning|relearning|review|young|mature|suspended|buried|"
    "active|not started|in progress|to do|todo|done|high|medium|low|"
    "mastered|learned|known|unknown|today|tomorrow|yesterday|"
    "да|нет|не начато|в процессе|готово|новая|новое|изучается|изучено|повторение|"
    "выучено|никогда|tak|nie|nowa|nowe|nauka|powtórka|opanowane|nigdy|是|否|新|学习|学习中|复习|已掌握|未掌握|从未"
)
_KEPT = re.compile(rf"{_NUMBER}|{_CLOCK}|{_DAY}(?:[ ,T]{{1,2}}{_CLOCK})?|{_STATES}", re.IGNORECASE)
_FRACTION = re.compile(r"\d{1,9}[.,]\d{1,15}")
_LONGEST = 60
_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{2,24}")


def is_id(name: str) -> bool:
    """Whether a column is called an id of something."""
    return bool(_ID.fullmatch(name))


def keeps_books(name: str, cells: Sequence[str]) -> bool:
    """Whether a column is called like one a program counts with, and every cell holds a number, a date or a state.

    A column with no name does when it counts the rows, as data frames are written, and one of nothing but addresses
    of mail whatever it is called.
    """
    told = [cell.strip() for cell in cells if cell.strip()]
    if not name:
        return len(told) > 1 and told in (_counted(0, told), _counted(1, told))
    if told and all("@" in cell and _MAIL.fullmatch(cell) for cell in told):
        return True  # who wrote the row
    if not told or not _OF_BOOKS.search(name):
        return False
    return all(len(cell) <= _LONGEST and _KEPT.fullmatch(cell) for cell in told)


def are_fractions(cells: Sequence[str]) -> bool:
    """Whether every cell holds a number with a fraction, which nobody would call a tag."""
    told = [cell.strip() for cell in cells if cell.strip()]
    return bool(told) and all(_FRACTION.fullmatch(cell) for cell in told)


def _counted(first: int, cells: Sequence[str]) -> list[str]:
    return [str(first + i) for i in range(len(cells))]
