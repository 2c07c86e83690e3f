"""Reports of units in the demo: districts of past years, and the first ones of the running year on their way."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec

from core.access import Actor, Seat
from core.db.scope import Transaction
from core.programmes.queries import Programme
from core.unit_reports import frozen, rules, worksheet
from core.unit_reports.findings import Group
from core.unit_reports.frozen import Paper
from core.unit_reports.rules import Recipient
from core.unit_reports.worksheet import Worksheet
from tenants.demo.committees import By, Committees
from tenants.demo.rows import Draw, Unit
from tenants.demo.scene import Scene
from tenants.demo.seasons import Season, at
from tenants.demo.wording import texts

KEY, SYMBOL = "appendix", "BC/ĐTN"
# The running year: the shown district's first communes, and districts by their key → what became of the report.
COMMUNES = ("accepted", "accepted", "returned", "waiting")
DISTRICTS: Mapping[str, str] = {"giongrieng": "accepted", "tanhiep": "waiting", "goquao": "returned"}
STATES = {"accepted": "accepted", "waiting": "submitted", "returned": "returned"}
REPORT = """
insert into unit_report (tenant_id, id, programme_id, unit_id, report, state, edition, texts, saved_by, saved_at,
  signed_by, signed_as, signed_at, signed_digest)
values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $9, $11, $10, $12)
"""
EDITION = """
insert into unit_report_edition (tenant_id, id, report_id, edition, content, sha256, number, symbol, dated_on,
  signed_by, signed_as, submitted_by, submitted_at, outcome, outcome_by, outcome_at, outcome_reason)
values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $9, $11, $12, $13, $14, $15)
"""


class Sent(NamedTuple):
    """A report of the demo: of which unit, when, what became of it and when."""

    unit: Unit
    at: datetime
    outcome: str
    decided: datetime


async def write(tx: Transaction, programme: Programme, committees: Committees, scene: Scene, season: Season) -> int:
    """The reports of a year, those of communes first; how many."""
    owed = rules.owed(programme.rules, programme.milestones, KEY)
    if owed is None:
        return 0
    draw = Draw(season.year + 7)  # dice of its own: what was drawn before stays as it was
    found = _past(draw, scene, owed[0].last_day) if season.closed else _running(scene, season)
    if not season.closed:
        await _call(tx, programme, committees, scene, season)
    for number, sent in enumerate(found):
        await _one(tx, draw, programme, committees, sent, 11 + number % 23)
    return len(found)


def _past(draw: Draw, scene: Scene, last: date) -> list[Sent]:
    """Every district that stood then: most in time, one or two late, one never."""
    districts = [unit for unit in scene.top.children if unit.kind == "district" and unit.opened_on <= last]
    found = []
    for index, unit in enumerate(districts):
        if index % 11 == 7:
            continue
        late = index % 9 == 4
        day = last + timedelta(days=draw.randint(2, 6)) if late else last - timedelta(days=draw.randint(0, 9))
        found.append(Sent(unit, at(day, draw.randint(8, 16)), "accepted", at(day + timedelta(days=3), 10)))
    return found


def _running(scene: Scene, season: Season) -> list[Sent]:
    today = season.now.date()
    communes = [unit for unit in scene.shown.district.children if unit.kind == "grassroots" and not unit.closed_on]
    found = [
        Sent(unit, at(today - timedelta(days=8 - order), 9), outcome, at(today - timedelta(days=3), 15))
        for order, (unit, outcome) in enumerate(zip(communes, COMMUNES, strict=False))
    ]
    for order, (key, outcome) in enumerate(DISTRICTS.items()):
        unit = next((one for one in scene.top.children if one.key == key), None)
        if unit:
            found.append(
                Sent(unit, at(today - timedelta(days=5 - order), 10), outcome, at(today - timedelta(days=1), 9))
            )
    return found


async def _call(tx: Transaction, programme: Programme, committees: Committees, scene: Scene, season: Season) -> None:
    by = committees.member(scene.shown.district, season.now.date())
    if by:
        await tx.execute(
            """insert into unit_report_call (tenant_id, programme_id, report, unit_id, due_on, by_account, at)
               values ($1, $2, $3, $4, $5, $6, $7)""",
            tx.tenant_id, programme.id, KEY, scene.shown.district.id, date(season.year, 11, 30), by.account,
            season.now - timedelta(days=20),
        )  # fmt: skip


async def _one(
    tx: Transaction, draw: Draw, programme: Programme, committees: Committees, sent: Sent, number: int
) -> None:
    day = sent.at.date()
    by, judge = committees.member(sent.unit, day), committees.member(sent.unit.parent, day)
    if by is None or judge is None:
        return
    actor = Actor(account_id=by.account, name="", seats=(Seat("committee", sent.unit.id, sent.unit.path, "secretary"),))
    sheet = await worksheet.of_unit(tx, actor, programme, KEY, sent.unit.id, dated_on=day)
    words = texts("reports")
    groups = tuple(_excused(group, words["justification"]) for group in sheet.groups)
    report, edition = draw.new_id(), draw.new_id()
    returned = sent.outcome == "returned"
    await tx.execute(
        REPORT, tx.tenant_id, report, programme.id, sent.unit.id, KEY, STATES[sent.outcome], 1 + returned,
        msgspec.json.encode({"results": words["results"]}).decode(), by.account, sent.at, "secretary",
        frozen.digest_of(sheet.context, {"results": words["results"]}, groups),
    )  # fmt: skip
    await _keep(tx, sheet, groups, sent, (report, edition), (by, judge), number)


async def _keep(
    tx: Transaction, sheet: Worksheet, groups: tuple[Group, ...], sent: Sent, ids: tuple[UUID, UUID],
    people: tuple[By, By], number: int,
) -> None:  # fmt: skip
    (report, edition), (by, judge), words, day = ids, people, texts("reports"), sent.at.date()
    to = (
        Recipient(kind="upper", name=sheet.context.issuer.parent, purpose="báo cáo"),
        Recipient(kind="party", name=words["party"], purpose="báo cáo"),
    )
    signer = await tx.fetchval("select full_name from person where tenant_id = $1 and id = $2", tx.tenant_id, by.person)
    paper = Paper(
        context=sheet.context, lines=sheet.lines, own={row.place.id: row.own for row in sheet.context.rows},
        groups=groups, words=frozen.said(groups), texts={"results": words["results"]}, number=number, symbol=SYMBOL,
        dated_on=day, signer=signer or "", signed_as="secretary", recipients=to,
    )  # fmt: skip
    decided = sent.outcome != "waiting"
    await tx.execute(
        EDITION, tx.tenant_id, edition, report, *frozen.write(paper), number, SYMBOL, day, by.account, "secretary",
        sent.at, sent.outcome, judge.account if decided else None, sent.decided if decided else None,
        words["returned"] if sent.outcome == "returned" else "",
    )  # fmt: skip
    for group in groups:
        if group.words:
            await tx.execute(
                """insert into unit_report_word (tenant_id, report_id, key, digest, words, by_account, at)
                   values ($1, $2, $3, $4, $5, $6, $7)""",
                tx.tenant_id, report, group.rule, group.digest, group.words, by.account, sent.at,
            )  # fmt: skip
    await tx.execute(
        """insert into unit_report_number (tenant_id, unit_id, year, number, edition_id, symbol, dated_on, taken_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)""",
        tx.tenant_id, sent.unit.id, day.year, number, edition, SYMBOL, day, sent.at,
    )  # fmt: skip
    for ordinal, one in enumerate(to, 1):
        got = decided and ordinal == 1
        await tx.execute(
            """insert into unit_report_recipient (tenant_id, edition_id, ordinal, kind, name, purpose, received_on,
                 received_by, noted_by, noted_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
            tx.tenant_id, edition, ordinal, one.kind, one.name, one.purpose, sent.decided.date() if got else None,
            one.name if got else "", judge.account if got else None, sent.decided if got else None,
        )  # fmt: skip


def _excused(group: Group, words: str) -> Group:
    return msgspec.structs.replace(group, words=words) if group.open else group
