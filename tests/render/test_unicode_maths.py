r"""A formula becomes a line of text only where that reads well, and then it means the same."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.render.unicode_maths import LONGEST, in_unicode

READ = r"""
x^2 => x²
\alpha_i \le \frac{1}{2} => αᵢ ≤ 1/2
\sqrt{x} => √x
\sqrt{x^2} => √(x²)
\sqrt{ab} => √(ab)
\sqrt{x}y => √(x)y
\sqrt{x}^2 => (√x)²
\sqrt[3]{x} => ∛x
\frac{\sqrt{x}}{2} => √x/2
\frac{QK^\top}{\sqrt{d_k}} => QKᵀ/√dₖ
\operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V => softmax(QKᵀ/√dₖ)V
z=\mathbf{w}^\top\mathbf{x}+b => z = 𝐰ᵀ𝐱 + b
\mathbf{w}\leftarrow\mathbf{w}+\eta\,(y-\hat{y})\,\mathbf{x} => 𝐰 ← 𝐰 + η (y − ŷ) 𝐱
\sigma'(z)=\sigma(z)\,(1-\sigma(z)) => σ′(z) = σ(z) (1 − σ(z))
0.25^{10}\approx 10^{-6} => 0.25¹⁰ ≈ 10⁻⁶
10{,}000 \ne 1,000 => 10,000 ≠ 1,000
(0,1) => (0, 1)
\sum_{i=1}^{n} x_i => ∑ᵢ₌₁ⁿ xᵢ
\frac{1}{n}\sum_{i=1}^n (y_i-\hat y_i)^2 => (1/n) ∑ᵢ₌₁ⁿ (yᵢ − ŷᵢ)²
\sum_{x \in X} p(x) => ∑_(x∈X) p(x)
\prod_{t=1}^{T} p(x_t \mid x_{<t}) => ∏ₜ₌₁ᵀ p(xₜ | x_(<t))
\int_0^1 f(x)\,dx => ∫₀¹ f(x) dx
\frac{a}{b+c} => a/(b + c)
\frac{a+b}{c} => (a + b)/c
\frac{a}{bc} => a/(bc)
\frac{ab}{c} => ab/c
\frac{a/b}{c} => (a/b)/c
a/\frac{b}{c} => a/(b/c)
a\div\frac{b}{c} => a÷(b/c)
\frac{a}{b}^2 => (a/b)²
2\frac12x => 2 (1/2)x
\log\frac{a}{b} => log(a/b)
\frac{\log x}{y} => (log x)/y
\frac{x}{\log y} => x/(log y)
\frac{1}{1+e^{-z}} => 1/(1 + e⁻ᶻ)
\frac{1}{N(N-1)} => 1/(N(N − 1))
\frac{p(x)}{q(x)} => p(x)/q(x)
\frac{TP}{TP+FP} => TP/(TP + FP)
\frac{\text{true}}{\text{all of them}} => true/(all of them)
\frac{\mathrm{area}(A\cap B)}{\mathrm{area}(A\cup B)} => area(A ∩ B)/area(A ∪ B)
\frac{\partial L}{\partial w_{ij}} => ∂L/∂wᵢⱼ
\frac{d}{dx}f(x) => (d/dx)f(x)
x_{ij} => xᵢⱼ
x_{ab} => x_(ab)
x_{i,j} => x_(i,j)
x_{i_j} => x_(iⱼ)
x_b c => x_b c
\mathrm{PE}_{(p,2i)} => PE_(p,2i)
\mathbf{1}_{\{x>0\}} => 𝟏_{x>0}
\lim_{n\to\infty}(1+x) => lim_(n→∞) (1 + x)
\frac ab\cdots\frac cd => (a/b) ⋯ (c/d)
f\colon X\to Y => f: X → Y
x_b^2 => x²_b
x^q_b => (x_b)^q
x^q c => x^q c
{x^2}^3 => (x²)³
{x_i}_j => (xᵢ)ⱼ
2^{2^n} => 2^(2ⁿ)
e^{-x^2} => e^(−x²)
w_{ij}^{(l)} => wᵢⱼ⁽ˡ⁾
d_{\text{model}} => d_model
D_{\mathrm{KL}}(P\,\|\,Q) => D_KL(P‖Q)
||w||_2^2 => ‖w‖₂²
|x|-|y| => |x| − |y|
p(y|x) => p(y|x)
x^*y => x* y
f''(x) => f″(x)
\mathbb{E}_{x\sim p}[f(x)] => 𝔼_(x∼p)[f(x)]
\arg\max_\theta \log p(x;\theta) => arg max_θ log p(x; θ)
\mathcal{N}(0,\sigma^2) => 𝒩(0, σ²)
f:\mathbb{R}^n\to\mathbb{R} => f: ℝⁿ → ℝ
x\in\{0,1\} => x ∈ {0, 1}
x\not\in A \cup B => x ∉ A ∪ B
f(\cdot) => f(·)
-a=-b => −a = −b
\pm 1 => ±1
\lfloor n/2 \rfloor \bmod 2 => ⌊n/2⌋ mod 2
\text{if } x>0 => if x > 0
\text{точность}=\frac{TP}{N} => точность = TP/N
i=1,\dots,n => i = 1, …, n
50\%\,\&\,\$5 => 50% & $5
\bar{x},\tilde\theta => x̄, θ̃
a<b \& c>d => a < b&c > d
"""

UNREAD = {
    "a fraction in a fraction": r"\frac{\frac{a}{b}}{c}",
    "a fraction in a fraction's root": r"\frac{1}{1+\frac{1}{x}}",
    "cases": r"\begin{cases}1\\2\end{cases}",
    "a matrix": r"\begin{pmatrix}a & b\\ c & d\end{pmatrix}",
    "aligned": r"\begin{aligned}a &= b\end{aligned}",
    "limits without small letters": r"\int_{-\infty}^{\infty} f",
    "long limits": r"\sum_{i=1, i \ne j, i \ne k} x_i",
    "a brace below": r"\underbrace{x+y}_{z}",
    "a bar over two letters": r"\overline{AB}",
    "a bracket that is not seen": r"\left.x\right|_{0}",
    "a bracket that does not close": r"\left(x",
    "an unknown command": r"\foo{x}",
    "a colour": r"\color{red} x",
    "two superscripts": "x^2^3",
    "a script of nothing": "x_",
    "a brace that does not close": "x_{i",
    "a brace that does not open": "x}",
    "half a fraction": r"\frac{1}",
    "no argument": r"\sqrt",
    "a cell": "a & b",
    "a row": r"a \\ b",
    "a lone backslash": "x \\",
    "text that does not close": r"x\text{if",
    "a formula in text": r"\text{if $x$}",
    "a root of the nth degree": r"\sqrt[n]{x}",
    "a mark that turns the text": "x\u202ey",
    "nothing": "",
    "spaces": r" \, ",
    "a damaged command": r"\frac{1}{2} + rac{a}{b}",
    "too many brackets": "f(g(h(k(x))))",
    "a long one": "+".join("abcdefghijklmnopqrstuvwxyz"),
    "100 KB": "x+" * 50_000,
    "deep nesting": "{" * 5000 + "x" + "}" * 5000,
}


@pytest.mark.parametrize("row", READ.strip().splitlines())
def test_what_reads_well_is_text(row: str) -> None:
    """Each command, script, fraction and root as a person would write it in a chat."""
    latex, line = row.split(" => ")
    assert in_unicode(latex) == line


@pytest.mark.parametrize("latex", UNREAD.values(), ids=UNREAD.keys())
def test_what_does_not_read_well_is_not_said(latex: str) -> None:
    """What takes more than a line, is long, or is no TeX at all is left to a picture."""
    assert in_unicode(latex) is None


def test_two_formulas_in_one_stay_apart() -> None:
    """A wide space between two formulas is no product, and no bracket is due across it."""
    assert in_unicode(r"x=\frac ab\qquad\frac cd=y") == "x = a/b;\u2003c/d = y"


def test_no_rubbish_becomes_a_command_that_is_seen() -> None:
    """Whatever the tokens: nothing raises, no backslash is left, and the line is short and has no bare brace."""
    pieces = r"\frac \sqrt \left( \right) \text \mathbf ^ _ { } ' x 2 + - / | \alpha \sum \hat , \quad & \\ \foo [ ]"
    rng = random.Random(4)
    for _ in range(800):
        latex = " ".join(rng.choices(pieces.split(), k=rng.randint(1, 9)))
        line = in_unicode(latex)
        if line is not None:
            assert 0 < len(line) <= LONGEST, latex
            assert not re.search(r"[\\{}^_]\s|[\\]", line), (latex, line)


@dataclass(frozen=True)
class Sum:
    """A formula, its value, and whether it holds together without brackets: 3 an atom, 2 a product, 1 a sum."""

    latex: str
    value: float
    binds: int


VALUES = {"x": 1.7, "y": 2.3, "z": 0.6, "k": 3.1}


def test_the_meaning_never_changes() -> None:
    """Hundreds of formulas made by chance: their lines, read either way a slash is read, have the same value."""
    rng = random.Random(1)
    read = 0
    for _ in range(500):
        made = _made(rng, 3)
        line = in_unicode(made.latex)
        if line is None:
            continue
        read += 1
        for tight in (True, False):
            assert math.isclose(_Value(line, tight=tight).of(), made.value), (made.latex, line, tight)
    assert read > 300


def _made(rng: random.Random, depth: int) -> Sum:
    if depth == 0:
        name = rng.choice("xyzk")
        return Sum(name, VALUES[name], 3)
    return rng.choice(_WAYS)(rng, depth - 1)


def _added(rng: random.Random, depth: int) -> Sum:
    one, other = _made(rng, depth), _made(rng, depth)
    return Sum(f"{one.latex}+{other.latex}", one.value + other.value, 1)


def _multiplied(rng: random.Random, depth: int) -> Sum:
    one, other = _in_brackets(_made(rng, depth), 2), _in_brackets(_made(rng, depth), 2)
    sign = rng.choice(["", " ", r"\cdot ", r"\times "])
    return Sum(f"{one.latex}{sign}{other.latex}", one.value * other.value, 2)


def _divided(rng: random.Random, depth: int) -> Sum:
    one, other = _made(rng, depth), _made(rng, depth)
    return Sum(rf"\frac{{{one.latex}}}{{{other.latex}}}", one.value / other.value, 2)


def _rooted(rng: random.Random, depth: int) -> Sum:
    one = _made(rng, depth)
    return Sum(rf"\sqrt{{{one.latex}}}", math.sqrt(one.value), 3)


def _squared(rng: random.Random, depth: int) -> Sum:
    one, power = _in_brackets(_made(rng, depth), 3), rng.choice(["2", "-1", "k", "x+2"])
    exponent = {"2": 2, "-1": -1, "k": VALUES["k"], "x+2": VALUES["x"] + 2}[power]
    return Sum(f"{{{one.latex}}}^{{{power}}}", one.value**exponent, 3)


def _plain(rng: random.Random, depth: int) -> Sum:
    return _made(rng, 0)


_WAYS: list[Callable[[random.Random, int], Sum]] = [_added, _multiplied, _divided, _rooted, _squared, _plain]


def _in_brackets(one: Sum, least: int) -> Sum:
    return one if one.binds >= least else Sum(rf"\left({one.latex}\right)", one.value, 3)


class _Value:
    """Reads a line as a person does; `tight` who takes `a/bc` for `a/(bc)`, else for `(a/b)c`."""

    def __init__(self, line: str, *, tight: bool) -> None:
        self.rest = line.replace(" ", "")
        self.tight = tight

    def of(self) -> float:
        """The value of all of it."""
        value = self.sum()
        assert not self.rest, self.rest
        return value

    def sum(self) -> float:
        sign = -1 if self.took("−") else 1
        value = sign * self.term()
        while self.rest[:1] in {"+", "−"} and self.rest:
            value += -self.term() if self.took("−") else self.took("+") * self.term()
        return value

    def term(self) -> float:
        value = self.product()
        while self.rest and self.rest[0] not in "+−)":
            if self.took("/"):
                value /= self.product()
            else:
                value *= (self.took("·") or self.took("×") or True) * self.product()
        return value

    def product(self) -> float:
        value = self.power()
        while self.tight and self.rest and self.rest[0] not in "+−)/·×":
            value *= self.power()
        return value

    def power(self) -> float:
        rooted = self.took("√")
        value = self.atom()
        if rooted:
            assert self.rest[:1] not in set("²⁻ᵏˣ⁺^"), "a root runs into a power"
            return math.sqrt(value)
        small = re.match("[²⁻¹ᵏˣ⁺]*", self.rest)
        assert small is not None
        self.rest = self.rest[small.end() :]
        if small[0]:
            return value ** {"²": 2.0, "⁻¹": -1.0, "ᵏ": VALUES["k"], "ˣ⁺²": VALUES["x"] + 2}[small[0]]
        return value

    def atom(self) -> float:
        if self.took("("):
            value = self.sum()
            assert self.took(")")
            return value
        name, self.rest = self.rest[0], self.rest[1:]
        return VALUES[name]

    def took(self, sign: str) -> bool:
        found = self.rest.startswith(sign)
        self.rest = self.rest.removeprefix(sign)
        return found
