"""Everything that the system holds about one person, for that person: by kind, in one reading."""
