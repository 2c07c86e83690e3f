"""Reports and progress: rows, sums and checks made from the counters of units (domain.md §6)."""
