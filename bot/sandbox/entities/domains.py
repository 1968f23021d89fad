"""Top-level domains that make a bare `example.com` an address: all of two letters, the common longer ones."""

from __future__ import annotations

_COUNTRIES = """
ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv
bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es
et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu
id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt
lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no
np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si
sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk
us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
"""
_GENERIC = """
academy aero agency ai app arpa art asia audio auto bank bar best bike bio biz blog blue book bot
box build business buy cafe camp capital cards care careers cash cat center chat cheap church city
cloud club codes coffee college com community company computer consulting cooking cool coop courses
credit dance data date day deals degree delivery design dev diet digital direct directory doctor dog
domains download earth eco edu education email energy engineer engineering events exchange expert
express family fan farm fashion film finance fish fit fitness flights foo food football forum
foundation free fun fund fyi gallery game games garden gift global gold golf google gov green group
guide guru health help holiday homes hospital host hosting house how info ink institute int
international investments jobs kids kitchen land law lawyer lease legal life like limited link live
loan lol love ltd luxury management map market marketing mba media meet meme menu mil mobi moe money
moscow mov movie museum music name navy net network new news ngo ninja now nyc one ong onion online
ooo open org page paris partners parts party pet phone photo photography photos pics pictures
pizza place play plus post press pro productions promo properties pub quest radio read
realty recipes red ren rent repair report rest restaurant review reviews rich rip rocks rsvp run
sale school science search security services shoes shop shopping show singles site
ski soccer social software solar solutions space store stream studio study style support surf
systems tax taxi team tech technology tel tennis theater tickets tips today tokyo ton tools top
tours town toys trade trading training travel tube university uno vacations vegas ventures vet video
villas vin vip vision vodka vote voyage watch webcam website wedding wiki win wine work works world
wtf xyz yandex yoga you youtube zero zip zone
"""
_INTERNATIONAL = """
рф рус онлайн укр бел москва дети сайт орг ком бг срб мон мкд қаз ею 中国 中國 公司 网络 网站 网址 在线
中文网 香港 台湾 台灣 商城 手机 新闻 游戏 みんな コム 한국 닷컴 ελ ישראל قطر भारत ไทย
"""
KNOWN = frozenset((_COUNTRIES + _GENERIC + _INTERNATIONAL).split())


def is_common_domain(ending: str) -> bool:
    """Whether an address may end so without a scheme: `com`, `COM`; not `Com`, where a sentence began."""
    lowered = "".join(character.lower()[0] for character in ending)
    begins_a_sentence = lowered != ending and lowered[1:] == ending[1:]
    return lowered in KNOWN and not begins_a_sentence
