"""The operator's own small site: a process, an address and a database role apart (docs/decisions/0013)."""
