"""Sheets: what an enrolled person registers, and what the committee says to it (domain.md §2, steps 2 and 3)."""
