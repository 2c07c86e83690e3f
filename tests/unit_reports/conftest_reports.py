"""A report of the small province taken through its acts."""

from datetime import date
from uuid import UUID

from core.db.scope import Transaction
from core.unit_reports import actions, receiving, worksheet
from core.unit_reports.actions import Entry, Sending
from core.unit_reports.findings import Group
from core.unit_reports.rules import Recipient

KEY = "appendix"
DAY = "2021-12-10 09:00+07"
UPPER = (
    Recipient(kind="upper", name="Đoàn cấp trên", purpose="báo cáo"),
    Recipient(kind="party", name="Huyện ủy", purpose="báo cáo"),
)


async def clock(tx: Transaction, at: str) -> None:
    """Move the tenant's day."""
    await tx.execute("select sec.move_clock($1::text::timestamptz)", at)


def excuses(groups: tuple[Group, ...]) -> dict[str, str]:
    """A word to everything that is open."""
    return {group.rule: "Đã rà soát, số liệu đúng" for group in groups if group.open}


class Life:
    """The acts on the report of one unit by one person, each on the version of the moment."""

    def __init__(self, tx: Transaction, world, unit: str, who: str) -> None:
        self.tx, self.world, self.unit = tx, world, world.units[unit]
        self.actor, self.year = world.actor(who), world.programme

    async def sheet(self) -> worksheet.Worksheet:
        """As it stands."""
        return await worksheet.of_unit(self.tx, self.actor, self.year, KEY, self.unit)

    async def version(self) -> int:
        """Of the moment."""
        return (await self.sheet()).duty.version

    async def save(self, **entry) -> UUID:
        """Write on it."""
        entry = Entry(version=await self.version(), **entry)
        return await actions.save(self.tx, self.actor, self.year, KEY, self.unit, entry)

    async def signed(self) -> None:
        """A word to every finding, checked, signed."""
        if words := excuses((await self.sheet()).groups):
            await self.save(words=words)
        await actions.check(self.tx, self.actor, self.year, KEY, self.unit, await self.version())
        await actions.sign(self.tx, self.actor, self.year, KEY, self.unit, await self.version())

    async def submit(self, number: int = 1, dated_on: date | None = date(2021, 12, 10)) -> UUID:
        """Send what is signed."""
        sending = Sending(
            number=number, symbol="BC/ĐTN", dated_on=dated_on, recipients=UPPER, version=await self.version()
        )
        return await actions.submit(self.tx, self.actor, self.year, KEY, self.unit, sending)

    async def sent(self, number: int = 1) -> UUID:
        """From nothing to submitted."""
        await self.signed()
        return await self.submit(number)

    async def accept(self, edition: UUID, who: str) -> None:
        """By somebody of the unit above."""
        await receiving.accept(self.tx, self.world.actor(who), self.year, KEY, self.unit, edition)


async def a_report(tx: Transaction, world) -> UUID:
    """A branch's report as it was sent, with words by which its tenant is known."""
    life = Life(tx, world, "ap_1", "bi_thu_ap")
    await life.save(texts={"results": f"canary-{world.scope.slug}"})
    await life.signed()
    return await life.submit(1, date(2021, 1, 5))
