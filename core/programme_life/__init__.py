"""What happens to a programme while it runs: dates moved, pauses, newer rules, each with its reason (domain.md §2)."""
