"""A small text of each format, of our own writing: what recognition, fuzzing and the benchmark start from."""

from __future__ import annotations

_CHANNEL = (
    "What is a key?\n\n🔹It names a row.\n#sql\n👍4\nWhat is a view?\n\nA stored query.\n#sql #db\n👍2\n"
)
_EXPORT = (
    '{"name": "SQL", "type": "public_channel", "id": 1, "messages": [\n'
    ' {"id": 1, "type": "message", "text": ["What is a key?\\n\\n", {"type": "bold", "text": "A name."}]},\n'
    ' {"id": 2, "type": "message", "text": "What is a view?\\n\\nA query.\\n#sql", "text_entities": []}]}\n'
)
_PAGE = "".join(
    f'<div class="tgme_widget_message" data-post="sql/{n}">\n<div class="tgme_widget_message_text">{text}</div></div>\n'
    for n, text in enumerate(("What is a key?<br/><br/>A name.", "What is a view?<br/>A query.<br/>#sql"), 1)
)
_BRAINSCAPE = (
    "Rooms Flashcards\n\n1\nQ\n\nWhat is a key?\n\nA\n  • It opens.\n  • It names.\n"
    "How well did you know this?\n1\nNot at all\n2\n3\n4\n5\nPerfectly\n2\nQ\n\nHow many doors?\n\nA\n\n3\n"
)
_STUDYSTACK = (
    "click below\nNormal Size Small Size show me how\nRooms\n"
    "| Question | Answer |\n|---|---|\n| key | opens (a | b) |\n| view | what a window has |\n"
)
_OBSIDIAN = "What is a key?\n?\nIt names a row.\n\nWhat is a view?\n?\nA stored query.\n"

_ARTICLE = (
    "Interview questions\n\n1. What is a key?\nIt is what names a row of a table.\n\n2. What is a view?\n"
    "It is a query that is stored under a name.\n"
)
_MARKDOWN = "### What is a key?\n\nIt names a row.\n\n### What is a view?\n\nA stored query.\n"

_AIKEN = (
    "What is a key?\nA. A name\nB. A door\nANSWER: A\n\nWhat is a view?\nA) A hill\nB) A query\nANSWER: B\n"
)
_TRIVIA = (
    '[{"question": "What is a key?", "correct_answer": "A name", "incorrect_answers": ["A door"]},\n'
    '{"question": "What is a view?", "correct_answer": "A query", "incorrect_answers": ["A hill"]}]'
)

_ANKI = (
    "#separator:tab\n#html:true\n#tags column:3\nWhat is a key?\tIt names <b>a row</b>.\tsql\nWhy?\tSo.\t\n"
)

_NATIVE = "---\ntitle: Keys\n---\n\n## What is a key?\n\nIt names a row.\n\n## What is a view?\n\nA query.\n"
_JSON = (
    '{"format": "quizbot", "version": 1, "slug": "keys", "title": "Keys", "cards": [\n'
    '{"key": "key", "question": "What is a key?", "answer": "It names a row."},\n'
    '{"key": "view", "question": "What is a view?", "answer": "A query."}\n]}\n'
)

SAMPLES = {
    "native": _NATIVE,
    "quizbot-json": _JSON,
    "anki-text": _ANKI,
    "table": "question,answer\nWhat is a key?,A name.\nWhat is a view?,A query.\n",
    "table, of Quizlet": "key\tA name of a row.\nview\tA stored query.\n",
    "gift": "::Key:: What is a key? {=A name ~A door}\n\nA view is stored.{T}\n",
    "aiken": _AIKEN,
    "open-trivia": _TRIVIA,
    "article": _ARTICLE,
    "markdown-questions": _MARKDOWN,
    "telegram-channel": _CHANNEL,
    "obsidian": _OBSIDIAN,
    "obsidian, one-line": "#flashcards/sql\nkey::name of a row\nview::stored query\n",
    "obsidian, gaps": "A ==key== names a row of a ==table==.\n",
    "telegram-export": _EXPORT,
    "telegram-page": _PAGE,
    "brainscape": _BRAINSCAPE,
    "studystack": _STUDYSTACK,
}
"""By the name of the format, and what is special; every format that reads text has one, with two cards."""
