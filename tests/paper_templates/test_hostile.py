"""Files that mean harm, or only look like a Word file: each refused within a second, with a code of its own."""

import io
import re
import struct
import time
import zipfile

import pytest
from word_parts import archive_of, changed, parts_of, says

from core.errors import Problem
from core.paper_templates import word_files
from ui.messages import MESSAGES
from ui.papers import fields, samples, word

SECOND = 1.0
DOCUMENT, SETTINGS, TYPES = "word/document.xml", "word/settings.xml", "[Content_Types].xml"
RELATIONS, SETTINGS_RELATIONS = "word/_rels/document.xml.rels", "word/_rels/settings.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def put(part: str, before: str, text: str):
    """A change that writes `text` before the last `before` of a part."""

    def change(parts):
        head, mark, tail = parts[part].decode().rpartition(before)
        parts[part] = (head + text + mark + tail).encode()

    return change


def relation(kind: str, target: str, mode: str = "External"):
    """A change that adds a relation of the document."""
    return put(RELATIONS, "</Relationships>",
               f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>')  # fmt: skip


def paragraph(inside: str):
    """A change that adds a paragraph."""
    return put(DOCUMENT, "<w:sectPr", f"<w:p>{inside}</w:p>")


def code(*words: str):
    """A change that adds a field whose code is written in several runs."""
    return paragraph(FIELD.format("".join(f"<w:r><w:instrText>{word}</w:instrText></w:r>" for word in words)))


def part(name: str, content: bytes = b"x"):
    """A change that adds a part."""
    return lambda parts: parts.update({name: content})


def instead(part: str, old: str, new: str):
    """A change of a text."""

    def change(parts):
        assert old.encode() in parts[part]
        parts[part] = parts[part].replace(old.encode(), new.encode(), 1)

    return change


def declared(name: str, text: str, encoding: str = "utf-8"):
    """A change that puts a document type into a part, far down after a comment."""

    def change(parts):
        body = re.sub(r"^<\?xml[^>]*\?>", "", parts[name].decode()).strip()
        head = f'<?xml version="1.0" encoding="{encoding}"?><!--{"x" * 9000}-->{text}'
        parts[name] = (head + body).encode(encoding)

    return change


LAUGHS = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(9)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'
ATTACHED = (
    f'<?xml version="1.0"?><Relationships xmlns="{RELS}"><Relationship Id="rId1" Type="{OFFICE}/attachedTemplate" '
    'Target="http://example.org/t.dotm" TargetMode="External"/></Relationships>'
).encode()
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
DOCM = lambda parts: parts.update({TYPES: parts[TYPES].replace(word_files.MAIN.encode(), MACRO_MAIN.encode())})  # noqa: E731
DOTX = instead(TYPES, "wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml")
EMBEDDED = "urn:schemas-microsoft-com:office:office"
OLE = f'<w:r><w:object><o:OLEObject xmlns:o="{EMBEDDED}" ProgID="Package"/></w:object></w:r>'
CONTROL = '<w:r><w:control w:name="x"/></w:r>'
FRAME = instead(DOCUMENT, "<w:sectPr", '<w:altChunk xmlns:r="x" r:id="rId9"/><w:sectPr')
STYLE_SHEET = instead(DOCUMENT, "<w:document", '<?xml-stylesheet href="http://example.org/x.xsl"?><w:document')

CHANGED = {
    "a macro": (part("word/vbaProject.bin"), "word.macros"),
    "a macro's data": (part("word/vbaData.xml", b"<x/>"), "word.macros"),
    "a .docm renamed": (DOCM, "word.macros"),
    "a template renamed": (DOTX, "word.wrong-type"),
    "an embedded file": (part("word/embeddings/oleObject1.bin"), "word.embedded"),
    "an ActiveX part": (part("word/activeX/activeX1.xml", b"<x/>"), "word.embedded"),
    "an OLE object": (paragraph(OLE), "word.embedded"),
    "a control": (paragraph(CONTROL), "word.embedded"),
    "a program": (part("word/media/a.exe"), "word.embedded"),
    "a remote picture": (relation("image", "http://example.org/a.png"), "word.external"),
    "a share on the network": (relation("image", "file://server/share/a.png", "Internal"), "word.external"),
    "a link to a page": (relation("hyperlink", "https://example.org"), "word.external"),
    "an attached template": (part(SETTINGS_RELATIONS, ATTACHED), "word.external"),
    "another document": (relation("aFChunk", "afchunk.docx", "Internal"), "word.external"),
    "a chunk of another": (FRAME, "word.external"),
    "a merge of mails": (put(SETTINGS, "</w:settings>", "<w:mailMerge/>"), "word.external"),
    "a style sheet": (STYLE_SHEET, "word.external"),
    "a DDE field": (code('DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"'), "word.field-code"),
    "a DDE field in pieces": (code("D", "DE", " cmd", ' "/k calc"'), "word.field-code"),
    "a simple DDE field": (paragraph('<w:fldSimple w:instr="DDE cmd x"/>'), "word.field-code"),
    "a field of letters": (code("QUOTE 68 68 69 65"), "word.field-code"),
    "a text of elsewhere": (code('INCLUDETEXT "file://server/x"'), "word.field-code"),
    "a picture of elsewhere": (code('INCLUDEPICTURE "http://example.org/x.png" \\d'), "word.field-code"),
    "a field in a field": (
        paragraph(FIELD.format("<w:r><w:instrText>PAGE </w:instrText></w:r>" + FIELD.format(
            "<w:r><w:instrText>DDE x y</w:instrText></w:r>"))), "word.field-code"),
    "billion laughs": (declared(DOCUMENT, LAUGHS), "archive.declarations"),
    "an outside entity": (declared("word/styles.xml", OUTSIDE), "archive.declarations"),
    "an outside type": (declared(RELATIONS, REMOTE), "archive.declarations"),
    "a type in UTF-16": (declared("docProps/app.xml", OUTSIDE, "utf-16"), "archive.declarations"),
    "no XML": (part(DOCUMENT, b"<w:document"), "word.unreadable"),
    "deep XML": (part("word/deep.xml", b"<a>" * 5000 + b"</a>" * 5000), "word.unreadable"),
    "an archive inside": (part("word/media/a.png", archive_of({"a": b"x"})), "archive.nested"),
    "a way up": (part("../../etc/cron.d/x"), "archive.bad-path"),
    "a way from the root": (part("/etc/passwd"), "archive.bad-path"),
    "a way of Windows": (part("word\\..\\x.xml"), "archive.bad-path"),
    "a drive": (part("C:/x.xml"), "archive.bad-path"),
    "a hidden sign": (part("word/\u202egnp.exe"), "archive.bad-path"),
    "a folder of a dot": (part("word/./x.xml"), "archive.bad-path"),
    "a long name": (part("word/" + "x" * 60_000), "archive.long-name"),
    "the same name in capitals": (part("WORD/Document.xml", b"<x/>"), "archive.twice"),
    "many parts": (lambda parts: parts.update({f"x/{n}.xml": b"" for n in range(5000)}), "archive.too-many-parts"),
    "a bomb": (part("word/media/a.bmp", bytes(600 << 20)), "archive.too-heavy"),
    "a dense part": (part("word/media/a.bmp", bytes(15 << 20)), "archive.too-heavy"),
}  # fmt: skip


def encrypted(content: bytes) -> bytes:
    """The same archive whose directory says that its parts have a password."""
    made = bytearray(content)
    at = made.find(b"PK\x01\x02")
    while at >= 0:
        made[at + 8] |= 1
        at = made.find(b"PK\x01\x02", at + 4)
    return bytes(made)


def linked(content: bytes) -> bytes:
    """The same archive with a symbolic link in it."""
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        link = zipfile.ZipInfo("word/media/link.png")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def twice(content: bytes) -> bytes:
    """The same archive with a second document."""
    buffer = io.BytesIO(content)
    with pytest.warns(UserWarning), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(DOCUMENT, parts_of(content)[DOCUMENT])
    return buffer.getvalue()


def crowded(content: bytes) -> bytes:
    """An archive whose directory has 90,000 lines though its end says five."""
    line = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = line * 80_000
    head = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 5, 5, len(directory), len(head), 0)
    return head + directory + end


WHOLE = {
    "nothing": (lambda _: b"", "file.empty"),
    "too much": (lambda _: b"PK\x03\x04" + bytes(5 << 20), "file.too-large"),
    "an old Word file": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "word.old"),
    "a picture": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(600), "archive.no-archive"),
    "a page": (lambda _: b"<html>{{ 7*7 }}</html>", "archive.no-archive"),
    "a program before the archive": (lambda content: b"MZ" + bytes(64) + content, "archive.no-archive"),
    "noise": (lambda _: b"PK\x03\x04" + b"\xff" * 5000, "archive.unreadable"),
    "cut off": (lambda content: content[: len(content) // 2], "archive.unreadable"),
    "a workbook": (lambda _: archive_of({TYPES: b"<x/>", "xl/workbook.xml": b"<x/>"}), "word.wrong-type"),
    "a password": (encrypted, "archive.protected"),
    "a link": (linked, "archive.link"),
    "the same name twice": (twice, "archive.twice"),
    "a name that ends early": (
        lambda content: changed(content, part("word/x.xml~.png"))
        .replace(b"x.xml~.png", b"x.xml\0.png"),
        "archive.bad-path",
    ),
    "a crowded directory": (crowded, "archive.too-many-parts"),
}


@pytest.mark.parametrize("what", [*CHANGED, *WHOLE])
def test_a_hostile_file_is_refused_within_a_second(appendix, what):
    """A code of its own, a sentence in Vietnamese, and nothing unpacked."""
    content = changed(appendix, CHANGED[what][0]) if what in CHANGED else WHOLE[what][0](appendix)
    wanted = (CHANGED | WHOLE)[what][1]
    begun = time.perf_counter()
    with pytest.raises(Problem) as refused:
        word_files.check(content)
    assert time.perf_counter() - begun < SECOND
    assert (refused.value.code, refused.value.field) == (wanted, "file")
    assert wanted in MESSAGES


def test_fields_that_only_count_or_date_are_allowed(appendix):
    """Numbers of pages, dates, tables of contents."""
    for words in (("PAGE",), ("NUM", "PAGES "), (' DATE \\@ "dd/MM/yyyy" ',), ('TOC \\o "1-3"',)):
        content = changed(appendix, code(*words))
        assert (content != appendix, word_files.check(content)) == (True, None), words


ATTACKS = {
    "classes": ("{{ ''.__class__.__mro__ }}", "template.not-allowed"),
    "classes of a field": ("{{ nam.__class__ }}", "template.not-allowed"),
    "classes by brackets": ("{{ nam['__class__'] }}", "template.not-allowed"),
    "classes by a filter": ("{{ nam | attr('__class__') }}", "template.filter"),
    "a call": ("{{ nam.upper() }}", "template.not-allowed"),
    "the machine": ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "template.not-allowed"),
    "a long list": ("{% for x in range(10**9) %}{{ x }}{% endfor %}", "template.loop"),
    "a power": ("{{ 9 ** 999999 }}", "template.not-allowed"),
    "a long text": ("{{ 'x' * 10**9 }}", "template.not-allowed"),
    "a wide text": ("{{ nam | center(1000000000) }}", "template.filter"),
    "a format": ("{{ '%1000000000d' | format(1) }}", "template.filter"),
    "no escaping": ("{{ don_vi | safe }}", "template.filter"),
    "an assignment": ("{% set x = nam %}{{ x }}", "template.not-allowed"),
    "a macro of Jinja": ("{% macro m() %}{{ m() }}{% endmacro %}", "template.not-allowed"),
    "another file": ("{% include '/etc/passwd' %}", "template.not-allowed"),
    "an import": ("{% import 'os' as o %}", "template.not-allowed"),
    "a whole list again": (
        "{% for a in cac_dong %}{% for b in cac_dong %}{{ b.ten }}{% endfor %}{% endfor %}", "template.loop",
    ),
    "a loop over itself": ("{% for a in cac_dong recursive %}{{ loop(a) }}{% endfor %}", "template.loop"),
    "a loop that hides a field": ("{% for nam in cac_dong %}x{% endfor %}", "template.loop"),
    "a list as a text": ("{{ cac_dong }}", "template.is-list"),
    "half a tag": ("{% for dong in cac_dong %}", "template.syntax"),
    "deep brackets": ("{{ " + "(" * 3000 + "nam" + ")" * 3000 + " }}", "template.too-deep"),
    "deep doubt": ("{{ " + "not " * 900 + "nam }}", "template.too-deep"),
    "a statement of none": ("{% debug %}", "template.syntax"),
}  # fmt: skip


@pytest.mark.parametrize("what", ATTACKS)
async def test_a_template_that_attacks_is_refused(kl06, what):
    """By reading alone: nothing of it was run, and it took no longer than any other file."""
    text, wanted = ATTACKS[what]
    begun = time.perf_counter()
    with pytest.raises(Problem) as refused:
        await word.make(says(text), fields.of_report(kl06, "appendix"), samples.values_of(kl06, "report.appendix"))
    assert time.perf_counter() - begun < 3 * SECOND  # with starting a process on a busy machine
    codes = {one.code for one in refused.value.problems} or {refused.value.code}
    assert wanted in codes, codes
    assert codes <= set(MESSAGES)


@pytest.mark.parametrize("place", ["word/header1.xml", "docProps/core.xml"])
async def test_attacks_are_found_wherever_a_template_is_read(kl06, appendix, place):
    """Headers, footers and the properties of the file are templates too."""
    parts = parts_of(appendix)
    assert place in parts
    closing = "</w:p>" if place.startswith("word") else "</dc:title>"
    inside = "<w:r><w:t>{{ nam.__class__ }}</w:t></w:r>" if place.startswith("word") else "{{ nam.__class__ }}"
    content = changed(appendix, put(place, closing, inside))
    with pytest.raises(Problem) as refused:
        await word.make(content, fields.of_report(kl06, "appendix"), samples.values_of(kl06, "report.appendix"))
    assert [one.code for one in refused.value.problems] == ["template.not-allowed"]
