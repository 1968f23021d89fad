"""The demo as a newcomer meets it: the real bot, in a real browser."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.conftest import program
from tests.browser.page import Page
from tests.browser.playing import Ended, playing

ASKS_AGAIN = "🔁 Do you still know this one?"
PICTURE = "QUIZBOT_SCREENSHOT"  # names a file: the picture of the README is saved there
PLAIN = """\
## What is overfitting?

It is learning the noise of the training set along with its pattern.

## What is dropout?

It is switching off units at random in training.
"""


def test_whole_story(browser: Chrome, tmp_path: Path, deck: Path) -> None:
    """Who starts, subscribes and misses a question gets the next one and the missed one by themselves."""
    with playing(tmp_path, "--cards", deck) as demo:
        page = Page(browser, demo.url)
        begun = page.now()
        # The afternoon behind the group's first 09:00, whatever hour it is where this runs: no hour is missed by a day.
        page.sets_clock(begun.replace(hour=17, minute=0) + timedelta(days=begun.hour >= 9))
        page.presses("Start")
        page.presses("A question every day at 09:00")
        page.sees("Daily questions are on")
        page.presses("Ask me now")
        missed = _misses_one(page)
        _gets_it_again_and_then_the_daily_one(page, missed)
        _answers_the_newest(page)
        if file := os.environ.get(PICTURE):
            page.saves_picture(file)
        _group_and_channel_got_theirs(page)
        ended = demo.interrupt()
    assert ended.code == 0
    assert ended.complained == ""


def test_by_keyboard_alone(browser: Chrome, tmp_path: Path) -> None:
    """The bundled deck is started, asked, revealed and rated with Tab and Enter, the focus always in sight."""
    with playing(tmp_path) as demo:
        page = Page(browser, demo.url)
        page.tabs_to("Start")
        page.hits_enter()
        page.tabs_to("Ask me now", back=True)
        page.hits_enter()
        page.tabs_to("Show the answer", back=True)
        page.hits_enter()
        page.tabs_to("2 · ")
        page.hits_enter()
        page.sees("The last one: 2")


def test_takes_any_deck_and_keeps_its_database(browser: Chrome, tmp_path: Path) -> None:
    """--cards brings the deck, --db keeps the answers for the next start; only the address is ever printed."""
    (tmp_path / "plain.md").write_text(PLAIN, "utf-8")
    arguments = ("--cards", tmp_path / "plain.md", "--db", tmp_path / "kept.db")
    with playing(tmp_path, *arguments) as demo:
        page = Page(browser, demo.url)
        page.presses("Start")
        page.sees("2 questions to practise with")
        page.presses("Ask me now")
        page.presses("Show the answer")
        page.presses("2 · ")
        page.sees("The last one: 2")
        ended = demo.interrupt()
    assert ended == Ended(0, [f"Open {demo.url}", "Ctrl-C ends it."], "")
    with playing(tmp_path, *arguments) as demo:
        page = Page(browser, demo.url)
        page.presses("Start")
        page.says("/stats")
        page.sees("1 answer today")
        page.presses("+1 day")
        page.opens("Interview club")
        page.shows_hidden()
        page.sees("It is")


def test_missing_browser_is_a_failure() -> None:
    """Without a browser the test fails, and says what to install."""
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium chromium-driver"):
        program("a-browser-nobody-has")


def _misses_one(page: Page) -> str:
    """Look at the answer of the question that was asked and rate it 2; returns the question."""
    asked = page.sees("Show the answer")
    page.presses("Show the answer")
    assert "\\" not in page.sees("🔹")  # formulas that read as text are text
    page.presses("2 · ")
    page.sees("The last one: 2")
    return _question(asked)


def _gets_it_again_and_then_the_daily_one(page: Page, missed: str) -> None:
    before = len(page.messages())
    page.presses("+4 h")
    assert _question(page.sees(ASKS_AGAIN, after=before)) == missed
    page.presses("+1 day")
    daily = page.sees("Show the answer", without=ASKS_AGAIN, after=before)
    assert _question(daily) != missed


def _answers_the_newest(page: Page) -> None:
    page.presses("Show the answer")
    page.presses("4 · ")
    page.sees("✓ 4 · in")


def _group_and_channel_got_theirs(page: Page) -> None:
    page.opens("Interview club")
    page.presses("Show the answer")
    page.sees("🔹")
    page.presses("3")
    page.sees("👥 1 answered")
    page.opens("Questions of the day")
    assert "\\" not in page.sees("🔹")


def _question(text: str) -> str:
    return next(line for line in text.splitlines() if line.endswith("?") and line != ASKS_AGAIN)
