"""The schema. What is odd about a column or an index is said beside it.

`memories` can be rebuilt from the append-only `answers`; everything owed is a row of `deliveries`.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.storage.types import Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

decks = Table(
    "decks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slug", String(64), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("tags", JSON, nullable=False),
    Column("licence", Text, nullable=False),
    Column("source", Text, nullable=False),
    # False once its file is gone: memories of its cards stay, new questions do not come from it.
    Column("active", Boolean, nullable=False),
    # The person it belongs to, erased before they are; null: it is the operator's, read from a file of `cards`.
    Column("owner", ForeignKey("learners.id")),
    # What the person's file was called: a newer version of it has the same name. Null for the operator's.
    Column("file", Text),
)
Index("ix_decks_owner", decks.c.owner)

cards = Table(
    "cards",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("deck_id", ForeignKey("decks.id", ondelete="CASCADE"), nullable=False),
    Column("key", String(64), nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),  # empty: kept, never asked
    Column("choices", JSON, nullable=False),  # [[text, right, reason], …] in the author's order
    Column("tags", JSON, nullable=False),
    Column("hint", Text, nullable=False),
    Column("explanation", Text, nullable=False),
    Column("concept", String(64), nullable=False),
    Column("likes", Integer),
    Column("difficulty", Integer),  # 1-3, as the author says
    Column("position", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    # Siblings share it: the concept, or the nearest duplicate's key. Two of a family never come on one day.
    Column("family", String(80), nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("deck_id", "key"),
)
Index(
    "ix_cards_concept",  # the same concept in other languages
    cards.c.concept,
    sqlite_where=text("concept != ''"),
    postgresql_where=text("concept != ''"),
)

card_tags = Table(
    "card_tags",  # `cards.tags` again, one row each, so that a tag can be asked for
    metadata,
    Column("card_id", ForeignKey("cards.id", ondelete="CASCADE"), primary_key=True),
    Column("tag", String(64), primary_key=True),
)
Index("ix_card_tags_tag", card_tags.c.tag)

chats = Table(
    "chats",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # Telegram's
    Column("kind", String(8), nullable=False),
    Column("title", Text, nullable=False),
    Column("language", String(8), nullable=False),
    # Null while nobody chose a language and Telegram's guess may still be followed.
    Column("language_chosen_at", Moment),
    # How questions look (auto, rich or classic) and how they are answered; see `domain.style` and `domain.mode`.
    Column("style", String(8), nullable=False, server_default="auto"),
    Column("mode", String(9), nullable=False, server_default="reveal"),
    Column("timer", Integer),  # seconds a group's or channel's native quiz stays open; null: for good
    # Whether cards that fall due may come by themselves; /unsubscribe switches it off, subscribing on again.
    Column("follow_ups", Boolean, nullable=False),
    # Set when Telegram says nothing can be sent here any more; cleared when the chat speaks again.
    Column("gone_at", Moment),
    Column("gone_reason", Text),
    Column("created_at", Moment, nullable=False),
    CheckConstraint("kind IN ('private', 'group', 'channel')", name="kind"),
)

learners = Table(
    "learners",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(8), nullable=False),
    # A person's user id, or the id of the chat whose members or audience learn as one.
    Column("telegram_id", BigInteger, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("telegram_id", "kind"),
    CheckConstraint("kind IN ('person', 'group', 'channel')", name="kind"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True),
    Column("learner_id", ForeignKey("learners.id", ondelete="CASCADE"), nullable=False),
    Column("times", JSON, nullable=False),  # ["09:00", …] on the chat's own clock
    Column("weekdays", JSON, nullable=False),  # [0, …, 6], 0 = Monday
    Column("zone", String(64), nullable=False),
    Column("count", Integer, nullable=False),  # questions at each time
    Column(
        "decks", JSON, nullable=False
    ),  # slugs; empty means every deck in the chat's language, or else every deck
    Column("tags", JSON, nullable=False),
    Column("reveal", String(8), nullable=False),
    # When the next question is owed; null while switched off. `delivery.tick` asks for nothing else.
    Column("next_at", Moment),
    Column("created_at", Moment, nullable=False),
    CheckConstraint("reveal IN ('button', 'spoiler', 'open')", name="reveal"),
)
Index("ix_subscriptions_next_at", subscriptions.c.next_at)  # the scheduler's question

sessions = Table(
    "sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE", onupdate="CASCADE"), nullable=False),
    Column("learner_id", ForeignKey("learners.id", ondelete="CASCADE"), nullable=False),
    Column("tags", JSON, nullable=False),
    Column("decks", JSON, nullable=False),
    Column("size", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("again", JSON, nullable=False),  # cards rated 1, in the order they come back
    Column("open", Boolean, nullable=False),
    Column("kind", String(8), nullable=False, server_default="quiz"),  # or exam: no feedback until the end
    Column("hard", Boolean, nullable=False, server_default=false()),  # only cards that were rated low
    Column("starred", Boolean, nullable=False, server_default=false()),  # only cards with the learner's star
    Column("until", Moment),  # when an exam's time is over
    Column("paused_at", Moment),
    Column("created_at", Moment, nullable=False),
)
Index("ix_sessions_chat_id", sessions.c.chat_id, sessions.c.learner_id)

posts = Table(
    "posts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE", onupdate="CASCADE"), nullable=False),
    Column("card_id", ForeignKey("cards.id", ondelete="CASCADE"), nullable=False),
    Column("learner_id", ForeignKey("learners.id", ondelete="CASCADE"), nullable=False),
    Column("session_id", ForeignKey("sessions.id", ondelete="SET NULL")),
    Column("kind", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("reveal", String(8), nullable=False),  # where its answer is, fixed when it was posted
    Column("mode", String(9), nullable=False, server_default="reveal"),  # how it is answered, fixed too
    # [[text, right, reason], …] as they were shuffled and shown: the deck may change, a vote means what it meant.
    Column("options", JSON(none_as_null=True)),
    Column("poll_id", String(32)),  # Telegram's, of a native quiz
    Column("draft", JSON(none_as_null=True)),  # of a private post: what its reader has said so far
    Column("message_id", BigInteger),  # the one with the buttons; null until Telegram said it arrived
    Column("earlier", JSON, nullable=False),  # a long answer's messages before that one, in order
    Column("day", Date, nullable=False),  # on the chat's own calendar
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("revealed_at", Moment),
    CheckConstraint("kind IN ('daily', 'quiz', 'review')", name="kind"),
    CheckConstraint("state IN ('queued', 'open', 'revealed', 'answered', 'over')", name="state"),
)
Index("ix_posts_chat_id", posts.c.chat_id, posts.c.created_at)  # what this chat was asked lately
Index("ix_posts_card_id", posts.c.card_id)
Index(
    "ix_posts_sent_at",  # what was left unanswered for too long; what is over is not in it
    posts.c.sent_at,
    sqlite_where=text("state IN ('open', 'revealed')"),
    postgresql_where=text("state IN ('open', 'revealed')"),
)
Index("ix_posts_poll_id", posts.c.poll_id)  # whose vote a vote is
Index("ix_posts_learner_id", posts.c.learner_id, posts.c.day)  # what this learner was asked today

answers = Table(
    "answers",  # append-only: nothing is ever updated here, and only /forget deletes
    metadata,
    Column("id", Integer, primary_key=True),
    Column("post_id", ForeignKey("posts.id", ondelete="SET NULL")),  # null: given in another program
    Column("learner_id", ForeignKey("learners.id", ondelete="CASCADE"), nullable=False),
    Column("card_id", ForeignKey("cards.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("rating", Integer),  # the raw 1-5
    Column("undoes", ForeignKey("answers.id", ondelete="CASCADE"), unique=True),
    Column("at", Moment, nullable=False),
    Column("zone", String(64), nullable=False),  # the learner's then, so that a replay counts the same days
    Column("day", Date, nullable=False),
    Column("took_ms", Integer),  # from the question's arrival
    Column("mode", String(9)),  # how it was answered; null: revealed and rated
    Column("sure", Integer),  # 1-5, said before the answer was seen
    Column("right", Boolean),  # null where only the learner can judge
    Column("given", JSON(none_as_null=True)),  # the options chosen, the text written or the points ticked
    Column(
        "moved", Integer
    ),  # days by which its due day was moved to level the load; a replay moves it again
    Column("memory_before", JSON(none_as_null=True)),  # null: never seen before
    # Of an import: what was believed elsewhere; null: the memory is another card's from here on.
    Column("memory_after", JSON(none_as_null=True)),
    CheckConstraint("kind IN ('rating', 'undo', 'import')", name="kind"),
    CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
)
Index("ix_answers_learner_id", answers.c.learner_id, answers.c.card_id, answers.c.id)  # one history, in order
Index("ix_answers_post_id", answers.c.post_id)

memories = Table(
    "memories",  # derived from `answers`
    metadata,
    Column("learner_id", ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True),
    Column("card_id", ForeignKey("cards.id", ondelete="CASCADE"), primary_key=True),
    Column("stability", Float, nullable=False),  # days
    Column("difficulty", Float, nullable=False),  # 1-10
    Column("due", Moment, nullable=False),
    Column("last_day", Date, nullable=False),  # the learner's own calendar day
    Column("reps", Integer, nullable=False),
    Column("lapses", Integer, nullable=False),
    Column("rating", Integer, nullable=False),
)
Index("ix_memories_due", memories.c.due)  # who is about to forget something

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    # What makes this one debt and no other: planning the same thing twice inserts nothing.
    Column("key", String(120), nullable=False, unique=True),
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE", onupdate="CASCADE"), nullable=False),
    Column("post_id", ForeignKey("posts.id", ondelete="CASCADE")),
    Column("kind", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("parts_sent", Integer, nullable=False),  # of a long answer's messages
    Column("owner", String(36)),  # who holds the lease
    Column("leased_until", Moment),
    Column("done_at", Moment),
    Column("reason", Text),  # why it was given up or is late
    CheckConstraint("kind IN ('daily', 'quiz', 'review', 'reveal', 'recap', 'nudge')", name="kind"),
    CheckConstraint("state IN ('waiting', 'leased', 'sent', 'dropped')", name="state"),
)
# The sender's question; only unfinished rows are in it, so it stays small for ever.
Index(
    "ix_deliveries_due_at",
    deliveries.c.due_at,
    sqlite_where=text("state IN ('waiting', 'leased')"),
    postgresql_where=text("state IN ('waiting', 'leased')"),
)

events = Table(
    "events",  # append-only: what happened to a post and is no rating, such as a vote taken back
    metadata,
    Column("id", Integer, primary_key=True),
    Column("post_id", ForeignKey("posts.id", ondelete="CASCADE"), nullable=False),
    Column("learner_id", ForeignKey("learners.id", ondelete="CASCADE")),  # null: an audience without names
    Column("kind", String(12), nullable=False),
    Column("given", JSON(none_as_null=True)),
    Column("at", Moment, nullable=False),
)
Index("ix_events_post_id", events.c.post_id)
Index("ix_events_learner_id", events.c.learner_id)

marks = Table(
    "marks",  # what a learner noted about a card
    metadata,
    Column("learner_id", ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True),
    Column("card_id", ForeignKey("cards.id", ondelete="CASCADE"), primary_key=True),
    Column("starred", Boolean, nullable=False),
    Column("hidden", Boolean, nullable=False),  # never asked
    Column("set_aside", Boolean, nullable=False),  # a leech, until its learner decides
    Column("note", Text, nullable=False),
)

reports = Table(
    "reports",  # what readers say is wrong with a card
    metadata,
    Column("id", Integer, primary_key=True),
    Column("card_id", ForeignKey("cards.id", ondelete="CASCADE"), nullable=False),
    Column("learner_id", ForeignKey("learners.id", ondelete="CASCADE"), nullable=False),
    Column("reason", String(9), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("settled_at", Moment),
    CheckConstraint("reason IN ('wrong', 'unclear', 'outdated', 'duplicate', 'other')", name="reason"),
)
Index("ix_reports_card_id", reports.c.card_id)

plans = Table(
    "plans",  # how a person wants to be reminded; without a row all is as the operator set it
    metadata,
    Column("learner_id", ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True),
    Column("new_a_day", Integer),
    Column("reviews_a_day", Integer),
    Column("hours_from", Integer),  # minutes since midnight on the learner's clock
    Column("hours_until", Integer),
    Column("light_days", JSON, nullable=False),  # weekdays with half the load, 0 = Monday
    Column("backlog_a_day", Integer),  # while there is a backlog to work off
    Column("breaks", JSON, nullable=False),  # [[first day, first day after], …], past and planned
    Column("ignored", Integer, nullable=False),  # follow-ups in a row that were left unanswered
    Column("status_day", Date),
    Column("status_message_id", BigInteger),  # of the message that counts the day
)

fits = Table(
    "fits",  # the memory model's parameters for one person, kept because they predict better
    metadata,
    Column("learner_id", ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True),
    Column("parameters", JSON, nullable=False),
    Column("answers", Integer, nullable=False),  # how many it was fitted to
    Column("at", Moment, nullable=False),
)

sent_files = Table(
    "sent_files",  # what Telegram has already: sent again by its name there, not by its bytes
    metadata,
    Column("key", String(64), primary_key=True),  # a hash of what is seen
    Column("file_id", Text, nullable=False),
)

deck_uses = Table(
    "deck_uses",  # the chats that a person's deck is asked in; the operator's are asked everywhere
    metadata,
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True),
    Column("deck_id", ForeignKey("decks.id", ondelete="CASCADE"), primary_key=True),
)
Index("ix_deck_uses_deck_id", deck_uses.c.deck_id)

deck_pictures = Table(
    "deck_pictures",  # the files that the Markdown of a deck's cards names
    metadata,
    Column("deck_id", ForeignKey("decks.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

pending = Table(
    "pending",  # what a person was asked about and has not answered, so that a restart forgets nothing
    metadata,
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True),
    Column("kind", String(8), primary_key=True),  # one of each in a chat
    Column("token", BigInteger, nullable=False),  # the update that began it: older buttons do not fit
    Column("name", Text, nullable=False),  # of the file, empty for a pasted text; of the deck to be renamed
    Column("data", LargeBinary, nullable=False),  # the file itself: reading it again gives the same
    Column("until", Moment, nullable=False),
    CheckConstraint("kind IN ('import', 'rename', 'note', 'report')", name="kind"),
)
Index("ix_pending_until", pending.c.until)  # what is swept

inbox = Table(
    "inbox",  # updates that were confirmed to Telegram, or soon will be, and are not handled yet
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # Telegram's
    Column("chat_id", BigInteger, nullable=False),  # no foreign key: most come before their chat is known
    # Null once handled: should the process die before it has told Telegram, the same update comes again.
    Column("body", Text),
    # Set with what it changed, in one transaction: handled again after a crash, it does not change that twice.
    Column("acted", Boolean, nullable=False),
)

facts = Table(
    "facts",  # single things worth remembering: the rules the memories were computed by, the last tick
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)
