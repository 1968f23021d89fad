"""HTML as Markdown: what a reader sees is kept, what a browser would do is gone."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.decks.html import markdown_of, text_of
from bot.decks.literal import literal
from bot.render.markdown import plain

CASES = {
    "plain": ("a key names a row", "a key names a row"),
    "entities": ("a &lt; b &amp;&amp; c&nbsp;d", "a < b && c d"),
    "lines": ("one<br>two<div>three</div><div><br></div><div>four</div>", "one\ntwo\nthree\n\nfour"),
    "raw lines": ("one\ntwo", "one\ntwo"),
    "paragraphs": ("<p>a</p>\n<p>b</p>", "a\n\nb"),
    "emphasis": ("<b>Def:</b>text <i> it </i>x <u>u</u> <s>s</s>", "**Def:** text *it* x *u* ~~s~~"),
    "emphasis of lines": ("<b>x<br>y</b>", "**x**\n**y**"),
    "emphasis around a list": ("<b>x<ul><li>a <i>b</i></li></ul></b>", "**x**\n\n- a *b*"),
    "emphasis around code": ("<b>x<pre>a\nb</pre> <i>y</i></b>", "**x**\n\n```\na\nb\n```\n\n***y***"),
    "nested emphasis": ("<b>a <strong>b</strong> <i>c</i></b>", "**a b *c***"),
    "small letters": ("H<sub>2</sub>O, x<sup>n</sup>, y<sup>ab</sup>", "H₂O, xⁿ, y^(ab)"),
    "lists": (
        "<ul><li>a<li>b<ul><li>c</ul></ul>after<ol start=3><li>d</ol>",
        "- a\n- b\n\n  - c\n\nafter\n\n3. d",
    ),
    "table": (
        r"<table><tr><th>a|b<th>c<tr><td>\(|x|\)<td>2<br>3</table>",
        "| a\\|b | c |\n| --- | --- |\n| $\\vert x\\vert $ | 2 3 |",
    ),
    "table of one column": ("<table><tr><td>a<tr><td>b</table>", "a\nb"),
    "code": (
        "<pre><code class=language-py>def f():<br>  return 1 &lt; 2</code></pre>",
        "```py\ndef f():\n  return 1 < 2\n```",
    ),
    "inline code": (r"<code>a*b*</code> <code>\(x\)</code>", r"`a*b*` `\(x\)`"),
    "links": (
        "<a href='https://a.b/c (d)'>t</a> <a href='javascript:x'>u</a>",
        "[t](https://a.b/c%20%28d%29) u",
    ),
    "picture": ("<img src='p.png' alt='a key' onerror=x>", "![a key](p.png)"),
    "quotation": ("<blockquote>q<br>r</blockquote>z", "> q\n> r\n\nz"),
    "heading and rule": ("<h1>T</h1>a<hr>b", "### T\n\na\n\n---\n\nb"),
    "ruby": ("<ruby>漢<rt>かん</rt></ruby>字", "漢(かん)字"),
    "styles": ('<span style="color: red">red</span> <font size=5>big</font>', "red big"),
    "script": ("<script>alert(1)</script><p onclick=x()>hi</p><iframe src=x>no</iframe>", "hi"),
    "script as text": ("&lt;script&gt; is a tag", "&lt;script> is a tag"),
    "entity as text": ("write &amp;lt; here", "write &amp;lt; here"),
    "heading as text": ("# define X", "\\# define X"),
    "marks as text": ("*a* b_c_d __init__ [a](b)", r"\*a\* b_c_d \_\_init\_\_ \[a](b)"),
    "one mark is harmless": ("2 * 3 and snake_case", "2 * 3 and snake_case"),
    "money": ("$5 and $10", "$5 and $10"),
    "typed formula": ("$x^2$ but $a$", r"$x^2$ but \$a\$"),
    "mathjax": (r"area \(\pi r^2\)<br>\[a &lt; b<b>c</b>\]", "area $\\pi r^2$\n$$a < bc$$"),
    "mathjax near digits": (r"5\(x\)\(y\)3", "5 $x$ $y$ 3"),
    "mathjax tag": (
        '<anki-mathjax>x</anki-mathjax> <anki-mathjax block="true">y</anki-mathjax>',
        "$x$ $$y$$",
    ),
    "latex": (
        "[$]x &lt;y[/$] [$$]z[/$$] [latex]by $a$[/latex]",
        "$x < y$ $$z$$ $a$".replace("$a$", "by $a$"),
    ),
    "latex environment": (
        r"[latex]\begin{align*}a&amp;=b\end{align*}[/latex]",
        r"$$\begin{align*}a&=b\end{align*}$$",
    ),
    "unclosed formula": (r"unclosed \( x", r"unclosed \\( x"),
    "price beside a formula": (r"$5 for \(x\)", r"\$5 for $x$"),
}


@pytest.mark.parametrize(("html", "markdown"), CASES.values(), ids=CASES)
def test_what_is_seen_becomes_markdown(html: str, markdown: str) -> None:
    """Each thing HTML can show has its Markdown."""
    assert markdown_of(html) == markdown


PIECES = ["<b>", "</b>", "<div>", "</div>", "<br>", "a", " ", "*", "<ul><li>", "</ul>", "&lt;", "&", "<table><tr><td>",
          "</table>", "<script>", "</script>", "\\(", "\\)", "$", "<pre>", "</pre>", "`", "<img src=x.png>", "\n",
          "[latex]", "[/latex]", "<!--", "-->", "#", "<a href=https://x.y>", "</a>", "\ufdd0", "1"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@example("<" * 50)
def test_no_html_survives(html: str) -> None:
    """Whatever comes in, nothing that begins a tag stands outside code and formulas afterwards."""
    markdown = markdown_of(html)
    assert markdown == markdown.strip()
    assert not any(f"<{tag}" in markdown for tag in ("script", "div", "b>", "a ", "img")) or "`" in markdown


@given(st.text(alphabet="ab *_`[]()<>&;\\#=~!1", max_size=40))
def test_literal_text_reads_as_itself(text: str) -> None:
    """Text made literal is shown by the renderer letter by letter, blanks aside."""
    whole = "a " + " ".join(text.split())
    assert plain(literal(whole)).split() == whole.split()


@pytest.mark.parametrize("line", ["# a", "> a", "---", "===", "*", "-", "+", "* * *", "___", "#", "- -"])
def test_a_line_of_marks_reads_as_itself(line: str) -> None:
    """A line that would be a heading, a rule or an empty list is text."""
    assert plain(literal(f"a\n{line}")).split() == ["a", *line.split()]
    assert plain(literal(line)).split() == line.split()


def test_deep_nesting_is_stripped_of_its_tags() -> None:
    """A thousand elements inside one another lose their tags and keep their words."""
    assert markdown_of("<div>" * 1000 + "deep") == "deep"
    assert text_of("<script>a</script>b<!-- c -->d") == "bd"


@pytest.mark.parametrize(
    "piece", ["<div>", "<b>x</b>", "<p>", "<a ", "<!--", "\\(", "$a ", "<td>", "{{c1::", "*a", "&lt;b"]
)
def test_work_grows_with_length_alone(piece: str) -> None:
    """A field four times as long takes about four times as many calls."""

    def calls(size: int) -> int:
        counted = 0

        def count(_frame: object, event: str, _value: object) -> None:
            nonlocal counted
            counted += event in {"call", "c_call"}

        sys.setprofile(count)
        try:
            markdown_of(piece * (size // len(piece)))
        finally:
            sys.setprofile(None)
        return counted

    assert calls(6_000) < 5 * calls(1_500) + 1_000
