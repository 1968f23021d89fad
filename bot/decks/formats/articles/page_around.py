"""What a saved page has around and between the text of an article: menus, shares, links to the next one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from bot.decks.formats.articles.markdown_pieces import PERMALINK

_FOOTER = re.compile(
    r"(?:\w{0,12}[ ]?(?:最新|热门|相关)文章$|上一篇|下一篇|上一页|下一页|相关文章|相关推荐|推荐阅读|猜你喜欢|版权声明|"
    r"版权所有|版權[聲所]|轉載|相關(?:文章|推薦)|查看所有文章|网站联系|备案|点赞|收藏|评论区|"
    r"发表评论|本文链接|转载|previous (?:post|article)|next (?:post|article)|related (?:posts?|articles?|reading)|"
    r"leave a (?:reply|comment)|post navigation|share (?:this|on|via)|copyright|©|all rights reserved|"
    r"(?:privacy|cookie) policy|terms of (?:use|service)|about the author|"
    r"subscribe(?:$| now\b| to (?:our|my)\b)|sign up(?:$| (?:for|to) (?:our|my)\b)|newsletter(?:$| sign)|"
    r"(?-i:(?:Written|Posted) by [A-Z]\w+(?: [A-Z][\w.]*){0,3}$)|see also[ \t:]*$|posted @|标签[:：]|分类[:：]|"
    r"本文作者|原文(?:链接|地址)|相关阅读|延伸阅读|теги:|хабы:|смотрите также|zobacz też|czytaj (?:także|też|również)|"
    r"o autorze|tagi:|kategorie:|podziel się|zapisz się do newslettera|powiązane (?:wpisy|artykuły)|"
    r"additional (?:interview )?resources$|"
    r"\d* ?comments?$|comments? \(\d|recent posts|categories:|tags:|filed under|posted (?:in|by)|back to top|"
    r"читайте также|похожие (?:статьи|записи)|комментари[ий]|оставить комментарий|поделиться|все права защищены|"
    r"подпис(?:аться|ывайтесь)|предыдущая (?:статья|запись)|следующая (?:статья|запись)|об авторе|метки:|рубрики:|"
    r"udostępnij|komentarze|zobacz także|wszelkie prawa|"
    r"编辑于|发布于[ \t]?\d|「?真诚赞赏|还没有人赞赏|申请转载|文章被以下专栏|"
    r"(?:文章)?(?:作者|链接|来源)[:：]|著作权|原文[:：]|"
    r"觉得还不错|热门推荐|小礼物走一走|更多精彩内容|赞赏支持|(?:感谢|谢谢)(?:阅读|观看)|\d+[ \t]?条评论|"
    r"was this (?:article|page|answer) helpful|last (?:updated|modified)\b|related:|"
    r"thank(?:s| you) for reading|спасибо за (?:внимание|прочтение)|dziękuję za (?:uwagę|przeczytanie)|"
    r"autor:|podobne (?:wpisy|artykuły)|dodaj komentarz|\d+ komentarz|your email address|twój adres|"
    r"ваш (?:e-?mail|адрес)|"
    r"(?:prev(?:ious)?|предыдущая|poprzednia|上一页)[ \d.…|]*(?:next|следующая|następna|下一页)$|"
    r"(?:conclusion|final thoughts|заключение|вместо заключения|итоги|podsumowanie|zakończenie|结语|"
    r"写在最后)[.:!：]?$)",
    re.IGNORECASE,
)
# A button or a counter; one such word may be an answer, several lines of them are not.
_BUTTON = re.compile(
    r"(?:关注(?:她|他|作者)?|踩|打赏|赞赏|喜欢|分享|举报|评论|回复|点赞|收藏|赞同|复制链接|扫一扫|follow(?:ing)?|share|listen|"
    r"comments?|reply|likes?|report|подписаться|ответить|публикации|поделиться|нравится|obserwuj|udostępnij|odpowiedz)"
    r"[ \t]?\d*",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:#[^#\s]{1,24}#[ \t]?)+|(?:name|e-?mail|phone|website|имя|телефон|imię|昵称|邮箱)[\w ]{0,20}\*",
    re.IGNORECASE,
)
_INSERT = re.compile(
    r"(?:advertisements?|sponsored|реклама|广告|read (?:also|more)|also read|recommended(?: articles?)?|see also|"
    r"читайте также|learn more|watch (?:the )?video|download (?:the )?pdf|table of contents|back to top|"
    r"\[?(?:⬆|↑|↥)? ?back to top.{0,40}|在这里插入图片描述|动图(?:封面)?|点击(?:查看|放大)(?:大图|图片)|"
    r"\[?外链图片转存.{0,200}|image by (?:the )?author|(?:photo|image) by .{1,60} (?:on|from) .{1,30})"
    r"[ \t]*[:：]?(?:[ \t]https?://\S+)?",
    re.IGNORECASE,
)
# A line that asks the reader to stay, or says how many came; no answer reads like it.
_INVITE = re.compile(
    r"(?:(?:subscribe to|sign up (?:for|to)) (?:our|my|the newsletter)\b|"
    r"you can download a pdf\b|learn via our\b|start your coding journey\b|master .{3,60} with our\b|"
    r"join (?:our|my) (?:newsletter|mailing list|telegram)|"
    r"(?:enjoyed|liked?) (?:this|it)\b.{0,40}\?|get .{0,60} in(?:to)? your inbox|follow (?:me|us) on\b|"
    r"share (?:this|on (?:facebook|twitter|linkedin|x\b|whatsapp|reddit)|via (?:e-?mail|facebook|twitter))|"
    r"подпис(?:аться|ывайтесь|ывайся|итесь) на\b|поделиться в\b|zapisz się (?:do|na) newsletter|dołącz do newslettera|"
    r"podziel się (?:tym|na)\b|[^，。]{0,12}(?:关注|搜索).{0,12}公众号|扫码关注|扫描.{0,8}二维码|"
    r"长按.{0,10}二维码|posted @|阅读[ \t]?[(（]\d|刷新评论|好文要顶).{0,160}",
    re.IGNORECASE,
)
# A line that names another article; `see also` may be the author's own word unless it stands alone or has a link.
_LEAD = re.compile(
    r"(?:read (?:also|next|more)|also read|related (?:posts?|articles?|reading)|"
    r"recommended (?:posts?|articles?|reading)|"
    r"читайте также|смотрите также|похожие статьи|zobacz (?:także|też)|(?:prze)?czytaj (?:także|też|również)|"
    r"powiązane (?:wpisy|artykuły)|相关(?:阅读|文章|推荐)|(?:推荐|延伸|拓展)阅读)[ \t]*(?:[:：].{0,160})?|"
    r"see also[ \t]*(?:[:：]?[ \t]*\[.{1,120}\]\(.{1,300}\)\.?|[:：])?",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:\d{1,2}[.)][ \t]+)?(?:\[[^\[\]]{1,200}\]\([^()\s]{1,400}\)|https?://\S+|facebook|twitter|tweet|linkedin|whatsapp|"
    r"reddit|telegram|vk|вконтакте|pinterest|pin it|e-?mail)[ \t.]*",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"interview|questions?\b|q ?& ?a|вопрос|собеседован|билет|шпаргалк|面试|面经|知识点|总结|题|pytani|rekrutac",
    re.IGNORECASE,
)
_FOLIO = re.compile(
    r"\b(?:page|стр(?:аница|\.)?|strona|str\.)[ \t]*(\d{1,4})\b(?:[ \t]*(?:of|из|z|/)[ \t]*\d{1,4})?|"
    r"第[ \t]*(\d{1,4})[ \t]*页|"
    r"^[-–—][ \t]*(\d{1,4})[ \t]*[-–—]$|^(\d{1,4})[ \t]*(?:of|из|z|/)[ \t]*\d{1,4}$|"
    r"^(?:[\w ,&|–—-]{0,60}[ \t|–—-])?(?:https?://|www\.)\S+$",
    re.IGNORECASE,
)
_SIGNS_OF_FOLIO = (
    "page",
    "стр",
    "str",
    "页",
    "http",
    "www.",
)  # one is in each that does not end in a number or dash
_FEW_PAGES = 2
_PATH = re.compile(r"->|»|→| [>/] ")
_AROUND = " \t|-–—·*#>«»→←\u200b"
_EDGES = " \t|*_>#-•"
_FRONT_TITLE = re.compile(r"title:[ \t]*[\"']?(.*?)[\"']?[ \t]*$")
_SECTION = re.compile(r"(#{2,6})[ \t]+\S")
_SHORT = 100
_LONGEST_TITLE = 120
_CELL = re.compile(r"(?:[ \t]*\|)+[ \t]*$")
_FIRST_CELL = re.compile(r"[ \t]*\|[ \t]*(?=\d{1,4}[.)、]?[ \t]*$)")


def is_footer(line: str) -> bool:
    """Whether a line is one that pages have below an article."""
    text = line.strip(_AROUND)
    if not text or len(text) > _SHORT:
        return False
    return _FOOTER.match(text) is not None or _WHOLE.fullmatch(line.strip()) is not None


def footers_in(lines: Sequence[str]) -> int:
    """How many of the lines are such."""
    return sum(map(is_footer, lines))


def inserts_of(lines: Sequence[str]) -> frozenset[int]:
    """The indexes of those lines between the answers that belong to the page and not to the article.

    They are invitations, advertisements, names of other articles, and the links right below these.
    """
    found: set[int] = set()
    below = False
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        below = is_insert(line) or (below and _LINK.fullmatch(line.strip(_EDGES)) is not None)
        if below:
            found.add(at)
    return frozenset(found)


def is_insert(line: str) -> bool:
    """Whether a line invites, advertises, or names another article, wherever it stands."""
    text = line.strip(_EDGES)
    return len(text) <= _SHORT * 4 and any(kind.fullmatch(text) for kind in (_INSERT, _INVITE, _LEAD))


def footer_start(lines: Sequence[str], above: Sequence[str]) -> int:
    """The index of the first of `lines` that is the page below the article, their number when there is none.

    `above` are the lines over the article: a menu stands on both sides, and the article may be one section of a file.
    """
    menu = {line.strip() for line in above if sum(map(str.isalnum, line)) > 1}
    level = next((len(found[1]) for line in reversed(above) if (found := _SECTION.match(line))), 0)
    for at, line in enumerate(lines):
        if level and (section := _SECTION.match(line)) and len(section[1]) <= level:
            return at
        around = line.strip() in menu or _is_button(line)
        if is_footer(line) or (around and _goes_on(lines, at, menu)):
            return at
    return len(lines)


def blank_after(lines: Sequence[str]) -> int:
    """The index of the first line that is blank, their number when there is none."""
    return next((at for at, line in enumerate(lines) if not line.strip()), len(lines))


def _goes_on(lines: Sequence[str], at: int, menu: set[str]) -> bool:
    following = [line.strip() for line in lines[at + 1 : at + 4] if line.strip(_AROUND)]
    if not following:
        return lines[at].strip() in menu
    if _is_button(lines[at]) and not any(line.strip(_AROUND) for line in lines[:at]):
        return _is_button(following[0])
    return any(line in menu or is_footer(line) or _is_button(line) for line in following)


def _is_button(line: str) -> bool:
    return _BUTTON.fullmatch(line.strip(_AROUND)) is not None


def folios_of(lines: Sequence[str]) -> dict[int, str]:
    """The running heads and page numbers of a printout, by their indexes: alike but for numbers that rise."""
    pages: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, line in enumerate(lines):
        text = line.strip()
        if _may_be_folio(text) and (found := _FOLIO.search(text)):
            number = next(filter(None, found.groups()), "0")
            key = f"{text[: found.start()]}#{found[0].replace(number, '', 1)}{text[found.end() :]}"
            pages[key].append((at, int(number)))
    alike = (found for found in pages.values() if _rise([number for _, number in found]))
    return {at: lines[at] for found in alike for at, _ in found}


def _may_be_folio(text: str) -> bool:
    """Whether a line has the signs of a running head; most have none and need not be searched."""
    if len(text) > _LONGEST_TITLE or text[-1:].isdigit() or text[-1:] in ("-", "–", "—"):
        return len(text) <= _LONGEST_TITLE
    folded = text.casefold()
    return any(sign in folded for sign in _SIGNS_OF_FOLIO)


def without_folio(line: str) -> str:
    """A running head without its number."""
    return _FOLIO.sub("", line.strip())


def _rise(numbers: Sequence[int]) -> bool:
    """Whether numbers are those of pages, or of many lines that have an address and no number."""
    same = len(numbers) > _FEW_PAGES and not any(numbers)
    return same or (len(numbers) > 1 and all(one < other for one, other in pairwise(numbers)))


def without_cells(lines: Sequence[str]) -> list[str]:
    """The lines without the bars that a table of the page's layout has left around them, and without permalinks."""
    plain = [line.rstrip(f"{PERMALINK} \t") if line.rstrip().endswith(PERMALINK) else line for line in lines]
    if sum(not line.strip(" \t|") and "|" in line for line in lines) < 2:
        return plain
    return [_FIRST_CELL.sub("", _CELL.sub("", line)) for line in plain]


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
    front = _FRONT_TITLE.match(line)
    return front[1] if front else line.strip(f" \t|#*-»«→>{PERMALINK}")
