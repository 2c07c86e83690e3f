"""The pages of the product, a module a noun; each exports its handlers as `ROUTES`."""

PAGES = (
    "health",
    "assets",
    "home",
    "sign_in",
    "account",
    "clock",
    "units",
    "people",
    "positions",
    "search",
)
