"""More time for a unit: asked for with a reason, granted until a day or refused by the unit above (domain.md §8)."""
