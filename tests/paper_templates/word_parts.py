"""Word files and archives made by hand."""

import io
import zipfile
from collections.abc import Callable

import docx

Change = Callable[[dict[str, bytes]], None]


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive_of(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def changed(content: bytes, change: Change) -> bytes:
    """The same archive with its parts changed."""
    parts = parts_of(content)
    change(parts)
    return archive_of(parts)


def says(*lines: str) -> bytes:
    """A Word file with these paragraphs."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text_of(content: bytes) -> str:
    """Everything that a Word file says, cell by cell and paragraph by paragraph."""
    document = docx.Document(io.BytesIO(content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        for row in table.rows:
            lines += [" | ".join(cell.text for cell in row.cells)]
    return "\n".join(lines)
