"""Comparing provinces by what they publish (domain.md §7): aggregates alone, never a person's record."""
