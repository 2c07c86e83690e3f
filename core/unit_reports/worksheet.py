"""The report of a unit as it would be sent now: its numbers, where they come from, and what the checks find."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import NotFound
from core.packs.patching import active
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.reports import queries as reports
from core.reports.columns import report_of, shown
from core.reports.context import Matter as Material
from core.reports.context import ReportContext, Shape, compose, counters_of
from core.reports.rules import Counts, Place
from core.unit_reports import duties, figures, findings, frozen
from core.unit_reports.duties import Duty
from core.unit_reports.figures import Line, Part, Typed
from core.unit_reports.findings import Group
from core.units import queries as units
from core.units.queries import Unit

REPORT = """
select id, edition, texts, reason, signed_as, signed_at, signed_digest, version,
  (select coalesce(p.full_name, a.display_name) from account a left join person p on p.tenant_id = a.tenant_id
   and p.id = a.person_id where a.tenant_id = r.tenant_id and a.id = r.signed_by) as signer
from unit_report r where r.tenant_id = $1 and r.programme_id = $2 and r.report = $3 and r.unit_id = $4
"""
# The reports in force of the units directly below: of each the last one that was accepted.
PARTS = """
select distinct on (r.id) r.unit_id, e.id, e.edition, e.content
from unit_report r join unit_report_edition e on e.tenant_id = r.tenant_id and e.report_id = r.id
  and e.outcome = 'accepted'
where r.tenant_id = $1 and r.programme_id = $2 and r.report = $3 and r.unit_id = any($4::uuid[])
order by r.id, e.edition desc
"""
FIGURES = "select unit_id, numbers, words from unit_report_figure where tenant_id = $1 and report_id = $2"
WORDS = "select key, digest, words from unit_report_word where tenant_id = $1 and report_id = $2"
SENT = """
select distinct on (r.id) r.unit_id, e.content
from unit_report r join unit_report_edition e on e.tenant_id = r.tenant_id and e.report_id = r.id
  and e.outcome in ('waiting', 'accepted')
where r.tenant_id = $1 and r.programme_id = $2 and r.report = $3 and r.unit_id = any($4::uuid[])
order by r.id, e.edition desc
"""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored of the report that is being worked on."""

    id: UUID
    edition: int
    texts: Mapping[str, str]
    reason: str
    signer: str
    signed_as: str
    signed_digest: str
    version: int


class Worksheet(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's report being worked on. `lines` are the unit and those directly below; `children` their duties;
    `before` last year's rows by unit; `digest` what a signature stands under."""

    programme: Programme
    key: str
    unit: Unit
    duty: Duty
    draft: Draft | None
    context: ReportContext
    lines: tuple[Line, ...]
    own: Mapping[UUID, Counts]
    groups: tuple[Group, ...]
    children: Mapping[UUID, Duty]
    parts: Mapping[UUID, Part]
    before: Mapping[UUID, Counts]
    digest: str

    @property
    def texts(self) -> Mapping[str, str]:
        """The sections in words."""
        return self.draft.texts if self.draft else {}

    @property
    def open(self) -> int:
        """How many findings nobody has said a word to."""
        return sum(len(group.open) for group in self.groups)

    @property
    def changed(self) -> bool:
        """Whether the numbers are not those that were signed."""
        return bool(self.duty.state == "signed" and self.draft and self.draft.signed_digest != self.digest)

    @property
    def missing(self) -> tuple[Duty, ...]:
        """The units directly below that are expected and whose report is not accepted: they stand with data."""
        return tuple(
            one for one in self.children.values()
            if one.expected and one.unit_id not in self.parts
        )  # fmt: skip


async def of_unit(
    tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, *, dated_on: date | None = None,
    shape: Shape | None = None,
) -> Worksheet:  # fmt: skip
    """The report of a unit with everything its page shows. NotFound for who may not read it."""
    unit = await units.get(tx, unit_id)
    require(actor, "report.read", Target(unit_path=unit.path))
    report_of(programme.rules, key)
    around = await duties.around(tx, programme, key, unit.id)
    duty = next((one for one in around if one.unit_id == unit.id), None)
    if duty is None:
        raise NotFound("access.not-found")
    issuer, matter = await reports.material(tx, programme, key, unit)
    draft = await draft_of(tx, programme, key, unit.id)
    direct = _direct(matter.places)
    parts = await parts_of(tx, programme, key, direct)
    figures_now = await typed_of(tx, draft)
    measured = counters_of(programme.rules, key)
    filled = figures.filled(matter.places, matter.own, len(measured), parts, figures_now)
    context = compose(
        programme.rules, key, programme.year, issuer, dated_on or await tx.today(),
        Material(places=matter.places, own=filled.own, exemptions=matter.exemptions), reports.judge_of(programme, key),
        shape or Shape(),
    )  # fmt: skip
    before = await previous_of(tx, programme, key, matter.places)
    found = findings.found(context.checks, context.columns, context.measured, filled, before)
    groups = findings.settled(found, await words_of(tx, draft), parts, matter.places)
    return Worksheet(
        programme=programme, key=key, unit=unit, duty=duty, draft=draft, context=context, lines=filled.lines,
        own=filled.own, groups=groups, children={one.unit_id: one for one in around if one.parent_id == unit.id},
        parts=parts, before=before,
        digest=frozen.digest_of(context, draft.texts if draft else {}, groups),
    )  # fmt: skip


async def draft_of(tx: Transaction, programme: Programme, key: str, unit_id: UUID) -> Draft | None:
    """What is stored of a unit's report."""
    row = await tx.fetchrow(REPORT, tx.tenant_id, programme.id, key, unit_id)
    if row is None:
        return None
    return Draft(
        id=row["id"], edition=row["edition"], texts=msgspec.json.decode(row["texts"], type=dict[str, str]),
        reason=row["reason"], signer=row["signer"] or "", signed_as=row["signed_as"],
        signed_digest=row["signed_digest"] or "", version=row["version"],
    )  # fmt: skip


async def typed_of(tx: Transaction, draft: Draft | None) -> dict[UUID, Typed]:
    """The rows typed by hand, by unit."""
    rows = await tx.fetch(FIGURES, tx.tenant_id, draft.id) if draft else []
    return {row["unit_id"]: Typed(numbers=tuple(row["numbers"]), words=row["words"]) for row in rows}


async def words_of(tx: Transaction, draft: Draft | None) -> dict[str, tuple[str, str]]:
    """The justifications by key, with the numbers they hold for."""
    rows = await tx.fetch(WORDS, tx.tenant_id, draft.id) if draft else []
    return {row["key"]: (row["digest"], row["words"]) for row in rows}


async def parts_of(tx: Transaction, programme: Programme, key: str, direct: Sequence[UUID]) -> dict[UUID, Part]:
    """The accepted reports of units, by unit."""
    rows = await tx.fetch(PARTS, tx.tenant_id, programme.id, key, list(direct))
    return {
        row["unit_id"]: Part(
            unit_id=row["unit_id"], edition_id=row["id"], edition=row["edition"], own=kept.own, words=kept.words
        )
        for row in rows if (kept := frozen.numbers(row["content"]))
    }  # fmt: skip


async def previous_of(
    tx: Transaction, programme: Programme, key: str, places: Sequence[Place]
) -> Mapping[UUID, Counts]:
    """Last year's rows of a unit and those directly below: as they reported, else as they are counted. Empty where
    there was no year before, or its table had other columns."""
    earlier = next(
        (one for one in await programmes.listing(tx)
         if one.pack_id == programme.pack_id and one.year == programme.year - 1 and key in active(one.rules.reports)),
        None,
    )  # fmt: skip
    if earlier is None or list(shown(report_of(earlier.rules, key))) != list(shown(report_of(programme.rules, key))):
        return {}
    names = counters_of(earlier.rules, key)
    rows = await tx.fetch(
        f"select unit_id, {', '.join(names)} from unit_counter"
        " where tenant_id = $1 and programme_id = $2 and unit_id = any($3::uuid[])",
        tx.tenant_id, earlier.id, [place.id for place in places],
    )  # fmt: skip
    counted = {row[0]: tuple(row)[1:] for row in rows}
    head = figures.filled(places, counted, len(names), {}, {})
    found = {line.place.id: line.numbers for line in head.lines}
    wanted = [places[0].id, *_direct(places)]
    for row in await tx.fetch(SENT, tx.tenant_id, earlier.id, key, wanted):
        own = frozen.numbers(row["content"]).own.values()
        found[row["unit_id"]] = tuple(map(sum, zip(*own, strict=True))) if own else (0,) * len(names)
    return found


def _direct(places: Sequence[Place]) -> list[UUID]:
    width = len(places[0].path) + 5
    return [place.id for place in places if len(place.path) == width]
