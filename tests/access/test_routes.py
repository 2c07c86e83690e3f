"""Every route against every role, over HTTP, and against other tenants: status, canary, and no existence oracle.

`routes.txt` beside this file is the permission table: method, address, policy. A route missing there fails.
"""

import re
from pathlib import Path
from uuid import UUID

import pytest
from canaries import (
    a_case,
    a_difficulty,
    a_file,
    a_job,
    a_link,
    a_meeting,
    a_message,
    a_piece,
    a_trial,
    an_entry,
    an_example,
    an_extension,
)
from conftest_reports import a_report

from core.access import POLICY, may
from core.db.ids import new_id
from core.inspections import actions as inspections
from core.registrations import actions as registrations
from core.reorganisations import actions as reorganisations

BOOKS = "binh_duong_criteria"
# What a {key} is of, where it is not a declaration.
KEYS = {"/van-ban/": "bao-cao", "/dieu/": "do_1", "/noi-dung/": "do", "/bao-cao/{key}": "appendix"}
TABLE = Path(__file__).parent / "routes.txt"
ROLES = (
    "quan_tri",
    "van_phong",
    "kiem_tra",
    "bi_thu_tinh",
    "chuyen_vien",
    "bi_thu_huyen",
    "bi_thu_xa",
    "bi_thu_ap",
    "doan_vien",
)
# Another tenant has them too.
FOREIGN = {
    "unit", "person", "account", "registration", "file", "position", "session", "entry", "job", "change", "batch",
    "grant", "evidence", "case", "case_id", "trial", "message", "letter", "extension", "inspection", "paper",
    "difficulty", "link",
}  # fmt: skip


def routes(app) -> list[tuple[str, str, str]]:
    """Method, address and policy of every handler, from the router itself."""
    found = []
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                found.append((method, route.path_format, handler.opt.get("policy", "")))
    return sorted(set(found))


def test_every_route_is_in_the_permission_table(app):
    """The table names each route with its policy; policies exist; nothing in the table is gone."""
    written = [tuple(line.split()) for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    assert routes(app) == sorted(written)
    for _, path, policy in routes(app):
        assert policy == "public" or policy in POLICY, path


@pytest.fixture
async def sheets(database, worlds):
    """A submitted sheet, a file, an entry of a book and a canary name in each world."""
    made = []
    for world in worlds:
        rules = world.programme.rules
        polarity = {key: rules.groups[one.group].polarity for key, one in rules.criteria.items()}
        do, dont = (next(key for key in polarity if polarity[key] == wanted) for wanted in ("do", "dont"))
        items = {do: f"Giải pháp canary-{world.scope.slug}", dont: f"Điều tránh canary-{world.scope.slug}"}
        async with database.tenant(world.scope) as tx:
            saved = await registrations.submit(tx, world.actor("bi_thu_ap"), world.programme, 0, items)
            file = new_id()
            await tx.execute(
                "insert into file (tenant_id, id, name, media_type, size, sha256, content)"
                " values ($1, $2, 'a.pdf', 'application/pdf', 6, '\\x00', $3)",
                tx.tenant_id, file, f"canary-{world.scope.slug}".encode(),
            )  # fmt: skip
            await tx.execute(
                "update unit set name = name || ' canary-' || $2 where tenant_id = $1", tx.tenant_id, world.scope.slug
            )
            position = await tx.fetchval("select id from position where tenant_id = $1 limit 1", tx.tenant_id)
            grant = await tx.fetchval("select id from role_grant where tenant_id = $1 limit 1", tx.tenant_id)
            session = await a_meeting(tx, world)
            case = await a_case(tx, world)
            change = await reorganisations.start(
                tx, world.actor("quan_tri"), "merge", await tx.today(), f"canary-{world.scope.slug}"
            )
            batch = await a_file(tx, world)
            message, letter = await a_message(tx, world)
            case_id = await an_example(tx, world)
            extension = await an_extension(tx, world)
            link = await a_link(tx, world)
            inspection = await inspections.plan(
                tx, world.actor("van_phong"), world.units["ap_1"], await tx.today(), f"canary-{world.scope.slug}", "A"
            )
            difficulty = await a_difficulty(tx, world)
            paper = await a_report(tx, world)
        things = {"message": message, "letter": letter, "case_id": case_id, "extension": extension, "paper": paper}
        things |= {"inspection": inspection, "difficulty": difficulty, "link": link}
        things |= {"file": file, "position": position, "session": session, "batch": batch}
        things |= {"change": change, "grant": grant, "case": case}
        things["trial"] = await a_trial(database, world)
        things["evidence"] = await a_piece(database, world, saved.registration_id, do)
        entry = await an_entry(database, world)
        job = await a_job(database, world)
        made.append({"registration": saved.registration_id, "entry": entry, "job": job, **things})
    return made


def address(path: str, world, sheet, *, ids: dict[str, UUID] | None = None) -> str:
    """A real address of a route: the world's own things, or `ids` in their place."""
    values = {
        "tenant": world.scope.slug,
        "programme": f"{BOOKS}-2021" if "{programme}/so" in path else world.programme.slug,
        "register": "commendation",
        "word": "ke-khai" if "/sua/" in path else "kien_giang_kl06-2022",
        "unit": world.units["ap_1"],
        "person": world.people["bi_thu_ap"],
        "account": world.accounts["bi_thu_ap"],
        "edition": new_id() if "/ban/" in path else 1,
        "column": "total",
        "pack": "kien_giang_kl06",
        "question": "han",
        "sort": "muc",
        "slot": "report.appendix",
        "report": "appendix",
        "key": next((key for part, key in KEYS.items() if part in path), "board"),
        "milestone": "registration",
        "part": "dang-ky",
        "step": "registered",
        "stage": "youth",
        "checkpoint": "year",
        "name": "none",
        "kind": "people",
        "device": "0" * 16,
        "notice": "default-1",
        "feed": "x.ics",
        "number": 1,
        "duty": new_id(),
        "activity": new_id(),
        "code": "0" * 32,
        "note_id": new_id(),
        "handed": new_id(),
        "province": "kien-giang",
        **sheet,
        **(ids or {}),
    }
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: str(values[found[1]]), path)


async def csrf_of(client, world) -> str:
    """The token of a session, as a page carries it."""
    page = await client.get(f"/{world.scope.slug}/tai-khoan")
    return re.search(r'name="_csrf" value="(\w+)"', page.text)[1]


async def test_nobody_gets_in_without_signing_in(app, worlds, sheets, client_for):
    """Every route but the public ones sends a stranger to the sign-in page."""
    async with client_for(worlds[0], None) as client:
        for method, path, policy in routes(app):
            if policy == "public":
                continue
            answer = await client.request(method, address(path, worlds[0], sheets[0]))
            assert answer.status_code == 303, (method, path, answer.status_code)
            assert "/dang-nhap" in answer.headers["location"]


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_reaches_what_its_policies_allow_and_nothing_else(app, worlds, sheets, client_for, role):
    """Without the policy a route does not exist (404); with it the answer is never a fault."""
    world, sheet = worlds[0], sheets[0]
    async with client_for(world, role) as client:
        token = await csrf_of(client, world)
        for method, path, policy in routes(app):
            if policy == "public":
                continue
            body = {"data": {"_csrf": token}} if method == "POST" else {}
            answer = await client.request(method, address(path, world, sheet), **body)
            if not may(world.actor(role), policy):
                assert answer.status_code == 404, (role, method, path, answer.status_code)
            assert answer.status_code < 500, (role, method, path, answer.status_code)


@pytest.mark.parametrize("role", ROLES)
async def test_another_tenants_things_do_not_exist(app, worlds, sheets, client_for, role):
    """Ids of two other tenants answer like ids of nothing, show no canary, and change nothing."""
    own, sheet = worlds[0], sheets[0]
    attempts = 0
    async with client_for(own, role) as client:
        token = await csrf_of(client, own)
        for method, path, policy in routes(app):
            if policy == "public" or not FOREIGN & set(re.findall(r"\{(\w+)", path)):
                continue
            body = {"data": {"_csrf": token}} if method == "POST" else {}
            nothing = {name: new_id() for name in FOREIGN}
            missing = await client.request(method, address(path, own, sheet, ids=nothing), **body)
            for other, theirs in zip(worlds[1:], sheets[1:], strict=True):
                ids = {
                    "unit": other.units["ap_1"],
                    "person": other.people["bi_thu_ap"],
                    "account": other.accounts["bi_thu_ap"],
                    **theirs,
                }
                answer = await client.request(method, address(path, own, sheet, ids=ids), **body)
                attempts += 1
                assert answer.status_code == missing.status_code, (role, method, path)
                assert f"canary-{other.scope.slug}" not in answer.text, (role, method, path)
    assert attempts > 40


async def test_a_session_is_worth_nothing_in_another_tenant(app, worlds, sheets, client_for):
    """The cookie of one tenant, renamed for another, signs nobody in."""
    own, other = worlds[:2]
    async with client_for(own, "quan_tri") as client:
        token = client.cookies[f"s-{own.scope.slug}"]
        client.cookies.set(f"s-{other.scope.slug}", token)
        for method, path, policy in routes(app):
            if policy != "public":
                answer = await client.request(method, address(path, other, sheets[1]))
                assert answer.status_code == 303, (method, path)


async def test_a_form_from_elsewhere_is_refused(app, worlds, sheets, client_for):
    """Without the session's token, with another session's, or from another origin no form acts."""
    world = worlds[0]
    async with client_for(world, "quan_tri") as client, client_for(world, "quan_tri") as second:
        token, foreign = await csrf_of(client, world), await csrf_of(second, world)
        for method, path, policy in routes(app):
            if method != "POST" or policy == "public":
                continue
            target = address(path, world, sheets[0])
            assert (await client.post(target)).status_code == 403, path
            assert (await client.post(target, data={"_csrf": foreign})).status_code == 403, path
            evil = {"origin": "https://evil.example"}
            assert (await client.post(target, data={"_csrf": token}, headers=evil)).status_code == 403, path


async def test_every_answer_carries_the_security_headers(app, worlds, sheets, client_for):
    """Pages, refusals and redirects alike carry the policy and the other headers."""
    async with client_for(worlds[0], "quan_tri") as client:
        for method, path, _ in routes(app):
            answer = await client.request(method, address(path, worlds[0], sheets[0]))
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], path
            assert answer.headers["x-content-type-options"] == "nosniff", path
