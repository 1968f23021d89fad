"""What one person sees right now, as the page receives it: chats, messages, polls, never what is hidden from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from bot.sandbox.objects import (
    Chat,
    Document,
    Json,
    Message,
    Origin,
    Photo,
    Poll,
    Rich,
    Service,
    Text,
    User,
)
from bot.sandbox.rich import glimpse, rich_fragment
from bot.sandbox.view import fragment

SHOWN_MESSAGES = 200
_KINDS = {"supergroup": "group"}
_REMEMBERED = 4000
_GLIMPSE = 160  # characters


class Fragments:
    """Texts already turned into HTML: a long chat is written again at every change, its formulas are not."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], tuple[Text | Rich, str]] = {}

    def of(self, chat: Chat, message: Message) -> str:
        """Return the message's text or caption as HTML, empty when it has none."""
        source = message.content if isinstance(message.content, Rich) else message.words
        if source is None:
            return ""
        place = (chat.id, message.id)
        known = self._known.get(place)
        if known is not None and known[0] is source:
            return known[1]
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        html = _html(source)
        self._known[place] = (source, html)
        return html


def _html(source: Text | Rich) -> str:
    if isinstance(source, Rich):
        return rich_fragment(source.blocks)
    return fragment(source.text, source.entities)


def chats_of(chats: Iterable[Chat], me: User, fragments: Fragments) -> list[Json]:
    """Return what `me` sees of each chat, in the order given."""
    return [_chat(chat, me, fragments) for chat in chats]


def person(user: User) -> Json:
    """Return how a user is named on the page."""
    return {"id": user.id, "name": user.first_name, "is_bot": user.is_bot}


def title_of(chat: Chat) -> str:
    """Return the name a chat has in a person's list: the bot's in a private chat, its own otherwise."""
    return chat.bot.user.first_name if chat.bot is not None and chat.kind == "private" else chat.title


def sees(chat: Chat, me: User) -> bool:
    """Tell whether a group or channel is in the list of `me`."""
    return chat.member(me).present


def may_write(chat: Chat, me: User) -> bool:
    """Tell whether `me` has a message box here."""
    if chat.kind == "private":
        return chat.started and not chat.blocked
    member = chat.member(me)
    if chat.kind == "channel":
        return member.administers
    return member.present and (
        member.administers or "can_send_messages" in (chat.permissions | member.rights)
    )


def _chat(chat: Chat, me: User, fragments: Fragments) -> Json:
    seen = [message for message in chat.messages if not message.deleted][-SHOWN_MESSAGES:]
    return {
        "id": chat.id,
        "kind": _KINDS.get(chat.kind, chat.kind),
        "title": title_of(chat),
        "members": [person(user) for user in _members(chat)],
        "can_write": may_write(chat, me),
        "started": chat.started,
        "blocked": chat.blocked,
        "messages": [_message(chat, message, me, fragments) for message in seen],
    }


def _members(chat: Chat) -> list[User]:
    if chat.user is not None and chat.bot is not None:
        return [chat.user, chat.bot.user]
    return [member.user for member in chat.members.values() if member.present]


def _message(chat: Chat, message: Message, me: User, fragments: Fragments) -> Json:
    content = message.content
    return {
        "id": message.id,
        "date": datetime.fromtimestamp(message.date, UTC).isoformat(),
        "from": None if message.sender is None else person(message.sender),
        "mine": message.sender == me,
        "edited": message.edit_date is not None,
        "html": fragments.of(chat, message),
        "rich": _rich(content) if isinstance(content, Rich) else None,
        "keyboard": [[_button(button) for button in row] for row in message.rows],
        "poll": _poll(content, me) if isinstance(content, Poll) else None,
        "photo": _photo(content) if isinstance(content, Photo) else None,
        "document": _document(content) if isinstance(content, Document) else None,
        "service": _service(message, content) if isinstance(content, Service) else None,
        "reply_to": _reply(message.reply_to),
        "forwarded": _forwarded(message.origin),
    }


def _service(message: Message, content: Service) -> str:
    """A line in the middle of the chat; an event the page has no words for is named as on the wire."""
    fields = content.fields
    who = title_of(message.chat) if message.sender is None else message.sender.first_name
    if "new_chat_members" in fields:
        return f"{who} added {', '.join(one['first_name'] for one in fields['new_chat_members'])}"
    if "left_chat_member" in fields:
        gone = fields["left_chat_member"]["first_name"]
        return f"{who} left" if gone == who else f"{who} removed {gone}"
    if "new_chat_title" in fields:
        return f"{who} changed the name to “{fields['new_chat_title']}”"
    if "pinned_message" in fields:
        return f"{who} pinned a message"
    return f"{who}: {', '.join(fields).replace('_', ' ')}"


def _button(button: Json) -> Json:
    known: Json = {"text": button["text"], "kind": "callback", "style": button.get("style", "")}
    if "url" in button:
        return known | {"kind": "url", "url": button["url"]}
    if "copy_text" in button:
        return known | {"kind": "copy", "copy": button["copy_text"]["text"]}
    return known


def _rich(rich: Rich) -> Json:
    return {"rtl": rich.rtl, "glimpse": glimpse(rich.blocks)[:_GLIMPSE]}


def _photo(photo: Photo) -> Json:
    return {
        "url": f"/sim/files/{photo.file.id}",
        "width": photo.width,
        "height": photo.height,
        "spoiler": photo.spoiler,
        "above": photo.above,
    }


def _document(document: Document) -> Json:
    file = document.file
    return {"url": f"/sim/files/{file.id}", "name": file.name, "size": len(file.data), "mime": file.mime}


def _reply(message: Message | None) -> Json | None:
    if message is None or message.deleted:
        return None
    sender = title_of(message.chat) if message.sender is None else message.sender.first_name
    return {"id": message.id, "from": sender, "text": _gist(message)}


def _gist(message: Message) -> str:
    """What a quote shows of a message: its first words, hidden ones left hidden."""
    if isinstance(message.content, Poll):
        return message.content.question
    if isinstance(message.content, Rich):
        return glimpse(message.content.blocks)[:90]
    words = message.words
    if words is None or any(entity["type"] == "spoiler" for entity in words.entities):
        return ""
    return " ".join(words.text.split())[:90]


def _forwarded(origin: Origin | None) -> str | None:
    if origin is None:
        return None
    return (
        origin.channel.title if origin.channel is not None else origin.user.first_name if origin.user else ""
    )


def _poll(poll: Poll, me: User) -> Json:
    """A poll as `me` sees it: counts and right answers only when Telegram would show them."""
    chosen = poll.choices_of(me)
    results = poll.tells(me)
    explanation = poll.explanation if results else None
    return {
        "id": poll.id,
        "question": poll.question,
        "description": fragment(poll.description.text, poll.description.entities) if poll.description else "",
        "options": [_option(poll, place, place in chosen, results) for place in poll.order_for(me)],
        "total": len(poll.voters),
        "closed": poll.closed,
        "closes": poll.close_at.isoformat() if poll.close_at is not None else None,
        "quiz": poll.kind == "quiz",
        "anonymous": poll.anonymous,
        "multiple": poll.multiple,
        "revoting": poll.revoting,
        "voted": bool(chosen),
        "results": results,
        "explanation": fragment(explanation.text, explanation.entities) if explanation else "",
    }


def _option(poll: Poll, place: int, chosen: bool, results: bool) -> Json:
    option = poll.options[place]
    known: Json = {"place": place, "text": option.text, "chosen": chosen}
    if not results:
        return known
    share = 100 * len(option.voters) / len(poll.voters) if poll.voters else 0
    correct = place in poll.correct if poll.kind == "quiz" else None
    return known | {"voters": len(option.voters), "percent": round(share), "correct": correct}
