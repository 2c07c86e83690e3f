"""Enrolment states in words (domain.md §2): label, icon, tone, and the place on the five-step line."""

from msgspec import Struct

from ui.i18n import N_, _, pgettext


class State(Struct, frozen=True):
    """A state as shown: never colour alone, always icon and word. `step` is the step it waits at (5: all done)."""

    label: str
    icon: str
    tone: str
    step: int


class Step(Struct, frozen=True):
    """One step of the line: `phase` is `done`, `now`, `attention` or `ahead`."""

    label: str
    phase: str
    note: str = ""


_STATES = {
    "enrolled": State(N_("Chưa đăng ký"), "circle-dashed", "neutral", 0),
    "draft": State(N_("Đang soạn"), "pencil", "neutral", 0),
    "submitted": State(N_("Chờ thẩm định"), "hourglass-high", "info", 1),
    "returned": State(N_("Cần sửa lại"), "corner-up-left", "soon", 0),
    "validated": State(N_("Đã thẩm định"), "circle-check", "done", 2),
    "self_assessed": State(N_("Đã tự đánh giá"), "clipboard-check", "info", 3),
    "rated": State(N_("Đã xếp loại"), "award", "info", 4),
    "recognised": State(N_("Đã công nhận"), "rosette-discount-check", "done", 5),
    "late": State(N_("Trễ hạn"), "clock-exclamation", "late", 0),
    "exempt": State(N_("Được miễn"), "circle-minus", "neutral", 0),
    "left": State(N_("Đã rời danh sách"), "logout", "neutral", 0),
}


def state_of(key: str) -> State:
    """The words for an enrolment state in the active language."""
    known = _STATES[key]
    return State(_(known.label), known.icon, known.tone, known.step)


def step_labels() -> tuple[str, ...]:
    """The names of the five steps, short enough to stand side by side on a phone."""
    return (
        pgettext("step", "Đăng ký"),
        pgettext("step", "Thẩm định"),
        pgettext("step", "Rèn luyện"),
        pgettext("step", "Đánh giá"),
        pgettext("step", "Công nhận"),
    )


def steps_of(state: str, *, assessing: bool = False, notes: tuple[str, ...] = ()) -> tuple[Step, ...]:
    """The five-step line at `state`. `assessing` says that the assessment round is open, so a validated
    sheet now waits for the self-assessment."""
    at = 3 if state == "validated" and assessing else _STATES[state].step
    here = "attention" if state in ("returned", "late") else "now"
    labels = step_labels()
    notes = (*notes, *("",) * (len(labels) - len(notes)))
    phases = ("done" if i < at else here if i == at else "ahead" for i in range(len(labels)))
    return tuple(Step(label, phase, note) for label, phase, note in zip(labels, phases, notes, strict=True))
