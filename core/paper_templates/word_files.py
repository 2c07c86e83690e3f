"""Whether an uploaded Word file is only paper: no macro, no program, nothing fetched from elsewhere. Pure.

What is allowed is listed where a list is possible (field codes, kinds of parts); a file is never repaired.
"""

import re
from xml.parsers import expat

from core import archives
from core.archives import refused, shown

MOST = 4 << 20  # bytes of a file
LIMITS = archives.Limits(parts=200, unpacked=20 << 20)
OLD_WORD = b"\xd0\xcf\x11\xe0"  # .doc, and a .docx with a password
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCUMENT, TYPES = "word/document.xml", "[Content_Types].xml"
DEPTH = 200  # elements inside one another
# Field codes that only count, date or point inside the document.
FIELDS = (
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "SEQ", "REF",
    "PAGEREF", "STYLEREF", "TOC",
)  # fmt: skip
PROGRAMS = re.compile(r"vbaproject|vbadata|macro|\.docm|\.dotm", re.IGNORECASE)
EMBEDDED = re.compile(r"embeddings/|activex/|oleobject|\.(exe|dll|js|vbs|ps1|hta|lnk|jar)$", re.IGNORECASE)
# Kinds of relations that bring something of another file or a program into the paper.
FOREIGN_KINDS = ("attachedTemplate", "subDocument", "aFChunk", "frame", "mailMergeSource", "mailMergeHeaderSource")
PROGRAM_KINDS = ("vbaProject", "wordVbaData", "oleObject", "control", "activeXControlBinary", "package")
FOREIGN_TAGS = ("attachedTemplate", "altChunk", "subDoc", "mailMerge", "dataSource")
PROGRAM_TAGS = ("object", "OLEObject", "control", "ocx", "docEvents")


def check(content: bytes) -> None:
    """Problem at field `file` for a file that is no Word paper, or more than paper."""
    if not content:
        raise refused("file.empty")
    if len(content) > MOST:
        raise refused("file.too-large", most=MOST >> 20)
    if content.startswith(OLD_WORD):
        raise refused("word.old")
    with archives.opened(content, LIMITS) as archive:
        parts = archives.files(archive)
        names = {part.filename for part in parts}
        for name in sorted(names):
            _check_name(name)
        if not names >= {TYPES, DOCUMENT}:
            raise refused("word.wrong-type")
        for part in parts:
            body = archive.read(part)
            archives.check_not_nested(body[:8], part.filename)
            if part.filename.lower().endswith((".xml", ".rels", ".vml", ".xhtml", ".html", ".htm")):
                archives.check_no_declarations(body, part.filename)
                _Part(part.filename).read(body)


def _check_name(name: str) -> None:
    if PROGRAMS.search(name):
        raise refused("word.macros", name=shown(name))
    if EMBEDDED.search(name):
        raise refused("word.embedded", name=shown(name))


class _Part:
    """One XML part, read once from front to back."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.depth = 0
        self.codes: list[list[str]] = []  # of fields begun and not ended, what their code says so far
        self.in_code = False
        self.main = False

    def read(self, body: bytes) -> None:
        """Problem for what may not be in it."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(body, True)
        except expat.ExpatError:
            raise refused("word.unreadable", name=shown(self.name)) from None
        if self.name == TYPES and not self.main:
            raise refused("word.wrong-type")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            raise refused("word.unreadable", name=shown(self.name))
        name = tag.rpartition(" ")[2]
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if name in FOREIGN_TAGS:
            raise refused("word.external", name=name)
        if name in PROGRAM_TAGS and ("office" in tag or "wordprocessingml" in tag):
            raise refused("word.embedded", name=name)
        if name == "Relationship":
            _check_relation(plain)
        elif name in ("Override", "Default") and self.name == TYPES:
            self._content_type(plain)
        elif name == "fldSimple":
            _check_code(plain.get("instr", ""))
        elif name == "fldChar":
            self._field(plain.get("fldCharType", ""))
        self.in_code = name in ("instrText", "delInstrText")

    def _end(self, tag: str) -> None:
        self.depth -= 1
        self.in_code = False

    def _text(self, text: str) -> None:
        if self.in_code:
            if not self.codes:
                self.codes.append([])
            self.codes[-1].append(text)
            _check_code("".join(self.codes[-1]), whole=False)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.codes.append([])
        elif kind in ("separate", "end") and self.codes:
            _check_code("".join(self.codes.pop() if kind == "end" else self.codes[-1]))

    def _content_type(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if PROGRAMS.search(kind):
            raise refused("word.macros", name=shown(kind))
        if re.search("oleobject|activex", kind, re.IGNORECASE):
            raise refused("word.embedded", name=shown(kind))
        self.main = self.main or (kind == MAIN and attributes.get("PartName") == f"/{DOCUMENT}")

    def _instruction(self, target: str, data: str) -> None:
        if target != "mso-application":  # a style sheet would be fetched
            raise refused("word.external", name=shown(target))

    def _doctype(self, *_: object) -> None:
        raise refused("archive.declarations", name=shown(self.name))


def _check_relation(attributes: dict[str, str]) -> None:
    kind, target = attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")
    if kind in FOREIGN_KINDS:
        raise refused("word.external", name=kind)
    if kind in PROGRAM_KINDS:
        raise refused("word.macros" if "vba" in kind.lower() else "word.embedded", name=kind)
    if attributes.get("TargetMode", "Internal") != "Internal" or re.match(r"[a-z][a-z0-9+.-]*:|\\|//", target, re.I):
        raise refused("word.external", name=shown(target))


def _check_code(code: str, *, whole: bool = True) -> None:
    """The first word of a field code is one of those that do nothing; a code still being read is judged by its whole
    words only."""
    words = code.split()
    if len(code) > 500 or (words and (whole or len(words) > 1) and words[0].upper() not in FIELDS):
        raise refused("word.field-code", name=shown(words[0] if words else code))
