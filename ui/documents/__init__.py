"""Writers that turn a `ReportContext` into a file (design.md §5)."""
