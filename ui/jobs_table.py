"""The jobs of the whole platform, name → handler: those of the noun's own, and those that write official papers.

The web process and the worker wire this one table."""

from collections.abc import Mapping

from core.documents import sheet_orders
from core.jobs import Handler
from tenants import handlers
from ui.documents import sheet_files

HANDLERS: Mapping[str, Handler] = {**handlers.HANDLERS, sheet_orders.NAME: sheet_files.run}
