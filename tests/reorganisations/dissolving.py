"""A district of the small tenant that goes into three new communes in the middle of its open KL06 year."""

from datetime import date
from uuid import UUID

import msgspec

from core.access import Actor
from core.db.ids import new_id
from core.db.scope import Transaction
from core.registrations import actions as registrations
from core.reorganisations import actions, queries
from core.reorganisations.facts import Asked, NewUnit

TODAY = date(2021, 1, 20)
BASIS = "Nghị quyết 1654/NQ-UBTVQH15"


class Scene(msgspec.Struct):
    """A district that goes, with its commune, into three new communes directly under the province."""

    asked: Asked
    made: dict[str, UUID]


def district_into_three(world) -> Scene:
    """Huyện A and its commune go; each branch finds a new commune, the police's branch comes under the province."""
    names = {"dong": "Đoàn xã Đông", "tay": "Đoàn xã Tây", "nam": "Đoàn xã Nam"}
    made = {key: NewUnit(id=new_id(), parent_id=world.units["tinh"], name=name, kind="grassroots", place="Rạch Giá")
            for key, name in names.items()}  # fmt: skip
    ids = {key: new.id for key, new in made.items()}
    asked = Asked(
        kind="dissolve", on=TODAY, basis=BASIS, sources=(world.units["huyen_a"], world.units["xa_a"]),
        targets=(world.units["tinh"],), made=tuple(made.values()),
        units={world.units["co_quan"]: world.units["tinh"], world.units["ap_1"]: ids["dong"],
               world.units["ap_2"]: ids["tay"]},
        people={world.units["huyen_a"]: ids["nam"], world.units["xa_a"]: ids["dong"]},
        persons={world.units["xa_a"]: {world.people["pho_xa"]: ids["tay"]}},
    )  # fmt: skip
    return Scene(asked, ids)


async def in_the_middle_of_the_year(tx: Transaction, world) -> None:
    """Sheets in several states, one recognised result in the district, results of the commune on their way."""
    items = {key: "Một giải pháp cụ thể và đo được." for key in one_of_each(world)}
    for who in ("pho_xa", "bi_thu_ap"):
        await registrations.submit(tx, world.actor(who), world.programme, 0, items)
    states = (("pho_huyen", "recognised", 1), ("bi_thu_xa", "rated", 2), ("uv_huyen", "validated", None))
    for who, state, level in states:
        await tx.execute(
            "update enrolment set state = $3, level = $4 where tenant_id = $1 and person_id = $2",
            tx.tenant_id, world.people[who], state, level,
        )  # fmt: skip
    await tx.execute(
        """insert into unit_result (tenant_id, programme_id, unit_id, checkpoint, state, sent_by_account, sent_at)
        values ($1, $2, $3, 'year', 'sent', $4, sec.domain_now())""",
        tx.tenant_id, world.programme.id, world.units["xa_a"], world.accounts["bi_thu_xa"],
    )  # fmt: skip


def one_of_each(world) -> list[str]:
    """A criterion of what to do and one of what not to do."""
    rules = world.programme.rules
    found = {rules.groups[criterion.group].polarity: key for key, criterion in rules.criteria.items()}
    return [found["do"], found["dont"]]


async def drafted(tx: Transaction, actor: Actor, asked: Asked) -> UUID:
    """A draft that asks for all of it."""
    found = await actions.start(tx, actor, asked.kind, asked.on, asked.basis)
    await actions.save(tx, actor, found, asked, 1)
    return found


async def done(tx: Transaction, actor: Actor, asked: Asked) -> UUID:
    """Drafted, tried, carried out."""
    found = await drafted(tx, actor, asked)
    plan, _ = await actions.tried(tx, await queries.get(tx, found))
    await actions.carry_out(tx, actor, found, actions.mark_of(plan))
    return found


def scene_again(scene: Scene) -> Scene:
    """The same change once more, with units of its own."""
    new = {one.id: new_id() for one in scene.asked.made}
    asked = msgspec.structs.replace(
        scene.asked, made=tuple(msgspec.structs.replace(one, id=new[one.id]) for one in scene.asked.made),
        units={k: new.get(v, v) for k, v in scene.asked.units.items()},
        people={k: new.get(v, v) for k, v in scene.asked.people.items()},
        persons={s: {p: new[v] for p, v in one.items()} for s, one in scene.asked.persons.items()},
    )  # fmt: skip
    return Scene(asked, {})
