"""The roster: one row per programme and person, that every count and every "who is missing" reads (domain.md §1)."""
