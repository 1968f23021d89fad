"""Rich messages and quizzes on the page, as a reader meets them: in a real browser, without any bot."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from selenium.webdriver import Chrome

from bot.sandbox import acts
from bot.sandbox.clock import MovableClock
from bot.sandbox.objects import Poll, PollOption, Rich, Text
from bot.sandbox.rich import plain_text, read_blocks
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from tests.browser.page import Page

MORNING = datetime(2026, 3, 1, 10, tzinfo=UTC)
TOMORROW = int((MORNING + timedelta(days=1)).timestamp())
CARD = f"""
<h3>Softmax</h3><p>is <tg-math>e^x</tg-math> by its sum, <tg-time unix="{TOMORROW}" format="r">soon</tg-time></p>
<table><tr><th>x</th><th>y</th></tr><tr><td>1</td><td>2</td></tr></table>
<details><summary>More</summary><p>It adds up to one.</p></details>
"""


async def test_a_reader_unfolds_and_votes(browser: Chrome) -> None:
    """A fold opens, a moment is the reader's own, a quiz counts down and tells its reason after the vote."""
    world = World(MovableClock(MORNING, running=False))
    bot = world.add_bot("Quiz", "quiz_test_bot", "1:x")
    ana = world.add_person("Ana")
    chat = acts.say(world, ana, world.private(ana), "/start").chat
    blocks = read_blocks(CARD)
    world.post(chat, bot.user, Rich(blocks, plain_text(blocks)))
    options = [PollOption("0", "a sum"), PollOption("1", "a product")]
    quiz = Poll("1", bot, "It divides by", options, "quiz", revoting=False, correct=(0,))
    quiz.explanation, quiz.close_at = Text("So that it adds up."), MORNING + timedelta(seconds=65)
    world.polls[quiz.id] = quiz
    world.post(chat, bot.user, quiz)
    async with Sandbox(world) as sandbox:
        await asyncio.to_thread(_unfolds_and_votes, browser, sandbox.url)
    assert quiz.choices_of(ana) == [1]


def _unfolds_and_votes(browser: Chrome, url: str) -> None:
    page = Page(browser, url)
    page.opens("Quiz")
    card = page.sees("Softmax")
    assert "in 1 day" in card
    assert "adds up to one" not in card
    assert page.counts("math") == page.counts(".table table") == 1
    page.opens_fold("More")
    page.sees("adds up to one")
    page.sees("1:05 left")
    page.chooses("a product")
    page.sees("So that it adds up.")
