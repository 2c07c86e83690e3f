"""Short texts of a union: a little HTML, a few fields, and nothing but text in the end."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Problem
from ui.messages import MESSAGES
from ui.papers import texts

AT = "quan-tri/mau-van-ban/kien_giang_kl06/text.registration.intro"
ALLOWED = re.compile(r"</?(p|strong|em|ul|ol|li|h3)>|<br>")


def test_a_text_with_fields_and_a_list():
    """As a union office writes it."""
    text = "<p>Chào <strong>{{ ho_ten }}</strong>!</p><ul><li>Hạn: {{ han_dang_ky }}</li></ul>{% if nam %}<br>"
    text += "{% endif %}"
    wanted = "<p>Chào <strong>Nguyễn Thị Hồng Ánh</strong>!</p><ul><li>Hạn: 31/01/2021</li></ul><br>"
    assert texts.check(text) == wanted


REFUSED = {
    "<script>alert(1)</script>": "template.tag",
    "<p onclick='x()'>": "template.tag",
    "<p style='position:fixed'>": "template.tag",
    "<img src=x onerror=alert(1)>": "template.tag",
    "<a href='https://example.org'>": "template.tag",
    "<iframe src=//example.org>": "template.tag",
    "<form action=/x>": "template.tag",
    "<!-- x -->": "template.tag",
    "<!DOCTYPE x>": "template.tag",
    "<svg/onload=alert(1)>": "template.tag",
    "{{ ho_ten.__class__ }}": "template.not-allowed",
    "{{ hoten }}": "template.unknown-field-like",
    "{{ ho_ten | safe }}": "template.filter",
    "{% for x in ho_ten %}x{% endfor %}": "template.no-list",
    "{% for x in range(1000000000) %}x{% endfor %}": "template.loop",
    "{{ 'x' * 1000000000 }}": "template.not-allowed",
    "{% include 'base.html' %}": "template.not-allowed",
    "{{ ho_ten": "template.syntax",
    "  ": "form.required",
    "x" * 5000: "form.too-long",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_more_than_text_is_refused(text):
    """With the sentence for it at the field."""
    with pytest.raises(Problem) as refused:
        texts.check(text)
    codes = {one.code for one in refused.value.problems} or {refused.value.code}
    assert REFUSED[text] in codes
    assert codes <= set(MESSAGES)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_becomes_a_tag(name, unit):
    """Whatever people are called."""
    values = {**texts.SAMPLE, "ho_ten": f"<b>{name}", "don_vi": f"{unit}</p><script>"}
    shown = texts.rendered("<p>{{ ho_ten }}</p><em>{{ don_vi }}</em>", values)
    assert "<" not in ALLOWED.sub("", shown)


marks = ["<p>", "</p>", "<script>", "<p x=1>", "</", "<!--", "&lt;", "<", "x"]
marks += ["{{ ho_ten }}", "{% if nam %}", "{% endif %}"]


@given(st.lists(st.sampled_from(marks), max_size=12).map("".join))
def test_whatever_is_stored_comes_out_as_allowed_tags(text):
    """Also a text that was never checked."""
    values = {**texts.SAMPLE, "ho_ten": "<script>alert(1)</script>"}
    assert "<" not in ALLOWED.sub("", texts.rendered(text, values))


async def form(client, world, path: str, **data):
    """A form of the administrator's pages."""
    base = f"/{world.scope.slug}"
    token = re.search(r'name="_csrf" value="(\w+)"', (await client.get(f"{base}/tai-khoan")).text)[1]
    return await client.post(f"{base}/{path}", data={"_csrf": token, **data})


async def test_a_unions_words_stand_on_the_registration_form(world, client_for):
    """Tried, accepted, read by those who register; taken back, gone. What was typed wrongly is kept."""
    registering = f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}/dang-ky"
    async with client_for(world, "quan_tri") as client:
        refused = await form(client, world, AT, text="<p>Chào {{ hoten }}</p>")
        assert refused.status_code == 422
        assert "Có phải “ho_ten”" in refused.text and "&lt;p&gt;Chào {{ hoten }}" in refused.text
        sent = await form(client, world, AT, text="<p>Chào {{ ho_ten }}, hãy đăng ký!</p>")
        assert sent.status_code == 303
        trial = await client.get(f"/{world.scope.slug}/{AT}/thu")
        assert "<p>Chào Nguyễn Thị Hồng Ánh, hãy đăng ký!</p>" in trial.text
        assert (await client.get(f"/{world.scope.slug}/{AT}/thu/vi-du")).status_code == 404
        await form(client, world, f"{AT}/thu", reason="Mời đăng ký", _version="0")
        assert "Chào {{ ho_ten }}" in (await client.get(f"/{world.scope.slug}/{AT}/tai")).text
    async with client_for(world, "bi_thu_ap") as client:
        assert "<p>Chào Đỗ Thị Hằng, hãy đăng ký!</p>" in (await client.get(registering)).text
    async with client_for(world, "quan_tri") as client:
        await form(client, world, f"{AT}/khoi-phuc", reason="Thôi", _version="1")
    async with client_for(world, "bi_thu_ap") as client:
        assert "hãy đăng ký!" not in (await client.get(registering)).text
