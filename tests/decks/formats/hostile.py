"""What a hostile file repeats without end, one thing for each place where a parser might look back or ahead."""

from __future__ import annotations

PIECES = (
    "$",
    "?\n",
    "What is x?\n?\n",
    "`` ` ",
    "#a b\n",
    "1,",
    "👍4\n",
    "<!--\n",
    "```\n",
    "$$\n",
    "${\n m a",
    "# a\n",
    "1\nQ\na?\nA\n",
    "| a | (b | c |\n",
    "How well did you know this?\n1\n",
    "a?\nb\n",
    "A b c The d\n",
    "a::b\n",
    "==a ",
    "**a",
    "[(<{{c1::",
    "#a\n#flashcards/a\n",
    "a <!--SR:!",
    "x::y `",
    '"a\n',
    "a,b\n",
    "{=a ~b}\n",
    "A. a\n",
)
