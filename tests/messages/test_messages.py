"""Reminders, news and letters: who is told what, once, and how it reaches him."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from core import audit
from core.errors import NotFound
from core.extensions import actions as extensions
from core.messages import actions, letters, news, queries, reminders
from core.packs.calendar import VIETNAM
from core.registrations import actions as registrations
from core.registrations import reviews
from core.settings import Settings
from tenants.registry import Registry
from ui import demo_mail, mailing

TEXT = "Dự đủ các buổi học tập nghị quyết trong năm"


async def inbox_of(database, world, name: str) -> list[queries.Message]:
    """Somebody's messages."""
    async with database.tenant(world.scope, readonly=True) as tx:
        return list(await queries.inbox(tx, world.actor(name)))


@pytest.fixture
async def submitted(database, world):
    """The deputy of a branch has handed in a sheet: its id."""
    rules_of = world.programme.rules
    sides = {rules_of.groups[one.group].polarity: key for key, one in rules_of.criteria.items()}
    async with database.tenant(world.scope) as tx:
        items = {sides["do"]: TEXT, sides["dont"]: "Không trễ họp."}
        await registrations.submit(tx, world.actor("pho_ap"), world.programme, 0, items)
        return await tx.fetchrow(
            "select id, version from registration where tenant_id = $1 and person_id = $2",
            tx.tenant_id, world.people["pho_ap"],
        )  # fmt: skip


async def remind(database, world) -> int:
    """One round of reminders."""
    async with database.tenant(world.scope) as tx:
        return await reminders.remind(tx)


async def test_who_owes_a_sheet_is_reminded_once_a_step(database, world, submitted, clock):
    """Seven days before the end everybody without a sheet is told, who has one is not; the second round tells none."""
    await clock("2021-01-25")
    assert await remind(database, world) > 0
    assert await remind(database, world) == 0
    kinds = [one.kind for one in await inbox_of(database, world, "bi_thu_ap")]
    assert kinds.count("due.registration") == 1
    assert "due.registration" not in [one.kind for one in await inbox_of(database, world, "pho_ap")]
    await clock("2021-01-29")
    await remind(database, world)
    told = await inbox_of(database, world, "bi_thu_ap")
    steps = [one.facts["step"] for one in told if one.kind == "due.registration"]
    assert sorted(steps) == ["T-3", "T-7"]


async def test_a_jump_of_the_clock_floods_nobody(database, world, clock):
    """A worker that slept through all steps tells the newest one only."""
    await clock("2021-01-31")
    await remind(database, world)
    told = [one for one in await inbox_of(database, world, "bi_thu_ap") if one.kind == "due.registration"]
    assert [one.facts["step"] for one in told] == ["T-1"]


async def test_a_week_after_the_date_the_unit_above_hears(database, world, clock):
    """The secretary of the unit and the one above are told how many in how many units are overdue."""
    await clock("2021-02-08")
    await remind(database, world)
    own = [one for one in await inbox_of(database, world, "bi_thu_ap") if one.kind == "overdue.registration"]
    above = [one for one in await inbox_of(database, world, "bi_thu_xa") if one.kind == "overdue.registration"]
    assert own and all(one.facts["people"] >= 1 for one in own)
    assert any(one.facts["units"] >= 1 for one in above)


async def test_a_sheet_that_waits_long_is_pointed_out_once(database, world, submitted, clock):
    """After three days the branch's secretary is told that a sheet waits, and not again while that is unread."""
    await clock("2021-01-24")
    await remind(database, world)
    await clock("2021-01-25")
    await remind(database, world)
    waiting = [one for one in await inbox_of(database, world, "bi_thu_ap") if one.kind == "waiting.sheets"]
    assert [one.facts["people"] for one in waiting] == [1]


async def test_news_come_from_the_trail_once(database, world, submitted):
    """A returned sheet is told to its owner, once, however often the trail is read; the past is not told at all."""
    async with database.tenant(world.scope) as tx:
        await audit.seal(tx)
        assert await news.tell(tx) == 0
        await reviews.give_back(
            tx, world.actor("bi_thu_ap"), submitted["id"], submitted["version"], "Giải pháp còn chung chung.", {}
        )
    async with database.tenant(world.scope) as tx:
        await audit.seal(tx)
        assert await news.tell(tx) == 1
        assert await news.tell(tx) == 0
    (one,) = await inbox_of(database, world, "pho_ap")
    assert one.kind == "sheet.returned"


async def test_one_reads_only_ones_own(database, world, clock):
    """Another's message does not exist; reading marks it."""
    await clock("2021-01-25")
    await remind(database, world)
    (one, *_) = await inbox_of(database, world, "bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        with pytest.raises(NotFound):
            await queries.one(tx, world.actor("bi_thu_xa"), one.id)
        await actions.read(tx, world.actor("bi_thu_xa"), one.id)
        assert (await queries.one(tx, world.actor("bi_thu_ap"), one.id)).read_at is None
        await actions.read(tx, world.actor("bi_thu_ap"), one.id)
        assert (await queries.one(tx, world.actor("bi_thu_ap"), one.id)).read_at is not None


async def with_address(database, world, name: str, mode: str = "daily") -> None:
    """Somebody wants letters."""
    async with database.tenant(world.scope) as tx:
        await actions.set_mode(tx, world.actor(name), mode, f"{name.replace('_', '.')}@vidu.vn")


def settings(urls, url: str) -> Settings:
    """Settings with a mail server."""
    return Settings(database_url=urls["app"], secret_key=b"k" * 40, base_url="http://testserver.local", smtp_url=url)


async def test_a_letter_goes_out_in_the_morning_with_everything_unread(database, world, urls, tmp_path, clock):
    """At six nothing is sent; at nine one letter with all messages, by SMTP, in the reader's words; then no more."""
    await with_address(database, world, "bi_thu_ap")
    async with database.tenant(world.scope) as tx:
        await tx.execute("select sec.move_clock('2021-01-25 06:00+07')")
    await remind(database, world)
    with demo_mail.caught(tmp_path / "mail") as url:
        await mailing.send(settings(urls, url), database, Registry(database))
        assert demo_mail.read(tmp_path / "mail", world.scope.slug) == ()
        await clock("2021-01-25")
        await mailing.send(settings(urls, url), database, Registry(database))
        await mailing.send(settings(urls, url), database, Registry(database))
    (letter,) = demo_mail.read(tmp_path / "mail", world.scope.slug)
    assert "Bạn chưa nộp phiếu đăng ký" in letter.subject
    assert "trong tháng 01" in letter.body
    assert f"/{world.scope.slug}/chuong-trinh/kien_giang_kl06-2021/dang-ky" in letter.body
    (file,) = (tmp_path / "mail").glob("*.eml")
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["Auto-Submitted"] == "auto-generated"


async def test_what_was_read_or_unwanted_is_not_sent(database, world, urls, tmp_path, clock):
    """Who has read everything, and who wants no letters, gets none."""
    await with_address(database, world, "bi_thu_ap")
    await with_address(database, world, "pho_ap", "never")
    await clock("2021-01-25")
    await remind(database, world)
    async with database.tenant(world.scope) as tx:
        await actions.read(tx, world.actor("bi_thu_ap"))
    with demo_mail.caught(tmp_path / "mail") as url:
        await mailing.send(settings(urls, url), database, Registry(database))
    assert demo_mail.read(tmp_path / "mail", world.scope.slug) == ()


async def test_a_server_that_is_away_is_tried_again_then_given_up(database, world, urls, clock):
    """A refused connection puts the letter off with its reason; after the last try it has failed, and can be started
    anew by the administrator."""
    await with_address(database, world, "bi_thu_ap", "each")
    await clock("2021-01-25")
    await remind(database, world)
    await mailing.send(settings(urls, "smtp://127.0.0.1:9"), database, Registry(database))
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        (one,) = await queries.log(tx, admin)
        assert (one.state, one.attempts) == ("waiting", 1)
        assert one.problem and one.next_at > datetime.now(UTC)
        held = letters.Letter(
            id=one.id, account_id=world.accounts["bi_thu_ap"], channel="email", address="", attempts=5, locale=None,
            name="", messages=(),
        )  # fmt: skip
        await letters.failed(tx, held, "away", datetime.now(UTC))
        assert (await queries.log(tx, admin))[0].state == "failed"
        await letters.retry(tx, admin, one.id)
        assert (await queries.log(tx, admin))[0].next_at < datetime.now(UTC) + timedelta(minutes=1)


async def test_reminders_follow_the_date_that_a_unit_was_given(database, world, clock):
    """With more time a branch hears of its own date: not overdue when the others are, and told a week after its own."""
    async with database.tenant(world.scope) as tx:
        key = world.programme.due("registration").key
        wanted = (world.programme, world.units["ap_1"], key, date(2021, 2, 10), "Chống lũ")
        one = await extensions.ask(tx, world.actor("bi_thu_ap"), *wanted)
        await extensions.grant(tx, world.actor("bi_thu_xa"), world.programme, one, date(2021, 2, 10), "")

    async def told(name: str) -> list[tuple[str, str, str]]:
        found = [one for one in await inbox_of(database, world, name) if one.kind.endswith(".registration")]
        ends = [datetime.fromisoformat(one.facts["due"]).astimezone(VIETNAM).date() for one in found]
        return [(one.kind, one.facts["step"], str(end)) for one, end in zip(found, ends, strict=True)][::-1]

    await clock("2021-02-01")
    await remind(database, world)
    assert await told("bi_thu_ap") == [("due.registration", "T-14", "2021-02-11")]
    assert await told("bi_thu_cq") == [("due.registration", "T+1", "2021-02-01")]
    await clock("2021-02-09")
    await remind(database, world)
    assert [step for _, step, _ in await told("bi_thu_ap")] == ["T-14", "T-1"]
    assert "overdue.registration" in [kind for kind, _, _ in await told("bi_thu_cq")]
    await clock("2021-02-17")
    await remind(database, world)
    assert [kind for kind, _, _ in await told("bi_thu_ap")].count("overdue.registration") == 1
