"""Papers by templates: ours for every pack, a province's own, what a template is told about its fields."""

import io

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_parts import says, text_of

from core.errors import Problem
from core.packs.catalog import discover
from core.paper_templates import rules as slots
from ui.papers import fields, samples, vetting, word, word_default

PACKS = discover().packs
EVERY = [(pack_id, slot) for pack_id, pack in PACKS.items() for slot in slots.papers(pack.rules)]
SLOT = "report.appendix"


@pytest.mark.parametrize(("pack_id", "slot"), EVERY)
async def test_our_own_templates_use_what_they_should(pack_id, slot):
    """Each report and sheet of each pack comes out whole, with the frame of an official paper."""
    rules = PACKS[pack_id].rules
    made = await word.make(
        word_default.of_slot(rules, slot), fields.of_slot(rules, slot), samples.values_of(rules, slot), shown=True
    )
    assert made.missing == ()
    document, text = docx.Document(io.BytesIO(made.content)), text_of(made.content)
    official = ("Số: 12-BC/ĐTN", "- Huyện ủy (để báo cáo);", "- Lưu VP.", "Lê Văn Tám")
    assert slot == slots.SHEET or all(line in text for line in official)
    assert "{" not in text and "***" in text and "ĐOÀN TNCS HỒ CHÍ MINH" in text
    assert document.styles["Normal"].font.name == "Times New Roman"
    heads = [row for table in document.tables for row in table.rows if "tblHeader" in row._tr.xml]
    assert heads
    assert all(cell._tc[-1].tag.endswith("}p") for table in document.tables for row in table.rows for cell in row.cells)
    shown = " ".join(line.text for block in made.blocks for row in block.rows for cell in row for line in cell.lines)
    assert samples.UNITS[0][2].upper() in shown if slot != slots.SHEET else "Nguyễn Thị Hồng Ánh" in shown


def judged(kl06, *lines: str) -> vetting.Vetted:
    """What is said of these sources."""
    return vetting.vet(vetting.environment(), lines, fields.of_report(kl06, "appendix"))


@pytest.mark.parametrize(
    ("text", "what", "near"),
    [
        ("{{ ngay_than }}", "ngay_than", "ngay_thang"),
        ("{{ donvi }}", "donvi", "don_vi"),
        ("{% for dong in cac_dong %}{{ dong.tenn }}{% endfor %}", "dong.tenn", "dong.ten"),
        ("{% for d in cac_don %}{{ d.ten }}{% endfor %}", "cac_don", "cac_dong"),
        ("{{ tong.registerd }}", "tong.registerd", "tong.registered"),
        ("{{ registered }}", "registered", "tong.registered"),
        ("{{ xyz }}", "xyz", ""),
    ],
)
def test_an_unknown_field_is_named_with_the_nearest(kl06, text, what, near):
    """Once, and nothing else is complained about because of it."""
    assert judged(kl06, text).faults == (vetting.Fault("template.unknown-field", what, near),)


def test_all_unknown_fields_are_named_at_once(kl06):
    """Of every part of the file."""
    found = judged(kl06, "{{ mot }} {{ hai }}", "{{ ba }}").faults
    assert [one.what for one in found] == ["mot", "hai", "ba"]


async def test_an_important_field_left_out_is_told(kl06):
    """As a warning: the paper is made all the same."""
    known, values = fields.of_report(kl06, "appendix"), samples.values_of(kl06, SLOT)
    made = await word.make(says("{{ ten_bao_cao }} {{ ky_phai | join(' ') }}"), known, values)
    assert made.missing == ("cac_dong",)
    made = await word.make(says("{{ ten_bao_cao }} {% for d in cac_dong %}{{ d.ten }} {% endfor %}"), known, values)
    assert "cac_dong.tt" in made.missing and "cac_dong.ten" not in made.missing and "ky_phai" in made.missing


async def test_what_people_wrote_is_never_a_template(kl06):
    """Signs of Jinja and of XML in a name or a solution come out as they are."""
    values = samples.values_of(kl06, slots.SHEET) | {"ho_ten": "{{ nam }} <w:t>& {% raw %}"}
    made = await word.make(says("{{ ho_ten }}", "{{ nam }}"), fields.of_sheet(kl06), values)
    assert text_of(made.content) == "{{ nam }} <w:t>& {% raw %}\n2021"


async def test_a_missing_value_is_told_and_not_left_empty(kl06):
    """A programme that lacks a column of the template."""
    known, values = fields.of_report(kl06, "appendix"), samples.values_of(kl06, SLOT)
    values.pop("dia_danh")
    with pytest.raises(Problem) as refused:
        await word.make(says("{{ dia_danh }}"), known, values)
    assert [one.code for one in refused.value.problems] == ["template.no-value"]


async def test_fields_written_in_pieces_are_read(kl06):
    """Word breaks a word into runs wherever somebody corrected it, and makes quotes round."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ ky_", "phai | join(“, ”)", " }", "}"):
        paragraph.add_run(piece).bold = piece.startswith("k")
    buffer = io.BytesIO()
    document.save(buffer)
    made = await word.make(buffer.getvalue(), fields.of_report(kl06, "appendix"), samples.values_of(kl06, SLOT))
    assert text_of(made.content) == "TM. BAN THƯỜNG VỤ, BÍ THƯ"


words = st.sampled_from(["nam", "cac_dong", "dong", "tong", "loop", "_x", "__class__", "range", "x", "9**9", "[]"])
marks = st.sampled_from([*".|()[],%*", " ~ ", " and ", " if ", " else ", "upper", "join"])
TAGS = ("for dong in cac_dong", "endfor", "if nam", "endif", "for d in ky_phai", "set x = 1")
tags = st.sampled_from([f"{{% {tag} %}}" for tag in TAGS])
holes = st.lists(words | marks, max_size=8).map(lambda parts: "{{ " + "".join(parts) + " }}")


@given(st.lists(holes | tags | st.text(max_size=5), max_size=8).map("".join))
def test_whatever_passes_is_harmless(text):
    """A template is judged without failing, and one that passes renders without touching anything hidden."""
    rules = PACKS["kien_giang_kl06"].rules
    env = vetting.environment()
    vetted = vetting.vet(env, [text], fields.of_report(rules, "appendix"))
    if not vetted.faults:
        assert "__" not in text.replace("'a'", "") or "{{" not in text
        assert len(env.from_string(text).render(samples.values_of(rules, SLOT))) < 100_000
