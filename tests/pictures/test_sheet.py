"""Formulas are drawn right, on a sheet that Telegram takes for a photo."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from bot.pictures.breaking import broken
from bot.pictures.plain_tex import plain_tex
from bot.pictures.sheet import FLATTEST, NARROWEST, TALLEST, WIDEST, drawable, page, sheet
from bot.pictures.wire import Refusal

INTERVIEW = (Path(__file__).parent / "interview.txt").read_text("utf-8").splitlines()

MENDED = {
    r"\operatorname*{arg\,max}_{\theta} f": r"\underset{\theta}{\text{arg max}}\, f",
    r"\operatorname*{argmax}_x^n f": r"\overset{n}{\underset{x}{\operatorname{argmax}}}\, f",
    r"\operatorname{sim}(x)": r"\operatorname{sim}(x)",
    r"\mathop{\mathrm{argmax}}\limits_{x} f": r"\underset{x}{{\mathrm {argmax}}}\, f",
    r"\argmin_w f": r"\underset{w}{\operatorname{argmin}}\, f",
    r"x \\[1ex] y": r"x \\ y",
    r"x \\[y] z": r"x \\[y] z",
    r"\begin{aligned}a&=b\end{aligned}": r"\begin{align*}a&=b\end{align*}",
    r"\begin{alignat}{2}a&=b\end{alignat}": r"\begin{align*}a&=b\end{align*}",
    r"\begin{matrix}a&b\\c& \end{matrix}": r"\begin{matrix}a&b\\c&{} \end{matrix}",
    r"\begin{equation}a\end{equation}": "a",
    r"\biggl\{c\biggr\}": r"\left\{c\right\}",
    r"\bigl(a\,\big| b": r"\bigl(a\,\big| b",
    r"\Big\|a": r"\|a",
    r"\left<a\right>": r"\left\langle a\right\rangle ",
    r"\binom{\frac{n}{2}}{k}": r"\left(\begin{matrix}\frac{n}{2}\\k\end{matrix}\right)",
    r"\arg\max f": r"\operatorname{arg}\,\max f",
    r"\mathbb{1}+\mathbf{10}": "𝟙+𝟏𝟎",
    r"\mathbf{x}": r"\mathbf{x}",
    r"a\not=b": r"a\neq b",
    r"a\bmod b": r"a\;\mathrm {mod}\; b",
    r"\text{5\% \& more}": r"\text{5% & more}",
    r"\text{if $x>0$ then}": r"\text{if }x>0\text{ then}",
    r"x\tag{3}": r"x\qquad\text{(3)}",
    r"x\label{eq:1}\nonumber": "x",
    r"||x||": r"\Vert x\Vert ",
    r"a\stackrel{d}{=}b": r"a\;\overset{d}{=}\;b",
    r"\operatorname*": "",
    "{": "{",
}


BROKEN = {
    "a=b=c": r"\begin{align*}a&=b\\&=c\end{align*}",
    r"\left(a=b\right)=f(x=1)\le d": r"\begin{align*}\left(a=b\right)&=f(x=1)\\&\le d\end{align*}",
    r"a=b,\qquad c=d": r"\begin{align*}&a=b,\\& c=d\end{align*}",
    r"x_{a=b=c}": None,
    "a=b": None,
    r"\begin{matrix}a=b=c\end{matrix}": None,
    r"a=b=c\tag{1}": None,
    "": None,
}


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height, from the header: https://www.w3.org/TR/png-3/#11IHDR"""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])  # type: ignore[return-value]


@pytest.mark.parametrize(("tex", "plain"), MENDED.items())
def test_tex_is_put_into_what_can_be_drawn(tex: str, plain: str) -> None:
    """What the libraries get wrong without a word is said in another way."""
    assert plain_tex(tex) == plain


@pytest.mark.parametrize(("tex", "rows"), BROKEN.items())
def test_a_formula_is_broken_at_its_seams(tex: str, rows: str | None) -> None:
    """Between the formulas in it, else before its relations, and never inside brackets."""
    assert broken(tex) == rows


@pytest.mark.parametrize("size", [(30, 40), (900, 100), (9000, 200), (100, 4000), (2000, 2000), (1000, 90)])
def test_a_sheet_has_the_shape_of_a_photo(size: tuple[float, float]) -> None:
    """Whatever is on it: at least 900 wide, at most four times as wide as high, and no tower."""
    width, height = page(*size)
    assert width >= max(size[0], NARROWEST)
    assert height >= size[1]
    assert width <= FLATTEST * height
    assert height <= TALLEST * width


def test_a_sheet_is_no_larger_than_telegram_shows() -> None:
    """A long formula is drawn smaller, not wider."""
    drawn = sheet((rf"\text{{{'far too long ' * 12}}}", "y"))
    assert isinstance(drawn, bytes)
    width, height = size_of(drawn)
    assert width == WIDEST
    assert height >= WIDEST // FLATTEST


@pytest.mark.parametrize("tall", ["l", "k", "i", r"\lambda", "{l,t}"])
def test_a_subscript_touches_no_letter(tall: str) -> None:
    """A tall subscript stands beside a P as it does beside an R, not under its bow against the stem."""
    beside = {
        letter: drawable(f"{letter}_{tall}").getsize()[0] - drawable(letter).getsize()[0] for letter in "PR"
    }
    assert beside["P"] > 0.8 * beside["R"], beside


def test_a_lone_formula_has_its_number() -> None:
    """The text says "(1)" in the place of a single formula, too, so the picture has that beside it."""
    tex = r"\text{as wide as a phone shows without making it smaller}"
    drawn = sheet((tex,))
    assert isinstance(drawn, bytes)
    assert size_of(drawn)[0] > drawable(tex).getsize()[0] + 100


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\foo{x}", r"\foo is not understood"),
        (r"\frac{1}", "is no TeX that can be drawn"),
        ("{" * 500 + "x" + "}" * 500, "nested too deeply"),
        (r"\text{精度}", "there is no 精 in the font"),
        ("x\\", "\\ is not understood"),
        (r"\style{color:red}{x}", "its c would be lost"),
        ("\u200b", "has nothing in it"),
        (r"\,", "has nothing in it"),
    ],
)
def test_what_cannot_be_drawn_is_told(tex: str, reason: str) -> None:
    """No picture with a box or a backslash in it: the formula is named, and why."""
    refusal = sheet(("x", tex))
    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith(reason)
    assert refusal.place == 1


@pytest.mark.parametrize("tex", INTERVIEW[2::20])
def test_formulas_of_interviews_are_drawn(tex: str) -> None:
    """Every twentieth of the hundred that `tests/bench/formulas.py` draws."""
    assert isinstance(sheet((tex,)), bytes)
