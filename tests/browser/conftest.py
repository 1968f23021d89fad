"""One Chromium for all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--lang=en",
)
SCREEN = {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False}
LIGHT = {"features": [{"name": "prefers-color-scheme", "value": "light"}]}


def program(*names: str) -> str:
    """Where the first of these programs is; a test that needs one and has none fails, it does not skip."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.fail(
            f"{names[0]} is missing: the browser test needs Chromium and its driver "
            "(Debian and Ubuntu: apt-get install chromium chromium-driver)"
        )
    return found


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A Chromium of 1280 × 800 that reaches this machine alone."""
    options = ChromeOptions()
    options.binary_location = program("chromium", "chromium-browser", "google-chrome")
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    # The driver is named, so that nothing goes looking for one on the net.
    driver = Chrome(options=options, service=Service(program("chromedriver")))
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SCREEN)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", LIGHT)
    yield driver
    driver.quit()


@pytest.fixture
def deck() -> Path:
    """A deck of formulas, short enough for a question and its answer to fit the screen."""
    return Path(__file__).with_name("deck.md")
