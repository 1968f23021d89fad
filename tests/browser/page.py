"""A person in front of the demo's page: what they press, and what they see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 20.0  # seconds
MOST_TABS = 60
TEXTS = "return [...document.querySelectorAll('#messages .message')].map((one) => one.innerText)"

T = TypeVar("T")


class Page:
    """One tab. Everything waits until it can be done, and fails with the transcript when it never can."""

    def __init__(self, driver: Chrome, url: str) -> None:
        self._driver = driver
        driver.get(url)
        self._until("the list of chats", lambda: self._all(".chat"))

    def messages(self) -> list[str]:
        """The texts of the open chat with their buttons, oldest first."""
        texts: list[str] = self._driver.execute_script(TEXTS)
        return texts

    def sees(self, text: str, *, without: str = "\0", after: int = 0) -> str:
        """The newest message with the one text and without the other, past the first `after` of the chat."""
        found = self._until(f"a message with “{text}”", lambda: self._with(text, without, after))
        assert found is not None
        return found

    def presses(self, label: str) -> None:
        """Press the newest button with this on it, once it is there."""
        self._until(f"a button “{label}”", lambda: self._click(".key, #start, .moves button, .wide", label))

    def opens(self, chat: str) -> None:
        """Choose a chat from the list."""
        self._until(f"the chat “{chat}”", lambda: self._click(".chat", chat))

    def says(self, text: str) -> None:
        """Write to the open chat."""
        self._until("a box to write in", lambda: [one for one in self._all("#say") if one.is_displayed()])
        self._all("#say")[0].send_keys(text, Keys.ENTER)

    def shows_hidden(self) -> None:
        """Press the newest hidden text, and see it."""
        self._until("something hidden", lambda: self._click(".spoiler:not(.shown)", ""))
        self._until("what was hidden", lambda: self._all(".spoiler.shown"))

    def opens_fold(self, label: str) -> None:
        """Press the newest fold with this summary."""
        self._until(f"a fold “{label}”", lambda: self._click("summary", label))

    def chooses(self, label: str) -> None:
        """Press this option of the newest poll that is open."""
        self._until(f"an option “{label}”", lambda: self._click("button.option", label))

    def counts(self, selector: str) -> int:
        """How many elements of the conversation fit this selector."""
        return len(self._all(f"#messages {selector}"))

    def now(self) -> datetime:
        """The time on the sandbox's clock, in this machine's zone."""
        return datetime.fromisoformat(str(self._all("#clock")[0].get_attribute("datetime"))).astimezone()

    def sets_clock(self, moment: datetime) -> None:
        """Choose a moment in the clock's dialogue."""
        self.presses("Set…")
        box = self._until("the clock's dialogue", lambda: self._all("#clock-set"))[0]
        script = "arguments[0].value = arguments[1]"  # what typing gives depends on the browser's language
        self._driver.execute_script(script, box, f"{moment:%Y-%m-%dT%H:%M}")
        self._all("#clock-apply")[0].click()
        self._until("the new time", lambda: abs((self.now() - moment).total_seconds()) < 60)

    def tabs_to(self, label: str, *, back: bool = False) -> None:
        """Go to a button with the Tab key alone; wherever one stops on the way can be seen."""
        self._until(f"a button “{label}”", lambda: self._button(label))
        for _ in range(MOST_TABS):
            focused = self._driver.switch_to.active_element
            if label in focused.text and focused.tag_name == "button":
                assert focused.value_of_css_property("outline-style") != "none", f"“{label}” shows no focus"
                return
            keys = ActionChains(self._driver)
            if back:
                keys.key_down(Keys.SHIFT)
            keys.send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
        raise AssertionError(f"the Tab key never came to “{label}”\n{self._transcript()}")

    def hits_enter(self) -> None:
        """Press Enter where the focus is."""
        ActionChains(self._driver).send_keys(Keys.ENTER).perform()

    def saves_picture(self, file: str) -> None:
        """Save what is on the screen, with every note gone and nothing under the pointer."""
        self._until("the notes to go", lambda: not self._all(".toast"))
        ActionChains(self._driver).move_to_element(self._all("#clock")[0]).perform()
        assert self._driver.save_screenshot(file), f"{file} could not be written"

    def _with(self, text: str, without: str = "\0", after: int = 0) -> str | None:
        fitting = [one for one in self.messages()[after:] if text in one and without not in one]
        return fitting[-1] if fitting else None

    def _all(self, selector: str) -> list[WebElement]:
        return self._driver.find_elements(By.CSS_SELECTOR, selector)

    def _button(self, label: str) -> bool:
        return any(label in one.text for one in self._all("button") if one.is_displayed())

    def _click(self, selector: str, label: str) -> bool:
        fitting = [one for one in self._all(selector) if label in one.text and one.is_displayed()]
        if fitting:
            fitting[-1].click()
        return bool(fitting)

    def _until(self, what: str, found: Callable[[], T]) -> T:
        wait: Any = WebDriverWait(self._driver, PATIENCE, 0.05, [StaleElementReferenceException])
        try:
            return wait.until(lambda _: found())  # type: ignore[no-any-return]
        except TimeoutException:
            raise AssertionError(f"{what} never came\n{self._transcript()}") from None

    def _transcript(self) -> str:
        return "\n---\n".join(self.messages())
