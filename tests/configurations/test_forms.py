"""What a form of the editor reads and what a save makes of it: only what was really changed, defaults or not."""

import msgspec
import pytest

from core.configurations import actions, queries
from core.db.scope import Database
from core.errors import Problem, Stale
from core.own_words import actions as own_words
from core.own_words import queries as stored_words
from core.own_words.rules import Word
from core.packs.catalog import discover
from ui.configuration_fields import HAS, Block, Field, read
from ui.forms import Form

PACK = "kien_giang_kl06"
AT = ("criteria", "do_1")
TITLE = Field(place=(*AT, "title"), kind="text", label="", required=True)
AUDIENCE = Field(place=(*AT, "audience"), kind="audience", label="")
USED = Field(place=(*AT, "disabled"), kind="flag", label="", on=False)
POINTS = Field(place=("registration", "points"), kind="flag", label="", on={})
TOTAL = Field(place=("registration", "points", "total"), kind="number", label="")
LINES = Field(place=("document", "signature"), kind="lines", label="")


def said(*fields: Field, **values: str | list[str]) -> dict:
    """What a form with these fields and values says; names are written with `__` for a slash."""
    held = {HAS: [field.name for field in fields]}
    held |= {name.replace("__", "/"): [value] if isinstance(value, str) else value for name, value in values.items()}
    return read(Form(held), [Block(title="", fields=fields)])


def test_a_box_that_is_not_ticked_is_read_where_the_form_holds_it() -> None:
    """A browser sends nothing for an empty box; a field that the form does not hold says nothing."""
    assert said(USED) == {USED.place: True}
    assert said(USED, criteria__do_1__disabled="1") == {USED.place: False}
    assert read(Form({}), [Block(title="", fields=(USED, TITLE))]) == {}


def test_a_text_needs_its_vietnamese() -> None:
    """English alone is refused at the Vietnamese input; an empty English takes the translation away."""
    with pytest.raises(Problem) as refused:
        said(TITLE, criteria__do_1__title__en="Only English")
    assert refused.value.problems[0].field == "criteria/do_1/title/vi"
    assert said(TITLE, criteria__do_1__title__vi="Một") == {TITLE.place: {"vi": "Một", "en": None}}


def test_lines_stand_side_by_side() -> None:
    """As many lines in both languages, or none in English."""
    assert said(LINES, document__signature__vi="A\nB") == {LINES.place: [{"vi": "A"}, {"vi": "B"}]}
    with pytest.raises(Problem) as refused:
        said(LINES, document__signature__vi="A\nB", document__signature__en="A")
    assert refused.value.problems[0].field == "document/signature/en"


def test_an_audience_of_nobody_in_particular_is_everybody() -> None:
    """No choice is no audience; parts that are not chosen are taken away."""
    assert said(AUDIENCE) == {AUDIENCE.place: None}
    found = said(AUDIENCE, criteria__do_1__audience__titles=["secretary"], criteria__do_1__audience__age="30")
    assert found[AUDIENCE.place]["titles"] == ["secretary"] and found[AUDIENCE.place]["kinds"] is None
    assert found[AUDIENCE.place]["age_below"] == 30


def test_what_lies_in_a_thing_taken_away_goes_with_it() -> None:
    """Without points on the sheet their total is no value of its own."""
    assert said(POINTS, TOTAL, registration__points__total="100") == {POINTS.place: None}


@pytest.fixture
async def enabled(world, database: Database):
    """A tenant that has taken up KL06."""
    async with database.tenant(world.scope) as tx:
        await actions.enable(tx, world.actor("quan_tri"), discover().get(PACK))
    return world


async def test_a_form_that_changes_nothing_is_no_edit(enabled, database: Database) -> None:
    """Sending back what stands there, defaults written out, leaves the draft as it is."""
    async with database.tenant(enabled.scope) as tx:
        draft = await queries.draft(tx, PACK)
        same = {(*AT, "title"): draft.plain["criteria"]["do_1"]["title"], (*AT, "disabled"): False,
                ("registration", "items_max"): None, (*AT, "number"): None}  # fmt: skip
        after = await actions.edit(tx, enabled.actor("quan_tri"), PACK, same, draft.version)
    assert after.version == draft.version


async def test_an_older_form_keeps_what_it_did_not_change(enabled, database: Database) -> None:
    """A form sends all its fields; those that somebody else has changed meanwhile and this one has not are no clash."""
    actor = enabled.actor("quan_tri")
    async with database.tenant(enabled.scope) as tx:
        first = await queries.draft(tx, PACK)
        title = first.plain["criteria"]["do_1"]["title"]
        await actions.edit(tx, actor, PACK, {(*AT, "title"): {"vi": "Mới"}}, first.version)
        draft = await actions.edit(
            tx, actor, PACK, {(*AT, "title"): title, (*AT, "disabled"): True}, first.version
        )
    assert (draft.rules.criteria["do_1"].title.vi, draft.rules.criteria["do_1"].disabled) == ("Mới", True)


async def test_a_form_of_a_draft_thrown_away_is_stale(enabled, database: Database) -> None:
    """What was thrown away does not come back with a form that was still open."""
    actor = enabled.actor("quan_tri")
    async with database.tenant(enabled.scope) as tx:
        draft = await actions.edit(tx, actor, PACK, {(*AT, "title"): {"vi": "Mới"}}, 0)
        await actions.discard(tx, actor, PACK)
        fresh = await queries.draft(tx, PACK)
        kept = await actions.edit(tx, actor, PACK, {(*AT, "title"): {"vi": "Mới"}}, draft.version)
    assert fresh.version > draft.version
    assert kept.rules.criteria["do_1"].title.vi == fresh.rules.criteria["do_1"].title.vi


async def test_words_of_two_admins(world, database: Database) -> None:
    """Two may change different words; of one word the second is shown the first's."""
    actor, branch, top = world.actor("quan_tri"), ("kinds", "branch"), ("kinds", "top")
    async with database.tenant(world.scope) as tx:
        assert await own_words.save(tx, actor, {branch: Word("Lớp"), top: None}, {branch: None, top: None}) == 1
        assert await own_words.save(tx, actor, {branch: None, top: Word("Trường")}, {branch: None, top: None}) == 1
        with pytest.raises(Stale) as refused:
            await own_words.save(tx, actor, {branch: Word("Tổ")}, {branch: None})
        stored = await stored_words.all_words(tx)
    assert refused.value.problems[0].facts == {"theirs": "Lớp", "mine": "Tổ"}
    assert stored == {branch: Word("Lớp"), top: Word("Trường")}


async def test_one_word_for_two_kinds_is_refused(world, database: Database) -> None:
    """Whoever reads a table must know which kind is meant."""
    words = {("kinds", "branch"): Word("Lớp"), ("kinds", "subbranch"): Word("lớp")}
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem) as refused:
            await own_words.save(tx, world.actor("quan_tri"), words, {})
    assert msgspec.to_builtins([one.field for one in refused.value.problems]) == ["kinds/subbranch/vi"]
