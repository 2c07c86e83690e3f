"""Every macro of the design system renders, in both languages, into sound HTML."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ui.problems import Errors, FieldError

HERE = Path(__file__).parent
FILES = ("gallery.html", "paper.html")
VOID = {"meta", "link", "input", "br", "hr", "img", "use", "path"}
ERRORS = Errors((FieldError("solution", "Hãy viết giải pháp."), FieldError(None, "Còn thiếu.")))


class Reader(HTMLParser):
    """Collects ids, references to ids, and tags that do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: set[str] = set()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.wanted.update((given.get(name) or "").split())
        if re.fullmatch(r"#.+", given.get("href") or ""):
            self.wanted.add(given["href"][1:])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        closed = len(self.open)
        self.handle_starttag(tag, attrs)
        del self.open[closed:]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")


def shown(environment, file, shell, moments, errors):
    """A gallery page as text."""
    template = environment.from_string((HERE / file).read_text("utf-8"))
    return template.render(view=moments, shell=shell, errors=errors, form={}, problem=None)


@pytest.mark.parametrize(
    ("file", "errors"), [("gallery.html", Errors(())), ("gallery.html", ERRORS), ("paper.html", Errors(()))]
)
def test_gallery_is_sound_html(environment, file, shell, moments, errors):
    """Tags match, ids are unique, and every label, description and skip link finds its target."""
    reader = Reader()
    reader.feed(shown(environment, file, shell, moments, errors))
    assert reader.wrong == []
    assert reader.open == []
    assert sorted(reader.ids) == sorted(set(reader.ids))
    assert reader.wanted - set(reader.ids) == set()


def test_gallery_shows_every_macro():
    """A macro that the gallery does not show has not been looked at."""
    names = re.findall(r"{% set (\w+) =", (HERE.parents[1] / "ui/templates/components/ui.html").read_text("utf-8"))
    used = "".join((HERE / file).read_text("utf-8") for file in FILES)
    indirect = {"error_summary", "flashes", "breadcrumb", "count", "field_error"}
    assert [name for name in names if f"ui.{name}(" not in used and name not in indirect] == []


def test_english_frame_holds_no_vietnamese(environment, shell, moments):
    """With English chosen the frame around a file is English."""
    text = shown(environment, "paper.html", shell, moments, Errors(()))
    assert ("Skip to main content" in text) == (shell.locale == "en")
    assert ("Đến nội dung chính" in text) == (shell.locale == "vi")
