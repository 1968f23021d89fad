"""Which language a text is taken for."""

from __future__ import annotations

import pytest

from bot.decks.language import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("What is an index and how does it help?", "en", id="english"),
        pytest.param("Czym jest indeks i jak przyspiesza zapytania", "pl", id="polish"),
        pytest.param("Co to jest klucz obcy", "pl", id="polish-without-marks"),
        pytest.param(
            "Что такое MVCC в PostgreSQL и зачем нужен VACUUM FULL?", "ru", id="russian-with-latin-terms"
        ),
        pytest.param("Що таке індекс і як він працює?", "uk", id="ukrainian"),
        pytest.param("什么是 B+ 树索引，为什么数据库使用它？", "zh", id="chinese-with-latin-terms"),
        pytest.param("インデックスとは何ですか", "ja", id="japanese"),
        pytest.param("인덱스란 무엇입니까", "ko", id="korean"),
        pytest.param("Was ist ein Index und wie wird er benutzt?", "de", id="german"),
        pytest.param("Quelle est la différence entre les index ?", "fr", id="french"),
        pytest.param("¿Qué es un índice y para qué es?", "es", id="spanish"),
        pytest.param(
            r"Что это? $\frac{\alpha}{\beta} \rightarrow \gamma$ `select of the from`",
            "ru",
            id="formulas-and-code",
        ),
        pytest.param(
            "insert before\ndelete to the end\nto open a line", "en", id="words-that-two-languages-have"
        ),
        pytest.param(
            "Что будет выведено?\n\n```js\nconst tides = [1, 2]\nconsole.log(tides.length)\n```",
            "ru",
            id="beside-code",
        ),
        pytest.param("42 $x$ https://example.org #tag", "und", id="nothing-tells"),
        pytest.param("", "und", id="empty"),
        pytest.param("kubectl grep xargs", "und", id="no-common-word"),
        pytest.param("ελληνικά γράμματα", "und", id="another-script"),
    ],
)
def test_a_language_is_told_by_script_and_common_words(text: str, language: str) -> None:
    """Script first, common words next, and nothing is guessed from nothing."""
    assert guess_language(text) == language
