from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.sandbox import acts
from bot.sandbox.clock import MovableClock
from bot.sandbox.entities import parse_html
from bot.sandbox.objects import (
    Bot,
    Chat,
    Content,
    Document,
    Message,
    Origin,
    Photo,
    Poll,
    PollOption,
    Rich,
    Service,
    Text,
    Toast,
    User,
)
from bot.sandbox.rich import read_blocks
from bot.sandbox.sim import routes
from bot.sandbox.world import World

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEYS = {
    "inline_keyboard": [
        [{"text": "Good", "callback_data": "g", "style": "success"}],
        [{"text": "Read", "url": "https://a.example/"}, {"text": "Copy", "copy_text": {"text": "abc"}}],
    ]
}


@dataclass(frozen=True)
class Street:
    """A world with a bot, three people, a group, a channel, and an HTTP client at the person's side."""

    world: World
    bot: Bot
    ana: User
    ben: User
    chen: User
    group: Chat
    channel: Chat
    http: TestClient[web.Request, web.Application]

    async def sees(self, user: User, after: int = -1) -> Any:
        answer = await self.http.get("/sim/state", params={"as": user.id, "after": after})
        return await answer.json()

    async def messages(self, user: User, chat: Chat) -> list[Any]:
        chats = (await self.sees(user))["chats"]
        return [message for one in chats if one["id"] == chat.id for message in one["messages"]]

    async def does(self, act: str, **body: Any) -> tuple[int, Any]:
        answer = await self.http.post(f"/sim/{act}", json=body)
        return answer.status, await answer.json()

    def bot_says(self, chat: Chat, html: str, **more: Any) -> Message:
        parsed = parse_html(html)
        return self.world.post(chat, self.bot.user, Text(parsed.text, parsed.entities), **more)

    def bot_sends(self, chat: Chat, content: Content) -> Message:
        return self.world.post(chat, self.bot.user, content)


@pytest.fixture
async def street() -> AsyncIterator[Street]:
    world = World(MovableClock(NOON, running=False))
    bot = world.add_bot("Quiz", "quiz_bot", "900:secret")
    ana, ben, chen = (world.add_person(name) for name in ("Ana", "Ben", "Chen"))
    group = world.add_group("Study group", members=[ben], admins=[ana], bots=[bot])
    channel = world.add_channel("Daily", admins=[ana, bot], members=[ben])
    application = web.Application()
    application.add_routes(routes(_Holder(world)))
    async with TestClient(TestServer(application)) as http:
        yield Street(world, bot, ana, ben, chen, group, channel, http)


@dataclass(frozen=True)
class _Holder:
    world: World


async def test_a_person_sees_their_own_chats(street: Street) -> None:
    """Everyone has a private chat with the bot, and the groups and channels they are in."""
    seen = {user.first_name: await street.sees(user) for user in (street.ana, street.ben, street.chen)}
    titles = {name: [(one["kind"], one["title"]) for one in state["chats"]] for name, state in seen.items()}
    assert titles == {
        "Ana": [("private", "Quiz"), ("group", "Study group"), ("channel", "Daily")],
        "Ben": [("private", "Quiz"), ("group", "Study group"), ("channel", "Daily")],
        "Chen": [("private", "Quiz")],
    }
    assert [one["can_write"] for one in seen["Ana"]["chats"]] == [False, True, True]
    assert [one["can_write"] for one in seen["Ben"]["chats"]] == [False, True, False]


async def test_a_file_is_sent_from_the_page(street: Street) -> None:
    """The body of the request is the file; one without a name or a byte is refused."""
    private = street.world.private(street.ana)
    where = {"as": street.ana.id, "chat": private.id}
    sent = await street.http.post("/sim/file", params={**where, "name": "deck.md"}, data=b"# Deck")
    assert sent.status == 200
    [message] = await street.messages(street.ana, private)
    assert (message["document"]["name"], message["document"]["size"]) == ("deck.md", 6)
    for more, data in (({}, b"x"), ({"name": "deck.md"}, b"")):
        refused = await street.http.post("/sim/file", params={**where, **more}, data=data)
        assert refused.status == 400


async def test_the_state_says_who_is_there_and_when_it_is(street: Street) -> None:
    """Without a name the first person is meant; the clock's time is in UTC."""
    state = await (await street.http.get("/sim/state", params={"after": -1})).json()
    assert state["me"] == street.ana.id
    assert [one["name"] for one in state["people"]] == ["Ana", "Ben", "Chen"]
    assert (state["now"], state["running"]) == (NOON.isoformat(), False)
    assert state["bot"] == {"id": 900, "name": "Quiz", "is_bot": True, "username": "quiz_bot", "about": ""}


async def test_start_opens_a_private_chat(street: Street) -> None:
    """The first word in a private chat starts the bot, and the bot hears it."""
    private = street.world.private(street.ana)
    assert await street.does("says", **{"as": street.ana.id}, chat=private.id, text="/start") == (
        200,
        {"message": 1},
    )
    chat = (await street.sees(street.ana))["chats"][0]
    assert (chat["started"], chat["can_write"]) == (True, True)
    assert [(one["mine"], one["html"]) for one in chat["messages"]] == [
        (True, '<a class="command" role="button" tabindex="0" data-command="/start">/start</a>')
    ]
    assert [one.kind for one in street.bot.queue.waiting][-1] == "message"


async def test_a_waiting_page_learns_of_a_change_at_once(street: Street) -> None:
    """A long poll answers when something happens, with a higher version."""
    before = (await street.sees(street.ben))["version"]
    waiting = asyncio.create_task(street.sees(street.ben, before))
    await street.sees(street.ana)
    assert not waiting.done()
    street.bot_says(street.group, "<b>Hello</b>")
    state = await asyncio.wait_for(waiting, 5)
    assert state["version"] > before
    assert state["chats"][1]["messages"][-1]["html"] == "<b>Hello</b>"


async def test_a_message_carries_its_keyboard_and_what_it_answers(street: Street) -> None:
    """Buttons come with kind, style and target; a reply with whom and what it answers; an edit is marked."""
    question = street.world.post(street.group, street.ben, Text("What is\na stride?"))
    message = street.bot_says(street.group, "A step.", markup=KEYS, reply_to=question)
    street.world.edit(message, Text("A step!"), KEYS)
    seen = (await street.messages(street.ana, street.group))[-1]
    assert seen["keyboard"] == [
        [{"text": "Good", "kind": "callback", "style": "success"}],
        [
            {"text": "Read", "kind": "url", "style": "", "url": "https://a.example/"},
            {"text": "Copy", "kind": "copy", "style": "", "copy": "abc"},
        ],
    ]
    assert seen["reply_to"] == {"id": question.id, "from": "Ben", "text": "What is a stride?"}
    assert (seen["html"], seen["edited"], seen["from"]["is_bot"]) == ("A step!", True, True)


async def test_a_hidden_answer_is_not_told_by_a_quote(street: Street) -> None:
    """Answering a message with a spoiler does not show what the spoiler hides."""
    secret = street.bot_says(street.group, "It is <tg-spoiler>forty</tg-spoiler>")
    await street.does("says", **{"as": street.ben.id}, chat=street.group.id, text="Oh", reply_to=secret.id)
    assert (await street.messages(street.ana, street.group))[-1]["reply_to"]["text"] == ""


async def test_a_deleted_message_is_gone(street: Street) -> None:
    """What the bot deletes nobody sees any more."""
    message = street.bot_says(street.group, "Oops")
    street.world.delete(message)
    assert "Oops" not in [one["html"] for one in await street.messages(street.ana, street.group)]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param({"new_chat_members": [{"first_name": "Chen"}]}, "Ben added Chen", id="added"),
        pytest.param({"left_chat_member": {"first_name": "Ben"}}, "Ben left", id="left"),
        pytest.param({"left_chat_member": {"first_name": "Chen"}}, "Ben removed Chen", id="removed"),
        pytest.param(
            {"new_chat_title": "Night school"}, "Ben changed the name to “Night school”", id="renamed"
        ),
        pytest.param({"pinned_message": {}}, "Ben pinned a message", id="pinned"),
        pytest.param({"forum_topic_closed": {}}, "Ben: forum topic closed", id="anything else"),
    ],
)
async def test_an_event_is_a_line_in_the_chat(street: Street, fields: dict[str, Any], line: str) -> None:
    """Service messages are lines of words, not bubbles."""
    street.world.post(street.group, street.ben, Service(fields))
    assert (await street.messages(street.ana, street.group))[-1]["service"] == line


@pytest.mark.parametrize("from_channel", [True, False], ids=["a channel", "a person"])
async def test_a_forwarded_message_says_whose_it_is(street: Street, from_channel: bool) -> None:
    """A forward names the channel or the person it came from."""
    origin = Origin(0, channel=street.channel) if from_channel else Origin(0, user=street.chen)
    street.world.post(street.group, street.ben, Text("Look"), origin=origin)
    seen = (await street.messages(street.ana, street.group))[-1]
    assert seen["forwarded"] == ("Daily" if from_channel else "Chen")


async def test_only_the_newest_messages_are_sent(street: Street) -> None:
    """A long chat is cut to its last two hundred messages."""
    for number in range(250):
        street.bot_says(street.channel, f"Post {number}")
    seen = await street.messages(street.ben, street.channel)
    assert (len(seen), seen[0]["html"], seen[-1]["html"]) == (200, "Post 50", "Post 249")


@pytest.mark.parametrize(
    "toast",
    [
        pytest.param(Toast("Saved"), id="passing text"),
        pytest.param(Toast("No, because …", alert=True), id="alert"),
        pytest.param(Toast(url="https://t.me/quiz_bot?start=x"), id="link"),
    ],
)
async def test_a_tap_returns_what_the_bot_answered(street: Street, toast: Toast) -> None:
    """A tap asks the bot and shows the tapper its answer."""
    message = street.bot_says(street.group, "?", markup=KEYS)
    place = {"as": street.ben.id, "chat": street.group.id, "message": message.id, "row": 0, "column": 0}
    tapping = asyncio.create_task(street.does("taps", **place))
    while not street.world.queries:
        await street.world.changed(street.world.version, 5)
    (query,) = street.world.queries.values()
    query.toast = toast
    street.world.touch()
    assert (query.user, query.data) == (street.ben, "g")
    assert await tapping == (200, {"text": toast.text, "alert": toast.alert, "url": toast.url})


async def test_a_tap_no_bot_answers_ends_quietly(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that never answers a tap leaves the person with nothing, not with an error."""
    monkeypatch.setattr("bot.sandbox.sim.LONGEST_TAP", 0.01)
    message = street.bot_says(street.group, "?", markup=KEYS)
    place = {"as": street.ana.id, "chat": street.group.id, "message": message.id, "row": 0, "column": 0}
    assert await street.does("taps", **place) == (200, {"text": "", "alert": False, "url": None})


def quiz(street: Street, *, results_hidden: bool = False) -> Poll:
    options = [PollOption(str(place), name) for place, name in enumerate(("Paris", "Rome", "Oslo"))]
    poll = Poll("7", street.bot, "Capital of France?", options, "quiz", revoting=False, correct=(0,))
    poll.explanation = Text("It is on the Seine.")
    poll.results_hidden = results_hidden
    return poll


async def test_a_quiz_shows_its_answer_to_those_who_voted(street: Street) -> None:
    """Counts, the right answer and the explanation are told to voters and kept from the others."""
    message = street.bot_sends(street.group, quiz(street))
    votes = {"as": street.ben.id, "chat": street.group.id, "message": message.id, "options": [1]}
    assert await street.does("votes", **votes) == (200, {})
    mine = (await street.messages(street.ben, street.group))[-1]["poll"]
    other = (await street.messages(street.ana, street.group))[-1]["poll"]
    assert [(one["percent"], one["chosen"], one["correct"]) for one in mine["options"]] == [
        (0, False, True),
        (100, True, False),
        (0, False, False),
    ]
    assert (mine["voted"], mine["results"], mine["explanation"]) == (True, True, "It is on the Seine.")
    assert other["options"] == [
        {"place": place, "text": name, "chosen": False}
        for place, name in enumerate(("Paris", "Rome", "Oslo"))
    ]
    assert (other["total"], other["results"], other["explanation"]) == (1, False, "")


async def test_a_rich_message_is_shown_and_glimpsed(street: Street) -> None:
    """A rich message is drawn as blocks; lists and quotes show a line of it that gives nothing hidden away."""
    blocks = read_blocks("<h3>Why?</h3><details><summary>Answer</summary>Because.</details>")
    message = street.bot_sends(street.group, Rich(blocks, "", rtl=True))
    acts.say(street.world, street.ana, street.group, "So!", reply_to=message)
    rich, reply = (await street.messages(street.ana, street.group))[-2:]
    assert rich["html"].startswith('<div class="heading size-3"')
    assert "<div><p>Because.</p></div></details>" in rich["html"]
    assert rich["rich"] == {"rtl": True, "glimpse": "Why? Answer"}
    assert reply["reply_to"]["text"] == "Why? Answer"
    assert reply["rich"] is None


async def test_hidden_results_wait_for_the_end(street: Street) -> None:
    """A poll that hides its results until it closes hides them from voters, too."""
    message = street.bot_sends(street.group, quiz(street, results_hidden=True))
    await street.does("votes", **{"as": street.ben.id}, chat=street.group.id, message=message.id, options=[0])
    assert (await street.messages(street.ben, street.group))[-1]["poll"]["results"] is False
    assert isinstance(message.content, Poll)
    street.world.close_poll(message.content)
    assert (await street.messages(street.chen, street.group)) == []
    assert (await street.messages(street.ana, street.group))[-1]["poll"]["results"] is True


async def test_shuffled_options_stand_for_each_person_as_they_did_before(street: Street) -> None:
    """Everybody has an order of their own, which stays; a vote names the option's place in the poll itself."""
    poll = Poll("7", street.bot, "?", [PollOption(str(at), str(at)) for at in range(9)], shuffled=True)
    poll.close_at = NOON + timedelta(hours=1)
    street.bot_sends(street.group, poll)
    orders = [
        [one["place"] for one in (await street.messages(user, street.group))[-1]["poll"]["options"]]
        for user in (street.ana, street.ben, street.ana)
    ]
    assert orders[0] == orders[2] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1]) == list(range(9))
    seen = (await street.messages(street.ana, street.group))[-1]["poll"]
    assert seen["closes"] == "2026-03-01T13:00:00+00:00"


@pytest.mark.parametrize(
    ("body", "moment"),
    [
        pytest.param({"advance": 86400}, NOON + timedelta(days=1), id="a day on"),
        pytest.param({"advance": -60}, NOON - timedelta(minutes=1), id="a minute back"),
        pytest.param(
            {"set": "2026-03-29T02:30:00+02:00"}, datetime(2026, 3, 29, 0, 30, tzinfo=UTC), id="set"
        ),
    ],
)
async def test_the_clock_is_moved_by_hand(street: Street, body: dict[str, Any], moment: datetime) -> None:
    """The clock goes on by seconds or jumps to a moment, and every page learns of it."""
    version = street.world.version
    assert await street.does("clock", **body) == (200, {"now": moment.isoformat()})
    assert street.world.clock.now() == moment
    assert (await street.sees(street.ana, version))["now"] == moment.isoformat()


async def test_a_person_blocks_and_unblocks_the_bot(street: Street) -> None:
    """Blocking closes the message box until the person unblocks."""
    private = street.world.private(street.ana)
    await street.does("says", **{"as": street.ana.id}, chat=private.id, text="/start")
    assert await street.does("block", **{"as": street.ana.id}, blocked=True) == (200, {})
    chat = (await street.sees(street.ana))["chats"][0]
    assert (chat["blocked"], chat["can_write"]) == (True, False)
    await street.does("block", **{"as": street.ana.id}, blocked=False)
    assert (await street.sees(street.ana))["chats"][0]["can_write"] is True


async def test_the_menu_is_the_narrowest_one_that_fits(street: Street) -> None:
    """A scope beats a wider one, the person's language beats none, an administrator sees their own."""
    street.bot.menus |= {
        ("default", ""): [{"command": "help", "description": "Help"}],
        ("all_private_chats", ""): [{"command": "quiz", "description": "Ask"}],
        ("all_private_chats", "en"): [{"command": "quiz", "description": "Ask me"}],
        ("all_chat_administrators", ""): [{"command": "settings", "description": "Settings"}],
    }

    async def menu(user: User, chat: Chat) -> list[str]:
        answer = await street.http.get("/sim/commands", params={"as": user.id, "chat": chat.id})
        return [one["description"] for one in (await answer.json())["commands"]]

    assert await menu(street.ana, street.world.private(street.ana)) == ["Ask me"]
    assert await menu(street.ana, street.group) == ["Settings"]
    assert await menu(street.ben, street.group) == ["Help"]


@pytest.mark.parametrize(
    ("language", "about"),
    [
        pytest.param("pl", "Jedno pytanie dziennie", id="their language"),
        pytest.param("pl-pl", "Jedno pytanie dziennie", id="their language in a country"),
        pytest.param("zh", "A question a day", id="none for them"),
    ],
)
async def test_an_empty_chat_says_what_the_bot_can_do(street: Street, language: str, about: str) -> None:
    """Before Start the bot's description is shown, in the person's language when there is one."""
    street.bot.about |= {
        ("description", ""): "A question a day",
        ("description", "pl"): "Jedno pytanie dziennie",
    }
    dora = street.world.add_person("Dora", language=language)
    assert (await street.sees(dora))["bot"]["about"] == about


@pytest.mark.parametrize(
    ("mime", "served"),
    [
        pytest.param("image/png", "image/png", id="a picture is shown"),
        pytest.param("image/svg+xml", "application/octet-stream", id="a picture that may hold script is not"),
        pytest.param("text/html", "application/octet-stream", id="a page is only downloaded"),
    ],
)
async def test_a_file_is_never_a_page_of_ours(street: Street, mime: str, served: str) -> None:
    """What a bot sends is served so that it cannot act as the sandbox's page."""
    file = street.world.keep_file(b"<script>", "x.bin", mime, "documents")
    is_picture = mime == "image/png"
    street.bot_sends(street.group, Photo(file, 2, 1) if is_picture else Document(file))
    seen = (await street.messages(street.ben, street.group))[-1]
    address = (seen["photo"] or seen["document"])["url"]
    answer = await street.http.get(address)
    assert (answer.content_type, await answer.read()) == (served, b"<script>")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ("Content-Disposition" in answer.headers) is not is_picture


async def test_the_page_lets_nothing_else_in(street: Street) -> None:
    """The page is whole in one answer, and its policy allows its own script and style alone."""
    answer = await street.http.get("/")
    html = await answer.text()
    policy = answer.headers["Content-Security-Policy"]
    assert "{{" not in html
    assert "https://" not in html
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for hook in ("who", "clock", "plus-day", "clock-set", "say", "start", "menu"):
        assert f'id="{hook}"' in html


@pytest.mark.parametrize(
    ("act", "body", "reason"),
    [
        pytest.param("says", {}, "as: Field required", id="nothing given"),
        pytest.param("says", {"as": 1, "chat": 1, "text": "x"}, "as: no person has the id 1", id="stranger"),
        pytest.param(
            "says", {"as": "bot", "chat": 1, "text": "x"}, "as: no person has the id 900", id="a bot"
        ),
        pytest.param(
            "says", {"as": "chen", "chat": "group", "text": "x"}, "chat: Chen has no chat", id="not inside"
        ),
        pytest.param("says", {"as": "ana", "chat": "group", "text": ""}, "text: String should", id="empty"),
        pytest.param("says", {"as": "ana", "chat": "group", "text": " "}, "empty message", id="blank"),
        pytest.param(
            "says", {"as": "ana", "chat": "group", "text": "x" * 4097}, "text: String should", id="long"
        ),
        pytest.param(
            "says", {"as": "ben", "chat": "channel", "text": "x"}, "may not post", id="a reader writes"
        ),
        pytest.param(
            "says", {"as": "ana", "chat": "group", "text": "x", "y": 1}, "y: Extra inputs", id="unknown key"
        ),
        pytest.param(
            "taps",
            {"as": "ana", "chat": "group", "message": 99, "row": 0, "column": 0},
            "no message 99",
            id="no message",
        ),
        pytest.param(
            "taps",
            {"as": "ana", "chat": "group", "message": 1, "row": 0, "column": 0},
            "no button",
            id="no button",
        ),
        pytest.param(
            "taps",
            {"as": "ana", "chat": "group", "message": 1, "row": -1, "column": 0},
            "row: Input",
            id="negative row",
        ),
        pytest.param(
            "votes", {"as": "ana", "chat": "group", "message": 1, "options": [0]}, "not a poll", id="no poll"
        ),
        pytest.param("clock", {}, "give either", id="no time"),
        pytest.param("clock", {"advance": 1, "set": "2026-03-01T12:00:00Z"}, "give either", id="two times"),
        pytest.param(
            "clock", {"set": "2026-03-01T12:00:00"}, "set: Input should have timezone", id="no zone"
        ),
        pytest.param("clock", {"set": "9999-03-01T12:00:00Z"}, "more than ten years", id="too far"),
        pytest.param("clock", {"advance": 1e300}, "advance: Input should", id="too long"),
        pytest.param(
            "block", {"as": "ana", "blocked": "perhaps"}, "blocked: Input should", id="not a truth value"
        ),
    ],
)
async def test_a_bad_request_says_what_is_wrong(
    street: Street, act: str, body: dict[str, Any], reason: str
) -> None:
    """What cannot be done is answered with 400 and a sentence, and changes nothing."""
    names = {"ana": street.ana.id, "ben": street.ben.id, "chen": street.chen.id, "bot": 900}
    names |= {"group": street.group.id, "channel": street.channel.id}
    filled = {
        key: names.get(value, value) if isinstance(value, str) else value for key, value in body.items()
    }
    street.world.private(street.chen)
    version = street.world.version
    status, answer = await street.does(act, **filled)
    assert (status, street.world.version) == (400, version)
    assert reason in answer["error"]


@pytest.mark.parametrize(
    "path", ["/sim/state?as=x", "/sim/state?as=1", "/sim/state?after=now", "/sim/commands", "/sim/files/x"]
)
async def test_a_bad_question_says_what_is_wrong(street: Street, path: str) -> None:
    """A question about what is not there is answered with 400 and a sentence."""
    answer = await street.http.get(path)
    assert answer.status == 400
    assert (await answer.json())["error"]


async def test_a_form_of_another_page_is_not_json(street: Street) -> None:
    """A body that a plain HTML form can send is not taken."""
    answer = await street.http.post(
        "/sim/clock", data='{"advance": 60}', headers={"Content-Type": "text/plain"}
    )
    assert answer.status == 400
    assert street.world.clock.now() == NOON


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 200, id="a program"),
        pytest.param({"Host": "localhost:8080", "Origin": "http://localhost:8080"}, 200, id="its own page"),
        pytest.param({"Host": "[::1]:8080"}, 200, id="over IPv6"),
        pytest.param({"Host": "evil.example"}, 403, id="a name that resolves here"),
        pytest.param({"Host": "127.0.0.1.evil.example"}, 403, id="a name that looks like here"),
        pytest.param({"Host": "[::1"}, 403, id="a broken name"),
        pytest.param({"Host": "localhost:1", "Origin": "https://evil.example"}, 403, id="a page elsewhere"),
        pytest.param({"Host": "localhost:1", "Origin": "http://localhost:2"}, 403, id="another local page"),
        pytest.param({"Host": "localhost:1", "Origin": "null"}, 403, id="a file or a sandboxed frame"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="a picture in a page elsewhere"),
    ],
)
async def test_only_its_own_page_drives_the_sandbox(
    street: Street, headers: dict[str, str], status: int
) -> None:
    """A foreign Host or Origin is refused, so that no page on the web can play a person here."""
    answer = await street.http.post("/sim/clock", json={"advance": 60}, headers=headers)
    assert answer.status == status
    assert (street.world.clock.now() == NOON) is (status == 403)


async def test_a_foreign_name_does_not_even_get_the_page(street: Street) -> None:
    """The page, too, is only for this machine; a link to it from elsewhere works."""
    assert (await street.http.get("/", headers={"Host": "evil.example"})).status == 403
    assert (await street.http.get("/", headers={"Sec-Fetch-Site": "cross-site"})).status == 200
