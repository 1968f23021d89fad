"""The text of a cell as Markdown in which nothing of HTML is left, as table programs and learning sites export it."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.decks.markdown import EDGES
from bot.decks.typed import typed

_BREAKING_WORDS = (
    "br p div li ul ol dl dt dd tr table tbody thead tfoot h1 h2 h3 h4 h5 h6 pre blockquote hr section article header "
    "footer figure figcaption form fieldset option"
)
_INLINE_WORDS = (
    "a abbr acronym address applet area audio b base bdi bdo big body button canvas caption center cite code col "
    "colgroup data datalist del dfn em embed font frame frameset head html i iframe img input ins kbd label legend "
    "link main map mark math meta nav noscript object optgroup param picture progress q rp rt ruby s samp select small "
    "source span strike strong sub summary details sup svg td textarea template th time title tt u var video wbr "
    "script style"
)
_BREAKING = frozenset(_BREAKING_WORDS.split())
_KNOWN = _BREAKING | frozenset(_INLINE_WORDS.split())
_DRESS_WORDS = (
    "a b i u s em strong strike del ins mark small big sub sup font span div p br hr img ul ol li table tbody thead tr "
    "td th h1 h2 h3 h4 h5 h6 pre code blockquote center tt kbd"
)
_DRESS = frozenset(_DRESS_WORDS.split())  # what programs that export cards put around words
_ALONE = frozenset(("br", "hr", "img", "wbr"))
_OPEN_ENDED = frozenset(("p", "li", "td", "th", "tr", "dt", "dd"))
_POWERS = {"sup": "^", "sub": "_"}

# Each alternative ends at the next bracket or its own end mark, so that none walks far in vain.
_MARKUP = re.compile(
    r"(?P<code>`[^`\n]+`)|(?P<maths>(?<!\d)\$(?![\s$])[^$\n]++(?<!\s)\$(?!\d))"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<rest>(?:[\s/][^<>]*)?)>"
    r"|(?P<odd><[!?/A-Za-z][^<>]*>)"
)
_UNREAD = re.compile(r"<(!--|script(?=[\s/>])|style(?=[\s/>]))")
_CLOSES = {"!--": "-->", "script": "</script>", "style": "</style>"}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(href|src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_LINK = re.compile(r"(?:https?://|mailto:)[^\s()<>]+", re.IGNORECASE)
_PICTURE = re.compile(r"https?://[^\s()<>]+|[^\s()<>/\\:]+", re.IGNORECASE)
_OPENS = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])")
_BLANK = re.compile(r"\s*+")
_EDGE = re.compile(r"[ \t\xa0]*+")
_BEHIND = re.compile(r"[\s.,;:?!)]|$")
_IN_FORMULA = re.compile(r"<(?=[A-Za-z/!?][^<>]*>)")
_MARKUP_IN_FORMULA = re.compile(
    rf"</?(?:{'|'.join(sorted(name for name in _KNOWN if len(name) > 1))})(?:[\s/][^<>]*)?>", re.IGNORECASE
)
_GAPS = re.compile(r"\n{3,}")
_LOOSE_ITEM = re.compile(r"^(- [^\n]*)\n\n(?=- )", re.MULTILINE)
_LINKED_PICTURE = re.compile(r"\[\s?(!\[[^\[\]\n]{0,300}\]\([^\s()]{1,500}\))\s?\]\([^\s()]{1,500}\)")
_CODE = re.compile(r"<code>(?=[^<>`\n]*[^<>`\s])([^<>`\n]{1,300})</code>", re.IGNORECASE)
_PROGRAM = re.compile(r"<pre>(?:<code(?: [^<>]{0,100})?>)?([^<>`]{1,20000})(?:</code>)?</pre>", re.IGNORECASE)
_ENDS = "\r\n"


@dataclass(frozen=True, slots=True)
class Plain:
    """The `text` of a cell, and what stood in it that nobody is to read: comments, scripts, styles."""

    text: str
    unread: str = ""


def plain(cell: str, *, markdown: bool = False) -> Plain:
    """The cell as Markdown without HTML.

    Tags are taken out where the cell is HTML, as learning sites export it: a break or a block becomes a line break, a
    link and a picture become Markdown's. A tag in a cell that is none, such as `<div>` in a question about it, is text
    and keeps its brackets, and so does what only looks like one. Code and formulas stay as they are. All other text
    is taken for plain text; with `markdown`, for the Markdown it is.
    """
    if "<" not in cell:
        text = (_decoded(cell) if "&" in cell else cell).strip(EDGES)
        return Plain(_harmless(text) if markdown else typed(text))
    read, unread = _parted(cell)
    lines = "".join(_pieces(_with_code(read))).split("\n")
    edges = "\n".join(line.rstrip(" \t\xa0") for line in lines)
    text = _LINKED_PICTURE.sub(r"\1", _LOOSE_ITEM.sub(r"\1\n", _GAPS.sub("\n\n", edges))).strip(EDGES)
    return Plain(_harmless(text) if markdown else typed(text), "\n".join(unread))


def unread(text: str) -> str:
    """What `plain` takes out of a text and nobody is to read: comments, scripts, styles; each on a line."""
    return "\n".join(_parted(text)[1]) if "<" in text else ""


def _with_code(cell: str) -> str:
    """The cell with Markdown's marks around code and programs that hold nothing but text."""
    if "</" not in cell:
        return cell
    cell = _PROGRAM.sub(lambda found: f"\n```\n{html.unescape(found[1]).strip(_ENDS)}\n```\n", cell)
    return _CODE.sub(lambda found: f"`{html.unescape(found[1]).strip()}`", cell)


def _parted(cell: str) -> tuple[str, list[str]]:
    """The cell without its comments, scripts and styles, and these; one that nothing closes is no such thing."""
    read: list[str] = []
    unread: list[str] = []
    unclosed: set[str] = set()
    lower = cell.lower() if cell.isascii() else "".join(c.lower() if c.isascii() else c for c in cell)
    done = 0
    for opening in _UNREAD.finditer(lower):
        if opening.start() < done or (mark := _CLOSES[opening[1]]) in unclosed:
            continue
        end = lower.find(mark, opening.end())
        if end < 0:
            unclosed.add(mark)
            continue
        read += (cell[done : opening.start()], " ")
        done = end + len(mark)
        unread.append(cell[opening.start() : done])
    return "".join([*read, cell[done:]]), unread


def _pieces(cell: str) -> Iterator[str]:
    at = 0
    links: list[str] = []
    pieces = list(_MARKUP.finditer(cell))
    markup = _markup(cell, [each for each in pieces if (each["name"] or "").lower() in _KNOWN])
    for found in pieces:
        start, end = found.span()
        yield _decoded(cell[at:start])
        at = end
        if found.lastgroup == "maths":
            yield _formula(found[0]) if ">" in found[0] or "&" in found[0] else found[0]
        elif start not in markup:
            yield found[0]
        else:
            yield (written := _tag(found["name"].lower(), found["rest"], links, closes=bool(found["close"])))
            edge = _EDGE.match(cell, at) if written == "\n" else None
            at = edge.end() if edge else at
    yield _decoded(cell[at:])


def _markup(cell: str, tags: Sequence[re.Match[str]]) -> frozenset[int]:
    """Where the tags begin that are markup; none in a cell in which nothing shows that it is HTML."""
    opened: defaultdict[str, list[re.Match[str]]] = defaultdict(list)
    pairs: list[tuple[re.Match[str], re.Match[str]]] = []
    for tag in tags:
        name = tag["name"].lower()
        if not tag["close"]:
            opened[name].append(tag)
        elif opened[name]:
            pairs.append((opened[name].pop(), tag))
    left = [tag for name, each in opened.items() if name not in _ALONE for tag in each]
    if not (any(_is_dress(cell, *pair) for pair in pairs) or _breaks(cell, tags, words=bool(left))):
        return frozenset()
    words = {tag.start() for tag in left if tag["name"].lower() not in _OPEN_ENDED}
    return frozenset(tag.start() for tag in tags) - words


def _is_dress(cell: str, opens: re.Match[str], closes: re.Match[str]) -> bool:
    """Whether a pair of tags stands around words, as an export has them, and not between words itself."""
    if _is_word(cell, opens) and _is_word(cell, closes):
        return False
    blank = _BLANK.match(cell, opens.end())
    return opens["name"].lower() in _DRESS and blank is not None and blank.end() < closes.start()


def _breaks(cell: str, tags: Sequence[re.Match[str]], *, words: bool) -> bool:
    """Whether a tag that needs no end is markup; with other tags for `words`, one between two spaces is one, too."""
    alone = [tag for tag in tags if tag["name"].lower() in _ALONE]
    if any("=" in tag["rest"] or not _is_word(cell, tag) for tag in alone):
        return True
    if not alone or words or len(cell.strip()) == len(alone[0][0]):
        return False
    follows = cell[alone[0].end() :].lstrip()[:1]
    return not (len(alone) == 1 and follows.islower() and cell.rstrip().endswith(("?", "？")))


def _is_word(cell: str, tag: re.Match[str]) -> bool:
    before = cell[tag.start() - 1 : tag.start()]
    return not before.strip() and _BEHIND.match(cell, tag.end()) is not None


def _formula(text: str) -> str:
    """A formula without tags of more than one letter; what looks like one of a single letter compares two numbers."""
    bare = _MARKUP_IN_FORMULA.sub(" ", text)
    return _IN_FORMULA.sub(r"\\lt ", html.unescape(bare) if "&" in bare else bare)


def _tag(name: str, rest: str, links: list[str], *, closes: bool) -> str:
    if name == "a":
        return _link(rest, links, closes=closes)
    if name == "img":
        source, words = (_attribute(rest, key) for key in ("src", "alt"))
        shown = words.replace("[", "(").replace("]", ")")
        return f"![{shown}]({source})" if _PICTURE.fullmatch(source) else shown
    if name == "li" and not closes:
        return "\n- "
    if name in _POWERS and not closes:
        return _POWERS[name]
    return "\n" if name in _BREAKING else ""


def _link(rest: str, links: list[str], *, closes: bool) -> str:
    if closes:
        return f"]({target})" if links and (target := links.pop()) else ""
    target = _attribute(rest, "href").replace("(", "%28").replace(")", "%29")
    links.append(target if _LINK.fullmatch(target) else "")
    return "[" if links[-1] else ""


def _attribute(rest: str, name: str) -> str:
    for found in _ATTRIBUTE.finditer(rest):
        if found[1].lower() == name:
            return html.unescape(found[2] or found[3] or found[4] or "").strip()
    return ""


def _decoded(text: str) -> str:
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def _harmless(text: str) -> str:
    """Markdown in which no bracket opens a tag."""
    return _OPENS.sub(r"\\<", text) if "<" in text else text
