"""The sign-ins that the demo offers on its sign-in page; there are none outside the demo."""

import msgspec

from core.settings import Settings

FILE = "demo-accounts.json"


class DemoAccount(msgspec.Struct, frozen=True):
    """A role to try: what it is, how to sign in, what there is to do."""

    label: str
    username: str
    password: str
    hint: str = ""


def demo_accounts(settings: Settings, slug: str) -> tuple[DemoAccount, ...]:
    """The accounts of a tenant that the demo wrote down, in order."""
    path = settings.data_dir / FILE
    if not settings.demo or not path.is_file():
        return ()
    return msgspec.json.decode(path.read_bytes(), type=dict[str, tuple[DemoAccount, ...]]).get(slug, ())
