"""What an export says of itself."""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

FORMAT = "renluyen-tenant"
VERSION = 1


class Rows(msgspec.Struct, frozen=True):
    """How many rows (or files), and the SHA-256 of all of them in order."""

    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """`tenant` is its row of the registry; `schema` the shape of each table then; `hash` the canonical hash."""

    format: str
    version: int
    tenant: Mapping[str, Any]
    schema: Mapping[str, str]
    tables: Mapping[str, Rows]
    files: Rows
    secrets: bool
    left_out: tuple[str, ...]
    hash: str
    made_at: str = ""

    @property
    def total(self) -> int:
        """Rows in all."""
        return sum(table.rows for table in self.tables.values())


def canonical(tenant: Mapping[str, Any], tables: Mapping[str, Rows], files: Rows) -> str:
    """The hash over registry row, tables and files, whatever order they come in. Whether the tenant is suspended is
    the platform's affair and no part of its data."""
    kept = {name: value for name, value in tenant.items() if name != "suspended_at"}
    body = {
        "tenant": kept,
        "tables": {name: [rows.rows, rows.sha256] for name, rows in sorted(tables.items()) if rows.rows},
        "files": [files.rows, files.sha256],
    }
    return hashlib.sha256(msgspec.json.encode(body, order="sorted")).hexdigest()
