"""The language a chat begins in."""

from __future__ import annotations

import pytest

from bot.domain.chat import LANGUAGES, nearest_language

CODES = {
    "english": ("en", "en"),
    "american": ("en-US", "en"),
    "russian": ("ru", "ru"),
    "russian in capitals": ("RU", "ru"),
    "polish": ("pl", "pl"),
    "polish of poland": ("pl-PL", "pl"),
    "simplified chinese": ("zh-hans", "zh"),
    "traditional chinese": ("zh-hant", "zh"),
    "chinese of china": ("zh_CN", "zh"),
    "ukrainian": ("uk", "ru"),
    "belarusian": ("be", "ru"),
    "kazakh": ("kk-KZ", "ru"),
    "brazilian": ("pt-br", "en"),
    "one that only begins like ours": ("plt", "en"),
    "none given": (None, "en"),
    "empty": ("", "en"),
    "no code at all": ("-", "en"),
}


@pytest.mark.parametrize(("code", "language"), CODES.values(), ids=CODES.keys())
def test_the_nearest_language(code: str | None, language: str) -> None:
    """Telegram's code gives the nearest language of ours, English when none is near."""
    assert nearest_language(code) == language


def test_every_language_is_its_own_nearest() -> None:
    """Each language we speak can be reached by its own code."""
    assert tuple(map(nearest_language, LANGUAGES)) == LANGUAGES
