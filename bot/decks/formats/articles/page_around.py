"""What a saved page has around and between the text of an article: menus, shares, links to the next one."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FOOTER = re.compile(
    r"(?:上一篇|下一篇|上一页|下一页|相关文章|相关推荐|推荐阅读|猜你喜欢|版权声明|版权所有|查看所有文章|网站联系|备案|点赞|收藏|评论区|"
    r"发表评论|本文链接|转载|previous (?:post|article)|next (?:post|article)|related (?:posts?|articles?|reading)|"
    r"leave a (?:reply|comment)|post navigation|share (?:this|on|via)|copyright|©|all rights reserved|"
    r"(?:privacy|cookie) policy|terms of (?:use|service)|about the author|subscribe|sign up|newsletter|"
    r"\d* ?comments?$|comments? \(\d|recent posts|categories:|tags:|filed under|posted (?:in|by)|back to top|"
    r"читайте также|похожие (?:статьи|записи)|комментари[ий]|оставить комментарий|поделиться|все права защищены|"
    r"подпис(?:аться|ывайтесь)|предыдущая (?:статья|запись)|следующая (?:статья|запись)|об авторе|метки:|рубрики:|"
    r"udostępnij|komentarze|zobacz także|wszelkie prawa)",
    re.IGNORECASE,
)
_INSERT = re.compile(
    r"(?:advertisements?|sponsored|реклама|广告|read (?:also|more)|also read|recommended(?: articles?)?|see also|"
    r"читайте также|learn more|watch (?:the )?video|download (?:the )?pdf|table of contents|back to top|"
    r"\[?(?:⬆|↑|↥)? ?back to top.{0,40})[ \t]*[:：]?(?:[ \t]https?://\S+)?",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"interview|questions?\b|q ?& ?a|вопрос|собеседован|билет|шпаргалк|面试|面经|知识点|总结|题|pytani|rekrutac",
    re.IGNORECASE,
)
_PATH = re.compile(r"->|»|→| [>/] ")
_SHORT = 100
_LONGEST_TITLE = 120
_CELL = re.compile(r"(?:[ \t]*\|)+[ \t]*$")


def is_footer(line: str) -> bool:
    """Whether a line is one that pages have below an article."""
    text = line.strip(" \t|-–—·*#>«»→←")
    return bool(text) and len(text) <= _SHORT and _FOOTER.match(text) is not None


def is_insert(line: str) -> bool:
    """Whether a line between the answers belongs to the page and not to the article."""
    return _INSERT.fullmatch(line.strip(" \t|*_>#")[: _SHORT * 2]) is not None


def footer_start(lines: Sequence[str], above: Sequence[str]) -> int:
    """The index of the first of `lines` that is the page below the article, their number when there is none.

    `above` are the lines over the article: a menu stands on both sides.
    """
    menu = {line.strip() for line in above if sum(map(str.isalnum, line)) > 1}
    for at, line in enumerate(lines):
        if is_footer(line) or (line.strip() in menu and _goes_on(lines, at, menu)):
            return at
    return len(lines)


def _goes_on(lines: Sequence[str], at: int, menu: set[str]) -> bool:
    following = [line.strip() for line in lines[at + 1 : at + 4] if line.strip(" \t|")]
    return not following or any(line in menu for line in following)


def without_cells(lines: Sequence[str]) -> list[str]:
    """The lines without the bars that a table of the page's layout has left at their ends."""
    if sum(not line.strip(" \t|") and "|" in line for line in lines) < 2:
        return list(lines)
    return [_CELL.sub("", line) for line in lines]


def title_of(above: Sequence[str]) -> str:
    """The article's name in the lines over it: the one that speaks most of questions, else the first heading."""
    likely = (name for line in above if len(name := _bare(line)) <= _LONGEST_TITLE and not _PATH.search(name))
    names = [name for name in likely if _TITLED.search(name)]
    if names:
        return max(names, key=lambda name: (len(_TITLED.findall(name)), len(name)))
    return next((_bare(line) for line in above if line.startswith("# ")), "")


def speaks_of_questions(text: str) -> bool:
    """Whether a text has words such as pages of interview questions have."""
    return _TITLED.search(text) is not None


def _bare(line: str) -> str:
    return line.strip(" \t|#*-»«→>")
