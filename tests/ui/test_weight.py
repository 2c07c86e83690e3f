"""What a member's phone loads: bytes over the line, as the server sends them (ui.md, Proof)."""

import re

import pytest

FIRST_VISIT, AFTER = 250_000, 30_000
FORM = "chuong-trinh/kien_giang_kl06-2021/dang-ky"
REVIEW = "chuong-trinh/kien_giang_kl06-2021/tu-danh-gia"
HEAD = 700  # of an answer, generously: status line and headers


@pytest.fixture
async def phone(world, client_for):
    """A cadre's phone that has never been here, and what it took so far."""
    async with client_for(world, "pho_ap") as client:
        client.headers["accept-encoding"] = "gzip"
        yield client


async def bytes_of(client, path: str) -> tuple[int, str]:
    """What travels for one address, and its text."""
    async with client.stream("GET", path) as answer:
        raw = b"".join([piece async for piece in answer.aiter_raw()])
    assert answer.status_code == 200, path
    return len(raw) + HEAD, (await client.get(path)).text if "/assets/" not in path or path.endswith("css") else ""


async def test_first_visit_and_the_next_page_stay_within_their_bytes(world, phone):
    """Page, style, scripts, icons and all fonts of the first visit ≤ 250 kB; any page after it ≤ 30 kB."""
    for path in ("viec-cua-toi", FORM, REVIEW):
        own, text = await bytes_of(phone, f"/{world.scope.slug}/{path}")
        linked = set(re.findall(r'"(/assets/[^"#]+)', text))
        style = next(name for name in linked if name.endswith(".css"))
        faces = re.findall(r"/assets/f/be-vietnam-pro-[^\")]+", (await bytes_of(phone, style))[1])
        total = own + sum([(await bytes_of(phone, name))[0] for name in linked | set(faces)])
        assert len(linked) >= 4 and len(set(faces)) >= 6
        assert (total <= FIRST_VISIT, own <= AFTER) == (True, True), (path, total, own)
