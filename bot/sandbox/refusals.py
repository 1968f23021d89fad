"""Every sentence the sandbox refuses with, and where it was seen; no other module holds one.

`SOURCE`: in the source of the Bot API server or of TDLib, which it is built on. `DOCUMENTED`: on the official pages.
`REPORTED`: in the wild, for it comes from Telegram's closed server. `ASSUMED`: that Telegram refuses is known, its
words are not. `OURS`: the sandbox's own, about what it does not cover.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SOURCE, DOCUMENTED, REPORTED, ASSUMED, OURS = "source", "documented", "reported", "assumed", "ours"

_PREFIXES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}
_CODE_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


class Refusal(Exception):
    """The server says no: an HTTP status, a description, and sometimes `parameters` beside it."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}


def server_error(code: int, message: str) -> Refusal:
    """Word an error from below as the Bot API server passes it on.

    The first letter is lowered unless the second is upper-case or an underscore; a 403 made of code letters and
    every 404 become 400 (Client.cpp, fail_query_with_error).
    """
    if code == 404 or (code == 403 and set(message) <= _CODE_LETTERS):
        code = 400
    prefix = _PREFIXES[code]
    if message.startswith(prefix):
        return Refusal(code, message)
    second = message[1:2]
    if not (second.isupper() or second == "_"):
        message = message[:1].lower() + message[1:]
    return Refusal(code, f"{prefix}: {message}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A refusal in the server's own words, with places for facts in braces."""

    text: str
    seen: str = SOURCE
    code: int = 400

    def refusal(self, **facts: object) -> Refusal:
        """Make the refusal with these facts in its places."""
        return server_error(self.code, self.text.format(**facts) if facts else self.text)


@dataclass(frozen=True, slots=True)
class Exact:
    """A refusal that the Bot API server words itself, code and description as they are."""

    code: int
    description: str

    def refusal(self) -> Refusal:
        """Make the refusal."""
        return Refusal(self.code, self.description)


def flood_wait(seconds: int) -> Refusal:
    """Refuse because of too many requests; `seconds` is how long to wait."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def not_covered(what: str) -> Refusal:
    """Refuse what the real server has and the sandbox does not."""
    return Refusal(501, f"Not Implemented: the sandbox does not cover {what}")


METHOD_NOT_FOUND = Exact(404, "Not Found: method not found")
NOT_FOUND = Exact(404, "Not Found")
UNAUTHORIZED = Exact(401, "Unauthorized")
INVALID_TOKEN = Exact(401, "Unauthorized: invalid token specified")
OTHER_GET_UPDATES = Exact(
    409,
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
)

PARAMETER_REQUIRED = Sentence('parameter "{name}" is required')
NOT_UTF8 = Sentence("Strings must be encoded in UTF-8")
BODY_NOT_JSON = Sentence("Can't parse JSON parameters", ASSUMED)
UPLOAD_TOO_BIG = Exact(413, "Request Entity Too Large")

CHAT_ID_EMPTY = Sentence("Chat_id is empty")
CHAT_NOT_FOUND = Sentence("Chat not found")
USER_NOT_GIVEN = Sentence("Invalid user_id specified")
USER_UNKNOWN = Sentence("PARTICIPANT_ID_INVALID", REPORTED)
CANNOT_INITIATE = Sentence("Bot can't initiate conversation with a user", code=403)
BLOCKED = Sentence("Bot was blocked by the user", code=403)
TO_A_BOT = Sentence("The bot can't send messages to the bot", code=403)
KICKED = Sentence("Bot was kicked from the {kind} chat", code=403)
NOT_A_MEMBER = Sentence("Bot is not a member of the {kind} chat", code=403)
NO_RIGHT_TO_SEND = Sentence("Not enough rights to send {what} to the chat")
NO_RIGHT_IN_CHANNEL = Sentence("Need administrator rights in the channel chat")
NO_RIGHT_TO_PIN = Sentence("Not enough rights to manage pinned messages in the chat")
NO_ADMINISTRATORS = Sentence("There are no administrators in the private chat")
MEMBERS_HIDDEN = Sentence("Member list is inaccessible", REPORTED)
CANNOT_LEAVE = Sentence("Chat can't be left", ASSUMED)

TEXT_EMPTY = Sentence("Message text is empty")
NOTHING_LEFT = Sentence("Text must be non-empty")
RAW_TOO_LONG = Sentence("Text is too long")
MESSAGE_TOO_LONG = Sentence("Message is too long")
CAPTION_TOO_LONG = Sentence("Message caption is too long")
UNKNOWN_PARSE_MODE = Sentence("Unsupported parse_mode")
ENTITIES_NOT_JSON = Sentence("Can't parse entities JSON object")
PREVIEW_NOT_JSON = Sentence("Can't parse link preview options JSON object")
RICH_NOT_JSON = Sentence("Can't parse InputRichMessage JSON object", ASSUMED)
RICH_EMPTY = Sentence("RICH_MESSAGE_CONTENT_REQUIRED", REPORTED)
RICH_TOO_LONG = Sentence("RICH_MESSAGE_TEXT_TOO_LONG", ASSUMED)
RICH_TOO_MANY_BLOCKS = Sentence("RICH_MESSAGE_BLOCKS_TOO_MUCH", ASSUMED)
RICH_TOO_DEEP = Sentence("RICH_MESSAGE_NESTING_TOO_DEEP", ASSUMED)
RICH_TOO_WIDE = Sentence("RICH_MESSAGE_TABLE_COLUMNS_TOO_MUCH", ASSUMED)
REPLY_NOT_JSON = Sentence("Can't parse reply parameters JSON object")
REPLY_NOT_FOUND = Sentence("Message to be replied not found")

MARKUP_NOT_JSON = Sentence("Can't parse reply keyboard markup JSON object")
MARKUP_NOT_OBJECT = Sentence("Object expected as reply markup")
MARKUP_TOO_LONG = Sentence("Reply markup is too long")
KEYBOARD_NOT_ARRAY = Sentence('Field "inline_keyboard" must be of type Array')
KEYBOARD_ROW_NOT_ARRAY = Sentence('Field "inline_keyboard" must be an Array of Arrays')
BAD_BUTTON = Sentence("Can't parse inline keyboard button: {why}")
NO_FIELD = 'Can\'t find field "{name}"'
FIELD_NOT_STRING = 'Field "{name}" must be of type String'
BUTTON_NOT_OBJECT = "InlineKeyboardButton must be an Object"
TEXT_BUTTON = "Text buttons are unallowed in the inline keyboard"
BUTTON_STYLE = "Invalid button style specified"
BUTTON_TEXT_EMPTY = Sentence("Inline keyboard button text must be non-empty")
BUTTON_DATA_INVALID = Sentence("BUTTON_DATA_INVALID", REPORTED)
BUTTON_COPY_INVALID = Sentence("BUTTON_COPY_TEXT_INVALID", REPORTED)
BUTTON_URL_INVALID = Sentence("Inline keyboard button URL '{url}' is invalid: {why}")
WRONG_URL = "Wrong HTTP URL"
WRONG_PROTOCOL = "Unsupported URL protocol"

EDIT_NOT_FOUND = Sentence("Message to edit not found")
CANNOT_EDIT = Sentence("Message can't be edited")
NO_TEXT_TO_EDIT = Sentence("There is no text in the message to edit")
NO_CAPTION_TO_EDIT = Sentence("There is no caption in the message to edit")
NO_MEDIA_TO_EDIT = Sentence("There is no media in the message to edit")
MEDIA_NOT_JSON = Sentence("Can't parse input media JSON object", ASSUMED)
BAD_MEDIA = Sentence("Can't parse InputMedia: {why}", ASSUMED)
NOT_MODIFIED = Sentence(
    "Message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
DELETE_NOT_FOUND = Sentence("Message to delete not found")
CANNOT_DELETE = Sentence("Message can't be deleted")
CANNOT_DELETE_FOR_ALL = Sentence("Message can't be deleted for everyone")
IDS_NOT_JSON = Sentence("Can't parse message identifiers JSON object")
NO_IDS = Sentence("Message identifiers are not specified")
TOO_MANY_IDS = Sentence("Too many message identifiers specified")
FORWARD_NOT_FOUND = Sentence("Message to forward not found")
CANNOT_FORWARD = Sentence("Message can't be forwarded")
COPY_NOT_FOUND = Sentence("Message to copy not found")
CANNOT_COPY = Sentence("Message can't be copied")
PIN_NOT_FOUND = Sentence("Message to pin not found")
CANNOT_PIN = Sentence("Message can't be pinned")
UNPIN_NOT_FOUND = Sentence("Message to unpin not found")
WRONG_ACTION = Sentence("Wrong parameter action in request")

QUERY_TOO_OLD = Sentence("Query is too old and response timeout expired or query ID is invalid")
TOAST_TOO_LONG = Sentence("MESSAGE_TOO_LONG", REPORTED)
TOAST_URL_INVALID = Sentence("URL_INVALID", REPORTED)

WRONG_FILE_ID = Sentence("Wrong file_id or the file is temporarily unavailable")
FILE_TOO_BIG = Sentence("File is too big")
FILE_EMPTY = Sentence("File must be non-empty")
NO_FILE = Sentence("There is no {what} in the request")
WRONG_FILE = Sentence("Wrong file identifier/HTTP URL specified")
FILE_OF_OTHER_TYPE = Sentence("Can't use file of type {found} as {wanted}")
NOT_AN_IMAGE = Sentence("IMAGE_PROCESS_FAILED", REPORTED)
BAD_DIMENSIONS = Sentence("PHOTO_INVALID_DIMENSIONS", REPORTED)

OPTIONS_NOT_JSON = Sentence("Can't parse options JSON object")
OPTIONS_NOT_ARRAY = Sentence("Expected an Array of String as options")
NO_OPTIONS = Sentence("Poll must have at least one answer option")
TOO_MANY_OPTIONS = Sentence("Poll can't have more than 12 options")
OPTION_TOO_LONG = Sentence("Poll options length must not exceed 100")
QUESTION_TOO_LONG = Sentence("Poll question length must not exceed 300")
NO_CORRECT = Sentence("Correct quiz option list must be non-empty")
CORRECT_NOT_INCREASING = Sentence("Correct quiz option list must be increasing")
WRONG_CORRECT = Sentence("Wrong quiz correct_option_id")
WRONG_POLL_TYPE = Sentence("Unsupported poll type specified")
CHANNEL_POLLS_ANONYMOUS = Sentence("Non-anonymous polls can't be sent to channel chats")
RESTRICTED_VOTERS = Sentence("Poll voters can be restricted only in channel chats")
EXPLANATION_TOO_LONG = Sentence("QUIZ_EXPLANATION_TOO_LONG", ASSUMED)
DESCRIPTION_TOO_LONG = Sentence("Poll description is too long", ASSUMED)
POLL_PERIOD_INVALID = Sentence("POLL_CLOSE_DATE_INVALID", ASSUMED)
STOP_NOT_FOUND = Sentence("Message with poll to stop not found")
NOT_A_POLL = Sentence("Message is not a poll")
CANNOT_STOP = Sentence("Poll can't be stopped")

COMMANDS_NOT_JSON = Sentence("Can't parse commands JSON object")
COMMANDS_NOT_ARRAY = Sentence("Expected an Array of BotCommand")
COMMAND_NOT_OBJECT = Sentence("Expected an Object as BotCommand")
COMMAND_EMPTY = Sentence("Command must be non-empty")
COMMAND_TOO_LONG = Sentence("Command length must not exceed 32")
COMMAND_INVALID = Sentence("BOT_COMMAND_INVALID", REPORTED)
DESCRIPTION_EMPTY = Sentence("Command description must be non-empty")
COMMAND_DESCRIPTION_TOO_LONG = Sentence("Command description length must not exceed 256")
TOO_MANY_COMMANDS = Sentence("BOT_COMMANDS_TOO_MUCH", REPORTED)
SCOPE_NOT_JSON = Sentence("Can't parse BotCommandScope JSON object")
WRONG_SCOPE = Sentence("Can't parse BotCommandScope: Unsupported type specified")
WRONG_LANGUAGE = Sentence("Invalid language code specified", ASSUMED)
ABOUT_TOO_LONG = Sentence("The bot {field} is too long", ASSUMED)
MENU_NOT_JSON = Sentence("Can't parse menu button JSON object")
WRONG_MENU = Sentence("Can't parse MenuButton: Unsupported type specified")
