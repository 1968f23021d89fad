"""Sending: what goes to Telegram, at what pace and in which order, and what its refusals mean."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
import telegram
import telegram.error
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

from bot.delivery.outcome import (
    Gone,
    Later,
    Missing,
    Moved,
    NoRights,
    Outcome,
    Refused,
    Sent,
    Unchanged,
    Wait,
)
from bot.delivery.pacing import Limits, Pacer
from bot.render.message import Button, OutgoingMessage, OutgoingPoll
from bot.tg.refusals import MEANINGS, outcome_of
from bot.tg.requests import keyboard
from bot.tg.sender import Sender

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # on making a RetryAfter

TOKEN = "123456789:AAF0aBcDeFgHiJkLmNoPqRsTuVwXyZ12345"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANA, GROUP = 7, -100
HELLO = OutgoingMessage("<b>Why?</b>")


def message(message_id: int = 41) -> dict[str, object]:
    return {
        "ok": True,
        "result": {"message_id": message_id, "date": 1, "chat": {"id": ANA, "type": "private"}},
    }


def refusal(code: int, description: str, **parameters: int) -> dict[str, object]:
    return {"ok": False, "error_code": code, "description": description, "parameters": parameters}


class Telegram(BaseRequest):
    """Answers from a script, `True` or a message once that is over, and remembers what it was asked and when."""

    read_timeout = None

    def __init__(self, clock: StepClock) -> None:
        self._clock = clock
        self.script: list[dict[str, object] | TelegramError] = []
        self.asked: list[tuple[float, str, dict[str, Any]]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.two_asked = asyncio.Event()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(  # type: ignore[override]
        self, url: str, method: str, request_data: RequestData | None = None, **_timeouts: object
    ) -> tuple[int, bytes]:
        assert method == "POST"
        name = url.rpartition("/")[2]
        self.asked.append((self._clock.passed, name, dict(request_data.parameters) if request_data else {}))
        if len(self.asked) >= 2:
            self.two_asked.set()
        await self.gate.wait()
        answer = self.script.pop(0) if self.script else usual(name)
        if isinstance(answer, TelegramError):
            raise answer
        return int(str(answer.get("error_code", 200))), json.dumps(answer).encode()

    @property
    def times(self) -> list[float]:
        return [at for at, _, _ in self.asked]


def usual(method: str) -> dict[str, object]:
    return message() if method.startswith(("send", "edit")) else {"ok": True, "result": True}


class StepClock:
    """A clock on which sleeping is the only thing that takes time."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.passed)

    async def sleep(self, seconds: float) -> None:
        until = self.passed + seconds
        await asyncio.sleep(0)
        self.passed = max(self.passed, until)


@pytest.fixture
def clock() -> StepClock:
    return StepClock()


@pytest.fixture
def api(clock: StepClock) -> Telegram:
    return Telegram(clock)


@pytest.fixture
def sender(api: Telegram, clock: StepClock) -> Sender:
    return Sender(bot_of(api), Pacer(Limits()), clock)


def bot_of(api: Telegram) -> telegram.Bot:
    """The library's bot, with this Telegram behind it."""
    return telegram.Bot(TOKEN, request=api, get_updates_request=api)


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs() as lines:
        yield lines


async def test_a_message_is_html_without_previews(sender: Sender, api: Telegram) -> None:
    """A message goes out as HTML, with its buttons and no link preview, and its id comes back."""
    buttons = (
        (Button("Show", data="show:1", style="primary"),),
        (Button("Source", url="https://example.org"), Button("Next", data="next:1")),
    )
    outcome = await sender.send(ANA, OutgoingMessage("<b>Why?</b>", buttons, silent=True), kind="private")
    assert outcome == Sent(41)
    [(_, method, sent)] = api.asked
    assert method == "sendMessage"
    assert sent == {
        "chat_id": ANA,
        "text": "<b>Why?</b>",
        "parse_mode": "HTML",
        "disable_notification": True,
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "Show", "callback_data": "show:1", "style": "primary"}],
                [
                    {"text": "Source", "url": "https://example.org"},
                    {"text": "Next", "callback_data": "next:1"},
                ],
            ]
        },
    }


async def test_a_quiz_keeps_its_order(sender: Sender, api: Telegram) -> None:
    """A quiz goes out as it was shuffled, with names and one vote each, and tells its results when its time is over."""
    poll = OutgoingPoll("Why?", ("a", "b", "c"), (0, 2), "<b>So</b>", open_for=60)
    await sender.send(ANA, poll, kind="private")
    [(_, method, sent)] = api.asked
    assert method == "sendPoll"
    assert [each["text"] for each in sent["options"]] == ["a", "b", "c"]
    expected = {
        "type": "quiz",
        "is_anonymous": False,
        "allows_multiple_answers": True,
        "allows_revoting": False,
        "shuffle_options": False,
        "correct_option_ids": [0, 2],
        "explanation": "<b>So</b>",
        "explanation_parse_mode": "HTML",
        "open_period": 60,
        "hide_results_until_closes": True,
    }
    assert {
        name: list(sent[name]) if name == "correct_option_ids" else sent[name] for name in expected
    } == expected


async def test_an_edit_without_buttons_takes_them_away(sender: Sender, api: Telegram) -> None:
    """Editing sends the new text, and no keyboard where the message has none."""
    assert await sender.edit(ANA, 41, HELLO) == Sent(41)
    [(_, method, sent)] = api.asked
    assert (method, sent["message_id"], sent["text"], sent["parse_mode"]) == (
        "editMessageText",
        41,
        HELLO.html,
        "HTML",
    )
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert "reply_markup" not in sent


async def test_buttons_alone_can_be_replaced(sender: Sender, api: Telegram) -> None:
    """New buttons go without the text; none at all take the old ones away."""
    assert await sender.edit_buttons(ANA, 41, ((Button("4", data="rate:1:4"),),)) == Sent(41)
    assert await sender.edit_buttons(ANA, 41, ()) == Sent(41)
    assert [method for _, method, _ in api.asked] == ["editMessageReplyMarkup"] * 2
    assert [sent.get("reply_markup") for _, _, sent in api.asked] == [
        {"inline_keyboard": [[{"text": "4", "callback_data": "rate:1:4"}]]},
        None,
    ]
    assert keyboard(()) is None


async def test_a_message_can_be_deleted(sender: Sender, api: Telegram) -> None:
    """Deleting names chat and message, and makes no new message."""
    assert await sender.delete(GROUP, 41) == Sent(0)
    assert api.asked == [(0.0, "deleteMessage", {"chat_id": GROUP, "message_id": 41})]


async def test_a_tap_is_answered(sender: Sender, api: Telegram) -> None:
    """A tap's spinner is stopped, with words or without."""
    assert await sender.answer_tap("17") == Sent(0)
    assert await sender.answer_tap("18", "4 · 6 d", alert=True) == Sent(0)
    assert [sent for _, _, sent in api.asked] == [
        {"callback_query_id": "17", "show_alert": False},
        {"callback_query_id": "18", "text": "4 · 6 d", "show_alert": True},
    ]


async def test_a_tap_that_is_too_old_is_no_trouble(sender: Sender, api: Telegram, logged: list[Any]) -> None:
    """Nobody is told that a tap was answered too late."""
    api.script = [
        refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    ]
    assert await sender.answer_tap("17") == Unchanged()
    assert [line["log_level"] for line in logged] == ["debug"]


async def test_a_chat_gets_a_burst_and_then_one_a_second(sender: Sender, api: Telegram) -> None:
    """Messages, edits and deletions count alike; each waits for its turn."""
    for _ in range(3):
        await sender.send(ANA, HELLO, kind="private")
    await sender.edit(ANA, 41, HELLO)
    await sender.delete(ANA, 41)
    await sender.send(ANA + 1, HELLO, kind="private")
    assert api.times == [0, 0, 0, 1, 2, 2]


async def test_one_chats_messages_keep_their_order(sender: Sender, api: Telegram) -> None:
    """Of what is asked for at once for one chat, each goes when the one before it was answered."""
    texts = [str(number) for number in range(8)]
    await asyncio.gather(*(sender.send(GROUP, OutgoingMessage(text), kind="group") for text in texts))
    assert [sent["text"] for _, _, sent in api.asked] == texts
    assert api.times == [0, 0, 0, 1, 2, 3, 4, 5]


async def test_a_slow_chat_keeps_no_other_waiting(sender: Sender, api: Telegram) -> None:
    """While one chat's request hangs, another chat's goes out."""
    api.gate.clear()
    slow = asyncio.ensure_future(sender.send(ANA, HELLO, kind="private"))
    queued = asyncio.ensure_future(sender.send(ANA, HELLO, kind="private"))
    other = asyncio.ensure_future(sender.send(ANA + 1, HELLO, kind="private"))
    await api.two_asked.wait()
    assert [sent["chat_id"] for _, _, sent in api.asked] == [ANA, ANA + 1]
    api.gate.set()
    assert [await each for each in (slow, queued, other)] == [Sent(41)] * 3


@pytest.mark.parametrize("whole", [True, False], ids=["text", "buttons"])
async def test_only_the_newest_look_of_a_message_is_sent(sender: Sender, api: Telegram, whole: bool) -> None:
    """When a crowd taps at once, what waits behind the first edit of a message is left out but for the newest."""

    def look(number: int) -> Awaitable[Outcome]:
        buttons = ((Button(str(number), data="x"),),)
        if whole:
            return sender.edit(GROUP, 41, OutgoingMessage("Why?", buttons))
        return sender.edit_buttons(GROUP, 41, buttons)

    api.gate.clear()
    looks = [asyncio.ensure_future(look(number)) for number in range(30)]
    asyncio.get_running_loop().call_soon(api.gate.set)
    outcomes = await asyncio.gather(*looks)
    assert outcomes == [Sent(41), *[Unchanged()] * 28, Sent(41)]
    assert [sent["reply_markup"]["inline_keyboard"][0][0]["text"] for _, _, sent in api.asked] == ["0", "29"]
    assert await look(30) == Sent(41)


async def test_edits_of_different_messages_do_not_overtake_each_other(sender: Sender, api: Telegram) -> None:
    """Each message gets its own newest look."""
    assert await asyncio.gather(*(sender.edit(ANA, number, HELLO) for number in (1, 2))) == [Sent(41)] * 2
    assert [sent["message_id"] for _, _, sent in api.asked] == [1, 2]


async def test_a_flood_stops_every_chat_and_every_method(sender: Sender, api: Telegram) -> None:
    """After "retry after 7" nothing at all goes out for seven seconds, not even the answer to a tap."""
    api.script = [refusal(429, "Too Many Requests: retry after 7", retry_after=7)]
    assert await sender.send(GROUP, HELLO, kind="group") == Wait(7)
    await asyncio.gather(
        sender.send(ANA, HELLO, kind="private"), sender.answer_tap("17"), sender.delete(8, 1)
    )
    assert api.times == [0, 7, 7, 7]


FLOOD = refusal(429, "Too Many Requests: retry after 7", retry_after=7)


async def test_looking_something_up_waits_for_the_end_of_a_flood(sender: Sender, api: Telegram) -> None:
    """A question that sends nothing waits out the whole bot's flood, and one of its own stops all the others."""
    api.script = [FLOOD, FLOOD]
    assert await sender.send(ANA, HELLO, kind="private") == Wait(7)
    assert await sender.look_up("deleteWebhook", bot_of(api).delete_webhook)
    await sender.send(ANA, HELLO, kind="private")
    assert api.times == [0, 7, 14, 14]


async def test_looking_something_up_gives_up(sender: Sender, api: Telegram) -> None:
    """The third flood in a row is raised, and nothing is asked a fourth time."""
    api.script = [FLOOD] * 3
    with pytest.raises(RetryAfter):
        await sender.look_up("deleteWebhook", bot_of(api).delete_webhook)
    assert api.times == [0, 7, 14]


async def test_a_request_that_gets_through_ends_no_flood(sender: Sender, api: Telegram) -> None:
    """A request under way when the flood was met may succeed; the others wait all the same."""
    api.gate.clear()
    api.script = [refusal(429, "Too Many Requests: retry after 7", retry_after=7), message()]
    both = [asyncio.ensure_future(sender.send(chat, HELLO, kind="private")) for chat in (1, 2)]
    await api.two_asked.wait()
    api.gate.set()
    assert await asyncio.gather(*both) == [Wait(7), Sent(41)]
    await sender.send(3, HELLO, kind="private")
    assert api.times == [0, 0, 7]


async def test_a_flood_met_while_waiting_is_obeyed(sender: Sender, api: Telegram) -> None:
    """Who already waits for a chat's turn when another chat meets the flood waits for its end."""
    for _ in range(3):
        await sender.send(ANA, HELLO, kind="private")
    api.script = [refusal(429, "Too Many Requests: retry after 7", retry_after=7)]
    await asyncio.gather(sender.send(ANA, HELLO, kind="private"), sender.send(8, HELLO, kind="private"))
    assert api.times == [0, 0, 0, 0, 7]


Call = Callable[[Sender], Awaitable[Outcome]]
CALLS: dict[str, Call] = {
    "sendMessage": lambda sender: sender.send(ANA, OutgoingMessage("the secret answer"), kind="private"),
    "editMessageText": lambda sender: sender.edit(ANA, 41, OutgoingMessage("the secret answer")),
    "editMessageReplyMarkup": lambda sender: sender.edit_buttons(
        ANA, 41, ((Button("the secret answer", data="x"),),)
    ),
    "deleteMessage": lambda sender: sender.delete(ANA, 41),
}


@pytest.mark.parametrize("method", list(CALLS))
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(refusal(400, "Bad Request: chat not found"), id="gone"),
        pytest.param(refusal(400, "Bad Request: not enough rights"), id="no rights"),
        pytest.param(refusal(400, "Bad Request: message to edit not found"), id="missing"),
        pytest.param(refusal(400, "Bad Request: BUTTON_DATA_INVALID"), id="refused"),
        pytest.param(refusal(400, "Bad Request: upgraded", migrate_to_chat_id=-1007), id="moved"),
        pytest.param(refusal(429, "Too Many Requests: retry after 7", retry_after=7), id="wait"),
        pytest.param(refusal(500, f"Internal Server Error at /bot{TOKEN}/"), id="later"),
    ],
)
async def test_every_refusal_is_logged_without_text_or_token(
    sender: Sender, api: Telegram, logged: list[Any], method: str, answer: dict[str, object]
) -> None:
    """A refusal's line names method, chat and reason, and neither what was to be sent nor the token."""
    api.script = [answer]
    await CALLS[method](sender)
    [line] = logged
    assert (line["method"], line["chat"]) == (method, ANA)
    assert line["reason"]
    assert line["log_level"] in {"warning", "error"}
    assert "secret answer" not in str(line)
    assert TOKEN not in str(line)


async def test_a_failure_of_the_network_is_an_outcome(
    sender: Sender, api: Telegram, logged: list[Any]
) -> None:
    """A timeout comes back as something to try later, for a tap as for a message."""
    api.script = [TimedOut(), NetworkError("ServerDisconnectedError")]
    assert await sender.send(ANA, HELLO, kind="private") == Later("Timed out")
    assert await sender.answer_tap("17") == Later("ServerDisconnectedError")
    assert [line["chat"] for line in logged] == [ANA, None]


CLASSES = [
    each
    for each in vars(telegram.error).values()
    if inspect.isclass(each) and issubclass(each, TelegramError)
]


def test_every_error_of_the_library_has_a_meaning() -> None:
    """A class of error that a newer library brings is noticed here before it is met in service."""
    assert set(MEANINGS) == set(CLASSES)
    assert set(telegram.error.__all__) == {each.__name__ for each in CLASSES}


REASONS: list[tuple[str, type[Gone | NoRights | Missing | Refused]]] = [
    ("Bad Request: chat not found", Gone),
    ("Forbidden: bot was blocked by the user", Gone),
    ("Forbidden: user is deactivated", Gone),
    ("Forbidden: the bot can't send messages to the bot", Gone),
    ("Forbidden: bot can't initiate conversation with a user", Gone),
    ("Forbidden: bot was kicked from the group chat", Gone),
    ("Forbidden: bot was kicked from the supergroup chat", Gone),
    ("Forbidden: bot was kicked from the channel chat", Gone),
    ("Forbidden: bot is not a member of the supergroup chat", Gone),
    ("Forbidden: bot is not a member of the channel chat", Gone),
    ("Forbidden: the group chat was deleted", Gone),
    ("Bad Request: PEER_ID_INVALID", Gone),
    ("Bad Request: USER_IS_BLOCKED", Gone),
    ("Bad Request: not enough rights to send text messages to the chat", NoRights),
    ("Bad Request: need administrator rights in the channel chat", NoRights),
    ("Bad Request: CHAT_WRITE_FORBIDDEN", NoRights),
    ("Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", NoRights),
    ("Bad Request: CHAT_ADMIN_REQUIRED", NoRights),
    ("Forbidden: CHAT_WRITE_FORBIDDEN", NoRights),
    ("Bad Request: message to edit not found", Missing),
    ("Bad Request: message can't be edited", Missing),
    ("Bad Request: there is no text in the message to edit", Missing),
    ("Bad Request: message to delete not found", Missing),
    ("Bad Request: message can't be deleted", Missing),
    ("Bad Request: message can't be deleted for everyone", Missing),
    ("Bad Request: MESSAGE_ID_INVALID", Missing),
    ("Bad Request: message is too long", Refused),
    ("Bad Request: BUTTON_DATA_INVALID", Refused),
    ("Bad Request: text must be non-empty", Refused),
    ('Bad Request: can\'t parse entities: Unsupported start tag "h1" at byte offset 0', Refused),
    ("Bad Request: something never heard of", Refused),
]


@pytest.mark.parametrize(("said", "kind"), REASONS, ids=[said for said, _ in REASONS])
def test_telegrams_words_tell_what_a_refusal_means(
    said: str, kind: type[Gone | NoRights | Missing | Refused]
) -> None:
    """Telegram's own sentences, as the library changes them or not, lead to the outcome they call for."""
    error = Forbidden(said) if said.startswith("Forbidden") else BadRequest(said)
    outcome = outcome_of(error)
    assert isinstance(outcome, kind)
    assert outcome.reason.casefold() == said.removeprefix("Bad Request: ").casefold()


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(
            BadRequest(
                "Bad Request: message is not modified: specified new message content and reply markup are exactly "
                "the same as a current content and reply markup of the message"
            ),
            Unchanged(),
            id="not modified",
        ),
        pytest.param(ChatMigrated(-1007), Moved(-1007), id="migrated"),
        pytest.param(NetworkError("Too Many Requests (429)"), Wait(1), id="flood told by a proxy"),
        pytest.param(TimedOut(), Later("Timed out"), id="timed out"),
        pytest.param(NetworkError("Bad Gateway (502)"), Later("Bad Gateway (502)"), id="502"),
        pytest.param(InvalidToken("Unauthorized"), Later("Unauthorized"), id="token refused"),
        pytest.param(Conflict("Conflict: x"), Later("Conflict: x"), id="conflict"),
        pytest.param(EndPointNotFound("Not Found"), Refused("Not Found"), id="no such method"),
        pytest.param(PassportDecryptionError("x"), Refused("PassportDecryptionError: x"), id="not for us"),
        pytest.param(
            TelegramError("Invalid server response"), Later("Invalid server response"), id="the root"
        ),
        pytest.param(NetworkError(f"at /bot{TOKEN}/"), Later("at /bot[secret]/"), id="a token"),
        pytest.param(
            type("NewError", (Forbidden,), {})("Forbidden: x"), Gone("Forbidden: x"), id="a class below"
        ),
    ],
)
def test_other_errors_mean_what_their_class_says(error: TelegramError, expected: Outcome) -> None:
    """Where the class says it all, the words only become the reason, never with a token."""
    assert outcome_of(error) == expected


@pytest.mark.parametrize("as_timedelta", ["false", "true"], ids=["seconds", "timedelta"])
@pytest.mark.parametrize(("told", "waited"), [(7, 7.0), (timedelta(seconds=1.5), 1.5), (0, 1.0)])
def test_a_flood_is_understood_in_both_of_the_librarys_forms(
    monkeypatch: pytest.MonkeyPatch, as_timedelta: str, told: int | timedelta, waited: float
) -> None:
    """Whether the library gives seconds or, as it will, a timedelta, the wait is the same, and at least a second."""
    monkeypatch.setenv("PTB_TIMEDELTA", as_timedelta)
    assert outcome_of(RetryAfter(told)) == Wait(waited)
