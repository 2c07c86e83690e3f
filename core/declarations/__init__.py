"""The duties of units, declared with a document's number, date and file (domain.md §1)."""
