"""Formulas that a page's program has left three times with no space between: letters, TeX, letters."""

from __future__ import annotations

import pytest

from bot.decks.formats.articles.article import ARTICLE
from bot.decks.formats.articles.tight import is_doubled, written_once

FRACTION = r"P=a+bcP=\frac{a+b}{c}P=ca+b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(r"其中 xnx_nxn 是输入", r"其中 $x_n$ 是输入", id="index"),
        pytest.param("权重wijw_{ij}wij\u200b更新", "权重$w_{ij}$更新", id="sign-of-no-width"),
        pytest.param(r"称为Σ\SigmaΣ，", r"称为$\Sigma$，", id="greek"),
        pytest.param(r"η∈(0,1)\eta\in(0,1)η∈(0,1)。", r"$\eta\in(0,1)$。", id="brackets"),
        pytest.param("f(x)=max\u2061(0,x)f(x)=\\max(0,x)f(x)=max(0,x) 快", r"$f(x)=\max(0,x)$ 快", id="function"),
        pytest.param(r"wi←wi+1w_i \leftarrow w_i+1wi←wi+1", r"$w_i \leftarrow w_i+1$", id="tex-with-spaces"),
        pytest.param(f"概率\n{FRACTION}\n如上", "概率\n$$P=\\frac{a+b}{c}$$\n如上", id="alone-on-its-line"),
        pytest.param("snake_snake_snake foo_bar foo", "snake_snake_snake foo_bar foo", id="names-of-programs"),
        pytest.param(r"用 3\times 3 的核, a_1 与 a_2", r"用 3\times 3 的核, a_1 与 a_2", id="tex-once"),
    ],
)  # fmt: skip
def test_a_formula_stands_once_and_a_name_stays(text: str, expected: str) -> None:
    """Only where letters, TeX and letters are the same is it one formula."""
    assert written_once(text, single=False).text == expected


PAGE = """机器学习面试题
1、什么是输入？
其中 xnx_nxn 是输入信号，来自上一层。
2、什么是权重？
权重是 wjw_jwj，需要学习。"""


def test_what_was_written_thrice_is_reported_with_its_line() -> None:
    """The cards have the formula, the report what stood there."""
    imported = ARTICLE.parse(PAGE, "x.txt")
    answers = [card.answer for card in imported.deck.cards]
    assert answers == ["其中 $x_n$ 是输入信号，来自上一层。", "权重是 $w_j$，需要学习。"]
    repaired = [(p.line, p.found) for p in imported.problems if p.kind == "repaired"]
    assert repaired == [(3, "xnx_nxn"), (5, "wjw_jwj")]
    assert is_doubled(PAGE)


@pytest.mark.parametrize("piece", ["(a_", "a_a", "x\\", "{a ", ",aaaa_"])
def test_text_that_only_looks_like_formulas_stays(piece: str) -> None:
    """However many places there are where one may begin."""
    assert written_once(piece * 5_000, single=False).text == piece * 5_000
