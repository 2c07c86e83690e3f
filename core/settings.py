"""Configuration as one frozen object built from a mapping; nothing is read at import."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from core.errors import Problem


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a process needs to know. `docs/operator/settings.md` lists the variables; a test holds both equal."""

    database_url: str
    owner_database_url: str = ""
    analyst_database_url: str = ""  # of the central union's comparison; without it those pages say so
    secret_key: bytes
    base_url: str = "http://127.0.0.1:8000"
    public_url: str = ""  # of the operator's site: where the tenants are
    demo: bool = False
    debug: bool = False
    pool_size: int = 8
    jobs: bool = True
    smtp_url: str = ""  # smtp://user:password@host:587 (STARTTLS) or smtps://…:465; empty: nothing is sent
    mail_from: str = ""
    short_text_url: str = ""  # where short texts are posted (ui/short_texts.py); empty: there are none
    short_text_secret: str = ""
    data_dir: Path = Path(".data")

    @property
    def secure(self) -> bool:
        """Whether cookies may travel over https only; plain http is for this machine alone."""
        return self.base_url.startswith("https://")

    @property
    def demands_second_factor(self) -> bool:
        """Whether administrators must have a second factor; in the demo the printed password is enough."""
        return not self.demo


def from_env(env: Mapping[str, str]) -> Settings:
    """Read the variables; a missing or weak one is refused by name."""
    for name in ("DATABASE_URL", "SECRET_KEY"):
        if not env.get(name):
            raise Problem("settings.missing", variable=name)
    if len(env["SECRET_KEY"]) < 32:
        raise Problem("settings.weak-secret", variable="SECRET_KEY", least=32)
    return Settings(
        database_url=env["DATABASE_URL"],
        owner_database_url=env.get("OWNER_DATABASE_URL", ""),
        analyst_database_url=env.get("ANALYST_DATABASE_URL", ""),
        secret_key=env["SECRET_KEY"].encode(),
        base_url=env.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        demo=env.get("DEMO", "") == "1",
        debug=env.get("DEBUG", "") == "1",
        pool_size=int(env.get("POOL_SIZE", "8")),
        jobs=env.get("JOBS", "1") == "1",
        smtp_url=env.get("SMTP_URL", ""),
        short_text_url=env.get("SHORT_TEXT_URL", ""),
        short_text_secret=env.get("SHORT_TEXT_SECRET", ""),
        mail_from=env.get("MAIL_FROM", ""),
        data_dir=Path(env.get("DATA_DIR", ".data")),
    )
