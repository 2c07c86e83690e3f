"""What a criterion means to one person: whether he may or must register it, and in which words. Pure."""

from core.packs.facts import SubjectFact
from core.packs.patching import active
from core.packs.schema import Audience, Criterion, Pack, Polarity
from core.packs.text import Text


def addressed(audience: Audience | None, subject: SubjectFact) -> bool:
    """Whether something is written for this person. Nobody is guessed into an audience: where the age, the occupation
    or the seat is unknown and asked for, the answer is no."""
    if audience is None:
        return True
    return (
        _seated(audience, subject)
        and (not audience.blocks or subject.block in audience.blocks)
        and (not audience.occupations or subject.occupation in audience.occupations)
        and (audience.age_below is None or (subject.age is not None and subject.age < audience.age_below))
    )


def offered(rules: Pack, subject: SubjectFact) -> dict[str, Criterion]:
    """The criteria this person may register, in order (S3-11, S4-24)."""
    return {key: one for key, one in active(rules.criteria).items() if addressed(one.audience, subject)}


def required(rules: Pack, subject: SubjectFact) -> tuple[str, ...]:
    """The criteria this person must register."""
    found = offered(rules, subject).items()
    return tuple(key for key, one in found if one.required_for is not None and addressed(one.required_for, subject))


def wording(criterion: Criterion, subject: SubjectFact) -> Text:
    """The criterion's title as it binds this person (S4-27)."""
    stricter = (one.title for one in active(criterion.stricter).values() if addressed(one.audience, subject))
    return next(stricter, criterion.title)


def polarity(rules: Pack, key: str) -> Polarity | None:
    """Whether a criterion is something to do or not to do: its own word, else its group's."""
    criterion = rules.criteria[key]
    group = rules.groups.get(criterion.group)
    return criterion.polarity or (group.polarity if group else None)


def _seated(audience: Audience, subject: SubjectFact) -> bool:
    if not audience.kinds and not audience.titles and audience.full_time is None:
        return True
    seat = subject.seat
    return seat is not None and (
        (not audience.kinds or seat.unit_kind in audience.kinds)
        and (not audience.titles or seat.title in audience.titles)
        and (audience.full_time is None or audience.full_time == seat.full_time)
    )
