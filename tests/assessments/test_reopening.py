"""A recognised result opened again: by whom, from which states, what follows, what stays."""

from datetime import date
from itertools import product

import pytest

from core import audit
from core.assessments import actions, queries, reopening, replies, results, unit_queries
from core.errors import Forbidden, NotFound, Problem
from core.messages import news
from core.messages import queries as messages

ROSTER = ("enrolled", "submitted", "returned", "validated", "rated", "recognised")
REASON, NUMBER, DATED = "Đơn thư xác minh đúng.", "20-QĐ/ĐTN", date(2021, 1, 20)


@pytest.mark.parametrize(("step", "state"), list(product((*reopening.STEPS, "elsewhere"), ROSTER)))
def test_only_what_is_recognised_is_opened_again(step, state):
    """Every step from every state of the roster: its end, or a stable code."""
    if step in reopening.STEPS and state == "recognised":
        assert reopening.reopened(step, state) == {"rating": "validated", "recognition": "rated"}[step]
        return
    with pytest.raises(Problem) as refused:
        reopening.reopened(step, state)
    wanted = "reopening.not-recognised-yet" if state == "rated" else "reopening.no-result"
    assert refused.value.code == (wanted if step in reopening.STEPS else "form.unknown-choice")


@pytest.fixture
async def recognised(database, world, rated, sent):
    """The branch's secretary is recognised as Khá by decision 12; the sheet."""
    sheet = await rated("bi_thu_ap", "pho_ap", "kha")
    unit = await sent("ap_1", "pho_ap")
    async with database.tenant(world.scope) as tx:
        await results.recognise(tx, world.actor("pho_xa"), world.programme, unit, 1, "12-QĐ/ĐTN", DATED)
        await audit.seal(tx)
        await news.tell(tx)
    return sheet


async def counted(tx, world) -> tuple[int, int]:
    """How many of the branch are recognised and how many are Khá, which a recount confirms."""
    at = (tx.tenant_id, world.programme.id, world.units["ap_1"])
    found = [
        await tx.fetchrow(
            f"select recognised, level_2 from {table} where tenant_id = $1 and programme_id = $2 and unit_id = $3", *at
        )
        for table in ("unit_counter", "unit_recount")
    ]
    assert tuple(found[0]) == tuple(found[1])
    return tuple(found[0])


async def test_the_result_goes_back_and_the_old_one_stays(database, world, recognised):
    """Counters follow, both sides hear of it, the old level stays with its decision, and the new one is a draft that
    is recognised by a decision of its own while nobody else's decision changes."""
    unit, upper = world.units["ap_1"], world.actor("bi_thu_xa")
    async with database.tenant(world.scope) as tx:
        assert await counted(tx, world) == (1, 1)
        await reopening.reopen(tx, upper, recognised, "rating", REASON, NUMBER, DATED)
        assert await counted(tx, world) == (0, 0)
        await audit.seal(tx)
        await news.tell(tx)
        await actions.rate(tx, world.actor("pho_ap"), recognised, "trung_binh", "Xét lại theo xác minh.", 1)
        await replies.agree(tx, world.actor("bi_thu_ap"), world.programme, 2)
        await results.send(tx, world.actor("pho_ap"), world.programme, unit, "", 3)
        await results.recognise(tx, upper, world.programme, unit, 4, "25-QĐ/ĐTN", DATED)
        found = await queries.own_round(tx, world.actor("bi_thu_ap"), world.programme)
        (old,) = await reopening.reopenings(tx, found)
        page = await unit_queries.results_of(tx, upper, world.programme, unit)
        kinds = {name: [one.kind for one in await messages.inbox(tx, world.actor(name))]
                 for name in ("bi_thu_ap", "pho_ap")}  # fmt: skip
    assert (found.level, found.decision_number) == ("trung_binh", "25-QĐ/ĐTN")
    assert (old.level, old.recognised_number, old.reason, old.decision_number, old.version) == (
        "kha", "12-QĐ/ĐTN", REASON, NUMBER, 1,
    )  # fmt: skip
    assert [one.act for one in page.history] == ["sent", "recognised", "reopened", "sent", "recognised"]
    assert "result.reopened" in kinds["bi_thu_ap"] and "results.reopened" in kinds["pho_ap"]


async def test_only_the_recognition_may_be_taken_back(database, world, recognised):
    """The level stays, is sent again, and waits for another decision."""
    async with database.tenant(world.scope) as tx:
        await reopening.reopen(tx, world.actor("pho_xa"), recognised, "recognition", REASON, NUMBER, DATED)
        found = await queries.own_round(tx, world.actor("bi_thu_ap"), world.programme)
        assert (found.state, found.level, found.decision_number) == ("rated", "kha", "12-QĐ/ĐTN")
        with pytest.raises(Problem) as twice:
            await reopening.reopen(tx, world.actor("pho_xa"), recognised, "recognition", REASON, NUMBER, DATED)
        assert twice.value.code == "reopening.not-recognised-yet"


async def test_it_takes_the_recognising_level_a_reason_and_a_decision(database, world, recognised):
    """Not the unit, not a grandparent, not the person, no stranger; each missing word at its field."""
    async with database.tenant(world.scope) as tx:
        for name in ("pho_ap", "pho_huyen", "bi_thu_ap", "bi_thu_xa_b"):
            with pytest.raises((Forbidden, NotFound)):
                await reopening.reopen(tx, world.actor(name), recognised, "rating", REASON, NUMBER, DATED)
        with pytest.raises(Problem) as empty:
            await reopening.reopen(tx, world.actor("pho_xa"), recognised, "rating", " ", "", date(2021, 1, 21))
        assert [(one.field, one.code) for one in empty.value.problems] == [
            ("reason", "reopening.reason-missing"), ("number", "reopening.number-missing"),
            ("dated", "reopening.date-ahead"),
        ]  # fmt: skip


async def test_the_page_asks_for_the_decision(client_for, world, recognised, fields):
    """The recogniser finds the page from the sheet; a refused form keeps what was typed; the person reads the rest."""
    sheet = f"/{world.scope.slug}/phieu/{recognised}"
    ask = f"{sheet}/mo-lai"
    async with client_for(world, "pho_xa") as client:
        assert ask in (await client.get(f"{sheet}/danh-gia")).text
        typed = {"step": "rating", "reason": REASON, "number": NUMBER, "dated": "hôm qua"}
        wrong = await client.post(ask, data=fields((await client.get(ask)).text, ask) | typed)
        assert wrong.status_code == 422 and 'href="#f-dated"' in wrong.text and REASON in wrong.text
        done = await client.post(ask, data=fields(wrong.text, ask) | typed | {"dated": "20/01/2021"})
        assert (done.status_code, done.headers["location"]) == (303, f"{sheet}/danh-gia")
        assert REASON in (await client.get(f"{sheet}/danh-gia")).text
