from __future__ import annotations

import pytest

from bot.decks.maths import LONGEST, Checker, Formula, flaw, formulas
from bot.decks.spans import spans


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("a $x$ b", [("maths", "x")], id="inline"),
        pytest.param("a $$x$$ b", [("display", "x")], id="display"),
        pytest.param("$$\nx\n\ny\n$$", [("display", "\nx\n\ny\n")], id="display over a blank line"),
        pytest.param("$5 and $10", [], id="prices"),
        pytest.param("$ x$ and $y $", [], id="spaces inside"),
        pytest.param("2$x$ and $x$2", [], id="digits outside"),
        pytest.param(r"\$x$ and $\$y$", [("maths", r"\$y")], id="escaped dollars"),
        pytest.param("$x\n\ny$", [], id="two paragraphs"),
        pytest.param("$x\ny$", [("maths", "x\ny")], id="two lines"),
        pytest.param("`$x$` $y$", [("code", "$x$"), ("maths", "y")], id="code"),
        pytest.param("``a`$x$`` $y$", [("code", "a`$x$"), ("maths", "y")], id="two backticks"),
        pytest.param("` $x$", [("maths", "x")], id="a lone backtick"),
        pytest.param(r"\`$x$` ", [("maths", "x")], id="an escaped backtick"),
        pytest.param("`a\n\nb` $x$", [("maths", "x")], id="code ends with its paragraph"),
        pytest.param("$$x", [("unclosed", "")], id="unclosed display"),
        pytest.param("$$$$", [("display", "")], id="empty display"),
        pytest.param("$", [], id="a dollar"),
    ],
)  # fmt: skip
def test_spans_pair_as_on_github(text: str, found: list[tuple[str, str]]) -> None:
    """Code and maths pair from left to right; prices, escaped marks and other paragraphs are left alone."""
    assert [(span.kind, span.inside) for span in spans(text)] == found
    assert all(span.inside in text[span.start : span.end] for span in spans(text))


def test_formulas_have_lines() -> None:
    """Formulas are told with their line from 0; those in fenced code are not formulas."""
    text = "a $x$\n```\n$y$\n```\n\n$$\nz\n$$ `$v$` $w$\n$$u"
    assert formulas(text) == (
        Formula("x", display=False, line=0),
        Formula("\nz\n", display=True, line=5),
        Formula("w", display=False, line=7),
    )


@pytest.mark.parametrize(
    "latex",
    [
        r"x",
        r"\frac{\partial L}{\partial w} = \sum_{i=1}^{n} x_i \cdot \hat{y}_i",
        r"\begin{align} a &= b \\ c &= d \end{align}",
        r"\begin{cases} x & x > 0 \\ 0 & \text{else} \end{cases}",
        r"\operatorname{softmax}(z)_i = \mathbb{E}\left[ \{a\} \right]",
        r"50\% \text{ of \$5}",
    ],
)
def test_a_sound_formula_has_no_flaw(latex: str) -> None:
    """What the converter shows as it is meant passes."""
    assert flaw(latex) == ""


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        pytest.param(r"\rac{1}{2}", r"\rac is not understood", id="unknown command"),
        pytest.param(
            r"\begin{aligned} a &= b \end{aligned}", "& is not understood", id="unknown environment"
        ),
        pytest.param("{a", "a brace without its partner", id="open brace"),
        pytest.param("a}", "a brace without its partner", id="closing brace"),
        pytest.param("x^", "missing super script or subscript", id="no exponent"),
        pytest.param(r"\left( a", "extra left or missing right", id="no right"),
        pytest.param(" ", "no available tokens", id="nothing"),
        pytest.param("a" * (LONGEST + 1), f"longer than {LONGEST} characters", id="too long"),
        pytest.param(r"\begin", "it cannot be read", id="cut off"),
    ],
)
def test_a_flaw_has_a_reason(latex: str, reason: str) -> None:
    """What cannot be shown, or would be shown with its backslash, is told with a reason."""
    assert flaw(latex) == reason


def test_a_formula_is_looked_at_once() -> None:
    """A formula that comes again costs nothing, and those past the budget are counted, not passed over."""
    checker = Checker(left=10)
    assert [flaw.latex for flaw in checker.flaws([r"$\foo$ $\foo$", r"$\foo$"])] == [r"\foo"] * 3
    assert checker.left == 6
    assert list(checker.flaws([r"$\foobar$ and $x$"])) == []
    assert checker.unchecked == 1
