"""On which day cards come back: where there is room, and as a person's own answers taught."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

from bot.actions.rebuild import rebuild
from bot.delivery.nightly import fit_all
from bot.domain.chat import LANGUAGES
from bot.domain.fit import ENOUGH
from bot.domain.review import Interval
from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.i18n.translator import Translator, translator
from bot.sandbox.person import Person
from bot.storage import answers, learners
from bot.storage.answers import RatingIntent
from tests.house import MORNING, House, house
from tests.rooms import card, deck

LONGEST = 40  # days that a button may name here
ANSWERED = 50  # cards


def days(t: Translator, person: Person, rating: int) -> int:
    """In how many days the card that is shown would come back, as the button of this rating says."""
    named = {
        t("post.rating", rating=rating, interval=t.interval(Interval(count, "day"))): count
        for count in range(1, LONGEST)
    }
    return next(named[button] for button in person.buttons() if button in named)


async def test_no_day_is_full(home: House) -> None:
    """Cards learned alike on one day come back on different ones: none has more than 1.3 times the average due."""
    ana, promised = home.ana, Counter[int]()
    await ana.says("/quiz 8")
    for language in LANGUAGES * 2:
        t = await home.reads(language)
        await ana.taps("👁")
        promised[days(t, ana, 5)] += 1
        await ana.taps("5 ·")
    assert sorted(promised) == [6, 7, 8, 9, 10]
    assert max(promised.values()) <= 1.3 * promised.total() / len(promised)
    for day, language in zip(range(6, 10), LANGUAGES, strict=True):
        t = await home.reads(language)
        home.world.clock.set(MORNING + timedelta(days=day - 1))
        await ana.says("/stats")
        ana.sees(t.plural("stats.tomorrow", promised[day]))


async def test_a_person_s_own_parameters(tmp_path: Path) -> None:
    """Over night who forgets more than others is asked sooner, and who no longer does, as before."""
    many = [card(f"subject-{number}") for number in range(ANSWERED)]
    async with house(tmp_path, [deck(*many, slug="many"), deck(card("joins"))]) as home:
        before = {}
        for person, lately in ((home.ana, 0.5), (home.ben, 0.0)):
            await person.says("/quiz 1 databases")
            await has_answered(home, person, lately)
            await person.taps("👁")
            before[person] = days(translator("en"), person, 5)
        policy = home.app.desk.policy
        fitted = [each async for each in fit_all(home.app.database, policy.scheduler, home.app.desk.clock)]
        assert [each.kept for each in fitted] == [True, False]
        for language in LANGUAGES:
            t = await home.reads(language, home.ana, home.ben)
            for person in before:
                await person.taps("☆" if "☆" in person.buttons() else "⭐")  # which draws the buttons anew
            assert days(t, home.ana, 5) < before[home.ana]
            assert days(t, home.ben, 5) == before[home.ben]


async def has_answered(home: House, person: Person, lately: float) -> None:
    """The person forgot half of everything at every review, and towards the end forgot this share."""
    rng, usual = Random(3), home.app.desk.policy.scheduler
    async with home.app.database.write() as conn:
        learner = await learners.find(conn, "person", person.user.id)
        assert learner is not None
        log = []
        for card_id in range(2, ANSWERED + 2):  # the deck of one card came first
            at = MORNING - timedelta(days=rng.randrange(250, 350))
            for _ in range(ENOUGH // ANSWERED):
                share = lately if at > MORNING - timedelta(days=240) else 0.5
                rating, day = 1 if rng.random() < share else 4, learner_day(at, zone("UTC"))
                log.append(RatingIntent(None, learner.id, card_id, rating, at, "UTC", day, None, None))
                at += timedelta(days=rng.choice((1, 3, 8, 20)))
        await answers.record_all(conn, log)
        await rebuild(conn, usual, learner.id)
