"""The page of comparison with a whole nation on it: what it costs a core, and what it sends."""

import re
import time

import httpx
import pytest

from core.accounts import sessions
from core.db.scope import Database
from tenants import demo
from tenants.registry import Registry

SCALE, VISITS = 0.05, 60
PAGE_MS, SENT_KB = 60.0, 250.0
ASKED = ("so-sanh?nam=2021", "so-sanh?nam=2025", "so-sanh?nam=2021&chi-so=excellent_good")
CHART = "so-sanh/qua-cac-nam?tinh=kien-giang&doi-tuong=can-bo"


@pytest.fixture
async def analyst(database: Database, urls, app):
    """The analyst of the demo's centre, signed in, as a browser that takes compressed answers."""
    await demo.build(urls["migrator"], urls["app"], SCALE)
    app.state.registry = Registry(database)
    centre = await app.state.registry.find("trung-uong")
    async with database.tenant(centre.scope) as tx:
        account = await tx.fetchval(
            "select id from account where tenant_id = $1 and username = 'phantich.trunguong'", tx.tenant_id
        )
        token = await sessions.begin(tx, account, agent="bench", address="", replaces=None)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://testserver.local",
        cookies={"s-trung-uong": token}, headers={"Accept-Encoding": "gzip"},
    ) as client:  # fmt: skip
        yield client


async def test_a_page_costs_at_most_60_ms(analyst):
    """Sixty visits to three questions: nineteen of twenty take at most 60 ms of this process, the client's own work
    included; the database's share has a bar of its own (test_comparison.py)."""
    times = []
    for number in range(VISITS + 6):
        begun = time.process_time()
        answer = await analyst.get(f"/trung-uong/{ASKED[number % len(ASKED)]}")
        times.append((time.process_time() - begun) * 1000)
        assert answer.status_code == 200
    kept = sorted(times[6:])  # the first compile the templates
    p95 = kept[int(len(kept) * 0.95) - 1]
    print(f"\npage of comparison: median {kept[len(kept) // 2]:.1f} ms, p95 {p95:.1f} ms (bar {PAGE_MS:.0f})")
    assert p95 <= PAGE_MS


async def test_a_page_sends_at_most_250_kb(analyst):
    """The map's page and a chart's, each with styles, scripts and what they fetch, icons and all faces of its letters,
    as the server sends them to a browser that has never been here."""
    for asked in (ASKED[0], CHART):
        text = (await analyst.get(f"/trung-uong/{asked}")).text
        linked = set(re.findall(r'(?:src|href)="(/assets/[^"#]+)', text))
        style = next(path for path in linked if path.endswith(".css"))
        linked |= set(re.findall(r"/assets/f/be-vietnam-pro-[^\")]+", (await analyst.get(style)).text))
        for script in [path for path in linked if path.endswith(".js")]:
            fetched = re.findall(r'"\./(chunk-[^"]+\.js)"', (await analyst.get(script)).text)
            linked |= {f"/assets/{name}" for name in fetched}
        sizes = {path: await sent(analyst, path) for path in (f"/trung-uong/{asked}", *sorted(linked))}
        told = ", ".join(f"{name.rpartition('/')[2]} {size / 1000:.1f}" for name, size in sizes.items())
        print(f"\nsent: {sum(sizes.values()) / 1000:.1f} kB (bar {SENT_KB:.0f}): {told}")
        assert ("rl-plot-line" in text) == (asked == CHART)
        assert sum(sizes.values()) / 1000 <= SENT_KB, asked


async def sent(client, path: str) -> int:
    """What travels for one address."""
    async with client.stream("GET", path) as answer:
        return sum([len(part) async for part in answer.aiter_raw()])
