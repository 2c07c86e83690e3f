"""Rules opened by a tenant for one period (domain.md §1)."""
