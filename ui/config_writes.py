"""What `renluyen config` changes: the draft, and what is in force."""

from collections.abc import Mapping

import msgspec

from core.accounts.acting import acting
from core.configurations import actions, publishing, queries, upgrading
from core.configurations.queries import Draft
from core.configurations.rules import Place, place_of, value_at, written
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.packs import reading
from ui.cli_parts import say
from ui.config_reports import inside, tell
from ui.configuration_findings import blocking
from ui.configuration_values import shown
from ui.configuration_words import chapters

WORDS = ("by", "before", "within", "opens", "printed", "starts", "number", "group")  # texts that may look like numbers
BLOCKED = 2  # exit code: saved, but not fit to be published yet


def edit(slug: str, pack: str, edits: tuple[str, ...], username: str, *, as_json: bool) -> int:
    """Save edits in the draft; 2 where findings keep it from being published."""

    async def work(tx: Transaction) -> tuple[Draft, queries.Plain]:
        actor = await acting(tx, username)
        draft = await queries.draft(tx, pack)
        changes = _edits(draft.plain, edits)
        held = await queries.get(tx, pack)
        return await actions.edit(tx, actor, pack, changes, draft.version), reading.plain(held.rules)

    draft, before = inside(slug, work, readonly=False)
    return _drafted(draft, before, as_json)


def publish(
    slug: str, pack: str, reason: str, cases: str, answers: tuple[str, ...], username: str, *, as_json: bool
) -> int:
    """Publish the draft; 2 with the list where something stands in the way."""

    async def work(tx: Transaction) -> tuple[int | None, Draft]:
        actor = await acting(tx, username)
        draft = await queries.draft(tx, pack)
        given = dict(one.split("=", 1) for one in answers if "=" in one)
        if any(one.address not in given for one in draft.open_findings) or draft.rules is None:
            return None, draft
        number = await publishing.publish(tx, actor, pack, reason, draft.version, answers=given, cases=cases)
        return number, draft

    number, draft = inside(slug, work, readonly=False)
    if number is None:
        return _drafted(draft, draft.plain, as_json)
    say(as_json, {"pack": pack, "version": number}, f"Đã công bố phiên bản {number} của {pack}.")
    return 0


def restore(slug: str, pack: str, number: int, reason: str, username: str, *, as_json: bool) -> int:
    """A version as a new draft, published at once where a reason is given."""

    async def work(tx: Transaction) -> int | None:
        actor = await acting(tx, username)
        draft = await actions.restore(tx, actor, pack, number)
        if not reason:
            return None
        return await publishing.publish(tx, actor, pack, reason, draft.version, answers={}, cases="")

    made = inside(slug, work, readonly=False)
    said = f"Đã công bố phiên bản {made} theo phiên bản {number}." if made else f"Bản nháp theo phiên bản {number}."
    say(as_json, {"pack": pack, "from": number, "version": made}, said)
    return 0


def upgrade(
    slug: str, pack: str, mine: tuple[str, ...], theirs: tuple[str, ...], username: str, *, as_json: bool
) -> int:
    """A draft over the newer release; 1 with the list where something is undecided."""
    decided = {place_of(word): upgrading.MINE for word in mine} | {place_of(word): upgrading.THEIRS for word in theirs}

    async def work(tx: Transaction) -> tuple[upgrading.Upgrade, Draft | None]:
        actor = await acting(tx, username)
        held = await queries.get(tx, pack)
        release = (await queries.available(tx)).get(pack)
        if release is None:
            raise NotFound("pack.not-installed", pack=pack)
        found = upgrading.plan(held, release)
        if any(one.place not in decided for one in found.choices):
            return found, None
        return found, await upgrading.start(tx, actor, pack, release, decided)

    found, draft = inside(slug, work, readonly=False)
    if draft is not None:
        return _drafted(draft, found.was, as_json)
    asked = [
        {"place": written(one.place), "was": one.was, "theirs": one.theirs, "mine": one.mine}
        for one in found.choices
        if one.place not in decided
    ]
    lines = [f"Chọn --mine hoặc --theirs cho {len(asked)} chỗ:"]
    for one in found.choices:
        lines.append(f"  {written(one.place)}")
        lines.append(f"    mine:   {shown(found.was, one.place, one.mine)}")
        lines.append(f"    theirs: {shown(found.now, one.place, one.theirs)}")
    say(as_json, {"undecided": asked}, "\n".join(lines))
    return 1


def _edits(plain: Mapping[str, object], words: tuple[str, ...]) -> dict[Place, object]:
    """`place=value` as edits: JSON where it is JSON, else text; nothing after the sign takes the value away."""
    found: dict[Place, object] = {}
    for word in words:
        place, sign, value = word.partition("=")
        if not sign or not place.strip("/"):
            raise Problem("configuration.not-an-edit", word=word)
        at = place_of(place.strip("/"))
        found[at] = value or None if at[-1] in WORDS else _value(value_at(plain, at), value)
    return found


def _value(now: object, text: str) -> object:
    if not text:
        return None
    if isinstance(now, str):  # "02-15" and "2021" are texts there
        return text
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return {**now, "vi": text} if isinstance(now, Mapping) and "vi" in now else text


def _drafted(draft: Draft, before: Mapping[str, object], as_json: bool) -> int:
    """Tell how a draft stands."""
    found = blocking(draft, "")
    changes = [line for chapter in chapters(before, draft.plain) for line in chapter.lines]
    told = {
        "pack": draft.pack_id, "draft": draft.version, "changes": [line.sentence for line in changes],
        "blocking": [{"place": one.where, "says": one.words, "address": one.address} for one in found],
    }  # fmt: skip
    say(as_json, told, "\n".join([f"Bản nháp {draft.version}:", *(f"  {line.sentence}" for line in changes)]))
    if found and not as_json:
        tell(["Chưa công bố được:", *(f"  {one.where}: {one.words} [{one.address}]" for one in found)])
    return BLOCKED if found else 0
