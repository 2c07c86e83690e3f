"""The pages of scale, steps, year and cases: a form sent as it was shown changes nothing, and refusals keep what was
typed."""

import re
from html.parser import HTMLParser

import pytest

from core.configurations import actions, own_cases, queries
from core.db.scope import Database
from core.packs.catalog import discover

SCHOOL, KL06, BOOKS = "dhkt_school_year", "kien_giang_kl06", "binh_duong_criteria"
FORMS = [
    (SCHOOL, tail) for tail in ("sua/thang", "sua/thang/muc/hoan_thanh_tot", "sua/quy-trinh/buoc/collective",
                                "sua/quy-trinh/buoc/self", "sua/quy-trinh/ky/final", "sua/lich/moc/report",
                                "sua/lich/moc/mid", "sua/lich/giai-doan")
] + [
    (KL06, tail) for tail in ("sua/thang", "sua/thang/muc/tot", "sua/thang/dau/done", "sua/quy-trinh/buoc/committee",
                              "sua/lich/moc/registration", "sua/lich/moc/registration?dau=1&nam=2019",
                              "sua/lich/moc/yearly_report", "sua/lich/giai-doan")
] + [
    (BOOKS, tail) for tail in ("sua/lich/moc/meetings", "sua/lich/moc/registration", "sua/quy-trinh/buoc/recognition")
]  # fmt: skip


TOO_LITTLE = ["registration.too-few-items@items", *(f"registration.group-too-few@group.{key}" for key in "345")]


class Inputs(HTMLParser):
    """What a browser would send of the form `bieu-mau`, untouched."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action, self.sent, self.inside, self.held, self.area = "", [], False, "", None
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        one = dict(attrs)
        if tag == "form":
            self.inside = one.get("id") == "bieu-mau"
            self.action = one["action"] if self.inside else self.action
        if not self.inside or ("disabled" in one and tag != "option"):
            return
        if tag == "input" and (one.get("type") not in ("checkbox", "radio") or "checked" in one) and one.get("name"):
            self.sent.append((one["name"], one.get("value") or ""))
        elif tag == "textarea":
            self.area = [one["name"], ""]
        elif tag == "select":
            self.held = one["name"]
            self.sent.append((self.held, None))
        elif tag == "option" and self.held and (self.sent[-1][1] is None or "selected" in one):
            self.sent[-1] = (self.held, one.get("value") or "")

    def handle_data(self, data) -> None:
        if self.area:
            self.area[1] += data

    def handle_endtag(self, tag) -> None:
        if tag == "textarea" and self.area:
            self.sent.append(tuple(self.area))
            self.area = None
        elif tag == "select":
            self.held = ""
        elif tag == "form":
            self.inside = False

    def data(self, **changed: str) -> dict[str, list[str]]:
        """The fields to send, some of them changed; names are written with `__` for a slash."""
        found: dict[str, list[str]] = {}
        for name, value in self.sent:
            found.setdefault(name, []).append(value or "")
        return found | {name.replace("__", "/"): [value] for name, value in changed.items()}


@pytest.fixture
async def enabled(world, database: Database):
    """A tenant that has taken up two more packs."""
    async with database.tenant(world.scope) as tx:
        for pack in (SCHOOL, BOOKS):
            await actions.enable(tx, world.actor("quan_tri"), discover().get(pack))
    return world


def at(world, pack: str, tail: str) -> str:
    """An address of a configuration."""
    return f"/{world.scope.slug}/quan-tri/cau-hinh/{pack}/{tail}"


async def draft_of(database: Database, world, pack: str) -> queries.Draft:
    """The draft in hand."""
    async with database.tenant(world.scope) as tx:
        return await queries.draft(tx, pack)


@pytest.mark.parametrize(("pack", "tail"), FORMS)
async def test_a_form_sent_as_it_was_shown_changes_nothing(client_for, enabled, database, pack, tail) -> None:
    """Defaults of the contract are no edits; the answer leads back and no draft is begun."""
    async with client_for(enabled, "quan_tri") as client:
        form = Inputs((await client.get(at(enabled, pack, tail))).text)
        answer = await client.post(form.action, data=form.data())
    assert answer.status_code == 303, re.findall(r'rl-field-error[^>]*>.*?</svg>([^<]*)', answer.text)
    assert (await draft_of(database, enabled, pack)).patch == {}


async def test_a_typed_bound_is_drawn_and_nothing_is_saved(client_for, enabled, database) -> None:
    """The fragment hatches the gap of what is typed and says it; a number that is none leaves the ruler as it is."""
    async with client_for(enabled, "quan_tri") as client:
        form = Inputs((await client.get(at(enabled, SCHOOL, "sua/thang"))).text)
        key = "scale__levels__khong_hoan_thanh__minimum"
        drawn = (await client.post(f"{form.action}/thuoc", data=form.data(**{key: "10"}))).text
        assert 'data-flaw="gap"' in drawn and "Dưới 10 điểm không thuộc mức nào" in drawn
        drawn = (await client.post(f"{form.action}/thuoc", data=form.data(**{key: "mười"}))).text
        assert "điểm nào cũng thuộc đúng một mức" in drawn
    assert (await draft_of(database, enabled, SCHOOL)).version == 0


async def test_a_date_that_is_none_is_refused_beside_its_input(client_for, enabled, database) -> None:
    """The 31st of June, no month, a thirteenth month, every nought months: 422, the message, everything kept."""
    async with client_for(enabled, "quan_tri") as client:
        form = Inputs((await client.get(at(enabled, SCHOOL, "sua/lich/moc/report"))).text)
        for wrong in (
            {"new__day": "31"}, {"new__month": ""}, {"new__month": "13"}, {"new__kind": "every", "new__months": "0"},
            {"new__opens_day": "30", "new__opens_month": "2"}, {"new__year": "20"},
        ):  # fmt: skip
            answer = await client.post(form.action, data=form.data(**wrong))
            assert answer.status_code == 422 and "rl-field-error" in answer.text, wrong
            kept = Inputs(answer.text).data()
            assert all(kept[name.replace("__", "/")] == [value] for name, value in wrong.items())
    assert (await draft_of(database, enabled, SCHOOL)).patch == {}


async def test_two_admins_on_one_date_choose_between_both(client_for, enabled, database) -> None:
    """The later form gets 409 with both dates; keeping theirs leaves their date and saves the rest of one's own."""
    async with client_for(enabled, "quan_tri") as client:
        tail = at(enabled, SCHOOL, "sua/lich/moc/report")
        mine, theirs = [Inputs((await client.get(tail)).text) for _ in range(2)]
        assert (await client.post(theirs.action, data=theirs.data(new__day="10"))).status_code == 303
        late = "milestones__report__late"
        answer = await client.post(mine.action, data=mine.data(new__day="20", **{late: "close"}))
        assert answer.status_code == 409 and "06-10" in answer.text and "06-20" in answer.text
        fields = dict(re.findall(r'<textarea name="([^"]+)" hidden>\n([^<]*)</textarea>', answer.text))
        token = mine.data()["_csrf"][0]
        seen = re.search(r'name="seen" value="(\d+)"', answer.text)[1]
        has = re.findall(r'<textarea name="_has" hidden>\n([^<]*)</textarea>', answer.text)
        fields |= {"_csrf": token, "seen": seen, "keep:milestones/report/before": "theirs", "_has": has}
        assert (await client.post(mine.action, data=fields)).status_code == 303
    rules = (await draft_of(database, enabled, SCHOOL)).rules
    assert (rules.milestones["report"].before, rules.milestones["report"].late) == ("06-10", "close")


async def test_a_flag_is_moved_by_the_form_behind_it(client_for, enabled, database) -> None:
    """The date changes, the printed one goes with it, and what has no day or another year is refused in words."""
    async with client_for(enabled, "quan_tri") as client:
        page = (await client.get(at(enabled, SCHOOL, "sua/lich?nam=2021"))).text
        token = re.search(r'name="_csrf" value="(\w+)"', page)[1]
        post = {"_csrf": token, "seen": "0", "nam": "2021", "key": "report", "day": "2022-06-15"}
        move = at(enabled, SCHOOL, "sua/lich/doi")
        for wrong in ({"key": "mid"}, {"day": "2023-01-01"}, {"day": ""}, {"key": "nothing"}):
            assert (await client.post(move, data={**post, **wrong})).status_code == 422
        assert (await client.post(move, data=post)).status_code == 303
    rules = (await draft_of(database, enabled, SCHOOL)).rules
    assert (rules.milestones["report"].before, rules.milestones["report"].printed) == ("06-15", None)


async def test_an_impossible_date_in_a_draft_does_not_break_the_calendar(client_for, enabled, database) -> None:
    """A draft may hold the 30th of February; the year is shown without it, with what to mend."""
    async with database.tenant(enabled.scope) as tx:
        await actions.edit(
            tx, enabled.actor("quan_tri"), SCHOOL, {("milestones", "report", "before"): "02-30"}, 0
        )
    async with client_for(enabled, "quan_tri") as client:
        text = (await client.get(at(enabled, SCHOOL, "sua/lich"))).text
        assert "Ngày chưa dùng được" in text and "Ngày này không có trong lịch" in text
        assert (await client.get(at(enabled, SCHOOL, "vi-du"))).status_code == 200


async def test_own_cases_are_written_in_forms(client_for, enabled, database) -> None:
    """Each question of both packs is asked, saved, filled again from what was saved, and says whether it holds."""
    asked = {
        (SCHOOL, "han"): {"year": "2020", "milestone": "report", "last": "2021-05-31"},
        (SCHOOL, "phieu"): {"items": ["1.1", "2.1"], "problems": TOO_LITTLE},
        (SCHOOL, "xep-loai"): {"points": "89,5", "level": "hoan_thanh_tot"},
        (SCHOOL, "cach-hop"): {"members": "34", "declared": "", "way": "committee"},
        (KL06, "doi-tuong"): {"title_held": "member", "kind": "branch", "full_time": "no", "counted": "yes"},
        (KL06, "phieu"): {"items": ["do_1", "dont_1"]},
        (KL06, "han"): {"year": "2022", "milestone": "yearly_report", "last": "2022-12-14"},
    }
    async with client_for(enabled, "quan_tri") as client:
        for (pack, key), fields in asked.items():
            form = Inputs((await client.get(at(enabled, pack, f"vi-du/them/{key}"))).text)
            token = {"_csrf": form.data()["_csrf"][0]}
            if key != "phieu":
                assert (await client.post(form.action, data=token)).status_code == 422, key
            answer = await client.post(form.action, data={**token, **fields})
            assert answer.status_code == 303, (key, re.findall(r"</svg>([^<]+)</p>", answer.text))
    found: list = []
    async with database.tenant(enabled.scope) as tx:
        for pack in (SCHOOL, KL06):
            report = await own_cases.cases_of(tx, await queries.draft(tx, pack))
            wrong = [one for one in report.outcomes if one.own and not one.passed]
            assert [(one.own.title, one.result.difference) for one in wrong] == []
            found += [(pack, one.own) for one in report.outcomes if one.own]
    async with client_for(enabled, "quan_tri") as client:
        for pack, own in found:
            form = Inputs((await client.get(at(enabled, pack, f"vi-du/{own.id}"))).text)
            again = await client.post(form.action, data={**form.data(), "act": "save"})
            assert again.status_code == 303, own.title
    async with database.tenant(enabled.scope) as tx:
        for pack in (SCHOOL, KL06):
            stored = await own_cases.listing(tx, pack)
            assert {one.id: (one.given, one.expect) for one in stored} == {
                own.id: (own.given, own.expect) for of, own in found if of == pack
            }
            assert all(one.version == 2 for one in stored)
