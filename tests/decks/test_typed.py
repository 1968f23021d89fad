"""Plain text as Markdown: what somebody typed is shown as it was typed, and the marks that were meant are marks."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.decks import native, writer
from bot.decks.formats.imported import finished
from bot.decks.typed import typed
from bot.domain.card import Card
from bot.domain.identity import question_key
from bot.render.markdown import blocks, inline, plain

AS_TYPED = (
    "What does __init__ do in __main__?",
    "2*3*4, 2**3**2 and a*b*c",
    "def f(*args, **kwargs): g(*args, **kwargs)",
    "SELECT *, t.* FROM t",
    "int *p, **q; p = *q;",
    "_private and __dunder__ and snake_case_name_",
    "List<String>, Map<K, List<V>> and <div> or <br>",
    "#include <stdio.h>",
    "# a comment",
    "> quoted",
    ">>> print(1)",
    "+ and",
    "1945.",
    "7)",
    "007. Bond",
    "---",
    "***",
    "- - -",
    "a\n===",
    "a\n---",
    r"\d+\.\d* and C:\_x\*",
    "x[i](y) and [1]: one",
    "it`s and that`s, ``quoted''",
    "&lt; is an entity, as &nbsp; and &#65; are",
    "~~x + ~~y~~",
    "from $5 to $10",
    "echo $HOME/$x_y_z",
    "<!-- a comment -->",
    "1. a\n3. b\n3. c",
    "a\n\n    x = y*z*w\n",
    "\tx = __a__",
    "№*a 🙂*b c",
    "новая_переменная_ и __метод__",
)
MEANT = {
    "bold": ("a **bold word** here", "a <b>bold word</b> here"),
    "bold at the edge": ("**Term:** a word", "<b>Term:</b> a word"),
    "slanted": ("a *slanted* word", "a <i>slanted</i> word"),
    "both": ("a ***word***.", "a <i><b>word</b></i>."),
    "bold beside Chinese": ("这是**重点**内容", "这是<b>重点</b>内容"),
    "bold beside a product": ("**so** 2*3*4", "<b>so</b> 2*3*4"),
    "code": ("call `a*b*c` or 使用`len`", "call <code>a*b*c</code> or 使用<code>len</code>"),
    "code beside apostrophes": ("it`s `a` that`s", "it`s <code>a</code> that`s"),
    "code with a backtick": ("``a`b``", "<code>a`b</code>"),
    "formula": ("so $a_1*b_1*c$ is", "so <i>a₁ ∗ b₁ ∗ c</i> is"),
    "formula in brackets": (r"5\(x_1\) and \(n\)2", "5 <i>x₁</i> and <i>n</i> 2"),
    "escaped brackets": (r"sed 's/\(foo\)/\1/'", r"sed 's/\(foo\)/\1/'"),
    "link": ("see [it](https://example.org/a)", 'see <a href="https://example.org/a">it</a>'),
}  # fmt: skip
MARKS = st.text(alphabet="ab1 *_`[]()<>&;\\#=~!.+-$\n", max_size=40)
NOT_MEANT = st.text(alphabet="ab1 _<>&;\\#=~!.+[]()", max_size=40)


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize("text", AS_TYPED)
def test_what_is_no_mark_is_shown(text: str) -> None:
    """Programs, patterns and numbers are shown as they were typed, and no tag is left."""
    assert words(plain(typed(text))) == words(text)
    assert "\n" in text.strip() or words(inline(typed(text)).text) == words(text)


@pytest.mark.parametrize(("text", "html"), MEANT.values(), ids=MEANT.keys())
def test_a_mark_that_was_meant_is_one(text: str, html: str) -> None:
    """Marks that touch words as people set them are marks."""
    [block] = blocks(typed(text))
    assert block.html == html


def test_lists_and_fenced_code_stay() -> None:
    """Lists and programs between fences are what they look like."""
    text = "So:\n- one\n- two\n\n1. a\n2. b\n\n```py\na*b*c\n```\nand x*y*z"
    assert typed(text) == text.replace("x*y", "x\\*y")


def test_a_program_keeps_its_shape() -> None:
    """Lines of a program stand as far to the right as they were typed, below a list item, too."""
    text = "Say:\n\ndef f(x):\n    if x:\n        return x*y*z\n    return 0\n- so:\n    one"
    shown = plain(typed(text)).replace("\xa0", " ").split("\n")
    assert shown == [*text.replace("\n\n", "\n").split("\n")[:-2], "🔹 so:", "  one"]


@given(NOT_MEANT)
def test_text_without_marks_that_can_be_meant_is_shown_letter_by_letter(text: str) -> None:
    """Whatever stands in a line, a reader sees it."""
    assert words(plain(typed(f"a {text}"))) == words(f"a {text}")


@given(MARKS)
@example("`" * 9)
def test_no_letter_is_lost(text: str) -> None:
    """Whatever was typed, every letter and digit is seen, and a card of it survives its file."""
    shown = plain(typed(f"a {text}"))
    assert [c for c in shown if c in "ab"] == [c for c in f"a {text}" if c in "ab"]
    card = Card(question_key("Q?"), "Q?", typed(f"a {text}").strip(), line=1)
    deck = finished("x.txt", "table", [card], ()).deck
    assert native.parse(writer.write(deck), "x.md").deck.cards[0].answer == card.answer
