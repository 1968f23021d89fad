"""What TeX's commands and letters are in Unicode, as tables."""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "ord",  # a letter, a number, whatever stands for a thing
    "word",  # a name: log, softmax
    "text",  # prose, with its own spaces
    "bin",  # an operator between two things
    "sign",  # the same before one
    "rel",
    "open",
    "close",
    "bar",  # one that opens, closes or divides: `settled` says which
    "mid",
    "punct",
    "slash",
    "big",  # a sum and its like
    "fraction",
    "root",
    "space",
    "gap",  # between two formulas in one
]

_ORDINARY = r"""
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ emptyset ∅ varnothing ∅ ell ℓ hbar ℏ Re ℜ Im ℑ
aleph ℵ wp ℘ top ⊤ bot ⊥ angle ∠ triangle △ square □ Box □ checkmark ✓ degree ° dagger † ddagger ‡ star ⋆ bullet •
ldots … dots … dotsc … cdots ⋯ dotsb ⋯ vdots ⋮ prime ′ imath ı jmath ȷ S § P ¶ complement ∁ because ∵ therefore ∴
"""
_RELATIONS = r"""
le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ne ≠ neq ≠ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ ll ≪ gg ≫
lt < gt > prec ≺ succ ≻ preceq ⪯ succeq ⪰ in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊
perp ⊥ parallel ∥ mid | vdash ⊢ models ⊨ doteq ≐ triangleq ≜ coloneqq ≔ asymp ≍
to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⇒ iff ⇔
mapsto ↦ longrightarrow ⟶ longleftarrow ⟵ Longrightarrow ⟹ longmapsto ⟼ hookrightarrow ↪ uparrow ↑ downarrow ↓
updownarrow ↕ nearrow ↗ searrow ↘ rightleftharpoons ⇌ leadsto ⇝ rightharpoonup ⇀
"""
_BINARY = r"""
cdot · times × pm ± mp ∓ ast ∗ circ ∘ odot ⊙ otimes ⊗ oplus ⊕ ominus ⊖ cup ∪ cap ∩ setminus ∖ land ∧ wedge ∧
lor ∨ vee ∨ bmod mod sqcup ⊔ uplus ⊎
"""
_BIG = r"""
sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigwedge ⋀ bigvee ⋁
"""
_DIVIDED = r"div ÷"
_OPENING = r"lbrace { langle ⟨ lceil ⌈ lfloor ⌊ lbrack ["
_CLOSING = r"rbrace } rangle ⟩ rceil ⌉ rfloor ⌋ rbrack ]"
_BARS = r"vert | Vert ‖ lvert | rvert | lVert ‖ rVert ‖ mvert |"
_WORDS = (
    "log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan max min arg det dim lim sup inf "
    "Pr gcd ker deg hom limsup liminf argmax argmin"
)


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return {f"\\{name}": sign for name, sign in zip(words[::2], words[1::2], strict=True)}


_TABLES: dict[Kind, str] = {
    "ord": _ORDINARY,
    "rel": _RELATIONS,
    "bin": _BINARY,
    "big": _BIG,
    "open": _OPENING,
    "close": _CLOSING,
    "bar": _BARS,
    "slash": _DIVIDED,
}
SIGNS: dict[str, tuple[Kind, str]] = {
    command: (kind, sign) for kind, table in _TABLES.items() for command, sign in _pairs(table).items()
}
r"""Command -> what kind of sign it is (`ord`, `rel`, `bin`, …) and the sign."""
SIGNS |= {f"\\{word}": ("word", word) for word in _WORDS.split()}
SIGNS |= {"\\colon": ("punct", ":"), "\\limsup": ("word", "lim sup"), "\\liminf": ("word", "lim inf")}
SIGNS |= {f"\\{sign}": ("ord", sign) for sign in "%$#&_"}
SIGNS |= {"\\{": ("open", "{"), "\\}": ("close", "}"), "\\|": ("bar", "‖")}

CHARACTERS: dict[str, tuple[Kind, str]] = {
    **dict.fromkeys("=<>≤≥≠≈≡∼∝∈∉⊂⊆→←⇒⇔↔↦", ("rel", "")),
    **dict.fromkeys("+±×·∘⊙⊗⊕∪∩∧∨", ("bin", "")),
    **dict.fromkeys("([⟨⌈⌊", ("open", "")),
    **dict.fromkeys(")]⟩⌉⌋", ("close", "")),
    **dict.fromkeys(",;:.?", ("punct", "")),
    **dict.fromkeys("∑∏∫⋃⋂", ("big", "")),
    **dict.fromkeys("|‖", ("bar", "")),
    "-": ("bin", "−"),
    "−": ("bin", "−"),
    "*": ("bin", "∗"),
    "/": ("slash", "/"),
    "÷": ("slash", "÷"),
}
"""Character -> its kind and the sign in its place, empty for itself."""

SPACES = frozenset({"~", "\\ ", *(f"\\{name}" for name in [",", ":", ";", ">", "enspace", "thinspace"])})
GAPS = frozenset({"\\quad", "\\qquad"})
_UNSEEN = (
    "! displaystyle textstyle limits nolimits rm left right middle mathopen mathclose "
    "big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl biggr Biggl Biggr"
)
UNSEEN = frozenset(f"\\{name}" for name in _UNSEEN.split())
"""Commands about sizes, which a line has not."""
NEGATED = {
    "=": "≠",
    "∈": "∉",
    "⊂": "⊄",
    "⊆": "⊈",
    "≡": "≢",
    "∼": "≁",
    "≈": "≉",
    "<": "≮",
    ">": "≯",
    "≤": "≰",
    "≥": "≱",
    "∃": "∄",
    "|": "∤",
    "∥": "∦",
}

ACCENTS = {
    "\\hat": "\u0302",
    "\\widehat": "\u0302",
    "\\bar": "\u0304",
    "\\overline": "\u0304",
    "\\tilde": "\u0303",
    "\\widetilde": "\u0303",
    "\\dot": "\u0307",
    "\\ddot": "\u0308",
    "\\vec": "\u20d7",
    "\\check": "\u030c",
    "\\breve": "\u0306",
    "\\acute": "\u0301",
    "\\grave": "\u0300",
}
ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
PRIMES = {1: "′", 2: "″", 3: "‴"}

_UPPER_FROM = "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤′∗∘†°"
_UPPER_TO = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀ′*°†°"
_LOWER_FROM = "0123456789+−=()aehijklmnoprstuvxβγρφχ"
_LOWER_TO = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"
UPPER = dict(zip(_UPPER_FROM, _UPPER_TO, strict=True))
"""Character -> its superscript."""
LOWER = dict(zip(_LOWER_FROM, _LOWER_TO, strict=True))
"""Character -> its subscript."""

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ"
# Where the alphabets begin, and the letters that Unicode had before them:
# https://www.unicode.org/charts/PDF/U1D400.pdf
_OLDER = {
    "script": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "double": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
}


def _alphabet(latin: int, digits: int = 0, greek: int = 0, older: str = "") -> dict[str, str]:
    letters = {letter: chr(latin + place) for place, letter in enumerate(_LATIN)}
    if digits:
        letters |= {str(digit): chr(digits + digit) for digit in range(10)}
    if greek:
        letters |= {letter: chr(greek + place) for place, letter in enumerate(_GREEK)}
    return letters | _OLDER.get(older, {})


_BOLD = _alphabet(0x1D400, 0x1D7CE, 0x1D6A8)
_SCRIPT = _alphabet(0x1D49C, older="script")
_DOUBLE = _alphabet(0x1D538, 0x1D7D8, older="double")
ALPHABETS: dict[str, dict[str, str]] = {
    "\\mathbf": _BOLD,
    "\\boldsymbol": _BOLD,
    "\\bm": _BOLD,
    "\\mathcal": _SCRIPT,
    "\\mathscr": _SCRIPT,
    "\\mathbb": _DOUBLE,
    "\\mathds": _DOUBLE,
    "\\mathfrak": _alphabet(0x1D504, older="fraktur"),
}
"""Command -> how it writes a letter."""
_NAMES = "operatorname operatorname* mathrm mathsf mathtt mathit mathop mathnormal"
NAMES = frozenset(f"\\{name}" for name in _NAMES.split())
r"""Commands whose letters are a name, such as `\operatorname{softmax}`."""
TEXTS = frozenset(
    ["\\text", "\\textrm", "\\mbox", "\\textnormal", "\\textsf", "\\texttt", "\\textit", "\\textbf"]
)
r"""Commands whose argument is prose."""
