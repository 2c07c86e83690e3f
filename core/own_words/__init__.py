"""A tenant's own words for kinds of unit, titles and sectors: `lớp` for `chi đoàn`, in every programme."""
