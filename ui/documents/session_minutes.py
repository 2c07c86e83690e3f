"""The minutes of a meeting as an official paper, in Vietnamese always: one content for the screen and for the PDF."""

import json
from importlib.resources import files

import typst
from msgspec import Struct, structs

from core.assessments.minutes import Line, Minutes
from core.packs.patching import active
from ui.formats import EMPTY, clock, official_date, paper_period, points

HEADS = (
    "STT", "Họ và tên", "Điểm tự chấm", "Điểm tập thể", "Mức đề nghị", "Biểu quyết (đồng ý/không/trắng)", "Nhận xét",
)  # fmt: skip
BALLOTS = {"hands": "giơ tay", "secret": "bỏ phiếu kín"}


class Part(Struct, frozen=True):
    """A numbered part: its paragraphs, before the table or without one."""

    title: str
    lines: tuple[str, ...]
    table: bool = False


class Paper(Struct, frozen=True, kw_only=True):
    """Everything on the paper, as text. `draft` says that the meeting has not ended."""

    issuer: tuple[str, ...]
    union: str
    dated: str
    title: str
    subtitle: str
    parts: tuple[Part, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    signatures: tuple[tuple[str, str], ...]
    draft: str


def content(minutes: Minutes) -> Paper:
    """What the paper says."""
    held = minutes.session
    levels = {key: one.title.vi for key, one in active(minutes.programme.rules.scale.levels).items()}
    rows = tuple(_row(number, line, levels, voted=bool(held.ballot)) for number, line in enumerate(minutes.lines, 1))
    parts = [
        ("Thời gian, địa điểm, thành phần", _setting(minutes), False),
        ("Nội dung họp", tuple(f"{n}. {text}" for n, text in enumerate(held.agenda.splitlines(), 1)), False),
        ("Kết quả đánh giá từng đoàn viên", _results(minutes, levels), True),
        ("Ý kiến của tập thể", tuple(held.minutes.splitlines()), False),
        ("Kết luận", tuple(held.conclusions.splitlines()), False),
    ]
    kept = [one for one in parts if one[1] or one[2]]
    return Paper(
        issuer=tuple(one for one in (minutes.parent.upper(), held.unit_name.upper()) if one),
        union="ĐOÀN TNCS HỒ CHÍ MINH", dated=f"{minutes.place or '…………'}, {official_date(held.held_on)}",
        title="BIÊN BẢN", subtitle=f"Họp đánh giá, xếp loại đoàn viên {paper_period(minutes.programme)}",
        parts=tuple(Part(f"{('I', 'II', 'III', 'IV', 'V')[at]}. {title}", lines, table)
                    for at, (title, lines, table) in enumerate(kept)),
        heads=_shown(HEADS, voted=bool(held.ballot)), rows=rows,
        signatures=(("THƯ KÝ", held.secretary), ("CHỦ TRÌ", held.chair)),
        draft="" if held.state == "closed" else "Bản đang ghi, buổi họp chưa kết thúc",
    )  # fmt: skip


def pdf(paper: Paper) -> bytes:
    """The file. Takes tens of milliseconds: call it off the event loop."""
    template, dist = files("ui.documents") / "session_minutes.typ", files("ui") / "dist" / "pdf"
    return typst.compile(
        template.read_bytes(), font_paths=[str(dist)], ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(structs.asdict(paper), default=structs.asdict)},
    )  # fmt: skip


def _setting(minutes: Minutes) -> tuple[str, ...]:
    held, roll = minutes.session, minutes.roll
    stage = minutes.programme.rules.stages[held.stage]
    variant = stage.variants[held.variant] if held.variant else None
    found = [
        f"Thời gian: bắt đầu {clock(held.opened_at)}, {official_date(held.held_on)}"
        + (f"; kết thúc {clock(held.closed_at)}, {official_date(held.closed_at)}." if held.closed_at else "."),
        f"Địa điểm: {held.place}." if held.place else "",
        f"Hình thức: {variant.title.vi if variant else stage.title.vi}"
        + (f" (chi đoàn có {held.members} đoàn viên)." if held.ground == "size" else "."),
        f"Trường hợp: {variant.declared[held.ground].vi}." if variant and held.ground in variant.declared else "",
        f"Lý do chọn hình thức: {held.reason}" if held.reason else "",
        f"Đã tham khảo ý kiến: {held.consulted}" if held.consulted else "",
        f"Chủ trì: {held.chair}." + (f" Thư ký: {held.secretary}." if held.secretary else ""),
        _present(minutes),
    ]
    for state, word in (("excused", "Vắng có lý do"), ("absent", "Vắng không lý do")):
        away = [f"{one.name} ({one.reason})" if one.reason else one.name for one in roll.of(state)]
        found.append(f"{word}: {', '.join(away)}." if away else "")
    for one in minutes.pauses:
        until = f" đến {clock(one.resumed_at)}, {official_date(one.resumed_at)}" if one.resumed_at else ""
        why = f" ({one.reason})" if one.reason else ""
        found.append(f"Tạm dừng từ {clock(one.paused_at)}, {official_date(one.paused_at)}{until}{why}.")
    return tuple(one for one in found if one)


def _present(minutes: Minutes) -> str:
    held, roll = minutes.session, minutes.roll
    if roll.called:
        enough = "quá nửa, đủ điều kiện biểu quyết" if roll.quorate else "chưa quá nửa"
        return f"Có mặt: {roll.present}/{len(roll.people)} người, {enough}."
    return f"Có mặt: {held.present}/{held.members} người." if held.present is not None else ""


def _results(minutes: Minutes, levels: dict[str, str]) -> tuple[str, ...]:
    held, found = minutes.session, []
    counted = [f"{title}: {n}" for key, title in levels.items() if (n := sum(x.level == key for x in minutes.lines))]
    found.append(f"Đã đánh giá {len(minutes.lines)} đoàn viên" + (f" ({'; '.join(counted)})." if counted else "."))
    if held.ballot and any(one.ballot for one in minutes.lines):
        found.append(f"Hình thức biểu quyết: {BALLOTS[held.ballot]}.")
    return tuple(found)


def _row(number: int, line: Line, levels: dict[str, str], *, voted: bool) -> tuple[str, ...]:
    ballot = line.ballot
    votes = f"{ballot.agree}/{ballot.against}/{ballot.blank}" if ballot else EMPTY
    words = [line.comment]
    if line.level != line.computed and line.computed:
        words.append(f"Mức theo điểm: {levels[line.computed]}. Lý do: {line.override_reason}")
    if ballot and ballot.casting:
        words.append("Phiếu ngang nhau, chủ trì quyết định.")
    level = levels.get(line.level or "", EMPTY)
    row = (str(number), line.name, points(line.own_points), points(line.points), level, votes, " ".join(words).strip())
    return _shown(row, voted=voted)


def _shown(cells: tuple[str, ...], *, voted: bool) -> tuple[str, ...]:
    """Without the column of votes where the meeting does not vote."""
    return cells if voted else cells[:5] + cells[6:]
