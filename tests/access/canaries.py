"""One thing of each sort in a tenant, marked with a canary: what no other tenant may ever see."""

from datetime import date
from uuid import UUID

from core import jobs
from core.configurations import actions as configurations
from core.configurations import own_cases
from core.configurations.own_cases import Written
from core.db.ids import new_id
from core.enrolments import actions as enrolments
from core.exchanges import difficulties
from core.extensions import actions as extensions
from core.packs.catalog import discover
from core.programmes.actions import Plan, open_programme
from core.registers import actions as registers
from core.registers.rules import Draft
from core.trials import actions as trials
from core.trials import work as trial_work

BOOKS = "binh_duong_criteria"


async def a_case(tx, world) -> UUID:
    """A request about personal data whose words are the canary."""
    case = new_id()
    await tx.execute(
        "insert into data_request (tenant_id, id, account_id, kind, words, asked_at, due_on)"
        " values ($1, $2, $3, 'other', $4, sec.domain_now(), sec.domain_today())",
        tx.tenant_id, case, world.accounts["bi_thu_ap"], f"canary-{world.scope.slug}",
    )  # fmt: skip
    return case


async def a_piece(database, world, sheet: UUID, criterion: str) -> UUID:
    """A paper of evidence with a canary for its content."""
    async with database.tenant(world.scope) as tx:
        file, piece = new_id(), new_id()
        await tx.execute(
            "insert into file (tenant_id, id, name, media_type, size, sha256, content)"
            " values ($1, $2, 'b.pdf', 'application/pdf', 6, '\\x00', $3)",
            tx.tenant_id, file, f"canary-{world.scope.slug}".encode(),
        )  # fmt: skip
        await tx.execute(
            "insert into evidence (tenant_id, id, registration_id, criterion, file_id, thumbnail, by_account, at)"
            " values ($1, $2, $3, $4, $5, '', $6, sec.domain_now())",
            tx.tenant_id, piece, sheet, criterion, file, world.accounts["bi_thu_ap"],
        )  # fmt: skip
    return piece


async def a_meeting(tx, world) -> UUID:
    """A meeting of a branch with a canary in the chair."""
    session = new_id()
    await tx.execute(
        "insert into review_session (tenant_id, id, programme_id, unit_id, checkpoint, stage, held_on, members,"
        " chair, opened_by, opened_at) values ($1, $2, $3, $4, 'year', 'committee', sec.domain_today(), 3,"
        " $5, $6, sec.domain_now())",
        tx.tenant_id, session, world.programme.id, world.units["ap_1"], f"canary-{world.scope.slug}",
        world.accounts["bi_thu_ap"],
    )  # fmt: skip
    return session


async def a_trial(database, world) -> UUID:
    """A trial of the draft on the year of the canary's sheet."""
    async with database.tenant(world.scope) as tx:
        admin, pack = world.actor("quan_tri"), discover().get("kien_giang_kl06")
        await configurations.enable(tx, admin, pack)
        trial = await trials.ask(tx, admin, pack.id, world.programme)
        await trial_work.carry_out(tx, trial)
    return trial


async def a_message(tx, world) -> tuple[UUID, UUID]:
    """A message with a canary for the branch's secretary, and the letter it went out in."""
    message, letter, account = new_id(), new_id(), world.accounts["bi_thu_ap"]
    await tx.execute(
        "insert into delivery (tenant_id, id, account_id, channel, address) values ($1, $2, $3, 'email', $4)",
        tx.tenant_id, letter, account, f"canary-{world.scope.slug}@vidu.vn",
    )  # fmt: skip
    await tx.execute(
        "insert into message (tenant_id, id, account_id, kind, key, facts, at, delivery_id)"
        " values ($1, $2, $3, 'results.returned', 'canary', jsonb_build_object('unit', $4::text),"
        " sec.domain_now(), $5)",
        tx.tenant_id, message, account, f"canary-{world.scope.slug}", letter,
    )  # fmt: skip
    return message, letter


async def an_extension(tx, world) -> UUID:
    """A request for more time whose reason is the canary."""
    key, day = world.programme.due("registration").key, date(2021, 2, 10)
    return await extensions.ask(
        tx, world.actor("bi_thu_ap"), world.programme, world.units["ap_1"], key, day, f"canary-{world.scope.slug}"
    )


async def a_link(tx, world) -> UUID:
    """A link for a party committee whose name is the canary."""
    link = new_id()
    await tx.execute(
        "insert into party_link (tenant_id, id, programme_id, unit_id, checkpoint, stage, code_hash, addressee,"
        " created_by, created_at, expires_at) values ($1, $2, $3, $4, 'year', 'party_committee', $5, $6, $7,"
        " sec.domain_now(), sec.domain_now() + interval '9 days')",
        tx.tenant_id, link, world.programme.id, world.units["ap_1"], link.bytes, f"canary-{world.scope.slug}",
        world.accounts["bi_thu_xa"],
    )  # fmt: skip
    return link


async def a_difficulty(tx, world) -> UUID:
    """A difficulty of a branch's secretary in the words of the canary."""
    who = world.actor("bi_thu_ap")
    return await difficulties.raise_own(tx, who, world.programme, f"canary-{world.scope.slug}")


async def an_example(tx, world) -> UUID:
    """A worked case of the tenant's own with a canary for its title."""
    written = Written(title=f"canary-{world.scope.slug}", kind="milestones", given={"year": 2021}, expect={"keys": []})
    return await own_cases.add(tx, world.actor("quan_tri"), "kien_giang_kl06", written)


async def a_job(database, world) -> UUID:
    """A finished job with a canary in its result and in its file."""
    async with database.tenant(world.scope) as tx:
        job = await jobs.enqueue(tx, "tenant.export", {})
        await tx.execute(
            "update job set state = 'done', result = jsonb_build_object('of', 'canary-' || $2) where tenant_id = $1",
            tx.tenant_id, world.scope.slug,
        )  # fmt: skip
        await tx.execute(
            "insert into job_output (tenant_id, job_id, part, content) values ($1, $2, 0, $3)",
            tx.tenant_id, job, f"canary-{world.scope.slug}".encode(),
        )  # fmt: skip
    return job


async def a_file(tx, world) -> UUID:
    """An import with a canary for its name, checked and waiting."""
    return await tx.fetchval(
        "insert into import_batch (tenant_id, id, kind, file_name, size, sha256, shape, mapping, since, state,"
        " by_account, created_at) values ($1, $2, 'people', $3, 1, '\\x00', $4::jsonb, '{}', '2021-01-01',"
        " 'checked', $5, sec.domain_now()) returning id",
        tx.tenant_id, new_id(), f"canary-{world.scope.slug}.xlsx",
        '{"sheet": "", "headings_row": 1, "columns": [], "rows": 1}', world.accounts["quan_tri"],
    )  # fmt: skip


async def an_entry(database, world) -> UUID:
    """A commendation with a canary, in the programme of a pack that has books."""
    async with database.tenant(world.scope) as tx:
        pack = discover().get(BOOKS)
        programme = await open_programme(tx, None, pack, 2021, Plan("41-KH", date(2021, 1, 4), "Ban Thường vụ"))
        await enrolments.enrol(tx, programme)
        draft = Draft(happened_on=date(2021, 1, 5), title=f"canary-{world.scope.slug}", choice="dinh_ky")
        who, whom = world.actor("bi_thu_xa"), world.people["bi_thu_ap"]
        return await registers.add_about_person(tx, who, programme, "commendation", whom, draft)
