"""The pages of people, positions and search over HTTP, signed in as different people."""

import re

import pytest


def hidden(html: str) -> dict[str, str]:
    """The hidden inputs of the act's form: token, key, version."""
    form = html[html.index('method="post"', html.index("<main")) :]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


async def test_the_list_finds_people_without_diacritics(client_for, world):
    """The beginnings of words are enough; nobody found says how to search."""
    at = f"/{world.scope.slug}/quan-tri/nguoi"
    async with client_for(world, "quan_tri") as client:
        found = await client.get(f"{at}?q=dang+min")
        assert "<mark>Đặng</mark>" in found.text and "Huyện đoàn An Bình" in found.text
        assert "Không có ai khớp" in (await client.get(f"{at}?q=khongaica")).text
        below = await client.get(f"{at}?don-vi={world.units['huyen_b']}&can-bo=1")
        assert "Lý Thị Ôn" in below.text and "Mai Văn Ý" not in below.text


async def test_a_person_is_added_to_a_branch(client_for, world):
    """The form of a branch leads to the person's page, who belongs there from the day given."""
    at = f"/{world.scope.slug}/quan-tri/nguoi"
    async with client_for(world, "quan_tri") as client:
        form = await client.get(f"{at}/moi?don-vi={world.units['ap_2']}")
        sent = hidden(form.text) | {
            "unit": str(world.units["ap_2"]), "full_name": "Đặng Thùy Trâm", "birth_date": "01/05/2000",
            "starts_on": "2021-01-10",
        }  # fmt: skip
        added = await client.post(f"{at}/moi", data=sent)
        assert added.status_code == 303
        shown = (await client.get(added.headers["location"])).text
        assert "Chi đoàn ấp 2" in shown and "từ 10/01/2021 đến nay" in shown and "01/05/2000" in shown


async def test_refused_facts_of_a_person_stay_in_the_form(client_for, world):
    """A name of one letter and a date that is none: the input is kept beside its message."""
    url = f"/{world.scope.slug}/quan-tri/nguoi/moi"
    async with client_for(world, "quan_tri") as client:
        form = hidden((await client.get(url)).text)
        unlikely = await client.post(url, data=form | {"full_name": "x", "birth_date": "2020-01-01"})
        assert unlikely.status_code == 422
        assert 'id="e-full_name"' in unlikely.text and 'id="e-birth_date"' in unlikely.text
        no_date = await client.post(url, data=form | {"full_name": "Lê Thử", "birth_date": "31/02/2000"})
        assert no_date.status_code == 422 and 'value="Lê Thử"' in no_date.text


@pytest.mark.parametrize("name", ["Lê\u202e An", "Lê\x00 An", "Lê\u200b An"])
async def test_hidden_characters_in_a_name_are_refused(client_for, world, name):
    """NUL, direction marks and zero-width characters never reach the list."""
    url = f"/{world.scope.slug}/quan-tri/nguoi/moi"
    async with client_for(world, "quan_tri") as client:
        answer = await client.post(url, data=hidden((await client.get(url)).text) | {"full_name": name})
        assert answer.status_code == 422 and 'id="e-full_name"' in answer.text


async def test_a_transfer_goes_through_a_choice(client_for, world):
    """The branches beside the present one are suggested; after confirming the history shows both."""
    here = f"/{world.scope.slug}/quan-tri/nguoi/{world.people['doan_vien']}"
    async with client_for(world, "quan_tri") as client:
        assert f"den={world.units['ap_2']}" in (await client.get(f"{here}/chuyen")).text
        asked = await client.get(f"{here}/chuyen?den={world.units['ap_2']}")
        done = await client.post(f"{here}/chuyen", data=hidden(asked.text) | {"starts_on": "2021-01-20"})
        assert done.status_code == 303
        assert "đến hết 19/01/2021" in (await client.get(here)).text


async def test_a_second_secretary_is_refused_with_the_first_one_named(client_for, world):
    """Appointing from the person's page: the message names who holds the seat; another title is accepted."""
    url = f"/{world.scope.slug}/quan-tri/nguoi/{world.people['doan_vien']}/bo-nhiem?don-vi={world.units['ap_1']}"
    async with client_for(world, "quan_tri") as client:
        form = await client.get(url)
        assert "Ủy viên Ban Thường vụ" not in form.text
        sent = hidden(form.text) | {"title": "secretary", "starts_on": "2021-01-20"}
        refused = await client.post(url, data=sent)
        assert refused.status_code == 422 and "Đỗ Thị Hằng" in refused.text
        accepted = await client.post(url, data=hidden(refused.text) | {"title": "member", "starts_on": "2021-01-20"})
        assert accepted.status_code == 303
        assert "Ủy viên Ban Chấp hành" in (await client.get(accepted.headers["location"])).text


async def test_an_ended_position_takes_the_right_away(client_for, world):
    """A deputy whose position ended yesterday finds nobody any more."""
    person = f"/{world.scope.slug}/quan-tri/nguoi/{world.people['pho_xa']}"
    async with client_for(world, "pho_xa") as deputy, client_for(world, "quan_tri") as admin:
        assert (await deputy.get(f"/{world.scope.slug}/tim?q=ngoc")).status_code == 200
        link = re.search(r'href="([^"]+/thoi-giu)"', (await admin.get(person)).text)[1]
        asked = await admin.get(link)
        ended = await admin.post(link, data=hidden(asked.text) | {"ends_on": "2021-01-19"})
        assert ended.status_code == 303
        assert (await deputy.get(f"/{world.scope.slug}/tim?q=ngoc")).status_code == 404


async def test_search_stays_within_ones_own_scope(client_for, world):
    """A district's deputy finds people and units below, not those of the other district."""
    at = f"/{world.scope.slug}/tim"
    async with client_for(world, "pho_huyen") as client:
        found = (await client.get(f"{at}?q=thuan")).text
        assert "Đoàn xã <mark>Thuận</mark> Hòa" in found
        assert "Hồ Thị" in (await client.get(f"{at}?q=ut")).text
        assert "Không tìm thấy" in (await client.get(f"{at}?q=tan+lap")).text
        assert "Không tìm thấy" in (await client.get(f"{at}?q=mai+van")).text
        assert "ít nhất 2 chữ" in (await client.get(f"{at}?q=a")).text
        assert (await client.get(f"{at}?q=%00%E2%80%AE")).status_code == 200


async def test_a_committee_reads_people_below_it_and_changes_nobody(client_for, world):
    """The page of a person below has no buttons; a person elsewhere and every form do not exist."""
    at = f"/{world.scope.slug}/quan-tri/nguoi"
    async with client_for(world, "pho_huyen") as client:
        below = await client.get(f"{at}/{world.people['doan_vien']}")
        assert below.status_code == 200 and "/sua" not in below.text
        assert (await client.get(f"{at}/{world.people['doan_vien_b']}")).status_code == 404
        for page in ("", "/moi", f"/{world.people['doan_vien']}/sua", f"/{world.people['doan_vien']}/bo-nhiem"):
            assert (await client.get(at + page)).status_code == 404


async def test_people_of_another_tenant_do_not_exist(client_for, worlds):
    """An id of another tenant is 404 on every page that takes one."""
    here, other = worlds[0], worlds[1]
    at = f"/{here.scope.slug}/quan-tri/nguoi/{other.people['doan_vien']}"
    async with client_for(here, "quan_tri") as client:
        for page in ("", "/sua", "/chuyen", "/thoi-sinh-hoat", "/bo-nhiem", f"/bo-nhiem?don-vi={here.units['ap_1']}"):
            assert (await client.get(at + page)).status_code == 404
