r"""Formulas damaged on their way: what is certain is put right, what is not is named, what is whole stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decks.latex import Doubt, Repair, mend


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        pytest.param("$n=rac{a+b}{2}$", r"$n=\frac{a+b}{2}$", id="lost-form-feed"),
        pytest.param("$x\frac{a}{b}$", r"$x\frac{a}{b}$", id="form-feed"),
        pytest.param("$rac12$", r"$\frac12$", id="digits-follow"),
        pytest.param("$$\n\beta + \theta\n$$", "$$\n\\beta + \\theta\n$$", id="backspace-and-tab"),
        pytest.param("$\alpha \approx 1$", r"$\alpha \approx 1$", id="bell"),
        pytest.param("$\vec{v}$", r"$\vec{v}$", id="vertical-tab"),
        pytest.param("$a ightarrow b$", r"$a \rightarrow b$", id="arrow"),
        pytest.param("$xightarrow y$", r"$x\rightarrow y$", id="arrow-glued"),
        pytest.param("stan\nightarrow 0", "stan\n$\\rightarrow$ 0", id="arrow-outside-after-a-break"),
        pytest.param("stanuightarrow 0", r"stanu $\rightarrow$ 0", id="arrow-outside-glued"),
        pytest.param("$\\left[ a\n  ight]$", r"$\left[ a\right]$", id="right-after-a-break"),
        pytest.param("$\\left( a ight)$", r"$\left( a \right)$", id="right-lost"),
        pytest.param("$n_{\n  m in}$", r"$n_{\rm in}$", id="roman-after-a-break"),
        pytest.param("$a\neq b$", r"$a\neq b$", id="not-equal-after-a-break"),
        pytest.param("$\nabla f$", r"$\nabla f$", id="nabla-after-a-break"),
        pytest.param("$2 imes 3$", r"$2 \times 3$", id="times"),
        pytest.param("$ilde{x} + ar{y} + ec{z}$", r"$\tilde{x} + \bar{y} + \vec{z}$", id="accents"),
        pytest.param("$A igcup B$", r"$A \bigcup B$", id="backspace-lost"),
        pytest.param("$x \bigcup y$", r"$x \bigcup y$", id="backspace-kept"),
        pytest.param("$a\therefore b \vdash c$", r"$a\therefore b \vdash c$", id="tab-and-vertical-tab-kept"),
        pytest.param("$x otin A$", r"$x \notin A$", id="line-break-lost"),
        pytest.param("$0 leq x leq infty$", r"$0 \leq x \leq \infty$", id="only-the-backslash-lost"),
        pytest.param(
            "$rac{artial f}{artial x}$", r"$\frac{\partial f}{\partial x}$", id="first-letters-lost"
        ),
        pytest.param("$\\langle a, b angle$", r"$\langle a, b \rangle$", id="closing-angle"),
        pytest.param("$\\lceil x ceil$", r"$\lceil x \rceil$", id="closing-ceiling"),
        pytest.param("$ sqrt{2} $", r"$ \sqrt{2} $", id="backslash-lost"),
        pytest.param(
            "$egin{cases} 1 \\\\ 0 \\end{cases}$", "$\\begin{cases} 1 \\\\ 0 \\end{cases}$", id="begin"
        ),
    ],
)
def test_certain_damage_is_put_right(damaged: str, whole: str) -> None:
    """A remainder that no formula has by itself becomes the command it was."""
    mended = mend(damaged)
    assert mended.text.replace("$ ", "$").replace(" $", "$") == whole.replace("$ ", "$").replace(" $", "$")
    assert mended.doubts == ()
    assert len(mended.repairs) == (damaged != whole)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(r"$\frac{a}{b} \rightarrow \theta$", id="whole"),
        pytest.param("$$\n\\nabla f\n= 0\n$$", id="lines"),
        pytest.param("$\\text{if heta is rac}$", id="words-in-text"),
        pytest.param("`$rac{a}{b}$` and ``$rac{a}$``", id="code"),
        pytest.param("It costs $5, not $10, and rac{a} is nothing.", id="money"),
        pytest.param(r"\$rac{a}{b}\$", id="escaped-dollars"),
        pytest.param(r"$\nightarrow \xrightarrow{a}$ and $\Leftrightarrow$", id="commands-that-end-alike"),
        pytest.param("$hat(x) + bar + ec + floor(x) + ceil(x)$", id="words-that-may-be-names"),
        pytest.param("a fright, a bright light, an eta", id="prose"),
    ],
)
def test_what_is_whole_or_no_formula_stays(text: str) -> None:
    """Whole formulas, code, money and prose are not touched."""
    assert mend(text).text == text
    assert mend(text).repairs == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(r"$\left( a$", r"\left and \right do not pair", id="left"),
        pytest.param(r"$\frac{a}{b$", "its braces do not pair", id="braces"),
        pytest.param(r"$\begin{cases} a$", r"\begin and \end do not pair", id="begin"),
        pytest.param("$x + eta^2$", "'eta' may be what is left of a command", id="eta"),
        pytest.param("$elta x$", "'elta' may be what is left of a command", id="small-or-capital"),
        pytest.param("$a angle b$", "'angle' may be what is left of a command", id="angle"),
        pytest.param(r"and $\alpha + 1", "the formula is not closed", id="open"),
        pytest.param(r"and $$\alpha + 1", "the formula is not closed", id="open-display"),
    ],
)
def test_uncertain_damage_is_named_and_left(text: str, why: str) -> None:
    """Damage with more than one reading stays as it is, with the reason."""
    mended = mend(text)
    assert mended.text == text
    assert [doubt.why for doubt in mended.doubts] == [why]


def test_repairs_and_doubts_have_lines() -> None:
    """Each change says on which line of the file it was."""
    mended = mend("one\n$rac{a}{b}$\n\n$x$ and $\\left($\nzuightarrow", line=10)
    assert [(r.line, r.found) for r in mended.repairs] == [(11, "$rac{a}{b}$"), (14, "zuightarrow")]
    assert mended.doubts == (Doubt(13, "$\\left($", r"\left and \right do not pair"),)


def test_prose_in_upright_letters_is_prose_again() -> None:
    """Words set as a formula become words, accents included; what is maths in between keeps its dollars."""
    damaged = r"$2. \ \mathsf{Ka\.zdy} \ \mathsf{w\k{e}ze\l} \ \mathsf{ma} \ \mathsf{klucz} \ k_i$"
    mended = mend(damaged)
    assert mended.text == "2. Każdy węzeł ma klucz $k_i$"
    assert mended.repairs == (Repair(1, damaged, "2. Każdy węzeł ma klucz $k_i$"),)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(r"$\mathrm{Var}(x) \ = \ \mathrm{E}(x^2)$", id="few-words"),
        pytest.param(r"$a \ b \ c \ \mathsf{word}$", id="mostly-symbols"),
    ],
)
def test_maths_with_a_few_words_stays_maths(text: str) -> None:
    """It takes several words, and more of them than symbols, to be prose."""
    assert mend(text).text == text


@given(st.text(alphabet="ab$\\{}\n rac_^`ightow1\f\t", max_size=200))
def test_mending_twice_changes_nothing_more(text: str) -> None:
    """A mended text is whole: nothing in it asks for the same repair again."""
    once = mend(text).text
    assert mend(once).text == once
