"""Short texts of a union on our pages: a little HTML and a few fields, vetted, never more than text in the end.

No field is a list, so nothing is repeated: a text takes no longer than it is long. Its sample is rendered with limits
when it is sent; whatever comes out passes the list of tags once more on every page.
"""

from collections.abc import Mapping
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

from jinja2 import Template, TemplateError
from markupsafe import Markup

from core.db.scope import Transaction
from core.errors import Problem
from core.paper_templates import queries
from ui.i18n import N_
from ui.papers import vetting, word
from ui.papers.fields import Entry, Field, entries

MOST = 4000  # letters
FIELDS = (
    Field(name="ho_ten", about=N_("Họ và tên người đọc")),
    Field(name="don_vi", about=N_("Đơn vị của người đọc")),
    Field(name="nam", about=N_("Năm của chương trình")),
    Field(name="chuong_trinh", about=N_("Tên chương trình")),
    Field(name="han_dang_ky", about=N_("Ngày cuối được đăng ký, trống nếu không có hạn")),
)
SAMPLE = {
    "ho_ten": "Nguyễn Thị Hồng Ánh", "don_vi": "Chi đoàn ấp Hòa Bình", "nam": "2021",
    "chuong_trinh": "Rèn luyện tác phong, thực hiện lề lối công tác", "han_dang_ky": "31/01/2021",
}  # fmt: skip
TITLES = {
    "text.registration.intro": N_("Lời mở đầu trang đăng ký"),
    "text.registration.submitted": N_("Lời nhắn sau khi nộp phiếu"),
}
TAGS = ("p", "strong", "em", "ul", "ol", "li", "h3")
ALONE = ("br",)


def listed() -> tuple[Entry, ...]:
    """The fields with what to write and an example."""
    return tuple(entries(FIELDS, SAMPLE))


def check(source: str) -> str:
    """The example of a text. Problem at field `text`, one for each fault."""
    if not source.strip():
        raise Problem("form.required", field="text")
    if len(source) > MOST:
        raise Problem("form.too-long", field="text", max=MOST)
    faults = vetting.vet(vetting.environment(), [source], FIELDS).faults
    strange = _strange(source)
    if faults or strange:
        told = [word.problem(one, "text") for one in faults]
        told += [Problem("template.tag", field="text", what=tag) for tag in strange]
        raise Problem("template.refused", field="text", problems=told)
    return rendered(source, SAMPLE)


def rendered(source: str, values: Mapping[str, str]) -> Markup:
    """The text with its values, as nothing but allowed tags. Empty where it cannot be rendered: a page never fails for
    the greeting on it."""
    try:
        return Markup(_only_allowed(_compiled(source).render(values)))
    except (TemplateError, ValueError):
        return Markup("")


async def shown(tx: Transaction, pack_id: str, slot: str, values: Mapping[str, str]) -> Markup:
    """The union's text of a slot, empty where it has none."""
    body = await queries.held(tx, pack_id, slot)
    return rendered(body.decode(), values) if body else Markup("")


@lru_cache(maxsize=256)
def _compiled(source: str) -> Template:
    """Vetted anew before it is compiled, whatever was stored."""
    env = vetting.environment()
    if vetting.vet(env, [source], FIELDS).faults:
        raise ValueError("a stored text that is not allowed")
    return env.from_string(source)


class _Reader(HTMLParser):
    """HTML as allowed tags without attributes and escaped text; every other tag is left out and remembered."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[str] = []
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Allowed ones only, bare."""
        if tag in ALONE:
            self.parts.append(f"<{tag}>")
        elif tag in TAGS and not attrs:
            self.open.append(tag)
            self.parts.append(f"<{tag}>")
        else:
            self.strange.append(f"{tag} {attrs[0][0]}" if tag in TAGS else tag)

    def handle_endtag(self, tag: str) -> None:
        """Closes what is open, and everything inside it."""
        while tag in self.open:
            last = self.open.pop()
            self.parts.append(f"</{last}>")
            if last == tag:
                break

    def handle_data(self, data: str) -> None:
        """Text stays text."""
        self.parts.append(escape(data, quote=False))

    def handle_decl(self, decl: str) -> None:
        """No declarations."""
        self.strange.append("!")

    def handle_comment(self, data: str) -> None:
        """No comments."""
        self.strange.append("!--")

    def handle_pi(self, data: str) -> None:
        """No instructions."""
        self.strange.append("?")

    def done(self) -> str:
        """Everything closed."""
        self.close()
        return "".join([*self.parts, *(f"</{tag}>" for tag in reversed(self.open))])


def _only_allowed(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    return reader.done()


def _strange(source: str) -> list[str]:
    reader = _Reader()
    reader.feed(source)
    reader.done()
    return list(dict.fromkeys(tag[:40] for tag in reader.strange))[:10]
