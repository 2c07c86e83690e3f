"""What surrounds every page of the pack editor (ui.md blueprint 7): sections, the draft in hand, findings, locks.

A section's view holds a `frame`; its template extends `configurations/frame.html` and asks `configurations/parts.html`
for what stands beside a place: `findings(frame, place)`, `lock(frame, place)`, `origin(frame, place)`. A place is a
tuple of keys or the same written with slashes (`criteria/1.1/title`).
"""

from msgspec import Struct

from core.access import may
from core.configurations import queries
from core.configurations.queries import Configuration, Draft
from core.configurations.rules import Place, Plain, lock_on, patch_between, place_of, places, spoken, value_at
from core.configurations.wording import differences
from core.packs import reading
from core.packs.problems import LintFinding
from core.packs.schema import Pack
from core.packs.text import Text
from ui.guard import Visit
from ui.i18n import N_, _
from ui.messages import FINDINGS

AT = "/{tenant:str}/quan-tri/cau-hinh/{pack:str}"
# address → title, icon, the parts of the rules that are edited there
SECTIONS = {
    "tieu-chi": (N_("Các tiêu chí"), "list-check", ("groups", "criteria")),
    "dang-ky": (N_("Đăng ký"), "pencil", ("registration",)),
    "thang": (N_("Thang xếp loại"), "scale", ("scale",)),
    "quy-trinh": (N_("Quy trình"), "sitemap", ("stages", "checkpoints")),
    "lich": (N_("Lịch"), "calendar-event", ("milestones", "period")),
    "chi-tieu": (N_("Kê khai, chỉ tiêu"), "target", ("declarations", "targets", "registers", "pilots")),
    "bao-cao": (N_("Báo cáo"), "table", ("reports",)),
    "tu-ngu": (
        N_("Văn bản, từ ngữ"), "language",
        ("title", "summary", "issuer", "document", "marks", "basis", "guide", "roles", "errata", "locks", "disclosure",
         "subject"),
    ),
}  # fmt: skip
LOCKED_BY = {
    "centre": N_("Trung ương Đoàn"),
    "pack": N_("Bộ quy tắc gốc"),
    "province": N_("Cấp tỉnh"),
}
LANGUAGES = ("vi", "en")


class Section(Struct, frozen=True):
    """An entry of the list of sections; `findings` counts what keeps it from being published, `changes` what the
    draft changes there."""

    key: str
    title: str
    icon: str
    url: str
    active: bool
    findings: int
    changes: int


class Found(Struct, frozen=True):
    """A finding of the linter in words, at its place as the linter names it. An `error` must be mended, a `notice`
    mended or answered in writing; `answered` says that it is."""

    place: str
    words: str
    error: bool
    answered: bool


class Locked(Struct, frozen=True):
    """Who locked a place, and why."""

    by: str
    reason: Text


class Frame(Struct, frozen=True, kw_only=True):
    """The editor around one section. `rules` are the draft's, or the pack's where the draft does not fit the contract;
    `version` goes into each form as `seen`; `changes` counts what differs from what is in force; `tried_on` is the
    last closed year of this pack, on which the draft can be tried."""

    pack_id: str
    section: str
    writable: bool
    configuration: Configuration
    draft: Draft
    has_draft: bool
    rules: Pack
    plain: Plain
    in_force: Plain
    changed: tuple[Place, ...]
    sections: tuple[Section, ...]
    findings: tuple[Found, ...]
    tried_on: int | None

    @property
    def title(self) -> Text:
        """The programme that is edited."""
        return self.rules.title

    @property
    def version(self) -> int:
        """The draft's version, which every form carries as `seen`."""
        return self.draft.version

    @property
    def changes(self) -> int:
        """How many things the draft changes; a text in two languages is one, and so is a date."""
        return len(differences(self.in_force, self.plain))

    @property
    def open(self) -> int:
        """How many findings keep the draft from being published."""
        return sum(not one.answered for one in self.findings)

    @property
    def path(self) -> str:
        """The configuration's address inside the tenant, for `shell.url`."""
        return f"quan-tri/cau-hinh/{self.pack_id}"

    def url_of(self, tail: str) -> str:
        """An address of this configuration, for `shell.url`: `url_of("cong-bo")`."""
        return f"{self.path}/{tail}"

    def value(self, place: Place | str) -> object:
        """The draft's value at a place, as plain data."""
        return value_at(self.plain, placed(place))

    def findings_at(self, place: Place | str, deep: bool = True) -> tuple[Found, ...]:
        """What the linter says about a place; `deep`: and about everything in it."""
        at = spoken(placed(place))
        return tuple(
            one for one in self.findings if one.place == at or (deep and one.place.startswith((f"{at}.", f"{at}[")))
        )

    def lock_at(self, place: Place | str) -> Locked | None:
        """The lock that keeps this tenant from editing the whole of a place."""
        found = lock_on(self.rules, placed(place))
        if found is None:
            return None
        key, lock = found
        at = placed(place)
        inside = any(at[: len(place_of(word))] == place_of(word) for word in lock.places) or at[:2] == ("locks", key)
        return Locked(_(LOCKED_BY[lock.by]), lock.reason) if inside else None

    def changed_at(self, place: Place | str) -> bool:
        """Whether the draft says something else here than what is in force."""
        at = placed(place)
        return any(one[: len(at)] == at or at[: len(one)] == one for one in self.changed)

    def original(self, place: Place | str) -> object:
        """What is in force at a place, as plain data; None for nothing."""
        return value_at(self.in_force, placed(place))


def placed(place: Place | str) -> Place:
    """A place from either way of writing it."""
    return place_of(place) if isinstance(place, str) else tuple(place)


async def frame_of(visit: Visit, pack_id: str, section: str) -> Frame:
    """The frame of a section, for a tenant that has taken the pack up; NotFound otherwise."""
    found = await queries.get(visit.tx, pack_id)
    draft = await queries.draft(visit.tx, pack_id)
    plain, in_force = draft.plain, reading.plain(found.rules)
    changed = differing(in_force, plain)
    findings = tuple(_found(one) for one in draft.findings)
    base = f"/{visit.tenant.slug}/quan-tri/cau-hinh/{pack_id}/sua"
    return Frame(
        pack_id=pack_id, section=section, writable=may(visit.actor, "configuration.admin"), configuration=found,
        draft=draft, has_draft=await queries.has_draft(visit.tx, pack_id), rules=draft.rules or draft.base, plain=plain,
        in_force=in_force, changed=changed, findings=findings, tried_on=_closed_year(visit, pack_id),
        sections=tuple(
            Section(key, _(title), icon, f"{base}/{key}", key == section,
                    sum(not one.answered and _part(one.place) in parts for one in findings),
                    sum(place[0] in parts for place in changed))
            for key, (title, icon, parts) in SECTIONS.items()
        ),
    )  # fmt: skip


def differing(was: Plain, now: Plain) -> tuple[Place, ...]:
    """The places where two sets of rules differ; a text counts once, whichever of its languages changed."""
    return tuple(dict.fromkeys(_whole_text(place) for place in places(patch_between(was, now))))


def section_of(place: str) -> str:
    """The section in which a place is edited, by its first key; the last one where none is."""
    return next((key for key, (_t, _i, parts) in SECTIONS.items() if _part(place) in parts), "tu-ngu")


def _whole_text(place: Place) -> Place:
    return place[:-1] if len(place) > 1 and place[-1] in LANGUAGES else place


def _part(place: str) -> str:
    return place.replace("[", ".").replace("/", ".").split(".")[0]


def _found(finding: LintFinding) -> Found:
    words = _(FINDINGS[finding.code]) if finding.code in FINDINGS else finding.code
    return Found(finding.place, words, finding.severity == "error", finding.waived_by is not None)


def _closed_year(visit: Visit, pack_id: str) -> int | None:
    return max((one.year for one in visit.programmes if (one.pack_id, one.state) == (pack_id, "closed")), default=None)
