"""The sign-ins that the demo offers on its sign-in page; there are none outside the demo."""

from collections.abc import Mapping

import msgspec

from core.settings import Settings

FILE = "demo-accounts.json"


class DemoAccount(msgspec.Struct, frozen=True):
    """A role to try: what it is, how to sign in, what there is to do."""

    label: str
    username: str
    password: str
    hint: str = ""


class Offer(msgspec.Struct, frozen=True):
    """What the demo writes down of an account, in both languages."""

    label: Mapping[str, str]
    username: str
    password: str
    hint: Mapping[str, str]


def demo_accounts(settings: Settings, slug: str, locale: str) -> tuple[DemoAccount, ...]:
    """The accounts of a tenant that the demo wrote down, in order, said in `locale`."""
    path = settings.data_dir / FILE
    if not settings.demo or not path.is_file():
        return ()
    offers = msgspec.json.decode(path.read_bytes(), type=dict[str, tuple[Offer, ...]]).get(slug, ())
    return tuple(DemoAccount(one.label[locale], one.username, one.password, one.hint[locale]) for one in offers)
