"""What is asked about a cadre, what an answer must hold, and from how many answers on a sum is shown. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from core.errors import Problem
from core.packs import criteria
from core.packs.schema import Pack

VOICE = "youth"  # the stage of a pack that is the voice of members and youth
LEAST = 5  # fewer answers show nothing, to nobody
ANSWERS = ("often", "sometimes", "never_seen", "unsure")
ASKED_EACH, ASKED_MOST = 3, 6  # statements of one list, and altogether: an answer takes a minute
WORDS_MAX = 500  # characters
DAYS_MOST = 60  # how long a round may last


def has_voice(pack: Pack) -> bool:
    """Whether the pack hears members and youth about a cadre."""
    stage = pack.stages.get(VOICE)
    return stage is not None and stage.actor == "voice"


def chosen(pack: Pack, items: Sequence[str]) -> tuple[str, ...]:
    """The statements asked about: the first registered ones of each list, never one that the pack calls sensitive."""
    open_ones = [key for key in items if key in pack.criteria and not pack.criteria[key].sensitive]
    picked: list[str] = []
    for polarity, most in (("do", ASKED_EACH), ("dont", ASKED_EACH), (None, ASKED_MOST)):
        picked += [key for key in open_ones if criteria.polarity(pack, key) == polarity][:most]
    return tuple(picked[:ASKED_MOST])


def check_end(closes_on: date | None, today: date) -> None:
    """A round lasts past today and not for ever."""
    if closes_on is None:
        raise Problem("feedback.end-missing", field="closes_on")
    if not today < closes_on <= today + timedelta(days=DAYS_MOST):
        raise Problem("feedback.end-outside", field="closes_on", most=DAYS_MOST)


def check_asked(people: int) -> None:
    """A round that could never show anything is not opened."""
    if people < LEAST:
        raise Problem("feedback.too-few-asked", least=LEAST, have=people)


def check_answer(asked: Sequence[str], marks: Mapping[str, str], words: str) -> None:
    """Every statement has one of the four answers; "cannot say" is one."""
    found = [Problem("feedback.answer-missing", field=f"mark.{key}") for key in asked if marks.get(key) not in ANSWERS]
    if len(words) > WORDS_MAX:
        found.append(Problem("feedback.words-too-long", field="words", most=WORDS_MAX))
    if found:
        raise Problem("feedback.refused", problems=found)


def is_over(closes_on: date, today: date) -> bool:
    """The last day belongs to the round."""
    return today > closes_on


def may_show(closes_on: date, today: date, answers: int) -> bool:
    """Only when the round is over: a sum that grows before one's eyes tells what the last one has said."""
    return is_over(closes_on, today) and answers >= LEAST


def counted(asked: Sequence[str], answers: Iterable[Mapping[str, str]]) -> dict[str, dict[str, int]]:
    """How often each answer was given, by statement."""
    sums = {key: dict.fromkeys(ANSWERS, 0) for key in asked}
    for marks in answers:
        for key in asked:
            if marks.get(key) in ANSWERS:
                sums[key][marks[key]] += 1
    return sums
