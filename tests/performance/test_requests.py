"""What a request costs beside the least it could cost: ratios, both sides interleaved in one run.

Everything runs in this process through ASGI, so a socket or a slow client cannot hide a difference.
"""

import asyncio
import re
import statistics
import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode
from uuid import UUID

import asyncpg
import pytest
from litestar import Litestar, Request, Response, get, post
from litestar.response import Redirect

from core.accounts import sessions
from core.db.ids import new_id
from core.db.scope import LIMITS, Database
from core.programmes.queries import get as programme_of
from core.registrations import actions, queries
from tenants.registry import Registry, Tenant
from ui import navigation, tokens
from ui.guard import read_form
from ui.headers import SecurityHeaders
from ui.pages import registrations as pages
from ui.render import page

ROUNDS, BATCH, AT_ONCE = 5, 40, 8
WORDS = "Nhận việc mới, việc khó của chi đoàn và báo cáo kết quả trong buổi sinh hoạt hằng tháng."


@pytest.fixture
async def crowd(database: Database, urls, app, world):
    """Cadres of one branch, each signed in with a complete draft; the application on a pool of eight."""
    wide = Database(urls["app"], pool_size=AT_ONCE)
    await wide.open()
    app.state.database, app.state.registry = wide, Registry(wide)
    rules, people = world.programme.rules, []
    items = {key: WORDS for key in list(rules.criteria)[:5] + list(rules.criteria)[-5:]}
    for number in range(2 * ROUNDS * BATCH):
        async with wide.tenant(world.scope) as tx:
            person, account = new_id(), new_id()
            at = (tx.tenant_id, person)
            await tx.execute(
                "insert into person (tenant_id, id, full_name, sort_key, search_key) values ($1, $2, $3, $3, $3)",
                *at, f"Cán bộ {number}",
            )  # fmt: skip
            await tx.execute(
                "insert into account (tenant_id, id, username, person_id) values ($1, $3, $4, $2)",
                *at,
                account,
                f"can-bo-{number}",
            )
            for table, more in (("membership", ""), ("position", ", id, title")):
                values = "" if table == "membership" else ", gen_random_uuid(), 'member'"
                await tx.execute(
                    f"insert into {table} (tenant_id, person_id, unit_id, starts_on{more})"
                    f" values ($1, $2, $3, '2018-01-01'{values})",
                    *at, world.units["ap_1"],
                )  # fmt: skip
            await tx.execute(
                "insert into enrolment (tenant_id, programme_id, person_id, unit_id) values ($1, $3, $2, $4)",
                *at, world.programme.id, world.units["ap_1"],
            )  # fmt: skip
            token = await sessions.begin(tx, account, agent="bench", address="", replaces=None)
            signed = await sessions.find(tx, token)
            saved = await actions.save_draft(tx, signed.actor, world.programme, items, 0)
        people.append({"person": person, "account": account, "token": token, "sheet": saved.registration_id})
    yield people
    await wide.close()
    app.state.database, app.state.registry = database, Registry(database)


async def call(app: Litestar, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, bytes]:
    """One request straight into the application."""
    sent: list[dict] = []
    head = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": head,
        "client": ("127.0.0.1", 1), "server": ("testserver.local", 80), "state": {},
    }  # fmt: skip
    parts = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict:
        return parts.pop() if parts else {"type": "http.disconnect"}

    async def send(message: dict) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:])


async def timed(work: Callable[[object], Awaitable[None]], jobs: list, at_once: int = AT_ONCE) -> float:
    """Seconds for all jobs with a fixed number of workers."""
    waiting = iter(jobs)

    async def worker() -> None:
        for job in waiting:
            await work(job)

    begun = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    return time.perf_counter() - begun


async def compared(ours: Callable, least: Callable, rounds: list[tuple[list, list]], at_once: int = AT_ONCE) -> float:
    """The median over interleaved rounds of (least's time ÷ our time): our share of the attainable throughput."""
    shares = []
    for mine, theirs in rounds:
        own = await timed(ours, mine, at_once)
        shares.append(await timed(least, theirs, at_once) / own)
    return statistics.median(shares)


def form_of(world, app, one: dict) -> tuple[dict[str, str], bytes]:
    """Headers and body of a person's submission."""
    csrf = tokens.csrf_of(app.state.settings.secret_key, one["token"])
    body = urlencode({"_csrf": csrf, "_key": str(one["sheet"]), "_version": "1"}).encode()
    cookie = f"s-{world.scope.slug}={one['token']}"
    return {"host": "testserver.local", "cookie": cookie, "content-type": "application/x-www-form-urlencoded"}, body


async def statements_of(app, world, path: str, one: dict) -> list[tuple[str, tuple]]:
    """What a submission sends to PostgreSQL, as PostgreSQL's driver saw it."""
    seen: list[tuple[str, tuple]] = []
    single = Database(app.state.settings.database_url, pool_size=1)
    await single.open()
    async with single.platform() as tx:
        tx.connection.add_query_logger(lambda query: seen.append((query.query, tuple(query.args or ()))))
    wide, app.state.database = app.state.database, single
    headers, body = form_of(world, app, one)
    assert (await call(app, "POST", path, headers, body))[0] == 303
    app.state.database = wide
    await single.close()
    return [(sql, args) for sql, args in seen if not re.match(r"begin|commit|reset|select core.audit_seal", sql)]


async def test_a_submission_beside_the_same_statements_by_plain_asyncpg(crowd, app, world, urls):
    """Submitting keeps at least 0.85 of the throughput of the same SQL on plain asyncpg behind the same route."""
    path = f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}/dang-ky/nop"
    model, *crowd = crowd
    script = await statements_of(app, world, path, model)
    assert any("registration" in sql for sql, _ in script) and any("audit_add" in sql for sql, _ in script)
    pool = await asyncpg.create_pool(urls["app"], min_size=AT_ONCE, max_size=AT_ONCE, server_settings=LIMITS)

    def swapped(one: dict) -> list[tuple[str, tuple]]:
        """The model's statements for another person: his ids in place of the model's, fresh ids for new rows."""
        known = {model[key]: one[key] for key in ("person", "account", "sheet")}
        texts = {str(model[key]): str(one[key]) for key in ("person", "account", "sheet")}
        digests = {sessions.digest(model["token"]): sessions.digest(one["token"])}

        def swap(value: object, sql: str) -> object:
            if isinstance(value, UUID) and value not in known and "audit_add" in sql:
                return new_id()
            return known.get(value, texts.get(value, digests.get(value, value))) if value.__hash__ else value

        return [(sql, tuple(swap(value, sql) for value in args)) for sql, args in script]

    prepared = {one["token"]: swapped(one) for one in crowd}

    @post("/{tenant:str}/chuong-trinh/{programme:str}/dang-ky/nop")
    async def plain(request: Request) -> Response:
        await read_form(request)
        token = request.cookies[f"s-{world.scope.slug}"]
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("select set_config('app.tenant', $1, true)", str(world.scope.tenant_id))
            for sql, args in prepared[token]:
                await connection.fetch(sql, *args)
        return Redirect("/x", status_code=303)

    least = Litestar([plain], middleware=[SecurityHeaders(app.state.settings)], openapi_config=None)

    async def submit(target: Litestar, one: dict) -> None:
        headers, body = form_of(world, app, one)
        assert (await call(target, "POST", path, headers, body))[0] == 303

    halves = [crowd[i : i + BATCH] for i in range(0, len(crowd) - BATCH + 1, BATCH)]
    rounds = list(zip(halves[0::2], halves[1::2], strict=False))
    share = await compared(lambda one: submit(app, one), lambda one: submit(least, one), rounds)
    await pool.close()
    print(f"\nsubmit over HTTP ÷ same SQL by asyncpg behind the same route: {share:.2f} (bar 0.85)")
    async with app.state.database.tenant(world.scope, readonly=True) as tx:
        stored = await tx.fetchval(
            "select count(*) from registration where tenant_id = $1 and state = 'submitted'", tx.tenant_id
        )
    assert stored == 1 + sum(len(mine) + len(theirs) for mine, theirs in rounds)
    assert share >= 0.85


async def test_the_form_page_beside_its_template_alone(crowd, app, world):
    """The registration form keeps at least 0.45 of the throughput of rendering its template without a database."""
    path = f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}/dang-ky"
    kept: dict[str, object] = {}
    async with app.state.database.tenant(world.scope, readonly=True) as tx:
        signed = await sessions.find(tx, crowd[0]["token"])
        view = await queries.form(tx, signed.actor, await programme_of(tx, world.programme.slug))
    kept["view"] = pages._writing(view, "")

    class Framed:
        """A visit's frame, made once."""

        shell = None

    headers, _ = form_of(world, app, crowd[0])
    status, real = await call(app, "GET", path, headers)
    assert status == 200
    tenant = Tenant(world.scope.tenant_id, world.scope.slug, "Tỉnh đoàn Thử", "Thử", "province", "vi", {})
    Framed.shell = navigation.shell_of(
        tenant, signed, path, "vi", "x" * 40, (), demo=True, programme=world.programme.slug
    )

    @get("/{tenant:str}/chuong-trinh/{programme:str}/dang-ky")
    async def template_alone() -> Response[bytes]:
        return page(Framed, "registrations/form.html", kept["view"])

    least = Litestar([template_alone], middleware=[SecurityHeaders(app.state.settings)], openapi_config=None)
    assert abs(len((await call(least, "GET", path, headers))[1]) - len(real)) < 400

    async def read(target: Litestar, one: dict) -> None:
        headers, _ = form_of(world, app, one)
        assert (await call(target, "GET", path, headers))[0] == 200

    people = crowd[:BATCH]
    share = await compared(lambda one: read(app, one), lambda one: read(least, one), [(people, people)] * ROUNDS)
    print(f"\nform page ÷ the same template without a database: {share:.2f} (bar 0.45)")
    assert share >= 0.45


async def test_the_tenant_of_a_transaction_beside_none(urls, world, database):
    """BEGIN with the tenant, one read, COMMIT cost at most 1.35 of a pooled read without any of it."""
    door = Database(urls["app"], pool_size=4)
    await door.open()
    pool = await asyncpg.create_pool(urls["app"], min_size=4, max_size=4, server_settings=LIMITS)
    jobs = list(range(1500))

    async def tenant(_: object) -> None:
        async with door.tenant(world.scope, readonly=True) as tx:
            await tx.fetchval("select id from tenant where slug = $1", world.scope.slug)

    async def bare(_: object) -> None:
        async with pool.acquire() as connection:
            await connection.fetchval("select id from core.tenant where slug = $1", world.scope.slug)

    share = await compared(tenant, bare, [(jobs, jobs)] * 9, 16)
    await door.close()
    await pool.close()
    print(f"\ntenant context ÷ none: {1 / share:.2f} (bar 1.35)")
    assert 1 / share <= 1.35
