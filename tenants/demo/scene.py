"""The built province with everything the years need, and the sign-ins chosen from it."""

from typing import NamedTuple
from uuid import UUID

from tenants.demo import accounts
from tenants.demo.accounts import Account, SignIn
from tenants.demo.people import populate, secretary
from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.tree import SHOWN_COMMUNE, SHOWN_DISTRICT, province
from tenants.provisioning import NewTenant

KIEN_GIANG = NewTenant(slug="kien-giang", name="Tỉnh đoàn Kiên Giang", short_name="Kiên Giang", kind="province")


class Shown(NamedTuple):
    """Where the newcomers' sign-ins are: one line from the province down to a branch that is behind."""

    district: Unit
    commune: Unit
    branch: Unit
    newcomer: Person  # a committee member of the branch who has not registered in the running year
    member: Person  # a plain member of the branch


class Scene(NamedTuple):
    """Kiên Giang before it is written."""

    top: Unit
    people: list[Person]
    shown: Shown
    accounts: list[Account]
    sign_ins: tuple[SignIn, ...]


def build(seed: int, scale: float) -> Scene:
    """The province of this seed; the same seed and scale give the same province."""
    draw = Draw(seed)
    top = province(draw, scale)
    people = populate(draw, top)
    shown = _shown(top)
    chosen, sign_ins = _chosen(top, shown)
    offices = [
        accounts.of_office(draw, "admin.kiengiang", "Quản trị Tỉnh đoàn", "provincial_admin"),
        accounts.of_office(draw, "vanphong.kiengiang", "Văn phòng Tỉnh đoàn", "office"),
        accounts.of_office(draw, "kiemtra.kiengiang", "Ủy ban Kiểm tra Tỉnh đoàn", "inspector"),
    ]
    return Scene(top, people, shown, offices + accounts.of_people(draw, people, chosen), sign_ins)


def _shown(top: Unit) -> Shown:
    district = next(unit for unit in top.children if unit.key == SHOWN_DISTRICT)
    commune = next(unit for unit in district.children if unit.name == SHOWN_COMMUNE)
    branch = commune.children[-1]
    newcomer = next(seat.person for seat in branch.seats if seat.title == "member" and not seat.ends_on)
    member = next(person for person in reversed(branch.members) if not person.seats)
    return Shown(district, commune, branch, newcomer, member)


def _chosen(top: Unit, shown: Shown) -> tuple[dict[UUID, str], tuple[SignIn, ...]]:
    """Readable names for the people shown, and what each can try."""
    led = [
        (top, "bithu.tinhdoan", "Bí thư Tỉnh đoàn", "Công nhận kết quả của huyện, thành đoàn; xem toàn tỉnh"),
        (shown.district, "bithu.rachgia", "Bí thư Thành đoàn", "Xem tiến độ, phụ lục; công nhận kết quả của cơ sở"),
        (shown.commune, "bithu.vinhthanh", "Bí thư Đoàn phường", "Duyệt phiếu, đánh giá; công nhận kết quả chi đoàn"),
        (shown.branch, "bithu.chidoan", "Bí thư chi đoàn", "Thẩm định phiếu của chi đoàn, đánh giá, gửi kết quả"),
    ]
    people = [(secretary(unit), name, label, hint) for unit, name, label, hint in led]
    people += [
        (shown.newcomer, "uyvien.chidoan", "Ủy viên BCH chi đoàn", "Chưa đăng ký: chọn tiêu chí, nộp phiếu muộn"),
        (shown.member, "doanvien", "Đoàn viên", "Đọc nội dung cán bộ đã đăng ký (công khai)"),
    ]
    chosen = {person.id: name for person, name, _, _ in people if person}
    signs = [SignIn(label, person.name, name, hint) for person, name, label, hint in people if person]
    return chosen, (
        SignIn("Quản trị tỉnh", "Quản trị Tỉnh đoàn", "admin.kiengiang", "Mở chương trình 2022; đơn vị, người"),
        SignIn("Văn phòng Tỉnh đoàn", "Văn phòng Tỉnh đoàn", "vanphong.kiengiang", "Phiếu và kết quả của cấp tỉnh"),
        *signs,
        SignIn("Ủy ban Kiểm tra", "Ủy ban Kiểm tra Tỉnh đoàn", "kiemtra.kiengiang", "Chỉ xem: phiếu, tiến độ, nhật ký"),
    )
