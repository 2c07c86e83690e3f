"""The frame of a page for an actor: which entries, which programme, which words for the role."""

from datetime import date
from typing import NamedTuple

from core.access import Actor, may
from core.accounts.sessions import Line, Signed
from core.assessments.rules import rates
from core.exchanges.rules import talk_book
from core.packs.patching import active
from core.programmes import pinned
from core.unit_reviews.rules import rounds
from tenants.registry import Tenant
from ui import terms
from ui.i18n import _
from ui.menu import NavItem, marked, within_reach
from ui.shell import Flash, Shell


def shell_of(
    tenant: Tenant,
    signed: Signed,
    path: str,
    locale: str,
    csrf: str,
    flash: tuple[Flash, ...],
    *,
    demo: bool,
    programme: str,
    keeper: str = "",
    folds: str = "",
) -> Shell:
    """The shell of a signed-in visit; `programme` is the slug in the address, or ''; `folds` the cookie that remembers
    which groups of the menu were opened or folded."""
    line = chosen(signed, programme)
    items = entries(signed.actor, tenant.slug, line, path, centre=tenant.kind == "centre")
    return Shell(
        tenant_slug=tenant.slug,
        tenant_name=tenant.name,
        tenant_short=tenant.short_name,
        logo_text=tenant.logo_text,
        locale=locale,
        csrf=csrf,
        today=signed.today,
        path=path,
        person_name=signed.actor.name,
        roles_label=role_label(signed.actor),
        nav=items,
        bottom_nav=within_reach(items),
        folds=folds,
        moved_clock=demo and signed.clock_moved,
        flash=flash,
        search_url=f"/{tenant.slug}/tim" if may(signed.actor, "search.read") else None,
        notice_due=signed.notice_due,
        unread=signed.unread,
        keeper=keeper,
        clock_url=f"/{tenant.slug}/quan-tri/dong-ho" if demo and may(signed.actor, "clock.move") else None,
    )


def chosen(signed: Signed, programme: str) -> Line | None:
    """The programme that menus point at: the one in the address, else the one running today, else the newest."""
    named = (line for line in signed.programmes if line.slug == programme)
    return next(named, None) or running(signed.programmes, signed.today)


def running(lines: tuple[Line, ...], today: date) -> Line | None:
    """The open programme of today, else the newest."""
    now = (line for line in lines if line.state == "open" and line.starts_on <= today <= line.ends_on)
    return next(now, None) or next(iter(lines), None)


def entries(actor: Actor, slug: str, line: Line | None, path: str, *, centre: bool = False) -> tuple[NavItem, ...]:
    """The menu of an actor in the order of the year's work, in the groups of `ui/menu.py`: only what works for the
    roles held today, and at the `centre` or away from it."""
    at = f"chuong-trinh/{line.slug}" if line else ""
    has, year = offers(line), bool(line)
    at_top = any(len(seat.unit_path) == 4 for seat in actor.seats)
    wanted = {
        "": [
            (actor.person_id is not None, "own.read", _("Việc của tôi"), "viec-cua-toi", "checklist"),
            (True, "queue.read", _("Cần xử lý"), "can-xu-ly", "inbox"),
            (year, "progress.read", _("Tiến độ"), f"{at}/tien-do", "chart-bar"),
            (year and _clustered(actor), "progress.read", _("Cụm thi đua"), f"{at}/cum", "layout-list"),
        ],
        "compare": [
            (centre, "comparison.read", _("So sánh các tỉnh"), "so-sanh", "map-search"),
            (centre, "crosswalk.read", _("Bảng quy đổi"), "bang-quy-doi", "scale"),
            (centre, "steering.admin", _("Chỉ đạo"), "chi-dao", "send"),
        ],
        "year": [
            (True, "programme.read", _("Chương trình"), "quan-tri/chuong-trinh", "calendar-event"),
            (has.published, "published.read", _("Đã công khai"), f"{at}/cong-khai", "eye"),
            (year, "activity.read", _("Hoạt động"), "hoat-dong", "users-group"),
            (has.talks, "exchange.read", _("Trao đổi, khó khăn"), f"{at}/trao-doi", "message-circle"),
            (has.books, "register.read", _("Sổ theo dõi"), f"{at}/so", "notebook"),
            (not centre, "inspection.read", _("Kiểm tra, giám sát"), "kiem-tra", "zoom-question"),
            (has.results, "results.send", _("Kết quả"), f"{at}/ket-qua", "award"),
            (has.reviews, "unit_review.read", _("Nhận xét đơn vị"), f"{at}/nhan-xet-don-vi", "message-report"),
        ],
        "reports": [
            (year, "declaration.read", _("Kê khai"), f"{at}/ke-khai", "file-check"),
            (has.targets, "progress.read", _("Chỉ tiêu"), f"{at}/chi-tieu", "target"),
            (bool(has.report), "report.read", _("Báo cáo"), f"{at}/bao-cao", "table"),
            (year and not has.report, "report.read", _("Văn bản"), f"{at}/van-ban", "file-text"),
            (not centre and at_top, "steering.read", _("Trung ương giao"), "trung-uong-giao", "flag"),
            (not centre, "publication.read", _("Số liệu công bố"), "so-lieu-cong-bo", "report-analytics"),
        ],
        "rules": [
            (True, "configuration.read", _("Bộ quy tắc"), "quan-tri/cau-hinh", "book"),
            (True, "template.admin", _("Mẫu văn bản"), "quan-tri/mau-van-ban", "file-text"),
        ],
        "people": [
            (True, "unit.admin", _("Đơn vị"), "quan-tri/don-vi", "sitemap"),
            (True, "person.admin", _("Con người"), "quan-tri/nguoi", "users"),
            (True, "import.admin", _("Nhập dữ liệu"), "quan-tri/nhap-du-lieu", "file-upload"),
            (True, "account.admin", _("Tài khoản"), "quan-tri/tai-khoan", "key"),
            (not may(actor, "account.admin"), "account.issue", _("Phiếu kích hoạt"), "phieu-kich-hoat", "key"),
        ],
        "system": [
            (True, "job.read", _("Việc nền"), "quan-tri/viec-nen", "hourglass-high"),
            (True, "message.admin", _("Thư đã gửi"), "quan-tri/thu-da-gui", "mail"),
            (True, "data.admin", _("Dữ liệu cá nhân"), "quan-tri/du-lieu-ca-nhan", "shield-check"),
        ],
    }
    items = tuple(
        NavItem(label, f"/{slug}/{url}", icon, group=group)
        for group, rows in wanted.items()
        for shown, action, label, url, icon in rows
        if shown and may(actor, action)
    )
    return marked(items, path)


class Offers(NamedTuple):
    """Which pages a programme's pack has something for: its first report ('' without one), results of people, what was
    registered shown to others (S0-16), reviews of units (S1-21), targets, books, talks with people
    (S4-41)."""

    report: str = ""
    results: bool = False
    published: bool = False
    reviews: bool = False
    targets: bool = False
    books: bool = False
    talks: bool = False


def offers(line: Line | None) -> Offers:
    """What the programme's pack offers. Of a pack that is gone the usual is offered: the pages know better."""
    if line is None:
        return Offers()
    rules = pinned.known(line.pack_id, line.rules_hash)
    if rules is None:
        return Offers("appendix", results=True, published=True, targets=True)
    return Offers(
        next(iter(active(rules.reports)), ""), rates(rules), rules.disclosure.registered_items != "nobody",
        bool(rounds(rules)), bool(active(rules.targets)), bool(active(rules.registers)),
        talk_book(rules) is not None,
    )  # fmt: skip


def role_label(actor: Actor) -> str:
    """The highest role in words."""
    return next((terms.role_label(role) for role in terms.ROLES if actor.has(role)), "")


def start_page(actor: Actor, line: Line | None) -> str:
    """Where a role begins its day (ui.md, start pages)."""
    board = f"chuong-trinh/{line.slug}/tien-do" if line else "quan-tri/chuong-trinh"
    if actor.has("analyst"):
        return "so-sanh"
    if line and _clustered(actor) and not actor.has("provincial_admin", "office"):
        return f"chuong-trinh/{line.slug}/cum"
    if actor.has("provincial_admin", "office", "department", "inspector", "guest"):
        return board if may(actor, "progress.read") else "tai-khoan"
    if any(len(seat.unit_path) <= 14 for seat in actor.at("committee")) and line:
        return board
    return "can-xu-ly" if actor.has("committee") else "viec-cua-toi"


def _clustered(actor: Actor) -> bool:
    """Whether the actor is in charge of an emulation cluster."""
    return any(seat.task == "cluster" for seat in actor.at("department"))
