"""Duties, reminders, notes and comparisons handed out: who sees what, across the line between centre and province."""

from datetime import date
from fractions import Fraction

import pytest

from core.access import Actor
from core.comparison.facts import Cell, Comparison, Question
from core.comparison.indicators import CATALOGUE
from core.errors import NotFound, Problem, Stale
from core.steering import actions, queries, reminders
from core.steering.rules import Duty

DUTY = Duty(kind="report", title="Báo cáo năm", words="Gửi bản ký số", year=2021, due_on=date(2021, 12, 15))


async def ask(database, centre, *slugs: str):
    """The centre asks the unions with these slugs."""
    async with database.tenant(centre.scope) as tx:
        duty = Duty(kind="report", title=DUTY.title, words=DUTY.words, year=2021, due_on=DUTY.due_on, provinces=slugs)
        return await actions.ask(tx, centre.analyst, duty)


async def test_a_duty_is_asked_reminded_and_answered(database, worlds, centre):
    """Only who is addressed sees it; a reminder reaches who has not answered; the answer reaches the centre alone."""
    asked, other, _ = worlds
    duty = await ask(database, centre, asked.scope.slug)
    async with database.tenant(other.scope) as tx:
        assert duty not in [one.id for one in await queries.owed(tx, other.actor("quan_tri"))]
        with pytest.raises(NotFound):
            await actions.answer(tx, other.actor("quan_tri"), duty, "Không phải của chúng tôi", 0)
        assert await tx.fetch("select * from duty") == [] and await tx.fetch("select * from core.duty_answers()") == []
    async with database.tenant(centre.scope) as tx:
        assert await actions.remind(tx, centre.analyst, duty, "Còn thiếu") == 1
    async with database.tenant(asked.scope) as tx:
        actor = asked.actor("quan_tri")
        owed = await queries.one_owed(tx, actor, duty)
        assert (owed.standing, owed.reminder, owed.answer) == ("open", "Còn thiếu", "")
        await actions.answer(tx, actor, duty, "Báo cáo 15-BC/TĐTN", owed.revision)
        with pytest.raises(Stale):
            await actions.answer(tx, actor, duty, "Khác", owed.revision)
        await actions.answer(tx, actor, duty, "Báo cáo 16-BC/TĐTN", 1)
    async with database.tenant(centre.scope) as tx:
        found = await queries.one_asked(tx, centre.analyst, duty)
        assert found.standings == {asked.scope.slug: "done"}
        assert found.answers[asked.scope.slug].words == "Báo cáo 16-BC/TĐTN"
        with pytest.raises(Problem, match=r"duty\.all-answered"):
            await actions.remind(tx, centre.analyst, duty, "")
        await actions.withdraw(tx, centre.analyst, duty)
    async with database.tenant(asked.scope) as tx:
        assert duty not in [one.id for one in await queries.owed(tx, asked.actor("quan_tri"))]


async def test_a_duty_for_all_reaches_everybody(database, worlds, centre):
    """Without names it is for each union; the office answers, a member is nobody here."""
    duty = await ask(database, centre)
    for world in worlds:
        async with database.tenant(world.scope) as tx:
            assert duty in [one.id for one in await queries.owed(tx, world.actor("van_phong"))]
            with pytest.raises(NotFound):
                await queries.owed(tx, world.actor("doan_vien"))
            with pytest.raises(NotFound):
                await actions.answer(tx, world.actor("bi_thu_huyen"), duty, "x", 0)


async def test_notes_stay_at_the_centre(database, world, centre):
    """Written, read, removed, on record; a province sees none and the centre's administrator neither."""
    async with database.tenant(centre.scope) as tx:
        note = await actions.note(tx, centre.analyst, "kien-giang", "Đã trao đổi về kỳ hạn", 2021)
        assert [one.words for one in await queries.notes(tx, centre.analyst, "kien-giang")] == ["Đã trao đổi về kỳ hạn"]
        assert await queries.notes(tx, centre.analyst, "an-giang") == ()
        with pytest.raises(NotFound):
            await queries.notes(tx, Actor(account_id=centre.accounts["quan_tri"], name="Quản trị"))
        await actions.remove_note(tx, centre.analyst, note)
        assert await queries.notes(tx, centre.analyst) == ()
        kept = "select removed_at is not null from province_note where tenant_id = $1 and id = $2"
        assert await tx.fetchval(kept, tx.tenant_id, note)
    async with database.tenant(world.scope) as tx:
        assert await tx.fetch("select * from province_note") == []


def comparison(*codes: str) -> Comparison:
    """A ranking of these provinces, 90 per cent and down in steps of five."""
    cells = tuple(
        Cell(province=code, state="value", value=Fraction(90 - 5 * n, 100), numerator=90 - 5 * n, denominator=100,
             rank=n + 1)
        for n, code in enumerate(codes)
    )  # fmt: skip
    question = Question(indicator="registered", year=2021, subject="cadre")
    return Comparison(
        question=question, indicator=CATALOGUE["registered"], cells=cells, nation=Cell(province=""), missing=(),
        crosswalk=3,
    )  # fmt: skip


async def test_a_province_sees_itself_among_peers_without_names(database, worlds, centre):
    """Its own line and all values; nothing that crosses names another province; who has no value sees nothing."""
    mine, other, absent = worlds
    codes = (mine.scope.slug, "ha-noi", "hue", other.scope.slug, "ca-mau", "son-la")
    async with database.tenant(centre.scope) as tx:
        handed = await actions.hand_out(tx, centre.analyst, comparison(*codes), "Đăng ký 2021", "Để tham khảo")
        with pytest.raises(Problem, match=r"comparison\.too-few"):
            await actions.hand_out(tx, centre.analyst, comparison(*codes[:5]), "Ít quá")
    async with database.tenant(mine.scope) as tx:
        (found,) = await queries.received(tx, mine.actor("quan_tri"))
        assert (found.own.rank, found.own.of, found.own.value) == (1, 6, Fraction(9, 10))
        assert found.spread == (65, 70, 75, 80, 85, 90) and found.question.crosswalk == 3
        crossed = str([dict(row) for row in await tx.fetch("select * from core.comparisons_given()")])
        assert not [code for code in codes[1:] if code in crossed]
    async with database.tenant(absent.scope) as tx:
        assert await queries.received(tx, absent.actor("quan_tri")) == ()
    async with database.tenant(centre.scope) as tx:
        await actions.take_back(tx, centre.analyst, handed)
    async with database.tenant(mine.scope) as tx:
        assert await queries.received(tx, mine.actor("quan_tri")) == ()


async def test_the_pages_from_asking_to_answering(database, world, centre, client_for, form_of):
    """Refused with the input kept, asked, seen by the province, answered, seen by the centre."""
    at, there = f"/{centre.scope.slug}/chi-dao", f"/{world.scope.slug}/trung-uong-giao"
    async with client_for(centre, "phan_tich") as analyst, client_for(world, "quan_tri") as admin:
        fields = form_of((await analyst.get(f"{at}/moi")).text, "/moi") | {"kind": "report", "title": "Báo cáo quý"}
        refused = await analyst.post(f"{at}/moi", data=fields)
        assert refused.status_code == 422 and "Hãy chọn hạn" in refused.text and "Báo cáo quý" in refused.text
        fields |= {"due_on": "2021-11-25", "provinces": world.scope.slug, "_key": ""}
        asked = await analyst.post(f"{at}/moi", data=fields)
        assert asked.status_code == 303 and "Báo cáo quý" in (await analyst.get(at)).text
        board = (await admin.get(there)).text
        assert "Báo cáo quý" in board and "Còn thời gian" in board
        first = f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}/tien-do"
        assert "Trung ương chờ" not in (await admin.get(first)).text
        detail = (await analyst.get(asked.headers["location"])).text
        remind = asked.headers["location"] + "/nhac"
        await analyst.post(remind, data=form_of(detail, "/nhac") | {"words": "Sắp đến kỳ họp"})
        reminded = (await admin.get(first)).text
        assert "Trung ương chờ: Báo cáo quý" in reminded and "Sắp đến kỳ họp" in reminded
        sheet = f"{there}/viec/{asked.headers['location'].rsplit('/', 1)[1]}"
        fields = form_of((await admin.get(sheet)).text, "/viec/[^\"]*")
        assert (await admin.post(sheet, data=fields | {"words": ""})).status_code == 422
        assert (await admin.post(sheet, data=fields | {"words": "Đã gửi", "_key": ""})).status_code == 303
        shown = (await analyst.get(asked.headers["location"])).text
        assert "Đã gửi" in shown and "Đã trả lời" in shown
        assert (await admin.get(f"/{world.scope.slug}/chi-dao")).status_code == 404


async def test_the_pages_of_notes(centre, client_for, form_of):
    """A note about a province is written, filtered and removed."""
    at = f"/{centre.scope.slug}/chi-dao/ghi-chu"
    async with client_for(centre, "phan_tich") as analyst:
        fields = form_of((await analyst.get(at)).text, "/ghi-chu") | {"province": "ca-mau", "words": "Cần hỏi thêm"}
        assert (await analyst.post(at, data=fields)).headers["location"].endswith("?tinh=ca-mau")
        page = (await analyst.get(at + "?tinh=ca-mau")).text
        assert "Cần hỏi thêm" in page
        assert "Cần hỏi thêm" not in (await analyst.get(at + "?tinh=son-la")).text
        assert (await analyst.post(at, data=fields | {"province": "x", "_key": ""})).status_code == 422
        long = await analyst.post(at, data=fields | {"province": "ca-mau" * 10, "_key": ""})
        assert long.status_code == 422 and "Cần hỏi thêm" in long.text
        target = page.split(f'action="{at}/')[1].split('"')[0]
        await analyst.post(f"{at}/{target}", data=form_of(page, f"/{target}"))
        assert "Cần hỏi thêm" not in (await analyst.get(at)).text


async def test_the_inbox_tells_who_answers(database, worlds, centre, client_for):
    """Told once when asked, once a reminder, at each step near the day; never once answered, and only who answers."""
    world, other, _ = worlds
    duty = await ask(database, centre, world.scope.slug)
    kinds = "select kind from message where tenant_id = $1 and account_id = $2 and key like $3 order by at, kind"

    async def told(clock: str) -> list[str]:
        async with database.tenant(world.scope) as tx:
            await tx.execute("select sec.move_clock($1::text::timestamptz)", clock)
            await reminders.remind(tx)
            await reminders.remind(tx)
            members = await tx.fetch(kinds, tx.tenant_id, world.accounts["bi_thu_huyen"], f"duty:{duty}%")
            assert members == []
            office = world.accounts["van_phong"]
            return [row[0] for row in await tx.fetch(kinds, tx.tenant_id, office, f"duty:{duty}%")]

    assert await told("2021-11-21 09:00+07") == ["centre.asked"]
    async with database.tenant(centre.scope) as tx:
        await actions.remind(tx, centre.analyst, duty, "")
    assert await told("2021-11-22 09:00+07") == ["centre.asked", "centre.reminded"]
    assert await told("2021-12-09 09:00+07") == ["centre.asked", "centre.reminded", "due.centre"]
    async with client_for(world, "van_phong") as client:
        page = (await client.get(f"/{world.scope.slug}/thong-bao")).text
        assert "Trung ương nhắc: Báo cáo năm" in page and "/trung-uong-giao" in page
    async with database.tenant(world.scope) as tx:
        await actions.answer(tx, world.actor("quan_tri"), duty, "Đã gửi", 0)
    assert len(await told("2021-12-14 09:00+07")) == 3
    async with database.tenant(other.scope) as tx:
        await reminders.remind(tx)
        theirs = "select * from message where tenant_id = $1 and key like $2"
        assert await tx.fetch(theirs, tx.tenant_id, f"%{duty}%") == []
