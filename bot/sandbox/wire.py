"""Objects as the Bot API server writes them (https://core.telegram.org/bots/api#available-types)."""

from __future__ import annotations

from bot.sandbox.objects import (
    CHANNEL_RIGHTS,
    GROUP_RIGHTS,
    PERMISSIONS,
    Bot,
    Chat,
    Document,
    File,
    Json,
    Member,
    Message,
    Origin,
    Photo,
    Poll,
    Query,
    Rich,
    Service,
    Text,
    User,
)


def user(one: User) -> Json:
    """Write a user."""
    known: Json = {"id": one.id, "is_bot": one.is_bot, "first_name": one.first_name}
    if one.username:
        known["username"] = one.username
    if one.language:
        known["language_code"] = one.language
    return known


def me(bot: Bot) -> Json:
    """Write a bot as getMe shows it to itself."""
    return user(bot.user) | {
        "can_join_groups": True,
        "can_read_all_group_messages": bot.reads_all,
        "supports_inline_queries": False,
        "supports_guest_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def chat(one: Chat) -> Json:
    """Write a chat as it stands inside messages and updates."""
    known: Json = {"id": one.id}
    if one.user is not None:
        known["first_name"] = one.user.first_name
        username = one.user.username
    else:
        known["title"] = one.title
        username = one.username
    if username:
        known["username"] = username
    return known | {"type": one.kind}


def full_chat(one: Chat) -> Json:
    """Write a chat as getChat shows it."""
    known = chat(one) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": _no_gifts(one),
    }
    if "username" in known:
        known["active_usernames"] = [known["username"]]
    if one.kind in ("group", "supergroup"):
        known["permissions"] = {name: name in one.permissions for name in PERMISSIONS}
    if pinned := [pin for pin in one.pinned if not pin.deleted]:
        known["pinned_message"] = message(max(pinned, key=lambda pin: pin.id), with_reply=False)
    return known


def member(one: Member, kind: str) -> Json:
    """Write what someone is in a chat of that `kind`."""
    known: Json = {"user": user(one.user), "status": one.status}
    if one.status == "creator":
        known["is_anonymous"] = False
    elif one.status == "administrator":
        rights = CHANNEL_RIGHTS if kind == "channel" else GROUP_RIGHTS
        known |= {"can_be_edited": False, "is_anonymous": False, "can_promote_members": False}
        known |= {name: name in one.rights for name in rights}
    elif one.status == "restricted":
        known |= {name: name in one.rights for name in ("is_member", *PERMISSIONS)}
        known["until_date"] = one.until
    elif one.status == "kicked":
        known["until_date"] = one.until
    return known


def message(one: Message, *, with_reply: bool = True) -> Json:
    """Write a message; one inside another is written without what it replied to."""
    known: Json = {"message_id": one.id}
    if one.sender is not None:
        known["from"] = user(one.sender)
    else:
        known["sender_chat"] = chat(one.chat)
    known |= {"chat": chat(one.chat), "date": one.date}
    if one.edit_date is not None:
        known["edit_date"] = one.edit_date
    if one.origin is not None:
        known["forward_origin"] = origin(one.origin)
    if with_reply and one.reply_to is not None and not one.reply_to.deleted:
        known["reply_to_message"] = message(one.reply_to, with_reply=False)
    known |= _content(one)
    if one.markup is not None:
        known["reply_markup"] = one.markup
    if one.protected:
        known["has_protected_content"] = True
    return known


def maybe_message(one: Message) -> Json:
    """Write a message, or its place only when it is no longer there."""
    if one.deleted:
        return {"message_id": one.id, "chat": chat(one.chat), "date": 0}
    return message(one)


def origin(one: Origin) -> Json:
    """Write where a forwarded message came from."""
    if one.channel is not None:
        return {"type": "channel", "date": one.date, "chat": chat(one.channel), "message_id": one.message_id}
    if one.user is None:
        raise ValueError("an origin is either a user or a channel")
    return {"type": "user", "date": one.date, "sender_user": user(one.user)}


def poll(one: Poll, *, inside_message: bool = False, hidden: bool = False) -> Json:
    """Write a poll; its description stands only inside a message, and what is right not where that is `hidden`."""
    known: Json = {
        "id": one.id,
        "question": one.question,
        "options": [
            {"persistent_id": option.persistent_id, "text": option.text, "voter_count": len(option.voters)}
            for option in one.options
        ],
        "total_voter_count": len(one.voters),
    }
    if one.close_at is not None:
        known |= {"open_period": one.open_period, "close_date": int(one.close_at.timestamp())}
    known |= {
        "is_closed": one.closed,
        "is_anonymous": one.anonymous,
        "allows_multiple_answers": one.multiple,
        "allows_revoting": one.revoting,
        "members_only": False,
        "type": one.kind,
    }
    if hidden:
        return known | _description(one, inside_message=inside_message)
    if len(one.correct) == 1:
        known["correct_option_id"] = one.correct[0]
    if one.correct:
        known["correct_option_ids"] = list(one.correct)
    if one.explanation is not None:
        known |= {
            "explanation": one.explanation.text,
            "explanation_entities": list(one.explanation.entities),
        }
    return known | _description(one, inside_message=inside_message)


def _description(one: Poll, *, inside_message: bool) -> Json:
    if not inside_message or one.description is None:
        return {}
    return {"description": one.description.text, "description_entities": list(one.description.entities)}


def query(one: Query) -> Json:
    """Write a tap."""
    return {
        "id": one.id,
        "from": user(one.user),
        "message": maybe_message(one.message),
        "chat_instance": str(abs(one.message.chat.id) * 7919 + one.bot.user.id),
        "data": one.data,
    }


def file(one: File) -> Json:
    """Write a file as getFile shows it."""
    return _file(one) | {"file_path": one.path}


def _hides_right(message: Message, one: Poll) -> bool:
    """Whether a bot is not told what is right: an open quiz of somebody else's, unless sent to it in private.

    https://core.telegram.org/bots/api#poll, `correct_option_ids`. Its explanation would tell as well.
    """
    if one.closed or one.owner is not None:
        return False
    return message.origin is not None or message.chat.kind != "private"


def _file(one: File) -> Json:
    return {"file_id": one.id, "file_unique_id": one.unique, "file_size": len(one.data)}


def _content(one: Message) -> Json:
    content = one.content
    if isinstance(content, Text):
        return _words(content, "text", "entities") | _preview(content)
    if isinstance(content, Rich):
        return {"rich_message": _rich(content)}
    if isinstance(content, Service):
        return content.fields
    if isinstance(content, Poll):
        return {"poll": poll(content, inside_message=True, hidden=_hides_right(one, content))}
    known = _photo(content) if isinstance(content, Photo) else _document(content)
    return known | (_words(content.caption, "caption", "caption_entities") if content.caption else {})


def _rich(one: Rich) -> Json:
    return {"blocks": list(one.blocks)} | ({"is_rtl": True} if one.rtl else {})


def _photo(one: Photo) -> Json:
    known: Json = {"photo": [_file(one.file) | {"width": one.width, "height": one.height}]}
    if one.spoiler:
        known["has_media_spoiler"] = True
    if one.above:
        known["show_caption_above_media"] = True
    return known


def _document(one: Document) -> Json:
    return {"document": _file(one.file) | {"file_name": one.file.name, "mime_type": one.file.mime}}


def _words(one: Text, text: str, entities: str) -> Json:
    known: Json = {text: one.text}
    if one.entities:
        known[entities] = list(one.entities)
    return known


def _preview(one: Text) -> Json:
    return {"link_preview_options": dict(one.preview)} if one.preview else {}


def _no_gifts(one: Chat) -> Json:
    names = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return dict.fromkeys(names, False) if one.kind != "private" else dict.fromkeys(names, True)
