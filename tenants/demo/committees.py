"""Who acted for a unit on a day: its own committee or the parent's, never the person concerned (domain.md §8)."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from tenants.demo.accounts import Account
from tenants.demo.rows import Person, Unit

ORDER = ("secretary", "deputy", "standing", "member")


class By(NamedTuple):
    """The account that acted, and the person behind it (none for an office)."""

    account: UUID
    person: UUID | None = None


class Committees:
    """Finds who acts; accounts of people are known by the person."""

    def __init__(self, accounts: list[Account]) -> None:
        self._accounts = {account.person.id: account.id for account in accounts if account.person}
        self.offices = {account.role: By(account.id) for account in accounts if not account.person}

    def account_of(self, person: Person) -> UUID:
        """The person's own account."""
        return self._accounts[person.id]

    def member(self, unit: Unit | None, day: date, but: Person | None = None) -> By | None:
        """The highest seat of the unit held on the day, not `but`'s."""
        seats = [
            seat
            for seat in (unit.seats if unit else ())
            if seat.title in ORDER and seat.person is not but and seat.starts_on <= day
            and (seat.ends_on is None or seat.ends_on >= day)
        ]  # fmt: skip
        if not seats:
            return None
        chosen = min(seats, key=lambda seat: ORDER.index(seat.title)).person
        return By(self._accounts[chosen.id], chosen.id)

    def judging(self, unit: Unit, day: date, person: Person | None) -> By:
        """Who validates, hears and rates a person of the unit; at the top the office, where no other is left."""
        found = self.member(unit, day, person) or self.member(unit.parent, day, person)
        return found or self.offices["office"]

    def recognising(self, unit: Unit, day: date) -> By:
        """Who recognises the unit's results: the parent's committee; for the top unit a second person of its own."""
        return self.member(unit.parent or unit, day) or self.offices["office"]
