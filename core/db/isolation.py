"""The generator of row-level security: migrations call it for every tenant table, the lint checks it."""

READ_WRITE = "select, insert, update, delete"


def isolate(table: str, grant: str = READ_WRITE, schema: str = "core") -> list[str]:
    """Statements that close `table` to everything but the tenant of the transaction.

    RESTRICTIVE keeps a later permissive policy from widening it; FORCE binds the owner too; the definer
    functions of the counters and the audit run as `own` and stay inside the same tenant.
    """
    name = f"{schema}.{table}"
    condition = "tenant_id = (select sec.tenant())"
    return [
        f"alter table {name} enable row level security, force row level security",
        f"create policy tenant_isolation on {name} as restrictive for all to public "
        f"using ({condition}) with check ({condition})",
        f"create policy app_rw on {name} as permissive for all to app, own using (true) with check (true)",
        f"grant {grant} on {name} to app",
    ]
