"""Judging a written answer."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.domain.card import Card, Choice
from bot.domain.expected import expected
from bot.domain.grading import Judged, Verdict, judge
from bot.domain.lexis import LONGEST


@dataclass(frozen=True)
class Case:
    """`given` to a card with this `answer` in a deck of this language is this; `right` None: a person decides."""

    answer: str
    given: str
    verdict: Verdict
    right: bool | None
    language: str = "en"


def right(answer: str, given: str, language: str = "en", verdict: Verdict = "near") -> Case:
    return Case(answer, given, verdict, right=True, language=language)


def wrong(answer: str, given: str, language: str = "en") -> Case:
    return Case(answer, given, "other", right=False, language=language)


def unsure(answer: str, given: str, language: str = "en", verdict: Verdict = "partial") -> Case:
    return Case(answer, given, verdict, right=None, language=language)


SYNONYMS = "Recall / sensitivity / true positive rate"
ALSO = "Stochastic gradient descent\n\nAlso: SGD; online gradient descent"
LEAD = "Momentum. It averages past gradients, so that the path to the minimum is smoother."
ESSAY = "The loss surface is convex here, so every local minimum is a global one. Descent therefore finds it."
RU_ESSAY = "Функция потерь здесь выпуклая, поэтому любой локальный минимум глобальный. Спуск найдёт его."
PL_ESSAY = "Funkcja straty jest tu wypukła, więc każde minimum lokalne jest globalne. Spadek je znajdzie."
ZH_ESSAY = "损失函数是凸的，所以任何局部最小值都是全局最小值。梯度下降一定能找到它。"

CASES = {
    # English
    "as it stands": right("Gradient descent", "Gradient descent", verdict="exact"),
    "with a full stop and spaces": right("Gradient descent.", "  Gradient   descent ", verdict="exact"),
    "another case": right("Gradient descent", "gradient DESCENT"),
    "an exclamation": right("Momentum", "Momentum!!", verdict="exact"),
    "an article": right("Gradient descent", "the gradient descent"),
    "a sentence around it": right("Gradient descent", "I think it's called gradient descent"),
    "a letter too few": right("Momentum", "momentm"),
    "two letters swapped in a long word": right("Regularization", "regualrization"),
    "another ending": right("Decision tree", "decision trees"),
    "another order": right("Gradient descent", "descent gradient"),
    "a hyphen": right("Back-propagation", "back propagation"),
    "diacritics left out": right("Poincaré inequality", "poincare inequality"),
    "full-width letters": right("ReLU", "ＲｅＬＵ", verdict="exact"),
    "zero-width and bidi characters": right("Momentum", "\u202eMo\u200bmen\u00adtum\u2069", verdict="exact"),
    "an emoji": right("Momentum", "momentum 🙂👍"),
    "markup": right("Momentum", "**momentum**"),
    "a synonym": right(SYNONYMS, "sensitivity", verdict="exact"),
    "a synonym of several words": right(SYNONYMS, "true positive rates"),
    "a synonym in its own line": right(ALSO, "SGD", verdict="exact"),
    "the answer above that line": right(ALSO, "stochastic gradient descent"),
    "without a remark in brackets": right("Recall (of the positive class)", "recall"),
    "the first sentence of a longer answer": right(LEAD, "momentum"),
    "all of a longer answer": right(LEAD, LEAD, verdict="exact"),
    "yes, where that is all": right("Yes", "yes"),
    "something else": wrong("Momentum", "dropout"),
    "the other of two": wrong("Precision", "recall"),
    "no for yes": wrong("Yes", "no"),
    "nothing of a longer answer": wrong(LEAD, "dropout"),
    "a denial": unsure("Convex", "is not convex"),
    "a denial with a short word": unsure("Convex", "isn't convex"),
    "a denial by a prefix": unsure("Convex", "nonconvex"),
    "a denial by another prefix": unsure("Supervised learning", "unsupervised learning"),
    "an affirmation of a denial": unsure("Not convex", "convex"),
    "cannot and can": unsure("It cannot converge", "it can converge"),
    "an opposite two letters away": unsure("Minimize", "maximize"),
    "hypo and hyper": unsure("Hypotension", "hypertension"),
    "intra and inter": unsure("Intraclass variance", "interclass variance"),
    "two compared, the other way round": unsure("Precision over recall", "recall over precision"),
    "one of two words": unsure("Gradient descent", "gradient"),
    "hedging": unsure("Momentum", "momentum or dropout"),
    "told, not named": unsure(LEAD, "averaging the past gradients makes the path smoother"),
    "a long answer, told": unsure(ESSAY, "convex loss, so each local minimum is global and descent finds it"),
    "a long answer, denied": unsure(ESSAY, "the loss surface is not convex, local minimum is not global"),
    "a long answer word by word": unsure(ESSAY, ESSAY, verdict="exact"),
    "a long answer, something else": unsure(ESSAY, "dropout", verdict="other"),
    "yes with reasons stays a person's to judge": unsure("Yes. The loss is convex.", "yes"),
    # Numbers and formulas
    "a number": right("1024", "it is 1024"),
    "another number": wrong("1024", "1025"),
    "a decimal comma": right("0.5", "0,5"),
    "a minus": wrong("-1", "1"),
    "a power is no number": wrong("10²", "102"),
    "a power, typed": right("10²", "10^2", verdict="exact"),
    "a cross and the letter x": right("112 × 112", "112x112"),
    "two numbers swapped": unsure("3 heads and 5 layers", "5 heads and 3 layers"),
    "a number with its unit": unsure("8 bits", "16 bits"),
    "a formula": right("O(n log n)", "o( n log n )"),
    "another formula": wrong("O(n log n)", "O(n^2)"),
    "a formula with one sign changed": unsure("$w = w - lr$", "w = w + lr"),
    "a formula without its dollars": right("$a^2 + b^2$", "a^2+b^2"),
    "base and exponent swapped": wrong("$2^n$", "n^2"),
    "the number after a name": wrong("L1", "L2"),
    # Russian
    "ё and е": right("Перекрёстная энтропия", "перекрестная энтропия", "ru"),
    "Russian case endings": right("Градиентный спуск", "градиентного спуска", "ru"),
    "Russian order": right("Градиентный спуск", "спуск градиентный", "ru"),
    "a Russian slip": right("Переобучение", "переобучене", "ru"),
    "a Russian sentence around it": right("Переобучение", "это называется переобучение", "ru"),
    "a Russian synonym": right("Полнота\n\nТакже: чувствительность", "чувствительность", "ru", "exact"),
    "a Russian denial": unsure("Выпуклая", "не выпуклая", "ru"),
    "a Russian denial in one word": unsure("Выпуклая", "невыпуклая", "ru"),
    "something else in Russian": wrong("Переобучение", "дропаут", "ru"),
    "a long Russian answer": unsure(RU_ESSAY, "функция выпуклая, локальный минимум и есть глобальный", "ru"),
    "a long Russian answer, denied": unsure(RU_ESSAY, "функция потерь не выпуклая", "ru"),
    "English in a Russian deck": right("Dropout", "dropouts", "ru"),
    # Polish
    "Polish letters left out": right("Gęstość prawdopodobieństwa", "gestosc prawdopodobienstwa", "pl"),
    "ł left out": right("Złożoność", "zlozonosc", "pl"),
    "Polish case endings": right("Sieć neuronowa", "sieci neuronowe", "pl"),
    "a Polish sentence around it": right("Przeuczenie", "to jest przeuczenie", "pl"),
    "a Polish denial": unsure("Wypukła", "nie wypukła", "pl"),
    "a Polish denial in one word": unsure("Wypukła", "niewypukła", "pl"),
    "something else in Polish": wrong("Przeuczenie", "dropout", "pl"),
    "a Polish synonym": right("Czułość\n\nTakże: recall; pełność", "pelnosc", "pl"),
    "a long Polish answer, denied": unsure(PL_ESSAY, "funkcja straty nie jest wypukła", "pl"),
    # Chinese
    "Chinese as it stands": right("梯度下降", "梯度下降。", "zh", "exact"),
    "traditional characters": right("机器学习", "機器學習", "zh"),
    "simplified for traditional": right("過擬合", "过拟合", "zh"),
    "Chinese filler": right("梯度下降", "是梯度下降", "zh"),
    "a Chinese synonym": right("召回率\n\n也叫：查全率、灵敏度", "查全率", "zh", "exact"),
    "a Chinese denial": unsure("凸函数", "不是凸函数", "zh"),
    "a Chinese denial by a prefix": unsure("线性模型", "非线性模型", "zh"),
    "up for down": unsure("梯度下降", "梯度上升", "zh"),
    "something else in Chinese": wrong("过拟合", "卷积网络", "zh"),
    "Chinese order is meaning": unsure("深度学习", "学习深度", "zh"),
    "a long Chinese answer": unsure(ZH_ESSAY, "函数是凸的，局部最小值就是全局最小值", "zh"),
    "full-width digits": right("１０２４", "1024", "zh", "exact"),
    # Nothing
    "emoji alone": unsure("Momentum", "🙂👍", verdict="empty"),
    "invisible letters alone": unsure("Momentum", "\u200b\u202e\u2069", verdict="empty"),
    "punctuation alone": unsure("Momentum", "?!...", verdict="empty"),
}


def judged(case: Case) -> Judged:
    return judge(case.given, expected(Card("key", "?", case.answer)), case.language)


@pytest.mark.parametrize("name", CASES)
def test_verdict(name: str) -> None:
    """Right and wrong are decided only where words can tell; what they cannot is left to the person."""
    case = CASES[name]
    found = judged(case)
    assert (found.verdict, found.right) == (case.verdict, case.right), found
    assert 1 <= found.rating <= 4
    assert found.rating == (4 if found.right else found.rating)
    assert found.rating == (1 if found.right is False else found.rating)


def test_enough_cases() -> None:
    """Every language has its share of the table."""
    assert len(CASES) >= 60
    assert {case.language for case in CASES.values()} == {"en", "ru", "pl", "zh"}


@pytest.mark.parametrize(
    "given", ["не выпуклая", "x" * 100_000, "word " * 20_000, "ab" * 50_000, "不" * 50_000]
)
@pytest.mark.parametrize("answer", ["Momentum", ESSAY, ZH_ESSAY])
def test_no_length_decides_for_it(answer: str, given: str) -> None:
    """100 KB are judged by their first 4,096 characters, and never called right."""
    found = judge(given, expected(Card("key", "?", answer)), "en")
    assert found.right is not True
    assert found == judge(given[:LONGEST], expected(Card("key", "?", answer)), "en")


def test_work_is_bounded() -> None:
    """Alike words by the thousand are compared with a bounded number of key words."""
    words = " ".join(f"momentu{chr(97 + at % 26)}{chr(97 + at // 26 % 26)}" for at in range(5_000))
    answer = ". ".join(f"Momentum{chr(97 + at % 26)} is here" for at in range(500))
    assert judge(words, expected(Card("key", "?", answer)), "en").right is None


def test_missed_points() -> None:
    """Of a list the points are named that were not found, as the card has them."""
    answer = "- it averages past gradients\n- it **damps** oscillation\n- it speeds up flat regions"
    found = judge(
        "averaging of past gradients, speeding up in flat regions", expected(Card("k", "?", answer)), "en"
    )
    assert found.missed == ("it **damps** oscillation",)
    assert found.rating == 3


def test_missed_words() -> None:
    """Of a short answer the words are named that were not said."""
    assert judged(unsure("Stochastic gradient descent", "gradient")).missed == ("Stochastic", "descent")


def test_right_choice_is_accepted() -> None:
    """A card with one right option accepts it, whatever its answer says besides."""
    choices = (Choice("B-tree", right=True), Choice("Hash table", right=False))
    wanted = expected(
        Card("k", "?", "It keeps its keys sorted and lets them be read in order, one by one.", choices)
    )
    assert judge("b tree", wanted, "en").right is True


def test_also_beside_a_long_answer_lists_nothing() -> None:
    """In an explanation `Also:` begins a sentence and no synonyms."""
    assert expected(Card("k", "?", f"{ESSAY}\n\nAlso: try dropout")).accepted == ()
