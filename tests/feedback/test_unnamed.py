"""Nothing the application can read ties an answer to whoever gave it."""

import re

ASKED = ("bi_thu_tinh", "pho_tinh", "chuyen_vien", "bi_thu_huyen", "pho_huyen", "doan_vien")
TABLES = ("feedback_answered", "feedback_answer", "feedback_text")


async def test_no_column_of_an_answer_names_anybody_or_an_instant(database, world):
    """Answers and texts have no column for a person, an account or a time; who has answered has no time either."""
    async with database.tenant(world.scope, readonly=True) as tx:
        rows = await tx.fetch(
            "select table_name as name, column_name as part, data_type as kind from information_schema.columns"
            " where table_schema = 'core' and table_name = any($1::text[])", list(TABLES),
        )  # fmt: skip
    found = {name: {row["part"] for row in rows if row["name"] == name} for name in TABLES}
    assert found["feedback_answered"] == {"tenant_id", "registration_id", "person_id"}
    assert found["feedback_answer"] == {"tenant_id", "id", "registration_id", "day", "marks"}
    assert found["feedback_text"] == {"tenant_id", "id", "registration_id", "words", "shown"}
    assert not [row for row in rows if row["kind"].startswith(("timestamp", "time"))]


async def test_every_answer_rewrites_all_under_one_transaction(database, world, opened, give):
    """The system's own columns say nothing: one transaction wrote all rows, and ids are new each time."""
    seen: set = set()
    for name in ASKED:
        await give(opened, name, words=f"Lời của {name}.")
        async with database.tenant(world.scope, readonly=True) as tx:
            for table in TABLES:
                sql = f"select distinct xmin::text, cmin::text from {table} where tenant_id = $1"
                assert len(await tx.fetch(sql, tx.tenant_id)) == 1, table
            rows = await tx.fetch("select id from feedback_answer where tenant_id = $1", tx.tenant_id)
        ids = {row[0] for row in rows}
        assert not ids & seen and all(one.version == 4 for one in ids)
        seen |= ids


async def test_the_places_of_rows_do_not_follow_the_order_of_answering(database, world, opened, give, keys):
    """The order of rows on disk, by id and by day is not the order in which people answered: over many mixings the
    last one's text lies in every place."""
    for name in ASKED[:5]:
        await give(opened, name, words=name)
    places, answered = set(), set()
    for _ in range(30):
        async with database.tenant(world.scope) as tx:
            await tx.execute(
                "delete from feedback_answered where tenant_id = $1 and person_id = $2",
                tx.tenant_id, world.people["doan_vien"],
            )  # fmt: skip
            await tx.execute("delete from feedback_text where tenant_id = $1 and words = 'doan_vien'", tx.tenant_id)
        await give(opened, "doan_vien", words="doan_vien")
        async with database.tenant(world.scope, readonly=True) as tx:
            texts = await tx.fetch("select words from feedback_text where tenant_id = $1 order by ctid", tx.tenant_id)
            people = await tx.fetch(
                "select person_id from feedback_answered where tenant_id = $1 order by ctid", tx.tenant_id
            )
        places.add([row[0] for row in texts].index("doan_vien"))
        answered.add([row[0] for row in people].index(world.people["doan_vien"]))
    assert len(places) > 3 and len(answered) > 3


async def test_answering_leaves_nothing_in_the_trail_nor_among_the_keys(client_for, database, world, opened, keys):
    """Over HTTP: no entry of the trail, no key of a form, and own data tell only that one has answered."""
    at = f"/{world.scope.slug}/gop-y/{opened}"
    async with client_for(world, "doan_vien") as client:
        page = (await client.get(at)).text
        assert 'name="_key"' not in page[page.index("rl-feedback-form") : page.index("Gửi góp ý")]
        body = {"_csrf": re.search(r'name="_csrf" value="(\w+)"', page)[1], "words": "Gần gũi với đoàn viên."}
        half = await client.post(at, data=body)
        assert half.status_code == 422 and "Gần gũi với đoàn viên." in half.text
        async with database.tenant(world.scope, readonly=True) as tx:
            before = await tx.fetchval("select count(*) from audit where tenant_id = $1", tx.tenant_id)
        answer = await client.post(at, data=body | {f"mark.{key}": "often" for key in keys})
        assert answer.status_code == 303
        assert "Cảm ơn bạn đã góp ý" in (await client.get(at)).text
        again = await client.post(at, data=body | {f"mark.{key}": "unsure" for key in keys})
        assert "Cảm ơn bạn đã góp ý" in again.text
        own = (await client.get(f"/{world.scope.slug}/tai-khoan/du-lieu")).text
        assert "Đã góp ý cho cán bộ" in own and "Gần gũi với đoàn viên." not in own
    async with database.tenant(world.scope, readonly=True) as tx:
        assert await tx.fetchval("select count(*) from audit where tenant_id = $1", tx.tenant_id) == before
        assert await tx.fetchval("select count(*) from submission_key where tenant_id = $1", tx.tenant_id) == 0


async def test_the_committee_opens_moderates_and_records_over_http(client_for, world, sheet, clock, give):
    """From the page of the rating: open, wait, let a text in, and record the sum as the voice with one button."""
    await clock("2021-11-10")
    base = f"/{world.scope.slug}/phieu/{sheet}"

    def hidden(html: str, action: str) -> dict[str, str]:
        form = html[html.index(f'action="{action}"') :]
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))

    async with client_for(world, "pho_ap") as client:
        assert f"{base}/gop-y" in (await client.get(f"{base}/danh-gia")).text
        page = (await client.get(f"{base}/gop-y")).text
        form = hidden(page, f"{base}/gop-y")
        wrong = await client.post(f"{base}/gop-y", data=form | {"closes_on": "2021-11-10"})
        assert wrong.status_code == 422 and "Ngày cuối phải sau hôm nay" in wrong.text
        done = await client.post(f"{base}/gop-y", data=hidden(page, f"{base}/gop-y") | {"closes_on": "2021-11-20"})
        assert done.status_code == 303
        for name in ASKED[:5]:
            await give(sheet, name, words="Nên họp sớm hơn." if name == "pho_tinh" else "")
        assert "Nên họp sớm hơn" not in (await client.get(f"{base}/gop-y")).text
        await clock("2021-11-21")
        page = (await client.get(f"{base}/gop-y")).text
        assert "5 người đã góp ý" in page and "Nên họp sớm hơn." in page
        name = re.search(r'name="(text\.[0-9a-f-]+)"', page)[1]
        action = f"{base}/gop-y/chon-loc"
        assert (await client.post(action, data=hidden(page, action) | {name: "show"})).status_code == 303
        page = (await client.get(f"{base}/gop-y")).text
        words = re.search(r'<textarea[^>]*name="voice.youth"[^>]*>(.*?)</textarea>', page, re.S)[1]
        assert "5 đoàn viên, thanh niên" in words and "Nên họp sớm hơn." in words
        action = f"{base}/danh-gia/y-kien/youth"
        assert (await client.post(action, data=hidden(page, action) | {"voice.youth": words})).status_code == 303
        assert "Nên họp sớm hơn." in (await client.get(f"{base}/danh-gia")).text
