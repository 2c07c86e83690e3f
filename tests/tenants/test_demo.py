"""The demo written into a real database, small: counts, states and checks hold as if people had made them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from fractions import Fraction

import msgspec
import pytest

from core.access import Actor, Seat
from core.accounts.passwords import HASHER
from core.comparison import queries as comparison
from core.comparison.facts import Question
from core.comparison.provinces import ALL
from core.comparison.signals import KINDS, signals
from core.db.migrations.m11_contract import COUNTED
from core.db.scope import Database, Scope, Transaction
from core.packs.facts import SheetFact
from core.programmes import pilot_units, pinned
from core.programmes import queries as programmes
from core.reports import queries as reports
from core.unit_reviews import queries as unit_reviews
from core.units import queries as units
from tenants import demo, provisioning
from tenants.demo import nation
from tenants.registry import Registry

SCALE = 0.05
NAMES = ", ".join(COUNTED)


@pytest.fixture(scope="module")
async def scopes(database: Database, urls: dict[str, str]) -> dict[str, Scope]:
    """The demo's tenants in the session's database, Kiên Giang small; to the planner they are new, as they may be to
    anybody's whose statistics were taken a moment before."""
    await provisioning.analyse(urls["migrator"])
    await demo.build(urls["migrator"], urls["app"], SCALE)
    return {tenant.slug: tenant.scope for tenant in await Registry(database).all()}


@pytest.fixture
def kien_giang(database: Database, scopes: dict[str, Scope]):
    """`async with kien_giang() as tx`: a read of the demo's Kiên Giang."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Transaction]:
        async with database.tenant(scopes["kien-giang"], readonly=True) as tx:
            yield tx

    return opened


async def test_four_tenants_with_their_clocks(database, scopes):
    """Every tenant of the demo exists, has units and people, and lives on a day of its own."""
    days = {"kien-giang": "2021-11-20", "binh-duong": "2020-11-20", "dhkt": "2021-05-20", "trung-uong": "2021-11-20"}
    for slug, day in days.items():
        async with database.tenant(scopes[slug], readonly=True) as tx:
            assert str(await tx.today()) == day, slug
            assert await tx.fetchval("select count(*) from person where tenant_id = $1", tx.tenant_id) >= 20


async def test_a_second_call_writes_nothing(database, urls, scopes):
    """Starting the demo again leaves what people have done meanwhile."""
    count = "select (select count(*) from registration_item where tenant_id = $1), (select count(*) from account)"
    async with database.tenant(scopes["kien-giang"]) as tx:
        before = await tx.fetchrow(count, tx.tenant_id)
    signs = await demo.build(urls["migrator"], urls["app"], SCALE)
    async with database.tenant(scopes["kien-giang"]) as tx:
        assert await tx.fetchrow(count, tx.tenant_id) == before
    assert len(signs["kien-giang"]) == 10


async def test_years_are_closed_and_running(kien_giang):
    """2015 to 2017 are history, 2019 and 2020 are closed, 2021 runs, 2022 is for the user; the first cycle registers in
    September."""
    async with kien_giang() as tx:
        found = {programme.year: programme for programme in await programmes.listing(tx)}
        assert {year: programme.state for year, programme in found.items()} == {
            2015: "closed", 2016: "closed", 2017: "closed", 2019: "closed", 2020: "closed", 2021: "open",
        }  # fmt: skip
        assert str(found[2019].due("registration").last_day) == "2019-09-30"
        assert (await programmes.current(tx)).year == 2021


async def test_the_closed_phase_is_there_to_read(kien_giang):
    """2015 to 2017: most grassroots units reviewed in both rounds, monthly reports, the four named pilots found."""
    async with kien_giang() as tx:
        top = await tx.fetchrow("select id, path from unit where tenant_id = $1 and parent_id is null", tx.tenant_id)
        admin = Actor(
            account_id=top["id"], name="Quản trị", seats=(Seat("provincial_admin", top["id"], top["path"]),)
        )
        for year in (2015, 2016, 2017):
            programme = await programmes.get(tx, f"kien_giang_member_training-{year}")
            unit = await units.get(tx, top["id"])
            for key in ("half_year", "year"):
                tally = (await unit_reviews.board(tx, admin, programme, key, unit, unit_reviews.Filter())).tally
                assert 0.5 * tally.units < tally.done <= tally.units
            pilots = await pilot_units.of_programme(tx, programme)
            assert all(one.match.found for one in pilots.named)
            monthly = await tx.fetchval(
                "select count(*) from declaration where tenant_id = $1 and programme_id = $2"
                " and key like 'monthly_report.%'",
                tx.tenant_id, programme.id,
            )  # fmt: skip
            assert 8 <= monthly <= 12


async def test_counters_equal_a_recount(kien_giang):
    """Every counter is what a count of the roster gives."""
    async with kien_giang() as tx:
        counted, recounted = [
            await tx.fetch(
                f"select programme_id, unit_id, {NAMES} from {table} "
                "where tenant_id = $1 and eligible > 0 order by 1, 2",
                tx.tenant_id,
            )
            for table in ("unit_counter", "unit_recount")
        ]
        assert len(counted) > 60
        assert counted == recounted


@pytest.mark.parametrize("year", (2019, 2020))
async def test_appendix_of_a_closed_year_adds_up(kien_giang, year):
    """The KL06 appendix of a closed year passes (2) ≥ (3) and (3) = (4)+(5)+(6)+(7) on every row (S0-41, S0-42)."""
    async with kien_giang() as tx:
        programme = await programmes.get(tx, f"kien_giang_kl06-{year}")
        top = await tx.fetchrow("select id, path from unit where tenant_id = $1 and parent_id is null", tx.tenant_id)
        admin = Actor(
            account_id=top["id"], name="Quản trị", seats=(Seat("provincial_admin", top["id"], top["path"]),)
        )
        table = await reports.report(tx, admin, programme, "appendix", top["id"])
    assert len(table.rows) > 20
    assert [check.failures for check in table.checks] == [(), ()]


async def test_running_year_is_in_every_state(kien_giang):
    """2021 shows something to do at every step, drafts and results on their way included."""
    async with kien_giang() as tx:
        rows = await tx.fetch(
            "select e.state, coalesce(r.state, 'none'), count(*) from enrolment e "
            "join programme p on p.tenant_id = e.tenant_id and p.id = e.programme_id and p.year = 2021 "
            "left join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id "
            "and r.person_id = e.person_id where e.tenant_id = $1 group by 1, 2",
            tx.tenant_id,
        )
        results = await tx.fetch(
            "select distinct x.state from unit_result x join programme p on p.tenant_id = x.tenant_id "
            "and p.id = x.programme_id where x.tenant_id = $1 and p.year = 2021",
            tx.tenant_id,
        )
    found = {(row[0], row[1]) for row in rows}
    assert {
        ("enrolled", "none"), ("submitted", "submitted"), ("validated", "validated"), ("rated", "validated"),
        ("recognised", "validated"),
    } <= found  # fmt: skip
    agreed = {"enrolled": {"none", "draft"}, "submitted": {"submitted"}, "returned": {"returned"}}
    assert all(sheet in agreed.get(roster, {"validated"}) for roster, sheet in found)
    assert {"sent", "recognised"} <= {row[0] for row in results}


async def test_sheets_would_pass_the_pack(kien_giang):
    """What invented cadres handed in meets the pack's rule of registration (S0-9, S0-20)."""
    async with kien_giang() as tx:
        programme = await programmes.get(tx, "kien_giang_kl06-2021")
        rows = await tx.fetch(
            "select r.id, json_object_agg(i.criterion, i.solution)::text from registration r "
            "join registration_item i on i.tenant_id = r.tenant_id and i.registration_id = r.id "
            "and i.edition = r.edition "
            "where r.tenant_id = $1 and r.programme_id = $2 and r.state <> 'draft' group by 1",
            tx.tenant_id, programme.id,
        )  # fmt: skip
    hooks = pinned.hooks_of(programme.pack_id, programme.hooks_hash)
    assert len(rows) > 100
    for _, items in rows:
        assert hooks.registration_problems(programme.rules, SheetFact(items=msgspec.json.decode(items))) == ()


async def test_nobody_judges_himself(kien_giang):
    """No sheet was reviewed, heard or rated by its owner (domain.md §2)."""
    async with kien_giang() as tx:
        own = await tx.fetchval(
            "select count(*) from registration r where r.tenant_id = $1 and (exists (select from registration_review v "
            "where v.tenant_id = r.tenant_id and v.registration_id = r.id and v.by_person = r.person_id) or exists ("
            "select from assessment a where a.tenant_id = r.tenant_id and a.registration_id = r.id "
            "and a.by_person = r.person_id and a.stage <> 'self'))",
            tx.tenant_id,
        )
    assert own == 0


async def test_acts_follow_one_another(kien_giang):
    """Submitted, reviewed, reviewed by oneself, rated, sent, decided: in this order and never in the future."""
    async with kien_giang() as tx:
        wrong = await tx.fetchval(
            "select (select count(*) from registration_review v where v.tenant_id = $1 and v.at < v.submitted_at)"
            " + (select count(*) from assessment a join registration r on r.tenant_id = a.tenant_id"
            "    and r.id = a.registration_id where a.tenant_id = $1 and a.saved_at < r.validated_at)"
            " + (select count(*) from assessment a where a.tenant_id = $1 and a.saved_at > sec.domain_now())"
            " + (select count(*) from assessment a join assessment c on c.tenant_id = a.tenant_id"
            "    and c.registration_id = a.registration_id and c.stage = 'committee'"
            "    where a.tenant_id = $1 and a.stage = 'self' and c.given_at < a.given_at)"
            " + (select count(*) from unit_result x where x.tenant_id = $1 and x.decided_at < x.sent_at)"
            " + (select count(*) from declaration d where d.tenant_id = $1 and d.declared_at > sec.domain_now())",
            tx.tenant_id,
        )
    assert wrong == 0


@pytest.mark.parametrize(("slug", "books"), [("binh-duong", 6), ("dhkt", 4)])
async def test_the_books_of_running_years_are_filled(database, scopes, slug, books):
    """Entries lie in the year and not ahead, nobody wrote about or confirmed himself, sums equal a recount."""
    async with database.tenant(scopes[slug], readonly=True) as tx:
        wrong = await tx.fetchval(
            "select count(*) from register_entry e join programme p on p.tenant_id = e.tenant_id"
            " and p.id = e.programme_id where e.tenant_id = $1 and (e.happened_on not between p.starts_on and p.ends_on"
            " or e.at > sec.domain_now() or e.confirmed_at > sec.domain_now() or e.confirmed_by in"
            " (select a.id from account a where a.tenant_id = $1 and a.person_id = e.person_id))",
            tx.tenant_id,
        )
        filled = await tx.fetchval(
            "select count(distinct register) from register_entry where tenant_id = $1", tx.tenant_id
        )
        counted, summed = [
            await tx.fetchval(sql, tx.tenant_id)
            for sql in (
                "select count(*) from register_entry where tenant_id = $1",
                "select sum(total) from register_total where tenant_id = $1 and measure = 'entries'",
            )
        ]
    assert wrong == 0 and filled >= books - 1 and counted == summed > 20


async def test_files_are_what_they_say(kien_giang):
    """Every numbered document has a PDF that a reader can find its parts in."""
    async with kien_giang() as tx:
        rows = await tx.fetch("select content, size from file where tenant_id = $1", tx.tenant_id)
    assert len(rows) > 20
    for content, size in rows:
        place = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
        assert content.startswith(b"%PDF-") and content[place:].startswith(b"xref") and len(content) == size


async def test_sign_ins_open_with_the_demo_password(database, scopes, urls):
    """Each sign-in that the demo prints is an active account with the demo's password."""
    signs = await demo.build(urls["migrator"], urls["app"], SCALE)
    for slug, shown in signs.items():
        async with database.tenant(scopes[slug], readonly=True) as tx:
            rows = await tx.fetch(
                "select username, password_hash from account "
                "where tenant_id = $1 and active and username = any($2)",
                tx.tenant_id, [sign.username for sign in shown],
            )  # fmt: skip
            stored = dict(rows)
        assert set(stored) == {sign.username for sign in shown}
        assert all(HASHER.verify(word, demo.PASSWORD) for word in set(stored.values()))


async def test_the_nation_is_published_and_marked(database, scopes, central):
    """Three living unions beside invented provinces from 2019 to 2026, 63 of them and then 34; all that is invented
    says so, nothing living does, and one province is the weakest of 2021 beyond doubt."""
    for year, provinces in ((2021, 63), (2024, 63), (2025, 34), (2026, 34)):
        found = await comparison.compare(central, Question(indicator="registered", year=year, subject="cadre"))
        cells = {cell.province: cell for cell in found.cells if cell.province in ALL}
        assert len(cells) == provinces and len(found.missing) <= 3
        living = {code for code, cell in cells.items() if cell.state == "value" and not cell.synthetic}
        assert living == ({"kien-giang"} if year == 2021 else set())
        worst, next_to = sorted(cell.value for cell in cells.values() if cell.value is not None)[:2]
        assert next_to - worst > Fraction(1, 10)
    school = await comparison.compare(central, Question(indicator="excellent", year=2020, subject="member"))
    assert next(cell for cell in school.cells if cell.province == "dhkt").state == "value"


async def test_the_nation_has_something_to_find(scopes, central):
    """A hidden group, one with two classes, a silent province and each signal of formalism; districts where shown."""
    asked = Question(indicator="excellent_good", year=2019, subject="cadre")
    cells = {cell.province: cell for cell in (await comparison.compare(central, asked)).cells}
    assert (cells["bac-kan"].state, cells["bac-kan"].note) == ("hidden", "small_group")
    assert cells["cao-bang"].low is not None and cells["lai-chau"].state == "missing"
    filings = await comparison.filings(central, Question(indicator="registered", year=2022, subject="cadre"))
    assert {one.kind for filing in filings for one in signals(filing)} == set(KINDS)
    shown = await comparison.below(central, "kien-giang", Question(indicator="registered", year=2021, subject="cadre"))
    assert len(shown) > 5 and not any(place.synthetic for place in shown)


def test_invented_years_go_on_from_the_living_ones():
    """Kiên Giang's and Bình Dương's cadres are as many, and register as fully, as in their living years."""
    rows = [dict(zip(nation.COLUMNS[1:], row, strict=True)) for row in nation.rows()]
    for province, people, about in (("kien-giang", 2400, 750), ("binh-duong", 628, 202)):
        own = [row for row in rows if row["province"] == province and row["subject"] == "cadre"]
        assert own and all(row["synthetic"] for row in own)
        assert all(abs(row["eligible"] - people) < 0.05 * people and abs(row["units"] - about) < 40 for row in own)
        assert all(row["registered"] > 0.9 * row["eligible"] for row in own)
        assert all(row["as_of"].year == row["year"] for row in own)


async def test_the_centre_has_asked_something(database, scopes):
    """A report and a milestone wait for the provinces' answers, and a note explains the province that is behind."""
    async with database.tenant(scopes["trung-uong"]) as tx:
        kinds = await tx.fetch("select id, kind from duty where tenant_id = $1 order by due_on", tx.tenant_id)
        noted = await tx.fetchval("select province from province_note where tenant_id = $1", tx.tenant_id)
    assert [row["kind"] for row in kinds] == ["report", "milestone"] and noted == "dien-bien"
    async with database.tenant(scopes["kien-giang"]) as tx:
        given = {row["id"] for row in await tx.fetch("select id from core.duties_given()")}
    assert {row["id"] for row in kinds} <= given
