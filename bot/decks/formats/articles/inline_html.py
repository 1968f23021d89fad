"""The HTML that people write into Markdown, as Markdown: no tag survives, and no text between tags is lost."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass

from bot.decks.spans import spans

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]{0,20})((?:\s[^<>]{0,2000})?)/?>|<[!?][^<>]{0,400}>")
_OPENS = re.compile(r"(?<!`)<(?=[A-Za-z/!?])")
_LINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000})>")
_ATTRIBUTE = re.compile(r"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_ENTITY = re.compile(
    r"&(?!(?:lt|gt|amp|#0*60|#0*62|#x0*3c|#x0*3e);)(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,20}\d?);",
    re.IGNORECASE,
)
_AROUND = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em"), "*"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "`"),
    **dict.fromkeys(("s", "del", "strike"), "~~"),
}
_BREAKS = frozenset({"br"})
_BLOCKS_WORDS = (
    "p div ul ol table thead tbody tr dl section article center blockquote figure figcaption header footer nav "
    "main hr h1 h2 h3 h4 h5 h6 details summary pre"
)
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_SPANS_WORDS = (
    "a img span font u ins mark small big sub sup abbr cite q var picture source video audio td th dt dd li "
    "svg path g use rect circle iframe object embed input button form label select option textarea script "
    "style link meta html head body title base noscript template slot canvas math"
)
_SPANS = frozenset(_SPANS_WORDS.split())
_KNOWN = _BLOCKS | _SPANS | _BREAKS | _AROUND.keys()
_UNSAFE = re.compile(r"<\s*(script|style|iframe|object|svg)\b", re.IGNORECASE)
_SCRIPT = re.compile(r"<(script|style)\b[^<>]{0,400}>", re.IGNORECASE)
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|[\w./#-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plain:
    """A line of Markdown without HTML, and the tags and comments that stood in it."""

    text: str
    tags: tuple[str, ...] = ()


def plain_markdown(line: str) -> Plain:
    """A line outside fenced code without its HTML.

    Bold, italic and code become Markdown, links and pictures too; `<br>` is a line break; other tags of HTML are taken
    out; what only looks like a tag, such as `List<String>`, is set as code.
    """
    if "<" not in line and "&" not in line:
        return Plain(line)
    tags: list[str] = []
    links: list[str] = []
    line = _LINK.sub(r"\1", _uncommented(line, tags))
    out: list[str] = []
    done = 0
    for span in spans(line):
        if span.kind != "unclosed":
            out += (_converted(line[done : span.start], tags, links), line[span.start : span.end])
            done = span.end
    out.append(_converted(line[done:], tags, links))
    return Plain(_tidy("".join([*out, *reversed(links)])), tuple(tags))


def without_scripts(text: str) -> Plain:
    """A text without the scripts and styles that open and close in it, which are its `tags`."""
    if not is_unsafe(text):
        return Plain(text)
    low = text.lower()
    out: list[str] = []
    scripts: list[str] = []
    done = 0
    for script in _SCRIPT.finditer(text):
        if script.start() < done:
            continue
        close = low.find(f"</{script[1].lower()}", script.end())
        end = low.find(">", close) if close >= 0 else -1
        if end < 0:
            break
        out.append(text[done : script.start()])
        scripts.append(text[script.start() : end + 1])
        done = end + 1
    return Plain("".join([*out, text[done:]]), tuple(scripts))


def _uncommented(line: str, tags: list[str]) -> str:
    out: list[str] = []
    done = 0
    while (start := line.find("<!--", done)) >= 0 and (end := line.find("-->", start + 4)) >= 0:
        out.append(line[done:start])
        tags.append(line[start : end + 3])
        done = end + 3
    return "".join([*out, line[done:]])


def is_unsafe(line: str) -> str:
    """The name of the element a line opens whose content is no text, such as `script`; empty when it opens none."""
    found = _UNSAFE.search(line)
    return found[1].lower() if found else ""


def _converted(text: str, tags: list[str], links: list[str]) -> str:
    out: list[str] = []
    done = 0
    found = list(_TAG.finditer(text))
    names = [(tag[1] or "").lower() for tag in found]
    pairs: Counter[str] = Counter()
    for tag, name in zip(found, names, strict=True):
        pairs[name] += -1 if tag[0].startswith("</") else 1
    for tag, name in zip(found, names, strict=True):
        torn = name in _AROUND and pairs[name] != 0
        out += (_unescaped(text[done : tag.start()]), "" if torn else _instead(tag, links))
        if not name or name in _KNOWN:
            tags.append(tag[0])
        done = tag.end()
    return "".join([*out, _unescaped(text[done:])])


def _instead(tag: re.Match[str], links: list[str]) -> str:
    name = (tag[1] or "").lower()
    if name and name not in _KNOWN:
        return f"`{tag[0]}`"
    closing = tag[0].startswith("</")
    if name in _BREAKS or (name in ("p", "div", "hr") and closing):
        return "\n"
    if name in _AROUND:
        return _AROUND[name]
    if name == "li":
        return "" if closing else "\n- "
    if name == "a":
        return _link(tag, links, closing=closing)
    return _picture(tag) if name == "img" else ""


def _link(tag: re.Match[str], links: list[str], *, closing: bool) -> str:
    if closing:
        return links.pop() if links else ""
    target = _attributes(tag[2]).get("href", "")
    safe = (
        _SAFE_LINK.match(target) is not None
        and not target.startswith("#")
        and not re.search(r"[\s()<>]", target)
    )
    links.append(f"]({target})" if safe and "script:" not in target.lower() else "")
    return "[" if links[-1] else ""


def _picture(tag: re.Match[str]) -> str:
    found = _attributes(tag[2])
    source = found.get("src", "")
    safe = (
        source
        and _SAFE_LINK.match(source)
        and not re.search(r"[\s()<>]", source)
        and "script:" not in source.lower()
    )
    return f"![{re.sub(r'[]<>[]', ' ', found.get('alt', ''))}]({source})" if safe else ""


def _attributes(text: str) -> dict[str, str]:
    return {each[1].lower(): each[2] or each[3] or each[4] or "" for each in _ATTRIBUTE.finditer(text)}


def _unescaped(text: str) -> str:
    """Entities as the letters they stand for, unless these would make a tag; a `<` that might open one as entity."""
    plain = _ENTITY.sub(lambda entity: html.unescape(entity[0]).replace("\xa0", " "), text)
    return _OPENS.sub("&lt;", plain)


def _tidy(text: str) -> str:
    """Marks that a pair of tags left around nothing are gone."""
    return re.sub(r"(?<!\*)\*\*[ \t]*\*\*(?!\*)|(?<![`\w])``(?![`\w])", "", text)
