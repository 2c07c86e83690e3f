"""The centre beside a province: a tenant of its kind with an analyst and an administrator."""

import re
from uuid import UUID

import msgspec
import pytest

from core.access import Actor, Seat
from core.db.ids import new_id
from core.db.scope import Database, Scope
from core.notices import defaults
from tenants.provisioning import NewTenant, create

DOMAIN_NOW = "2021-11-20 09:00+07"


class Centre(msgspec.Struct):
    """The central union: its scope, its accounts by name, its analyst."""

    scope: Scope
    accounts: dict[str, UUID]
    analyst: Actor


@pytest.fixture
async def centre(database: Database, urls: dict[str, str], password_hash: str) -> Centre:
    """A fresh centre on 20/11/2021 by its own clock."""
    slug = f"c{new_id().hex[-12:]}"
    scope = await create(urls["migrator"], NewTenant(slug=slug, name="Trung ương Thử", short_name="TƯ", kind="centre"))
    top, accounts = new_id(), {"phan_tich": new_id(), "quan_tri": new_id()}
    async with database.tenant(scope) as tx:
        await tx.execute("select sec.move_clock($1::text::timestamptz)", DOMAIN_NOW)
        await tx.execute(
            "insert into unit (tenant_id, id, path, kind, name, ordinal, sort_key, search_key, opened_on, place)"
            " values ($1, $2, '0000', 'top', 'Trung ương Thử', 0, 'a', 'a', '2018-03-01', 'Hà Nội')",
            tx.tenant_id, top,
        )  # fmt: skip
        for (name, account), role in zip(accounts.items(), ("analyst", "provincial_admin"), strict=True):
            await tx.execute(
                "insert into account (tenant_id, id, username, display_name, password_hash)"
                " values ($1, $2, $3, $4, $5)",
                tx.tenant_id, account, name, "Ban Tổ chức" if role == "analyst" else "Quản trị", password_hash,
            )  # fmt: skip
            await tx.execute(
                "insert into role_grant (tenant_id, account_id, role, unit_id, starts_on)"
                " values ($1, $2, $3, $4, '2018-03-01')",
                tx.tenant_id, account, role, top,
            )  # fmt: skip
            await tx.execute(
                "insert into notice_reading (tenant_id, account_id, notice, read_at)"
                " values ($1, $2, $3, sec.domain_now())",
                tx.tenant_id, account, defaults.KEY,
            )  # fmt: skip
    seat = Seat("analyst", top, "0000")
    return Centre(scope, accounts, Actor(account_id=accounts["phan_tich"], name="Ban Tổ chức", seats=(seat,)))


@pytest.fixture
def form_of():
    """`form_of(html, action)`: the fields of the form that goes to an address ending in `action`."""

    def read(html: str, action: str) -> dict[str, str]:
        form = re.search(rf'<form[^>]*method="post"[^>]*action="[^"]*{action}".*?</form>', html, re.S)[0]
        found = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        for select in re.findall(r"<select.*?</select>", form, re.S):
            name = re.search(r'name="([^"]*)"', select)[1]
            chosen = re.search(r'value="([^"]*)" selected', select) or re.search(r'value="([^"]*)"', select)
            found[name] = chosen[1]
        for name, words in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S):
            found[name] = words
        return found

    return read
