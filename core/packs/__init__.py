"""The contract of a rule pack: light enough to read anywhere, it knows no database, no pages, no language tools."""
