"""What a privacy notice is made of. Pure: no I/O."""

from typing import Literal

import msgspec

from core.errors import Problem

MOST = 20_000  # letters
HEADING, ITEM = "## ", "- "


class Block(msgspec.Struct, frozen=True):
    """A heading, a paragraph, or the items of a list."""

    kind: Literal["heading", "paragraph", "list"]
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """Plain text as people write it: `## ` begins a heading, `- ` an item, an empty line ends a paragraph."""
    found: list[Block] = []
    kind: Literal["paragraph", "list"] = "paragraph"
    lines: list[str] = []

    def close() -> None:
        if lines:
            found.append(Block(kind, (" ".join(lines),) if kind == "paragraph" else tuple(lines)))
            lines.clear()

    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith(HEADING.strip() + " "):
            close()
            found.append(Block("heading", (line.removeprefix(HEADING).strip(),)))
        elif line.startswith(ITEM):
            if kind != "list":
                close()
            kind = "list"
            lines.append(line.removeprefix(ITEM).strip())
        elif not line:
            close()
            kind = "paragraph"
        elif kind == "list" and lines and raw[:1].isspace():
            lines[-1] = f"{lines[-1]} {line}"  # an indented line goes on with its item
        else:
            if kind == "list":
                close()
            kind = "paragraph"
            lines.append(line)
    close()
    return tuple(found)


def check_text(text: str, *, field: str, required: bool) -> None:
    """A notice has at least two headings with words under them: one wall of words is not read by anybody."""
    if not text.strip():
        if required:
            raise Problem("form.required", field=field)
        return
    if sum(block.kind == "heading" for block in blocks(text)) < 2 or len(text) < 200:
        raise Problem("notice.no-headings", field=field)


def check_news(text: str, english: str, before: tuple[str, str]) -> None:
    """A new version says something else than the one in force."""
    if (text.strip(), english.strip()) == (before[0].strip(), before[1].strip()):
        raise Problem("notice.unchanged", field="text_vi")
